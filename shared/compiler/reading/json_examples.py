"""What examples tell about the shape of a value: examples of JSON (RFC 8259) as schemas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from typing import Any, Final

from shared.compiler.model.schema import Member, Schema
from shared.compiler.model.types import JsonType
from shared.kernel.diagnostics import Location

MAX_DEPTH: Final = 24
MAX_MEMBERS: Final = 1000
MAX_ELEMENTS: Final = 50
# RFC 3339; a blank instead of the T, and an offset without a colon (ISO 8601), are as common.
_DATE: Final = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]")
_DATE_TIME: Final = re.compile(_DATE.pattern + r"[T ][0-2][0-9]:[0-5][0-9](?::[0-9]{2}(?:[.,][0-9]{1,9})?)?(?: ?Z|"
                               r" ?UTC| ?[+-][0-9]{2}:?[0-9]{2})?")  # fmt: skip
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_EMAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_URI: Final = re.compile(r"https?://\S{1,2000}")
_FORMATS: Final = ((_DATE_TIME, "date-time"), (_DATE, "date"), (_UUID, "uuid"), (_EMAIL, "email"), (_URI, "uri"))
_DATA_KEY: Final = re.compile(rf"[0-9]{{1,20}}|{_UUID.pattern}|{_EMAIL.pattern}")
_IDENTIFYING: Final = ("identifier", "id", "name", "username", "login", "key", "slug", "email")


def schema_of(example: object, at: Location, name: str = "") -> Schema:
    """
    Return the schema that the JSON value `example`, found at `at`, is one instance of; `name` is its name, if known.

    Null says nothing but that null is possible. Objects whose keys are all data (numbers, UUIDs, addresses) are maps.
    Nothing is required: one example cannot tell. Too deep or too many values are left undescribed.
    """
    return replace(_schema(example, at, 0), name=name)


def schema_of_all(examples: Sequence[object], at: Location, name: str = "") -> Schema:
    """Return the one schema that all `examples` are instances of; undescribed when there is no example."""
    return replace(_united((_schema(example, at, 0) for example in examples[:MAX_ELEMENTS]), at), name=name)


def _schema(value: object, at: Location, depth: int) -> Schema:
    if depth > MAX_DEPTH:
        return Schema(kind="anything", source=at)
    if isinstance(value, Mapping):
        return _object(value, at, depth)
    if isinstance(value, (list, tuple)):
        elements = (_schema(each, at, depth + 1) for each in value[:MAX_ELEMENTS])
        return Schema(kind="array", element=_united(elements, at), source=at)
    if value is None:
        return Schema(kind="anything", nullable=True, source=at)
    return _scalar(value, at)


def _object(value: Mapping[Any, object], at: Location, depth: int) -> Schema:
    entries = [(key, each) for key, each in value.items() if isinstance(key, str) and key][:MAX_MEMBERS]
    if is_keyed(value):
        return Schema(kind="map", element=_united((_schema(each, at, depth + 1) for _, each in entries), at), source=at)
    members = tuple(Member(name=key, schema=_schema(each, at, depth + 1)) for key, each in entries)
    return Schema(kind="object", members=members, source=at)


def is_keyed(value: Mapping[Any, object]) -> bool:
    """
    Return whether the keys of an object are data: values by identifier, and no members of one thing.

    So they are when they look like identifiers, repeat an identifying member of the values or end the addresses that
    are the values, and when several values have the same three or more members.
    """
    entries = [(key, each) for key, each in value.items() if isinstance(key, str) and key][:MAX_MEMBERS]
    if not entries:
        return False
    if all(_DATA_KEY.fullmatch(key) or _repeats(key, each) for key, each in entries) or _are_addresses(entries):
        return True
    shapes = {frozenset(each) if isinstance(each, Mapping) else frozenset() for _, each in entries}
    return len(entries) > 1 and len(shapes) == 1 and all(len(shape) > 2 for shape in shapes)  # noqa: PLR2004 - two members are often the same


def _are_addresses(entries: Sequence[tuple[str, object]]) -> bool:
    """Return whether all values are addresses, of which most end as their keys do."""
    ending = [key for key, value in entries if isinstance(value, str) and value.endswith(f"/{key}")]
    uris = all(isinstance(value, str) and _URI.fullmatch(value) for _, value in entries)
    return uris and 2 * len(ending) > len(entries)


def _repeats(key: str, value: object) -> bool:
    return isinstance(value, Mapping) and any(value.get(name) == key for name in _IDENTIFYING)


def _scalar(value: object, at: Location) -> Schema:
    if isinstance(value, str):
        shape = next((name for pattern, name in _FORMATS if pattern.fullmatch(value)), "")
        return Schema(kind="scalar", json_type="string", format=shape, source=at)
    json_type: JsonType = "boolean" if isinstance(value, bool) else "integer" if isinstance(value, int) else "number"
    return Schema(kind="scalar", json_type=json_type, source=at)


def _united(schemas: Iterable[Schema], at: Location) -> Schema:
    found = list(schemas)
    return reduce(united, found) if found else Schema(kind="anything", source=at)


def united(first: Schema, second: Schema) -> Schema:
    """Return the schema of what is an instance of `first` or of `second`; what was seen null once may be null."""
    nullable = first.nullable or second.nullable
    for one, other in ((first, second), (second, first)):
        if one.kind == "anything":
            return replace(other, nullable=nullable)
    if first.kind != second.kind:
        return Schema(kind="anything", nullable=nullable, source=first.source)
    return replace(_same_kind(first, second), nullable=nullable)


def _same_kind(first: Schema, second: Schema) -> Schema:
    if first.kind == "object":
        return replace(first, members=_members(first, second))
    if first.kind == "scalar":
        return _either(first, second)
    if first.element is None or second.element is None:
        return replace(first, element=first.element or second.element)
    return replace(first, element=united(first.element, second.element))


def _members(first: Schema, second: Schema) -> tuple[Member, ...]:
    members = {member.name: member for member in first.members}
    for member in second.members:
        known = members.get(member.name)
        members[member.name] = replace(known, schema=united(known.schema, member.schema)) if known else member
    return tuple(members.values())


def _either(first: Schema, second: Schema) -> Schema:
    if first.json_type == second.json_type:
        return replace(first, format=first.format if first.format == second.format else "")
    if {first.json_type, second.json_type} == {"integer", "number"}:
        return replace(first, json_type="number", format="")
    return Schema(kind="anything", source=first.source)
