"""The native schema: every attribute, its type on the wire and in ConnId, and when it is sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TypeAlias

from shared.compiler.backends.groovy.lower.calls import in_class, json_nodes
from shared.compiler.backends.groovy.lower.values import conversion, needs_json_nodes
from shared.compiler.backends.groovy.plan.native import NativeAttribute, NativeClass
from shared.compiler.model.types import JsonType
from shared.compiler.writing.groovy.expressions import FALSE, TRUE, Expression, Invoke, Name, Text
from shared.compiler.writing.groovy.syntax import Block, Command, Import, Statement

_GUARDED = (
    Import("org.identityconnectors.common.security.GuardedString"),
    Import("org.identityconnectors.common.security.SecurityUtil"),
)
_Flags: TypeAlias = tuple[bool, bool, bool, bool, bool, bool]
_FLAGS = (
    *(Command(flag, (TRUE,)) for flag in ("multiValued", "required")),
    *(Command(flag, (FALSE,)) for flag in ("creatable", "updatable", "readable", "returnedByDefault")),
)
_JSON_TYPES = {it: Command("jsonType", (Text(it),)) for it in ("string", "integer", "number", "boolean")}


def native_schema(native: NativeClass, *after: Statement) -> tuple[Statement, ...]:
    """Return the script that declares the attributes of `native`, followed by `after`."""
    guarded = _GUARDED if any(it.role in {"password", "secret"} for it in native.attributes) else ()
    nodes = json_nodes() if any(map(needs_json_nodes, native.attributes)) else ()
    described = (Command("description", (Text(native.description),)),) if native.description else ()
    return (*guarded, *nodes, in_class(native.name, *described, *map(_attribute, native.attributes), *after))


def _attribute(attribute: NativeAttribute) -> Block:
    kind = "reference" if attribute.role == "reference" else "attribute"
    described = (Command("description", (Text(attribute.description),)),) if attribute.description else ()
    return Block(kind, (Text(attribute.name),), (*_body(attribute), *described))


def _body(attribute: NativeAttribute) -> Iterable[Statement]:
    flags = _flags_of(attribute)
    if attribute.role == "plain" and attribute.path == (attribute.name,) and attribute.json_type != "number":
        return _usual(attribute.json_type, attribute.format, flags)
    target = (Command("objectClass", (Text(attribute.target),)),) if attribute.role == "reference" else ()
    return (*target, *_connid(attribute), *_json(attribute), *_flags(flags))


def _connid(attribute: NativeAttribute) -> Iterator[Block]:
    match attribute.role:
        case "text" | "json_text":
            yield Block("connId", (), (Command("type", (Name("String"),)),))
        case "plain" if attribute.json_type == "number":
            yield Block("connId", (), (Command("type", (Name("Double"),)),))
        case "enable":
            yield Block("connId", (), (_special("__ENABLE__"),))
        case "disable" | "status":
            yield Block("connId", (), (_special("__ENABLE__"), Command("type", (Name("Boolean"),))))
        case "password":
            yield Block("connId", (), (_special("__PASSWORD__"), Command("type", (Name("GuardedString"),))))
        case "secret":
            yield Block("connId", (), (Command("type", (Name("GuardedString"),)),))


def _special(name: str) -> Command:
    return Command("name", (Text(name),))


def _json(attribute: NativeAttribute) -> Iterator[Statement]:
    implementation = conversion(attribute)
    if not implementation and attribute.path == (attribute.name,):
        yield _JSON_TYPES[attribute.json_type]
        if attribute.format:
            yield Command("openApiFormat", (Text(attribute.format),))
        return
    body = (*_place(attribute), *_type(attribute))
    yield Block("json", (), (*body, Block("implementation", (), implementation)) if implementation else body)


def _place(attribute: NativeAttribute) -> Iterator[Statement]:
    first, *rest = attribute.path
    if rest:
        place: Expression = Invoke(None, "attribute", (Text(first),))
        for name in rest:
            place = Invoke(place, "child", (Text(name),))
        yield Command("path", (place,))
    elif first != attribute.name:
        yield Command("name", (Text(first),))


def _type(attribute: NativeAttribute) -> Iterator[Statement]:
    if attribute.role == "reference":
        return
    yield Command("type", (Text(attribute.json_type),))
    if attribute.format and attribute.role == "plain":
        yield Command("openApiFormat", (Text(attribute.format),))


@lru_cache(maxsize=1024)
def _usual(json_type: JsonType, form: str, flags: _Flags) -> tuple[Statement, ...]:
    """Return the statements of an attribute whose name and values are on the wire as they are in ConnId: of most."""
    formatted = (Command("openApiFormat", (Text(form),)),) if form else ()
    return (_JSON_TYPES[json_type], *formatted, *_flags(flags))


def _flags_of(attribute: NativeAttribute) -> _Flags:
    """Return which flags an attribute has that are not the framework's defaults, in the order of `_FLAGS`."""
    return (
        attribute.multivalued,
        attribute.required,
        not attribute.creatable,
        not attribute.updatable,
        not attribute.readable,
        attribute.readable and not attribute.returned_by_default,
    )


def _flags(flags: _Flags) -> Iterator[Command]:
    return (command for command, wanted in zip(_FLAGS, flags, strict=True) if wanted)
