"""The schema of one attribute: its flags, its type, its JSON and ConnId sides."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import ClassVar, Final

from shared.compiler.verification.evaluation.values import Function, Invocation, JavaClass, Opaque
from shared.compiler.verification.framework.builder import (
    Builder,
    Handler,
    code_setting,
    constant_setting,
    flag_setting,
    text_setting,
)
from shared.compiler.verification.framework.loading import Loading
from shared.compiler.verification.framework.paths import AttributePath

JSON_TYPES: Final = frozenset({"string", "integer", "boolean", "number", "binary"})
_SPECIAL: Final = {
    "UID": "__UID__", "NAME": "__NAME__", "PASSWORD": "__PASSWORD__", "ENABLE": "__ENABLE__",
    "ENABLE_DATE": "__ENABLE_DATE__", "DISABLE_DATE": "__DISABLE_DATE__", "LOCK_OUT": "__LOCK_OUT__",
}  # fmt: skip


class Conversion(Builder):
    """`implementation { deserialize { } serialize { } }`."""

    kind = "implementation"
    MEMBERS: ClassVar[Mapping[str, Handler]] = {
        "deserialize": code_setting("deserialize"),
        "serialize": code_setting("serialize"),
    }


class Resolver(Builder):
    """`resolver { }`: how a value that is not on the wire is found."""

    kind = "resolver"
    CONSTANTS = frozenset({"PER_OBJECT", "BATCH"})
    MEMBERS: ClassVar[Mapping[str, Handler]] = {
        "resolutionType": constant_setting("resolutionType"),
        "search": code_setting("search"),
        "implementation": code_setting("implementation"),
    }


def _path_setting(builder: Builder, invocation: Invocation) -> None:
    value = invocation.arguments[0] if invocation.arguments else None
    if isinstance(value, AttributePath):
        builder.once("path", value, invocation)
    elif not isinstance(value, Opaque):
        builder.loading.report("LOD011", invocation.at, "`path` needs an attribute path.", "path")


def _json_type(builder: Builder, invocation: Invocation) -> None:
    value = builder.loading.text(invocation)
    if value and value not in JSON_TYPES:
        builder.loading.report("LOD020", invocation.at, f"Unknown json schema type `{value}`.", value)
        return
    builder.once("type", value or None, invocation)


def _open_conversion(builder: Builder, invocation: Invocation) -> None:
    conversion = Conversion(builder.loading)
    builder.loading.open(conversion, builder.loading.required_body(invocation))
    builder.settings |= conversion.settings


def _attribute_path(builder: Builder, invocation: Invocation) -> object:
    return AttributePath((builder.loading.text(invocation),))


class JsonSide(Builder):
    """`json { }`: the property on the wire."""

    kind = "json"
    MEMBERS: ClassVar[Mapping[str, Handler]] = {
        "name": text_setting("name"),
        "type": _json_type,
        "openApiFormat": text_setting("format"),
        "path": _path_setting,
        "attribute": _attribute_path,
        "implementation": _open_conversion,
    }
    THROWING: ClassVar[Mapping[str, str]] = {"mappingTable": "is not implemented"}


class ScimSide(Builder):
    """`scim { }` of an attribute."""

    kind = "scim"
    MEMBERS: ClassVar[Mapping[str, Handler]] = {
        "name": text_setting("name"),
        "type": _json_type,
        "path": _path_setting,
        "attribute": _attribute_path,
        "extension": _attribute_path,
        "implementation": _open_conversion,
    }


def _connid_name(builder: Builder, invocation: Invocation) -> None:
    name = builder.loading.constant(invocation)
    builder.once("name", _SPECIAL.get(name, name) or None, invocation)


def _connid_type(builder: Builder, invocation: Invocation) -> None:
    value = invocation.arguments[0] if invocation.arguments else None
    if isinstance(value, JavaClass):
        builder.once("type", value.name, invocation)
    elif not isinstance(value, Opaque):
        builder.loading.report("LOD011", invocation.at, "`type` in connId needs a class.", "type")


class ConnIdSide(Builder):
    """`connId { }`: the attribute as midPoint sees it."""

    kind = "connId"
    CONSTANTS = frozenset(_SPECIAL)
    MEMBERS: ClassVar[Mapping[str, Handler]] = {
        "name": _connid_name,
        "type": _connid_type,
        "nativeName": text_setting("nativeName"),
        "description": text_setting("description"),
        "required": flag_setting("required"),
        "returnedByDefault": flag_setting("returnedByDefault"),
        "multiValued": flag_setting("multiValued"),
    }


def _remote_name(builder: AttributeSchema, invocation: Invocation) -> None:
    name = builder.loading.text(invocation)
    if builder.json.settings or "json" in builder.touched:
        message = f"`{name}` is set after the JSON type and takes no effect."
        builder.loading.report("LOD074", invocation.at, message, name)
    builder.once("remoteName", name or None, invocation)


def _type_of(builder: AttributeSchema, invocation: Invocation) -> None:
    builder.touched.add("json")
    _json_type(builder.json, invocation)


def _format_of(builder: AttributeSchema, invocation: Invocation) -> None:
    builder.json.once("format", builder.loading.text(invocation) or None, invocation)


def _open_side(name: str) -> Handler:
    def opened(builder: AttributeSchema, invocation: Invocation) -> None:
        builder.touched.add(name)
        builder.loading.open(getattr(builder, name), builder.loading.required_body(invocation))

    return opened


def _open_resolver(builder: AttributeSchema, invocation: Invocation) -> None:
    builder.resolver = builder.resolver or Resolver(builder.loading)
    builder.loading.open(builder.resolver, builder.loading.required_body(invocation))


class AttributeSchema(Builder):
    """`attribute(name) { }` or `reference(name) { }`; opened again, it goes on."""

    kind = "attribute"
    CONSTANTS = frozenset({"SUBJECT", "OBJECT"})
    MEMBERS: ClassVar[Mapping[str, Handler]] = {
        **{name: flag_setting(name) for name in ("required", "readable", "creatable", "updatable")},
        **{name: flag_setting(name) for name in ("returnedByDefault", "multiValued", "emulated")},
        "updateable": flag_setting("updatable"),
        "description": text_setting("description"),
        "jsonType": _type_of,
        "openApiFormat": _format_of,
        "remoteName": _remote_name,
        "protocolName": _remote_name,
        "complexType": text_setting("complexType"),
        "objectClass": text_setting("objectClass"),
        "subtype": text_setting("subtype"),
        "role": constant_setting("role"),
        "json": _open_side("json"),
        "connId": _open_side("connid"),
        "scim": _open_side("scim"),
        "resolver": _open_resolver,
    }

    def __init__(self, loading: Loading, name: str) -> None:
        super().__init__(loading)
        self.name = name
        self.json, self.connid, self.scim = JsonSide(loading), ConnIdSide(loading), ScimSide(loading)
        self.resolver: Resolver | None = None
        self.touched: set[str] = set()

    @property
    def wire(self) -> tuple[str | int, ...]:
        """The path of the value inside its object."""
        path = self.json.value("path")
        if isinstance(path, AttributePath):
            return path.steps
        return (str(self.json.value("name") or self.value("remoteName") or self.name),)

    @property
    def protocol_name(self) -> str:
        """The name by which filters and requests know the attribute."""
        return str(self.value("remoteName") or self.name)

    @property
    def visible_name(self) -> str:
        """The name by which midPoint knows the attribute."""
        return str(self.connid.value("name") or self.name)

    @cached_property
    def reader(self) -> tuple[Function | None, str, str]:
        """The closure that reads a value, or the JSON type and format by which it is read; asked for once loaded."""
        return self.code("deserialize"), str(self.json.value("type")), str(self.json.value("format"))

    def code(self, name: str) -> Function | None:
        """Return the closure `deserialize` or `serialize`, if there is one."""
        found = self.json.value(name)
        return found if isinstance(found, Function) else None
