"""Several schemas as one: `allOf` takes over, `oneOf` and `anyOf` unite."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shared.compiler.model.schema import Member, Schema
from shared.kernel.diagnostics import Location


def inherit(parts: Sequence[Schema], parents: tuple[str, ...], at: Location) -> Schema:
    """Return one schema that is all of `parts` at once; later members replace earlier ones of the same name."""
    objects = [part for part in parts if part.kind == "object"]
    if not objects:
        return replace(_first_described(parts, at), parents=parents, source=at)
    members: dict[str, Member] = {}
    for part in objects:
        members.update({member.name: _kept_required(member, members) for member in part.members})
    inherited = tuple(dict.fromkeys([*parents, *(name for part in objects for name in part.parents)]))
    variants = tuple(dict.fromkeys(name for part in objects for name in part.variants))
    described = next((part.description for part in objects if part.description), "")
    return Schema(
        kind="object",
        members=tuple(members.values()),
        parents=inherited,
        variants=variants,
        description=described,
        source=at,
        read_only=any(part.read_only for part in objects),
        write_only=any(part.write_only for part in objects),
    )


def _kept_required(member: Member, earlier: dict[str, Member]) -> Member:
    known = earlier.get(member.name)
    return replace(member, required=True) if known and known.required and not member.required else member


def _first_described(parts: Sequence[Schema], at: Location) -> Schema:
    described = (part for part in parts if part.kind != "anything")
    return next(described, parts[0] if parts else Schema(kind="anything", source=at))


def unite(parts: Sequence[Schema], at: Location) -> Schema:
    """
    Return one schema that any of `parts` fits.

    Objects give the union of their members, required where all require it; equal scalars stay what they are; an object
    beside scalars (an expanded reference beside its identifier) counts as the object; all else is undescribed.
    """
    objects = [part for part in parts if part.kind == "object"]
    if objects:
        return _united_objects(objects, at)
    kinds = {(part.kind, part.json_type if part.kind == "scalar" else "") for part in parts}
    if kinds == {("scalar", "integer"), ("scalar", "number")}:
        return replace(parts[0], json_type="number", source=at)
    if len(kinds) == 1:
        values = tuple(dict.fromkeys(value for part in parts for value in part.values))
        return replace(parts[0], values=values if all(part.values for part in parts) else (), source=at)
    arrays = [part for part in parts if part.kind == "array"]
    if arrays and len(arrays) + sum(part.kind == "scalar" for part in parts) == len(parts):
        return replace(arrays[0], source=at)
    return Schema(kind="anything", source=at)


def _united_objects(objects: Sequence[Schema], at: Location) -> Schema:
    members: dict[str, Member] = {}
    for part in objects:
        for member in part.members:
            members.setdefault(member.name, member)
    everywhere = frozenset.intersection(*(_required(part) for part in objects))
    return Schema(
        kind="object",
        members=tuple(replace(member, required=name in everywhere) for name, member in members.items()),
        variants=tuple(dict.fromkeys(part.name for part in objects if part.name)),
        source=at,
    )


def _required(schema: Schema) -> frozenset[str]:
    return frozenset(member.name for member in schema.members if member.required)
