"""The attributes of a class as people have changed them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.types import Anything, Attribute, AttributeType, Complex, JsonType, Reference, Scalar

_SCALARS: Final[dict[str, JsonType]] = {
    "string": "string", "integer": "integer", "number": "number", "boolean": "boolean"
}  # fmt: skip
_FLAGS: Final = {
    "mandatory": "required",
    "creatable": "creatable",
    "updatable": "updatable",
    "readable": "readable",
    "multivalue": "multivalued",
    "returnedByDefault": "returned_by_default",
}
"""Each flag in its outer form, and the field of the model that holds it."""


def told_attributes(each: ObjectClass, told: Mapping[str, Mapping[str, Any]]) -> tuple[Attribute, ...]:
    """Return the attributes that were told, in their order; of those that were read, only what was changed is new."""
    known = {outer_name(each, attribute): attribute for attribute in each.attributes}
    return tuple(_attribute(name, entry, known.get(name)) for name, entry in told.items())


def outer_name(each: ObjectClass, attribute: Attribute) -> str:
    """Return the name under which clients know an attribute: with the path that leads to it, except in SCIM."""
    return ".".join((*attribute.path, attribute.name)) if each.protocol != "scim" else attribute.name


def _attribute(name: str, entry: Mapping[str, Any], known: Attribute | None) -> Attribute:
    type_ = _type(str(entry["type"]), str(entry["format"]), known)
    if known is None:
        *path, last = name.split(".")
        known = Attribute(name=last, path=tuple(path), type=type_)
    flags = {field: entry[flag] for flag, field in _FLAGS.items() if bool(entry[flag]) != _shown(known, flag, field)}
    return replace(known, type=type_, description=str(entry["description"]), **flags)


def _shown(known: Attribute, flag: str, field: str) -> bool:
    """Return what a client is shown of a flag that may be undecided."""
    value: bool | None = getattr(known, field)
    if flag in {"readable", "returnedByDefault"}:
        return value is not False and known.readable is not False
    return bool(value)


def _type(type_: str, format_: str, known: Attribute | None) -> AttributeType:
    if known is not None and outer_type(known.type) == (type_, format_):
        return known.type
    if format_ == "reference" and type_:
        return Reference(object_class=type_.removeprefix("reference ").strip())
    if format_ == "embedded":
        return Complex(name=type_)
    if type_ in _SCALARS:
        return Scalar(json_type=_SCALARS[type_], format=format_)
    return Anything() if type_ in {"", "object", "array"} else Complex(name=type_)


def outer_type(type_: AttributeType) -> tuple[str, str]:
    """Return type and format of a value as clients read them."""
    match type_:
        case Scalar(json_type=json_type, format=format_):
            return json_type, format_
        case Reference(object_class=target):
            return target, "reference"
        case Complex(name=name):
            return name or "object", "embedded" if name else ""
        case _:
            return "object", ""
