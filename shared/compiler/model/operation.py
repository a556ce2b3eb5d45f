"""What can be done with the objects of a class, and with which request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from shared.compiler.model.types import AttributeType
from shared.kernel.diagnostics import Location

OperationKind = Literal[
    "list", "search", "get", "create", "update", "delete", "activate", "deactivate", "add_member", "remove_member"
]
PagingStyle = Literal["none", "page", "offset", "cursor", "link_header", "next_url", "odata", "scim"]
_CREDENTIALS: Final = frozenset({"token", "accesstoken", "authtoken", "apikey", "apitoken"})
Placement = Literal["path", "query", "header", "cookie", "body"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One named input; `minimum` and `maximum` are the numbers accepted, where the document says so."""

    name: str
    placement: Placement
    required: bool = False
    type: AttributeType | None = None
    default: str = ""
    minimum: int | None = None
    maximum: int | None = None
    description: str = ""
    source: tuple[Location, ...] = ()

    @property
    def is_credential(self) -> bool:
        """True when the documents call it the authentication token: whoever authenticates need not send it."""
        folded = "".join(character for character in self.name.lower() if character.isalnum())
        return folded in _CREDENTIALS and "authenticat" in self.description.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """
    How a list continues.

    `position` and `size` are parameter names ("" when the request has none), sent in the query, the body (dots for
    nesting) or, the position only, a header. `first` is
    the number of the first page or offset. `cap` is the largest page the server answers, where it says so.
    `next_path` leads from the answer's body to the next cursor or address; `next_header` is the header with the cursor.
    With the style `none`, `size` and `position` are inputs of a list that may have more pages, none of which can be
    asked for; they are "" where the list is not known to have any.
    """

    style: PagingStyle = "none"
    position: str = ""
    size: str = ""
    placement: Literal["query", "body", "header"] = "query"
    first: int = 1
    cap: int | None = None
    next_path: tuple[str, ...] = ()
    next_header: str = ""
    source: tuple[Location, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A query parameter that narrows a list to the objects whose `attribute` equals or contains the value sent."""

    parameter: str
    attribute: str
    operator: Literal["equals", "contains"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorting:
    """
    A query parameter that orders a list by one of `attributes`.

    `direction` is the parameter that says which way, or "" where the value itself does or nothing does.
    """

    parameter: str
    attributes: tuple[str, ...]
    direction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """
    One request and what it does for its object class.

    `path` starts with "/" and is relative to the base URL; `identifier` names the path parameter that selects the
    object. `body_path` leads from the request's body to the object, `answer_path` from the answer's body to the object
    or the list (empty: the body itself). `collection` is the shape found there and `element` what one entry is.
    """

    kind: OperationKind
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
    path: str
    description: str = ""
    operation_id: str = ""
    identifier: str = ""
    parameters: tuple[Parameter, ...] = ()
    request_content_type: str = ""
    response_content_type: str = ""
    success: tuple[int, ...] = ()
    body_path: tuple[str, ...] = ()
    answer_path: tuple[str, ...] = ()
    collection: Literal["object", "array", "map", "nothing"] = "object"
    element: Literal["object", "identifier"] = "object"
    paging: Paging = Paging()
    filters: tuple[Filter, ...] = ()
    sorting: tuple[Sorting, ...] = ()
    deprecated: bool = False
    source: tuple[Location, ...] = ()
