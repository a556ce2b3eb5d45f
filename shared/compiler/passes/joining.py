"""Classes and attributes that several documents describe, as one each: the most trusted word counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from shared.compiler.model.object_class import Confidence, ObjectClass
from shared.compiler.model.protocol import Protocol
from shared.compiler.model.types import Anything, Attribute, AttributeType, Complex, Reference, Scalar
from shared.compiler.passes.disputes import class_disputes
from shared.compiler.reading import codes
from shared.kernel.diagnostics import Diagnostic, Location, Severity

Identity: TypeAlias = "tuple[Protocol, str]"
_FLAGS: Final = ("multivalued", "required", "creatable", "updatable", "readable")
LEVELS: Final[tuple[Confidence, ...]] = ("high", "medium", "low")
_NOWHERE: Final = Location("", "")


class Identities:
    """
    Which classes are one and the same.

    They are when one protocol has them under one schema: the URN of SCIM, or a table, whose schema may be left out
    where that leaves no doubt. Classes without a schema are known by their names.
    """

    def __init__(self, classes: Iterable[ObjectClass]) -> None:
        self._by_name: dict[Identity, str] = {}
        self._by_table: dict[str, set[str]] = {}
        for each in classes:
            if schema := _schema(each):
                self._by_name.setdefault((each.protocol, each.name.lower()), schema)
                self._by_table.setdefault(schema.rpartition(".")[2], set()).add(schema)

    def of(self, each: ObjectClass) -> Identity:
        """Return what `each` shares with no other class."""
        schema = _schema(each)
        if each.protocol == "sql" and schema and "." not in schema:
            qualified = sorted(self._by_table.get(schema, set()) - {schema})
            schema = qualified[0] if len(qualified) == 1 else schema
        return each.protocol, schema or self._by_name.get((each.protocol, each.name.lower())) or each.name.lower()


def _schema(each: ObjectClass) -> str:
    """Return the schema that says which class it is, whatever it is called, or ""."""
    told = each.protocol == "sql" or (each.protocol == "scim" and ":" in each.schema_name)
    return each.schema_name.lower() if told and not each.embedded else ""


def joined(classes: Iterable[ObjectClass], findings: list[Diagnostic]) -> tuple[ObjectClass, ...]:
    """
    Return `classes`, the most trusted first, with those that are one and the same joined.

    Contradictions are appended to `findings`.
    """
    listed = tuple(classes)
    identities = Identities(listed)
    found: dict[Identity, ObjectClass] = {}
    for each in listed:
        identity = identities.of(each)
        known = found.get(identity)
        found[identity] = _join(known, each, findings) if known else each
    return tuple(found.values())


def joined_by_name(
    first: Sequence[ObjectClass], second: Iterable[ObjectClass], findings: list[Diagnostic]
) -> tuple[ObjectClass, ...]:
    """Return the classes of `first`, then those of `second`; one that both have under a name is believed in `first`."""
    found = {(each.protocol, each.name.lower()): each for each in first}
    for each in second:
        key = (each.protocol, each.name.lower())
        found[key] = _join(found[key], each, findings) if key in found else each
    return tuple(found.values())


def likelier(first: Confidence, second: Confidence) -> Confidence:
    """Return the higher of two confidences."""
    return min(first, second, key=LEVELS.index)


def _join(first: ObjectClass, second: ObjectClass, findings: list[Diagnostic]) -> ObjectClass:
    """Return the class that both describe; `first` is believed where they differ."""
    findings += class_disputes(first, second)
    kinds = {operation.kind for operation in first.operations}
    places = {(operation.method, operation.path) for operation in (*first.operations, *first.other_operations)}
    return replace(
        first,
        schema_name=first.schema_name or second.schema_name,
        description=first.description or second.description,
        superclass=first.superclass or second.superclass,
        confidence=likelier(first.confidence, second.confidence),
        itsm_confidence=likelier(first.itsm_confidence, second.itsm_confidence),
        identifier=first.identifier or second.identifier,
        naming=first.naming or second.naming,
        attributes=joined_attributes(first.name, first.attributes, second.attributes, findings),
        operations=(*first.operations, *(each for each in second.operations if each.kind not in kinds)),
        other_operations=(
            *first.other_operations,
            *(each for each in second.other_operations if (each.method, each.path) not in places),
        ),
        source=tuple(dict.fromkeys((*first.source, *second.source))),
    )


def joined_attributes(
    owner: str, first: Sequence[Attribute], second: Sequence[Attribute], findings: list[Diagnostic]
) -> tuple[Attribute, ...]:
    """Return the attributes of the class `owner` that either describes, found by where they are in an object."""
    found = {_place(each): each for each in first}
    for each in second:
        place = _place(each)
        if place in found:
            findings += _contradictions(owner, found[place], each)
            found[place] = _completed(found[place], each)
        elif not _is_spelled_out(place, found):
            found[place] = each
    return tuple(found.values())


def _place(attribute: Attribute) -> tuple[str, ...]:
    return tuple(part.lower() for part in attribute.path or (attribute.name,))


def _is_spelled_out(place: tuple[str, ...], found: Iterable[tuple[str, ...]]) -> bool:
    """Return whether the parts of the value at `place` are attributes of their own."""
    return any(len(other) > len(place) and other[: len(place)] == place for other in found)


def _completed(first: Attribute, second: Attribute) -> Attribute:
    vague = isinstance(first.type, Anything)
    return replace(
        first,
        type=second.type if vague else _detailed(first.type, second.type),
        description=first.description or second.description,
        create_name=first.create_name or second.create_name,
        update_name=first.update_name or second.update_name,
        path=first.path or second.path,
        source=tuple(dict.fromkeys((*first.source, *second.source))),
    )


def _detailed(first: AttributeType, second: AttributeType) -> AttributeType:
    """Return `first` with what only `second` tells about the same kind of value."""
    match first, second:
        case Scalar(format="", values=()), Scalar() if first.json_type == second.json_type:
            return second
        case Complex(attributes=()), Complex():
            return replace(first, attributes=second.attributes)
    return first


def _contradictions(owner: str, first: Attribute, second: Attribute) -> Iterator[Diagnostic]:
    """Yield one finding when `second` says something else than `first`; where both are silent they agree."""
    differing = [name for name in _FLAGS if _differ(getattr(first, name), getattr(second, name))]
    if _kind(first.type) != _kind(second.type) and "anything" not in {_kind(first.type), _kind(second.type)}:
        differing.insert(0, "type")
    if differing:
        at, trusted = _source(second), _source(first)
        message = (
            f"{owner}.{first.name} is described differently ({', '.join(differing)}); "
            f"what {trusted.document or 'the more trusted document'} says counts"
        )
        yield codes.finding(codes.CONTRADICTION, Severity.INFO, message, at)


def _source(attribute: Attribute) -> Location:
    return attribute.source[0] if attribute.source else _NOWHERE


def _differ(first: bool | None, second: bool | None) -> bool:  # noqa: FBT001 - two values of one flag
    return first is not None and second is not None and first != second


def _kind(kind: AttributeType) -> str:
    match kind:
        case Scalar(json_type=json_type) | Reference(carrier="identifier", json_type=json_type):
            return json_type
        case Reference(carrier="link"):
            return "string"
        case Anything():
            return "anything"
        case _:
            return "object"
