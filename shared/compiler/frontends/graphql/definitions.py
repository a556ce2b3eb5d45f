"""What a GraphQL schema defines, whichever way it is written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from shared.kernel.diagnostics import Location

Kind = Literal["object", "interface", "input", "enum", "union", "scalar"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeReference:
    """A named type as it is used: several of it, or never null."""

    name: str
    several: bool = False
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """An argument of a field, or a field of an input type."""

    name: str
    type: TypeReference
    has_default: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of an object type; those of the root types are operations."""

    name: str
    type: TypeReference
    arguments: tuple[Argument, ...] = ()
    description: str = ""
    deprecated: bool = False
    source: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One type: `fields` of objects and interfaces, `inputs` of inputs, `values` of enums."""

    kind: Kind
    name: str
    fields: tuple[Field, ...] = ()
    inputs: tuple[Argument, ...] = ()
    values: tuple[str, ...] = ()
    interfaces: tuple[str, ...] = ()
    description: str = ""
    source: Location

    def field(self, name: str) -> Field | None:
        """Return the field called `name`, if there is one."""
        return next((each for each in self.fields if each.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """All types by name, and which of them hold the operations."""

    types: Mapping[str, Definition] = field(default_factory=dict)
    query: str = "Query"
    mutation: str = "Mutation"
    subscription: str = "Subscription"

    def operations(self, root: str) -> tuple[Field, ...]:
        """Return the operations that the type called `root` holds."""
        found = self.types.get(root)
        return found.fields if found else ()
