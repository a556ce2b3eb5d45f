"""Schemas as attribute types."""

from __future__ import annotations

from typing import Final

from shared.compiler.model.fragment import Fragment
from shared.compiler.model.schema import Member, Schema
from shared.compiler.model.types import Anything, Attribute, AttributeType, Complex, Scalar

MAX_NESTING: Final = 3
"""Levels of nested values that are spelled out; what lies deeper is a value without attributes."""
_HYPERMEDIA: Final = frozenset(
    ["_links", "_embedded", "links", "@odata.context", "@odata.type", "$schema", "__v", "@context", "expand"]
)
_TAGS: Final = frozenset(["object", "_type", "resource_type", "resourceType", "__typename", "@type"])


def attribute_type(fragment: Fragment, schema: Schema, level: int = 0) -> tuple[AttributeType, bool]:
    """Return the type of one value of `schema`, and whether there are several of them."""
    shape = fragment.resolve(schema)
    if shape.kind == "array":
        # A list may hold lists of its own kind, so it counts as a level too.
        inner = shape.element if level <= MAX_NESTING else None
        return (attribute_type(fragment, inner, level + 1)[0] if inner else Anything()), True
    if shape.kind == "scalar":
        return Scalar(json_type=shape.json_type, format=shape.format, values=shape.values), False
    if shape.kind in {"object", "map"}:
        return _complex(fragment, shape, schema.name, level), False
    return Anything(), False


def _complex(fragment: Fragment, shape: Schema, name: str, level: int) -> Complex:
    if level >= MAX_NESTING:
        return Complex(name=name or shape.name)
    nested = tuple(_nested(fragment, member, level + 1) for member in shape.members)
    return Complex(name=name or shape.name, attributes=nested)


def _nested(fragment: Fragment, member: Member, level: int) -> Attribute:
    kind, many = attribute_type(fragment, member.schema, level)
    return Attribute(
        name=member.name,
        type=kind,
        multivalued=many,
        description=described(fragment, member.schema),
        readable=not is_write_only(fragment, member.schema),
        source=(member.schema.source,),
    )


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
