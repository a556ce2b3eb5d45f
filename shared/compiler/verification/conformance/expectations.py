"""What an object should look like in the connector, given what it looks like on the wire."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.types import Attribute
from shared.compiler.verification.conformance.trials import Failed
from shared.compiler.verification.evaluation.json_nodes import Data, Node
from shared.compiler.verification.evaluation.operators import shown
from shared.compiler.verification.framework.attributes import AttributeSchema
from shared.compiler.verification.framework.classes import ClassSchema
from shared.compiler.verification.runtime.conversions import connid_name
from shared.compiler.verification.runtime.objects import ConnectorObject, ObjectReference
from shared.compiler.verification.target.bodies import Write, sent_name
from shared.compiler.verification.target.population import Object, wire_paths

Pair = tuple[AttributeSchema, tuple[str, ...], Attribute]


def pairs(declared: ClassSchema, documented: ObjectClass) -> Iterator[Pair]:
    """Yield each attribute of the connector with the documented value it stands for."""
    known: Mapping[tuple[str, ...], Attribute] = dict(wire_paths(documented.attributes))
    for attribute, _ in declared.attributes.values():
        path = tuple(str(it) for it in attribute.wire)
        if attribute.resolver is None and path in known:
            yield attribute, path, known[path]


def write_pairs(declared: ClassSchema, documented: ObjectClass, write: Write) -> Iterator[Pair]:
    """Yield each attribute that is sent in a write, by the name it has there, with the documented one it stands for."""
    flag = "creatable" if write == "create" else "updatable"
    every = (it for it, _ in declared.attributes.values() if it.resolver is None and len(it.wire) == 1)
    by_name = {it.wire: it for it in every if it.value(flag, default=True)}
    seen: set[str] = set()
    for attribute in sorted(documented.attributes, key=lambda it: sent_name(it, write) != it.name):
        name = sent_name(attribute, write)
        found = by_name.get((name,))
        if found is not None and not attribute.path and name not in seen:
            seen.add(name)
            yield found, (attribute.name,), attribute


def undocumented(declared: ClassSchema, documented: ObjectClass) -> Iterator[AttributeSchema]:
    """Yield the attributes that would be filled by default from a property that is not documented."""
    known = {path for path, _ in wire_paths(documented.attributes)}
    for attribute, _ in declared.attributes.values():
        filled = attribute.value("readable", default=True) and attribute.value("returnedByDefault", default=True)
        read = "reference" not in attribute.touched and attribute.resolver is None and not attribute.value("emulated")
        if filled and read and tuple(str(it) for it in attribute.wire) not in known:
            yield attribute


def uid_of(declared: ClassSchema, found: Object) -> str:
    """Return the identifier the connector should give an object."""
    identifier = declared.special("__UID__")
    value = at(found, tuple(str(it) for it in identifier.wire)) if identifier else None
    return text(value)


def check_same(declared: ClassSchema, known: Iterable[Pair], found: ConnectorObject, wire: Object) -> None:
    """Raise Failed unless `found` shows every value of `wire` that the connector has an attribute for: `known`."""
    for attribute, path, _ in known:
        if attribute.value("readable", default=True) is False:
            continue
        expected = at(wire, path)
        values = found.values.get(connid_name(declared, attribute), [])
        wanted = [it for it in (expected if isinstance(expected, list) else [expected]) if it is not None]
        if not wanted and len(values) == 1 and attribute.code("deserialize") and text_shown(values[0]) != "null":
            continue  # what null means is the closure's business, unless it reads as the word
        if len(values) != len(wanted):
            message = f"`{attribute.name}` of {uid_of(declared, wire)} has {len(values)} values, not {len(wanted)}"
            raise Failed(message)
        for value, single in zip(values, wanted, strict=True):
            _check_value(attribute, value, single)


def _check_value(attribute: AttributeSchema, value: object, wire: Data) -> None:
    if isinstance(value, ObjectReference):
        identifiers = {text(it) for it in wire.values()} if isinstance(wire, dict) else {text(wire)}
        same = value.target.uid in identifiers
    elif isinstance(wire, dict | list):
        same = shown(value) == shown(Node(wire))
    elif isinstance(value, bool) and isinstance(wire, bool):
        same = attribute.code("deserialize") is not None or value is wire
    else:
        same = text_shown(value) == text(wire) or attribute.code("deserialize") is not None
    if not same:
        message = f"`{attribute.name}` reads {shown(value)}, not {text(wire)}"
        raise Failed(message)


def text_shown(value: object) -> str:
    """Return a value of the connector as text."""
    return shown(value)


def text(value: Data) -> str:
    """Return a value on the wire as text."""
    return shown(value)


def at(found: Object, path: tuple[str, ...]) -> Data:
    """Return the value at `path` of an object; None where there is none."""
    value: Data = found
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value
