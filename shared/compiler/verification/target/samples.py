"""Values as the documents describe them: for every attribute and object a different one, always the same."""

from __future__ import annotations

from typing import Final

from shared.compiler.model.types import Anything, Attribute, AttributeType, Complex, Reference, Scalar
from shared.compiler.verification.evaluation.json_nodes import Data

_BEYOND_32_BITS: Final = 5_000_000_000
_SMALL: Final = frozenset({"int32", "int8", "uint8", "int16"})
_DEEPEST: Final = 4
_TEXTS: Final = {
    "date-time": "2024-01-02T03:{n:02d}:05Z",
    "date": "2024-01-{d:02d}",
    "email": "user{n}@acme.example",
    "uri": "https://acme.example/{name}/{n}",
    "url": "https://acme.example/{name}/{n}",
    "uuid": "00000000-0000-4000-8000-{n:012d}",
    "hostname": "host{n}.acme.example",
    "ipv4": "192.0.2.{n}",
    "byte": "aGVsbG8=",
}


def identifier_value(name: str, kind: AttributeType, number: int) -> Data:
    """Return the identifier of the object `number` of a class, unlike any other's."""
    integer = isinstance(kind, Scalar | Reference) and kind.json_type == "integer"
    return number + 1 if integer else f"{name.lower()}-{number + 1}"


def value_of(attribute: Attribute, number: int, identify: Identify, depth: int = 0) -> Data:
    """Return the value of `attribute` in the object `number`: a list of two where there may be several."""
    if attribute.multivalued:
        return [_single(attribute, at, identify, depth) for at in (number, number + 1)]
    return _single(attribute, number, identify, depth)


class Identify:
    """Knows the identifiers of every class, by name."""

    def identifier(self, object_class: str, number: int, kind: Reference) -> Data:
        """Return the identifier of the object `number`, modulo how many there are, of a class."""
        return identifier_value(object_class, kind, number)

    def member(self, object_class: str) -> str:
        """Return the property that holds the identifier of the objects of a class."""
        del object_class
        return "id"


def _single(attribute: Attribute, number: int, identify: Identify, depth: int) -> Data:
    kind = attribute.type
    match kind:
        case Scalar():
            return _scalar(attribute.name, kind, number)
        case Reference():
            return _reference(kind, number, identify)
        case Complex(attributes=inner) if depth < _DEEPEST:
            return {it.name: value_of(it, number, identify, depth + 1) for it in inner if not it.path}
        case Complex() | Anything():
            return {"value": number}


def _reference(kind: Reference, number: int, identify: Identify) -> Data:
    identifier = identify.identifier(kind.object_class, number, kind)
    match kind.carrier:
        case "identifier":
            return identifier
        case "object":
            return {kind.member or identify.member(kind.object_class): identifier, "title": f"Title {number}"}
        case "link":
            return {"href": f"https://acme.example/{kind.object_class}/{identifier}"}


def _scalar(name: str, kind: Scalar, number: int) -> Data:
    match kind.json_type:
        case "boolean":
            return number % 2 == 0
        case "integer":
            return number + 1 if kind.format in _SMALL else _BEYOND_32_BITS + number
        case "number":
            return number + 0.5
    if kind.values:
        return kind.values[number % len(kind.values)]
    pattern = _TEXTS.get(kind.format, "{name} {n}")
    return pattern.format(name=name, n=number % 60, d=number % 28 + 1)
