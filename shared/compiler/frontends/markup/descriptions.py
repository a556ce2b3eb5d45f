"""Everything a page shows or lists about one kind of thing, as a schema."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from shared.compiler.frontends.markup.shapes import field_schema, object_of, of_examples, united
from shared.compiler.model.schema import Member, Schema
from shared.compiler.reading.field_marks import Field
from shared.kernel.diagnostics import Location


@dataclass(slots=True, kw_only=True)
class Thing:
    """One kind of object: bodies that show it, fields listed for it, and the member that carries lists of it."""

    name: str
    line: int
    values: list[dict[str, Any]] = field(default_factory=list)
    fields: dict[str, Field] = field(default_factory=dict)
    declared: bool = False
    counted: bool = False
    hints: dict[str, Field] = field(default_factory=dict)
    carrier: str = ""

    @property
    def keys(self) -> frozenset[str]:
        """Return the names of all members that were seen."""
        return frozenset(key for value in self.values for key in value) | self.fields.keys()

    def schema(self, document: str) -> Schema:
        """Return what is known about such objects."""
        at = Location(document, f"line {self.line}")
        values = [_counted(value, self.hints) for value in self.values] if self.counted else self.values
        shown = of_examples(values, at, self.name)
        shown = replace(shown, members=tuple(_hinted(each, self.hints, at) for each in shown.members))
        return united(object_of(tuple(self.fields.values()), document, self.name), shown) if self.fields else shown


def is_like(thing: Thing, shown: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether most members of `shown` are members of the thing; a message about it is not like it."""
    keys = frozenset(key for value in shown for key in value)
    return not thing.values or 2 * len(keys & thing.keys) >= len(keys)


def _hinted(member: Member, hints: Mapping[str, Field], at: Location) -> Member:
    """Return a member that only was seen null with the type that requests give it."""
    hint = hints.get(member.name)
    if not member.schema.nullable or member.schema.kind != "scalar" or hint is None or not hint.type.kind:
        return member
    return replace(member, schema=replace(field_schema(hint, at), nullable=True))


def _counted(value: Mapping[str, Any], hints: Mapping[str, Field]) -> dict[str, Any]:
    """Return the body with its numbers as numbers, for pages that document numbers and show them as text."""
    return {
        key: int(inner)
        if isinstance(inner, str)
        and re.fullmatch(r"[1-9][0-9]{0,17}", inner)
        and not (key in hints and hints[key].type.kind == "string")
        else inner
        for key, inner in value.items()
    }
