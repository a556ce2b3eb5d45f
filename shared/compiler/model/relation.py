"""How the objects of two classes belong together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shared.compiler.model.operation import Operation
from shared.kernel.diagnostics import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """
    The subject receives access from the object: a user from a group.

    The attributes are "" where no attribute carries the relation. `link_class` names the class whose objects are the
    relation (a membership). `operations` are the calls that list, add and remove it.
    """

    name: str
    display_name: str = ""
    description: str = ""
    subject: str
    subject_attribute: str = ""
    object: str
    object_attribute: str = ""
    link_class: str = ""
    kind: Literal["sub_resource", "reference", "link_object", "foreign_key"] = "reference"
    operations: tuple[Operation, ...] = ()
    source: tuple[Location, ...] = ()
