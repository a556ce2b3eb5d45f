"""Schemas as attribute types."""

from __future__ import annotations

from typing import Final

from shared.compiler.model.fragment import Fragment
from shared.compiler.model.schema import Member, Schema
from shared.compiler.model.types import Anything, Attribute, AttributeType, Complex, Scalar
from shared.kernel.diagnostics import Location

MAX_NESTING: Final = 3
"""Levels of nested values that are spelled out; what lies deeper is a value without attributes."""
MAX_NESTED: Final = 400
"""Attributes, of all levels together, that are spelled out inside one value."""
_HYPERMEDIA: Final = frozenset(
    ["_links", "_embedded", "links", "@odata.context", "@odata.type", "$schema", "__v", "@context", "expand"]
)
_TAGS: Final = frozenset(["object", "_type", "resource_type", "resourceType", "__typename", "@type"])


class Values:
    """
    The types of the values in `fragment`; each nested value is spelled out once and shared by all that hold it.

    `cut` are the places of those that would be larger than `MAX_NESTED` and have fewer levels instead.
    """

    def __init__(self, fragment: Fragment) -> None:
        self.fragment = fragment
        self.cut: list[Location] = []
        self._spelled: dict[tuple[int, str, int], tuple[Complex, int]] = {}

    def type_of(self, schema: Schema) -> tuple[AttributeType, bool]:
        """
        Return the type of one value of `schema`, and whether there are several of them.

        Values that hold each other multiply with every level: the levels end before there are more than `MAX_NESTED`.
        """
        kind, many, size = self._type(schema, 0)
        if size > MAX_NESTED:
            self.cut.append(schema.source)
            smaller = (self._type(schema, level) for level in range(1, MAX_NESTING + 1))
            kind, many, _ = next(found for found in smaller if found[2] <= MAX_NESTED)
        return kind, many

    def _type(self, schema: Schema, level: int) -> tuple[AttributeType, bool, int]:
        shape = self.fragment.resolve(schema)
        if shape.kind == "array":
            # A list may hold lists of its own kind, so it counts as a level too.
            inner = shape.element if level <= MAX_NESTING else None
            kind, _, size = self._type(inner, level + 1) if inner else (Anything(), False, 0)
            return kind, True, size
        if shape.kind == "scalar":
            return Scalar(json_type=shape.json_type, format=shape.format, values=shape.values), False, 0
        if shape.kind in {"object", "map"}:
            return self._complex(shape, schema.name or shape.name, level)
        return Anything(), False, 0

    def _complex(self, shape: Schema, name: str, level: int) -> tuple[Complex, bool, int]:
        if level >= MAX_NESTING:
            return Complex(name=name), False, 0
        key = (id(shape), name, level)
        if key not in self._spelled:
            nested = [self._nested(member, level + 1) for member in shape.members]
            spelled = Complex(name=name, attributes=tuple(attribute for attribute, _ in nested))
            self._spelled[key] = (spelled, len(nested) + sum(size for _, size in nested))
        found, size = self._spelled[key]
        return found, False, size

    def _nested(self, member: Member, level: int) -> tuple[Attribute, int]:
        kind, many, size = self._type(member.schema, level)
        attribute = Attribute(
            name=member.name,
            type=kind,
            multivalued=many,
            description=described(self.fragment, member.schema),
            readable=not is_write_only(self.fragment, member.schema),
            source=(member.schema.source,),
        )
        return attribute, size


def described(fragment: Fragment, schema: Schema) -> str:
    """Return what is said where the value is used, else what is said about its type."""
    return schema.description or fragment.resolve(schema).description


def is_read_only(fragment: Fragment, schema: Schema) -> bool:
    """Return whether the value is documented as never accepted."""
    return schema.read_only or fragment.resolve(schema).read_only


def is_write_only(fragment: Fragment, schema: Schema) -> bool:
    """Return whether the value is documented as never answered."""
    return schema.write_only or fragment.resolve(schema).write_only


def is_attribute(fragment: Fragment, member: Member) -> bool:
    """Return whether `member` says something about the object, not about the message it travels in."""
    shape = fragment.resolve(member.schema)
    if member.name in _TAGS:
        return not (shape.kind == "scalar" and shape.json_type == "string" and len(shape.values) <= 1)
    return member.name not in _HYPERMEDIA or (member.name == "links" and shape.kind not in {"object", "map", "array"})
