"""The requests of SCIM (RFC 7644, section 3): every resource type has the same ones."""

from __future__ import annotations

from typing import Final, Literal

from shared.compiler.model.operation import Operation, OperationKind, Paging, Parameter
from shared.compiler.model.scim import ProviderAbilities
from shared.compiler.model.types import Scalar
from shared.kernel.diagnostics import Location

MEDIA_TYPE: Final = "application/scim+json"
_TEXTS: Final = ("filter", "sortBy", "sortOrder", "attributes", "excludedAttributes")
_NUMBERS: Final = ("startIndex", "count")


def requests(
    name: str, endpoint: str, abilities: ProviderAbilities | None, at: Location
) -> tuple[tuple[Operation, ...], tuple[Operation, ...]]:
    """Return the chosen operations of the resource type `name` at `endpoint`, and the others."""
    listing = _listing("list", endpoint, f"List the resources of type {name}.", abilities, at)
    searching = _listing("search", endpoint, f"Search the resources of type {name}.", abilities, at)
    chosen = (
        listing,
        _of_item("get", "GET", endpoint, f"Read one {name}.", at),
        _creating(endpoint, f"Create a {name}.", at),
        _of_item("update", "PUT", endpoint, f"Replace a {name}.", at),
        _of_item("delete", "DELETE", endpoint, f"Delete a {name}.", at),
    )
    patching = _of_item("update", "PATCH", endpoint, f"Change parts of a {name}.", at)
    return chosen, (searching, patching) if abilities is None or abilities.patch else (searching,)


def _listing(
    kind: OperationKind, endpoint: str, description: str, abilities: ProviderAbilities | None, at: Location
) -> Operation:
    cap = abilities.most_results if abilities else None
    return Operation(
        kind=kind,
        method="GET",
        path=endpoint,
        description=description,
        parameters=(*(_number(each, cap, at) for each in _NUMBERS), *(_text(each, at) for each in _TEXTS)),
        response_content_type=MEDIA_TYPE,
        success=(200,),
        answer_path=("Resources",),
        collection="array",
        # The first result has the number 1 (RFC 7644, section 3.4.2.4).
        paging=Paging(style="scim", position="startIndex", size="count", first=1, cap=cap, source=(at,)),
        source=(at,),
    )


def _number(name: str, cap: int | None, at: Location) -> Parameter:
    maximum = cap if name == "count" else None
    return Parameter(name=name, placement="query", type=Scalar(json_type="integer"), maximum=maximum, source=(at,))


def _text(name: str, at: Location) -> Parameter:
    return Parameter(name=name, placement="query", type=Scalar(json_type="string"), source=(at,))


def _creating(endpoint: str, description: str, at: Location) -> Operation:
    return Operation(
        kind="create",
        method="POST",
        path=endpoint,
        description=description,
        request_content_type=MEDIA_TYPE,
        response_content_type=MEDIA_TYPE,
        success=(201,),
        source=(at,),
    )


def _of_item(
    kind: OperationKind, method: Literal["GET", "PUT", "PATCH", "DELETE"], endpoint: str, description: str, at: Location
) -> Operation:
    sends, deletes = method in {"PUT", "PATCH"}, method == "DELETE"
    return Operation(
        kind=kind,
        method=method,
        path=f"{endpoint}/{{id}}",
        description=description,
        identifier="id",
        parameters=(
            Parameter(name="id", placement="path", required=True, type=Scalar(json_type="string"), source=(at,)),
        ),
        request_content_type=MEDIA_TYPE if sends else "",
        response_content_type="" if deletes else MEDIA_TYPE,
        success=(204,) if deletes else (200, 204) if method == "PATCH" else (200,),
        collection="nothing" if deletes else "object",
        source=(at,),
    )


def service_check(at: Location) -> Operation:
    """Return the request that every service answers with what it is able to do (RFC 7644, section 4)."""
    return Operation(
        kind="get",
        method="GET",
        path="/ServiceProviderConfig",
        description="Read what the service supports.",
        response_content_type=MEDIA_TYPE,
        success=(200,),
        source=(at,),
    )


def membership(endpoint: str, attribute: str, at: Location) -> tuple[Operation, ...]:
    """Return the requests that change the values of `attribute` of one resource at `endpoint`."""
    added = _of_item("add_member", "PATCH", endpoint, f"Add values to {attribute}.", at)
    return added, _of_item("remove_member", "PATCH", endpoint, f"Remove values from {attribute}.", at)
