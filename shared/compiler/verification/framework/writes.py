"""`create { }`, `update { }` and `delete { }`: requests that change objects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from shared.compiler.verification.evaluation.values import Constant, Invocation, Opaque
from shared.compiler.verification.framework.builder import Builder, Handler, constant_setting, ignored
from shared.compiler.verification.framework.loading import Loading, Place

_METHODS: Final = frozenset({"GET", "POST", "PUT", "DELETE", "PATCH"})
_CONTENT_TYPES: Final = frozenset(
    {"APPLICATION_JSON", "APPLICATION_XML", "APPLICATION_YAML", "APPLICATION_HAL_JSON"},
)


def _body(builder: Builder, invocation: Invocation) -> None:
    if builder.loading.body(invocation) is not None:
        builder.loading.report("LOD014", invocation.at, "`body` with a closure is not supported.", "body")
        return
    builder.once("body", builder.loading.constant(invocation) or None, invocation)


class Request(Builder):
    """`request { }`: the content type of the body."""

    kind = "request"
    CONSTANTS = _CONTENT_TYPES | {"EMPTY"}
    MEMBERS: ClassVar[Mapping[str, Handler]] = {
        "contentType": constant_setting("contentType"),
        "accept": constant_setting("accept"),
        "body": _body,
    }


class SupportedAttribute(Builder):
    """`supportedAttribute(name) { }`: an attribute with conditions."""

    kind = "supportedAttribute"
    MEMBERS: ClassVar[Mapping[str, Handler]] = {
        "value": lambda builder, invocation: builder.once("value", invocation.arguments[:1], invocation),
        "transition": lambda builder, invocation: builder.once("transition", invocation.arguments[:2], invocation),
    }


def _request(builder: WriteEndpoint, invocation: Invocation) -> None:
    builder.loading.open(builder.request, builder.loading.required_body(invocation))


def _supported_attributes(builder: WriteEndpoint, invocation: Invocation) -> None:
    place = builder.loading.place(invocation.at)
    builder.supported.extend((it, place) for it in invocation.arguments if isinstance(it, str))


def _supported_attribute(builder: WriteEndpoint, invocation: Invocation) -> None:
    name = builder.loading.text(invocation)
    builder.supported.append((name, builder.loading.place(invocation.at)))
    conditions = SupportedAttribute(builder.loading)
    builder.loading.open(conditions, builder.loading.body(invocation))
    if conditions.settings:
        builder.conditions[name] = builder.loading.place(invocation.at)


class WriteEndpoint(Builder):
    """`endpoint(METHOD, path) { }`; one per method and path, however often it is opened."""

    kind = "a write endpoint"
    MEMBERS: ClassVar[Mapping[str, Handler]] = {
        "request": _request,
        "response": ignored,
        "supportedAttributes": _supported_attributes,
        "supportedAttribute": _supported_attribute,
    }

    def __init__(self, loading: Loading, method: str, path: str, place: Place) -> None:
        super().__init__(loading)
        self.method, self.path, self.place = method, path, place
        self.request = Request(loading)
        self.supported: list[tuple[str, Place]] = []
        self.conditions: dict[str, Place] = {}


def _endpoint(builder: Write, invocation: Invocation) -> None:
    arguments = [it for it in invocation.arguments if isinstance(it, str | Constant | Opaque)]
    method = arguments[0].name if arguments and isinstance(arguments[0], Constant) else builder.default
    path = next((it for it in arguments if isinstance(it, str)), None)
    if path is None:
        if not any(isinstance(it, Opaque) for it in arguments):
            builder.loading.report("LOD011", invocation.at, "`endpoint` needs a path.", "endpoint")
        return
    place = builder.loading.place(invocation.at)
    found = builder.endpoints.setdefault((method, path), WriteEndpoint(builder.loading, method, path, place))
    builder.loading.open(found, builder.loading.body(invocation))


class Write(Builder):
    """`create { }`, `update { }` or `delete { }` of one class; `default` is the method where none is said."""

    kind = "create, update or delete"

    CONSTANTS = _METHODS
    MEMBERS: ClassVar[Mapping[str, Handler]] = {"endpoint": _endpoint}

    def __init__(self, loading: Loading, operation: str, default: str) -> None:
        super().__init__(loading)
        self.operation, self.default = operation, default
        self.endpoints: dict[tuple[str, str], WriteEndpoint] = {}
