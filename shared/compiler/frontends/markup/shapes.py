"""Listed fields and shown bodies as schemas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from shared.compiler.model.schema import Member, Schema
from shared.compiler.model.types import JsonType
from shared.compiler.reading.field_marks import Field
from shared.compiler.reading.json_examples import schema_of, schema_of_all
from shared.compiler.reading.words import words
from shared.compiler.reading.written_types import WrittenType
from shared.kernel.diagnostics import Location

_PARTS: Final = re.compile(r"[^\[\].]+|\[\]")
_MAX_PARTS: Final = 5
_FLAG: Final = re.compile(
    r"(?:is|has|can|allow|enable|disable|show|hide)(?:_|(?=[A-Z]))|.*_(?:enabled|disabled)$", re.ASCII
)
_JSON_TYPES: Final[Mapping[str, JsonType]] = {
    "string": "string", "integer": "integer", "number": "number", "boolean": "boolean",
}  # fmt: skip


def field_schema(field: Field, at: Location) -> Schema:
    """Return the schema of the values of `field`."""
    return replace(
        _typed(field.type, at), description=field.description[:1000], default=field.default, read_only=field.read_only
    )


def _typed(kind: WrittenType, at: Location) -> Schema:
    one = _single(kind, at)
    return Schema(kind="array", element=one, source=at) if kind.many else one


def _single(kind: WrittenType, at: Location) -> Schema:
    if kind.kind == "object" or (kind.name and not kind.kind):
        return Schema(kind="object", name=kind.name, source=at)
    return Schema(
        kind="scalar", json_type=_JSON_TYPES.get(kind.kind, "string"), format=kind.format, values=kind.values, source=at
    )


def object_of(fields: Sequence[Field], document: str, name: str = "") -> Schema:
    """Return the object whose members are `fields`; `user[email]` and `user.email` are members of a member."""
    source = Location(document, f"line {fields[0].line if fields else 1}")
    shape = Schema(kind="object", name=name, source=source)
    for field in fields:
        parts = tuple(_PARTS.findall(field.name))[:_MAX_PARTS] or (field.name,)
        shape = _with(shape, parts, field, Location(document, f"line {field.line}"))
    return shape


def _with(shape: Schema, parts: tuple[str, ...], field: Field, at: Location) -> Schema:
    first, rest = parts[0], parts[1:]
    known = shape.member(first)
    if not rest:
        made = Member(name=first, schema=field_schema(field, at), required=bool(field.required))
        return shape if known else replace(shape, members=(*shape.members, made))
    if rest == ("[]",):
        return _with(shape, (first,), replace(field, type=replace(field.type, many=True)), at)
    inner, wrap = _inside(known.schema if known else Schema(kind="object", source=at))
    grown = _with(inner, rest[1:] if rest[0] == "[]" else rest, field, at)
    many = wrap or rest[0] == "[]"
    member = Member(
        name=first,
        schema=Schema(kind="array", element=grown, source=at) if many else grown,
        required=known.required if known else False,
    )
    others = tuple(member if each.name == first else each for each in shape.members)
    return replace(shape, members=others if known else (*shape.members, member))


def _inside(schema: Schema) -> tuple[Schema, bool]:
    """Return the object in `schema` that members can be added to, and whether it is the element of a list."""
    if schema.kind == "array" and schema.element is not None:
        return (schema.element if schema.element.kind == "object" else replace(schema.element, kind="object")), True
    return (schema if schema.kind == "object" else replace(schema, kind="object")), False


def of_examples(values: Sequence[Any], at: Location, name: str = "") -> Schema:
    """Return the object that all `values` show, each member with what most of them tell."""
    members: dict[str, list[Any]] = {}
    for value in values:
        for key, inner in value.items() if isinstance(value, dict) else ():
            if isinstance(key, str) and key:
                members.setdefault(key, []).append(inner)
    shown = tuple(Member(name=key, schema=_shown(key, found, at)) for key, found in members.items())
    return Schema(kind="object", name=name, members=shown, source=at)


def _shown(name: str, values: Sequence[Any], at: Location) -> Schema:
    told = [value for value in values if value is not None and value not in ("", [], {})] or [
        value for value in values if value is not None
    ]
    if not told:
        return guessed(name, at)
    if set(map(str, told)) <= {"0", "1"} and _FLAG.match(name):
        return Schema(kind="scalar", json_type="boolean", source=at)
    return schema_of_all(told, at)


def guessed(name: str, at: Location) -> Schema:
    """Return what a value is likely to be that is never shown, by its name; most are text."""
    last = words(name)[-1:] or ("",)
    if _FLAG.match(name):
        return Schema(kind="scalar", json_type="boolean", nullable=True, source=at)
    if last[0] == "at" and len(words(name)) > 1:
        return Schema(kind="scalar", json_type="string", format="date-time", nullable=True, source=at)
    return Schema(kind="scalar", json_type="string", nullable=True, source=at)


def united(described: Schema, shown: Schema) -> Schema:
    """Return the object with the members of both; the words for a type count, and without words what is shown."""
    members = {member.name: member for member in described.members}
    for member in shown.members:
        known = members.get(member.name)
        members[member.name] = _better(known, member) if known else member
    return replace(described, members=tuple(members.values()), kind="object")


def _better(known: Member, shown: Member) -> Member:
    if shown.schema.nullable and shown.schema.kind == "scalar":
        return known
    vague = known.schema.kind == "scalar" and known.schema.json_type == "string" and not known.schema.values
    told = shown.schema.kind in {"array", "object"} and known.schema.kind == "scalar"
    if not (
        told
        or (vague and not known.schema.format)
        or (not known.schema.members and shown.schema.kind == known.schema.kind == "object")
    ):
        return known
    if known.schema.kind == "array":
        return known
    told_by = replace(shown.schema, description=known.schema.description, default=known.schema.default)
    return replace(known, schema=replace(told_by, read_only=known.schema.read_only))


def plain_schema(value: object, at: Location) -> Schema:
    """Return the schema of any shown value."""
    return schema_of(value, at)


def with_required(shape: Schema, names: Iterable[str]) -> Schema:
    """Return `shape` with the members called `names` required."""
    wanted = frozenset(names)
    return replace(shape, members=tuple(replace(m, required=True) if m.name in wanted else m for m in shape.members))
