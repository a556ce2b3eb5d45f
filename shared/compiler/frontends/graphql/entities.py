"""Which types are kinds of objects, and which only wrap them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from shared.compiler.frontends.graphql.definitions import Definition, Schema, TypeReference

_MAX_HOPS: Final = 4
_IDENTIFIERS: Final = ("id", "uuid", "guid", "_id", "gid")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The type found behind connections, edges and payloads, and whether there are several of it."""

    name: str
    several: bool


def held(schema: Schema, reference: TypeReference) -> Held:
    """Return what `reference` leads to: a connection (relay.dev/graphql/connections.htm) holds several nodes."""
    name, several = reference.name, reference.several
    for _ in range(_MAX_HOPS):
        definition = schema.types.get(name)
        inner = _inside(definition) if definition else None
        if inner is None:
            break
        name, several = inner.name, several or inner.several
    return Held(name=name, several=several)


def _inside(definition: Definition) -> TypeReference | None:
    """Return what a connection or an edge holds; None for everything else."""
    if definition.kind not in {"object", "interface"}:
        return None
    names = {field.name for field in definition.fields}
    if "node" in names and names & {"cursor", "__cursor"}:
        return _type_of(definition, "node")
    if names & {"pageInfo", "totalCount", "nextToken", "cursor", "hasMore", "count", "total"}:
        lists = [name for name in ("edges", "nodes", "items", "results", "data") if _is_list(definition, name)]
        return _type_of(definition, lists[0]) if lists else None
    return _type_of(definition, "edges") if names == {"edges"} else None


def _is_list(definition: Definition, name: str) -> bool:
    found = definition.field(name)
    return found is not None and found.type.several


def _type_of(definition: Definition, name: str) -> TypeReference | None:
    found = definition.field(name)
    return found.type if found else None


def identifier(definition: Definition) -> str:
    """Return the field that identifies the objects of a type: called so, or of the type ID; "" for none."""
    plain = {field.name for field in definition.fields if not field.type.several}
    called = next((name for name in _IDENTIFIERS if name in plain), "")
    typed = (field.name for field in definition.fields if field.type.name == "ID" and not field.type.several)
    return called or next(typed, "")


def entities(schema: Schema) -> tuple[Definition, ...]:
    """
    Return the types whose objects have a life of their own, in order.

    They have an identifier, or a query answers with them; roots, connections, edges and the answers of mutations that
    only carry other objects are none.
    """
    roots = {schema.query, schema.mutation, schema.subscription}
    asked = {held(schema, field.type).name for field in schema.operations(schema.query)}
    answers = {field.type.name for field in schema.operations(schema.mutation)} - asked
    return tuple(
        each
        for each in schema.types.values()
        if each.kind in {"object", "interface"}
        and each.name not in roots
        and not each.name.startswith("__")
        and _inside(each) is None
        and _is_entity(each, asked=each.name in asked, answers=each.name in answers)
    )


def _is_entity(each: Definition, *, asked: bool, answers: bool) -> bool:
    """Return whether `each` has more than an identifier, which alone is what an interface such as Node has."""
    if len(each.fields) < 2:  # noqa: PLR2004
        return False
    return bool(identifier(each)) or (asked and not answers)


def carried(schema: Schema, reference: TypeReference, known: frozenset[str]) -> Held | None:
    """Return which of the `known` types an operation answers with, also inside a payload; None for no such type."""
    found = held(schema, reference)
    if found.name in known:
        return found
    payload = schema.types.get(found.name)
    inner = (held(schema, field.type) for field in payload.fields) if payload else iter(())
    return next((each for each in inner if each.name in known), None)
