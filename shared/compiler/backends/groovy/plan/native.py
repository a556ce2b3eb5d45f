"""Planned classes and attributes: everything decided, nothing undecided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shared.compiler.model.operation import Filter, Operation
from shared.compiler.model.types import JsonType
from shared.kernel.diagnostics import Location

Role = Literal[
    "plain", "text", "json_text", "enable", "disable", "status", "password", "secret", "reference", "page", "parent"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class NativeAttribute:
    """
    One attribute of the native schema.

    `path` leads from the object to the value; its only entry is the property's name where nothing is nested. `role`
    says how the value is carried: `text` is a number kept as a string (the identifier and the name must be strings),
    `json_text` a nested value kept as JSON, `disable` a boolean whose true means disabled, `status` a word that tells
    (its two `values` mean enabled and disabled), `secret` the password under the name it has in another request,
    `page` and `parent` the helpers that select a page of a list, or the object inside which it is. A `reference` names
    its class in `target`, and in `member` the property that holds the identifier ("" when the value itself is it).
    `values` are the words the documents allow.
    """

    name: str
    path: tuple[str, ...]
    json_type: JsonType = "string"
    format: str = ""
    values: tuple[str, ...] = ()
    role: Role = "plain"
    target: str = ""
    member: str = ""
    multivalued: bool = False
    required: bool = False
    creatable: bool = False
    updatable: bool = False
    readable: bool = True
    returned_by_default: bool = True
    description: str = ""
    source: tuple[Location, ...] = ()

    @property
    def nested(self) -> bool:
        """True when the value lies inside another value."""
        return len(self.path) > 1

    @property
    def writable(self) -> bool:
        """True when the attribute is sent at all."""
        return self.creatable or self.updatable


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadById:
    """
    How one object is found by its identifier.

    `request`: its own request; `filter`: the list narrowed by a parameter; `scan`: the whole list, filtered here.
    `parameter` is the query parameter that carries the identifier, or "" where the path does.
    """

    style: Literal["request", "filter", "scan"]
    operation: Operation
    parameter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NativeClass:
    """
    One object class with the requests the framework can use.

    `parent` names the class inside whose objects the list is, or is "". `filters` lists each filter with the request
    that takes it.
    """

    name: str
    label: str
    description: str
    attributes: tuple[NativeAttribute, ...]
    uid: str
    naming: str
    reading: ReadById
    listing: Operation | None = None
    parent: str = ""
    creating: Operation | None = None
    updating: Operation | None = None
    deleting: Operation | None = None
    filters: tuple[tuple[Operation, Filter], ...] = ()

    def attribute(self, name: str) -> NativeAttribute:
        """Return the attribute called `name`; raises KeyError when there is none."""
        return {attribute.name: attribute for attribute in self.attributes}[name]
