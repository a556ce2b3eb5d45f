"""Short builders of connector models, with the defaults most cases want."""

from __future__ import annotations

from typing import Any, Literal

from shared.compiler.model.authentication import Authentication
from shared.compiler.model.connector import Application, BaseUrl, ConnectorModel
from shared.compiler.model.object_class import Choice, ObjectClass
from shared.compiler.model.operation import Operation, OperationKind, Parameter
from shared.compiler.model.types import Attribute, AttributeType, JsonType, Scalar
from shared.kernel.diagnostics import Location

SOURCE = (Location("api.yaml", "/paths/~1users"),)
_METHODS: dict[OperationKind, Literal["GET", "POST", "PATCH", "DELETE"]] = {
    "list": "GET",
    "search": "GET",
    "get": "GET",
    "create": "POST",
    "update": "PATCH",
    "delete": "DELETE",
}


def text(format: str = "") -> Scalar:  # noqa: A002 - the model's word
    return scalar("string", format)


def scalar(json_type: JsonType, format: str = "") -> Scalar:  # noqa: A002
    return Scalar(json_type=json_type, format=format)


def attribute(name: str, kind: AttributeType | None = None, **but: Any) -> Attribute:  # noqa: ANN401 - the fields of the value built
    """Return a readable and writable attribute, a string unless `kind` says otherwise."""
    given = {"creatable": True, "updatable": True, "readable": True, "source": SOURCE, **but}
    return Attribute(name=name, type=kind or text(), **given)


def read_only(name: str, kind: AttributeType | None = None, **but: Any) -> Attribute:  # noqa: ANN401 - the fields of the value built
    return attribute(name, kind, **{"creatable": False, "updatable": False, **but})


def operation(kind: OperationKind, path: str, **but: Any) -> Operation:  # noqa: ANN401 - the fields of the value built
    """Return a request as most interfaces document it: JSON in, JSON out, nothing paged."""
    shape = {"list": "array", "search": "array", "delete": "nothing"}.get(kind, "object")
    success = {"create": (201,), "delete": (204,)}.get(kind, (200,))
    given: dict[str, Any] = {
        "method": _METHODS.get(kind, "PUT"),
        "collection": shape,
        "success": success,
        "source": SOURCE,
    }
    return Operation(**{"kind": kind, "path": path, **given, **but})


def parameter(name: str, **but: Any) -> Parameter:  # noqa: ANN401 - the fields of the value built
    return Parameter(**{"name": name, "placement": "query", **but})


def crud(path: str, identifier: str = "id", *kinds: OperationKind) -> tuple[Operation, ...]:
    """Return list, get, create, update and delete (or only `kinds`) of the collection at `path`."""
    item = f"{path}/{{{identifier}}}"
    paths: dict[OperationKind, str] = {"list": path, "create": path, "get": item, "update": item, "delete": item}
    chosen = kinds or tuple(paths)
    return tuple(operation(kind, paths[kind], identifier=identifier if "{" in paths[kind] else "") for kind in chosen)


def object_class(name: str, *attributes: Attribute, **but: Any) -> ObjectClass:  # noqa: ANN401 - the fields of the value built
    """Return a class identified by `id` and named by `name`, with the requests in `operations`."""
    given = {
        "identifier": Choice(attribute="id", reason="the path selects by it"),
        "naming": Choice(attribute="name", reason="called name"),
        "attributes": attributes or (read_only("id"), attribute("name", required=True)),
        "source": SOURCE,
    }
    return ObjectClass(**{"name": name, **given, **but})


def model(*classes: ObjectClass, **but: Any) -> ConnectorModel:  # noqa: ANN401 - the fields of the value built
    """Return a model of an application with one address and, unless said otherwise, a bearer token."""
    given = {
        "application": Application(
            name="Acme",
            description="Accounts of Acme",
            base_urls=(BaseUrl(uri="https://acme.example/api", dynamic=False),),
        ),
        "authentications": (Authentication(kind="bearer", name="token"),),
    }
    return ConnectorModel(**{"object_classes": classes, **given, **but})
