"""Sixty objects of every class, and what they have to do with each other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.types import Attribute, Complex, Reference, Scalar
from shared.compiler.verification.evaluation.json_nodes import Data
from shared.compiler.verification.target.samples import Identify, identifier_value, value_of

OBJECTS: Final = 60
_DEEPEST: Final = 4
_CROWDED: Final = 4

Object = dict[str, Data]


@dataclass(slots=True)
class Collection:
    """The objects of one class in the order they are listed; a key is the identifier as text."""

    documented: ObjectClass
    objects: list[Object] = field(default_factory=list)

    @property
    def identifier(self) -> Attribute | None:
        """The attribute that identifies the objects, as documented."""
        chosen = self.documented.identifier
        return self.documented.attribute(chosen.attribute) if chosen else None

    def find(self, attribute: str, value: str) -> Object | None:
        """Return the object whose `attribute` reads `value`, if there is one."""
        return next((it for it in self.objects if text_of(it.get(attribute)) == value), None)


class Population(Identify):
    """The objects of every class of a model; made again, they are the same."""

    def __init__(self, model: ConnectorModel) -> None:
        self.model = model
        self.collections = {it.name.lower(): Collection(it) for it in model.object_classes}
        self._frozen: dict[str, str] = {}

    def of(self, name: str) -> Collection | None:
        """Return the objects of a class, made when they are first asked for."""
        collection = self.collections.get(name.lower())
        if collection is not None and not collection.objects:
            kept = keys_of(collection.documented)
            collection.objects = [self._object(collection, number, kept) for number in range(OBJECTS)]
        return collection

    def reset(self, name: str) -> None:
        """Make the objects of a class as they were in the beginning."""
        collection = self.collections.get(name.lower())
        if collection is None:
            return
        known = self._frozen.get(name.lower())
        if known is None:
            collection.objects = []
            self.of(name)
            self._frozen[name.lower()] = json.dumps(collection.objects)
        else:
            collection.objects = json.loads(known)

    def identifier(self, object_class: str, number: int, kind: Reference) -> Data:
        """Return the identifier of the object `number` of a class."""
        collection = self.collections.get(object_class.lower())
        attribute = collection.identifier if collection else None
        same = isinstance(attribute.type, Scalar) and attribute.type.json_type == kind.json_type if attribute else False
        known = attribute.type if attribute and (same or kind.carrier != "identifier") else kind
        return identifier_value(object_class, known, number % OBJECTS)

    def member(self, object_class: str) -> str:
        """Return the property that holds the identifier of the objects of a class."""
        collection = self.collections.get(object_class.lower())
        attribute = collection.identifier if collection else None
        return attribute.name if attribute else "id"

    def assigned(self, collection: Collection) -> Object:
        """Return what the application itself puts into a new object: all that a client cannot."""
        whole = self._object(collection, len(collection.objects) * OBJECTS, keys_of(collection.documented))
        given = {it.name for it in collection.documented.attributes if it.creatable and not it.path}
        chosen = collection.identifier.name if collection.identifier else ""
        return {name: value for name, value in whole.items() if name not in given or name == chosen}

    def _object(self, collection: Collection, number: int, kept: frozenset[str]) -> Object:
        """Return the object `number`; the attributes in `kept` are never missing."""
        made: Object = {}
        documented = collection.documented
        for attribute in documented.attributes:
            if attribute.readable is False:
                continue
            if attribute.name in kept:
                value = self._key(documented, attribute, number)
            else:
                value = value_of(attribute, number, self)
            if attribute.path:
                place(made, attribute.path, value)
            elif attribute.name not in kept and may_miss(attribute) and number % 3:
                if number % 3 == 1:
                    made[attribute.name] = None
            else:
                made[attribute.name] = value
        for path in nested_keys(documented):
            place(made, path, f"{path[-1]}-{number + 1}")
        return made

    def _key(self, documented: ObjectClass, attribute: Attribute, number: int) -> Data:
        if documented.identifier and attribute.name == documented.identifier.attribute:
            return identifier_value(documented.name, attribute.type, number)
        kind = attribute.type
        if isinstance(kind, Scalar) and kind.json_type == "string" and not kind.values:
            return f"{attribute.name}-{number + 1}"
        return value_of(attribute, number, self)


def keys_of(documented: ObjectClass) -> frozenset[str]:
    """Return the names of the attributes that every object has: those that identify and name it."""
    chosen = (documented.identifier, documented.naming)
    selecting = {it.identifier.lower() for it in (*documented.operations, *documented.other_operations)}
    named = {it.name for it in documented.attributes if it.name.lower() in selecting and isinstance(it.type, Scalar)}
    return frozenset({*(it.attribute for it in chosen if it), *named})


def nested_keys(documented: ObjectClass) -> Iterator[tuple[str, ...]]:
    """Yield the paths of what identifies and names the objects inside nested values: `profile.login`."""
    for chosen in (documented.identifier, documented.naming):
        if chosen and "." in chosen.attribute and documented.attribute(chosen.attribute) is None:
            yield tuple(chosen.attribute.split("."))


def may_miss(attribute: Attribute) -> bool:
    """Return True when an object may lack the attribute: it is updatable and nothing says that it is required."""
    optional = attribute.updatable is True and attribute.required is not True
    return optional and not isinstance(attribute.type, Complex)


def place(target: Object, path: tuple[str, ...], value: Data) -> None:
    """Put `value` into an object at `path`."""
    *steps, last = path
    for step in steps:
        inner = target.setdefault(step, {})
        if not isinstance(inner, dict):
            return
        target = inner
    target[last] = value


def related(one: int, other: int) -> bool:
    """
    Return True when two objects of related classes, by number, belong together, or one is inside the other.

    The first four have thirty counterparts, more than a page; all others have two, which are among the four.
    """
    return (one + other) % 2 == 0 and min(one, other) < _CROWDED


def text_of(value: Data) -> str:
    """Return a scalar as it is written in a path or a query."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def wire_paths(
    attributes: tuple[Attribute, ...], above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Attribute]]:
    """Yield every documented value with the path that leads to it from its object, nested ones included."""
    for attribute in attributes:
        path = attribute.path or (*above, attribute.name)
        yield path, attribute
        if isinstance(attribute.type, Complex) and not attribute.multivalued and len(path) < _DEEPEST:
            yield from wire_paths(attribute.type.attributes, path)
