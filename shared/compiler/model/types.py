"""What a value is: scalars, references, nested values; and the attributes that hold them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shared.kernel.diagnostics import Location

JsonType = Literal["string", "integer", "number", "boolean"]
Carrier = Literal["identifier", "object", "link"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """One JSON string, number or boolean; `format` as documented (`int64`, `date-time`), or ""."""

    kind: Literal["scalar"] = "scalar"
    json_type: JsonType
    format: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """
    Another object, named by its object class.

    `carrier` says what is on the wire: the object's identifier, an object that holds it under `member`, or a
    link to it.
    """

    kind: Literal["reference"] = "reference"
    object_class: str
    carrier: Carrier = "identifier"
    member: str = ""
    json_type: JsonType = "string"


@dataclass(frozen=True, slots=True, kw_only=True)
class Complex:
    """A nested value that belongs to its object; `name` is the documented schema's name, or ""."""

    kind: Literal["complex"] = "complex"
    name: str = ""
    attributes: tuple[Attribute, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Anything:
    """A value the document does not describe."""

    kind: Literal["anything"] = "anything"


AttributeType = Scalar | Reference | Complex | Anything


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """
    One attribute of an object class, and where we learned of it.

    `name` is the name in answers. `create_name` and `update_name` are its names in those requests where they differ.
    The flags are None until a pass has decided them: the document did not say. `path` leads from the object to a nested
    value; it is empty for a member of the object itself.
    """

    name: str
    type: AttributeType
    description: str = ""
    multivalued: bool = False
    required: bool | None = None
    creatable: bool | None = None
    updatable: bool | None = None
    readable: bool | None = None
    returned_by_default: bool | None = None
    create_name: str = ""
    update_name: str = ""
    path: tuple[str, ...] = ()
    source: tuple[Location, ...] = ()
