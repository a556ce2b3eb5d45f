"""Nested values as classes of their own: clients of the generator know them as embedded classes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.types import Attribute, Complex, Reference


def embedded(classes: Sequence[ObjectClass]) -> tuple[ObjectClass, ...]:
    """
    Return `classes` with references to embedded classes spelled out, and SCIM's nested values as embedded classes.

    An attribute that refers to a class which only lives inside others holds that class's attributes.
    """
    inner = {each.name.lower(): each for each in classes if each.embedded}
    whole = tuple(_spelled_out(each, inner) for each in classes)
    return (*whole, *_from_values(whole))


def _spelled_out(each: ObjectClass, inner: Mapping[str, ObjectClass]) -> ObjectClass:
    return replace(each, attributes=tuple(_holding(attribute, inner) for attribute in each.attributes))


def _holding(attribute: Attribute, inner: Mapping[str, ObjectClass]) -> Attribute:
    kind = attribute.type
    found = inner.get(kind.object_class.lower()) if isinstance(kind, Reference) else None
    if found is None:
        return attribute
    return replace(attribute, type=Complex(name=found.name, attributes=found.attributes))


def _from_values(classes: Iterable[ObjectClass]) -> tuple[ObjectClass, ...]:
    listed = tuple(classes)
    taken = {each.name.lower() for each in listed}
    found: dict[str, ObjectClass] = {}
    for each in listed:
        for attribute in each.attributes if each.protocol == "scim" and each.operations and not each.embedded else ():
            kind = attribute.type
            if isinstance(kind, Complex) and kind.name and kind.attributes and kind.name.lower() not in taken:
                found.setdefault(kind.name.lower(), _class(each, attribute, kind))
    return tuple(found.values())


def _class(owner: ObjectClass, attribute: Attribute, kind: Complex) -> ObjectClass:
    place = attribute.path or (attribute.name,)
    return ObjectClass(
        name=kind.name,
        protocol=owner.protocol,
        description=attribute.description,
        embedded=True,
        attributes=tuple(replace(each, path=(*place, each.name)) for each in kind.attributes),
        source=attribute.source,
    )
