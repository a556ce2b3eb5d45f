"""A kind of object the application manages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shared.compiler.model.operation import Operation
from shared.compiler.model.protocol import Protocol
from shared.compiler.model.types import Attribute
from shared.kernel.diagnostics import Location

Confidence = Literal["high", "medium", "low"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The attribute that was chosen for a role, and why."""

    attribute: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectClass:
    """
    A kind of object the application manages, its attributes and its operations.

    `name` keeps the documented case; `schema_name` is the schema that describes the object in answers, and
    `protocol` the language in which it is managed. `confidence` says how likely an identity team manages such objects,
    `itsm_confidence` the same for a service desk.
    `operations` holds at most one of each of list, get, create, update and delete that a back end may use;
    `other_operations` the rest of what touches the class.
    """

    name: str
    schema_name: str = ""
    protocol: Protocol = "rest"
    description: str = ""
    superclass: str = ""
    abstract: bool = False
    embedded: bool = False
    confidence: Confidence = "low"
    itsm_confidence: Confidence = "low"
    identifier: Choice | None = None
    naming: Choice | None = None
    attributes: tuple[Attribute, ...] = ()
    operations: tuple[Operation, ...] = ()
    other_operations: tuple[Operation, ...] = ()
    source: tuple[Location, ...] = ()

    def attribute(self, name: str) -> Attribute | None:
        """Return the attribute called `name`, if there is one."""
        return next((attribute for attribute in self.attributes if attribute.name == name), None)

    def operation(self, kind: str) -> Operation | None:
        """Return the chosen operation of that kind, if there is one."""
        return next((operation for operation in self.operations if operation.kind == kind), None)
