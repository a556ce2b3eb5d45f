"""What a document says a value looks like, before anybody decided what it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shared.compiler.model.types import JsonType
from shared.kernel.diagnostics import Location

SchemaKind = Literal["scalar", "object", "array", "map", "anything", "named"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """
    The described shape of a value.

    A `named` schema only points: `target` is the key of another schema in `Fragment.schemas`, so that schemas may be
    recursive. `name` is the documented name, or "". `members` belong to objects; `element` to arrays and to maps, whose
    keys are data. `parents` names the schemas whose members were taken over, `variants` the alternatives that were
    united into this one. The flags are None where the document is silent.
    """

    kind: SchemaKind
    name: str = ""
    target: str = ""
    json_type: JsonType = "string"
    format: str = ""
    values: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    element: Schema | None = None
    parents: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    description: str = ""
    default: str = ""
    minimum: int | None = None
    maximum: int | None = None
    read_only: bool = False
    write_only: bool = False
    nullable: bool = False
    source: Location

    def member(self, name: str) -> Member | None:
        """Return the member called `name`, if there is one."""
        return next((member for member in self.members if member.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One named part of an object; `required` as the object's own schema says it."""

    name: str
    schema: Schema
    required: bool = False
