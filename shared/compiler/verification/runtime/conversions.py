"""Values between JSON and ConnId: the framework's own conversions, and those of scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from shared.compiler.verification.evaluation.exceptions import (
    CLASS_CAST,
    DATE_TIME_PARSE,
    ILLEGAL_ARGUMENT,
    INPUT_COERCION,
    MISSING_METHOD,
    NULL_POINTER,
)
from shared.compiler.verification.evaluation.interpreter import Interpreter
from shared.compiler.verification.evaluation.json_nodes import Data, Node, plain
from shared.compiler.verification.evaluation.values import Secret, Thrown
from shared.compiler.verification.framework.attributes import AttributeSchema
from shared.compiler.verification.framework.classes import ClassSchema
from shared.compiler.verification.runtime.contexts import Conversion
from shared.compiler.verification.runtime.objects import ConnectorObject

_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)")
_LARGEST_INTEGER: Final = 2**31 - 1
_WITHOUT_NULL: Final = frozenset(
    {"double", "float", "decimal", "decimal128", "sf-decimal", "double-int", "base64url", "int16", "date"}
)
_WIDE: Final = frozenset({"int64", "double-int", "decimal", "decimal128", "sf-decimal"})


def object_of(interpreter: Interpreter, declared: ClassSchema, data: Mapping[str, Data]) -> ConnectorObject:
    """
    Return the object that the framework makes of `data`.

    Raises:
        Thrown: one of its values is not of the declared type, or it has no UID or name.
    """
    made = ConnectorObject(declared.name)
    for attribute, name, wire in declared.read_from_answers:
        node = _located(data, wire)
        values = None if node is None else read(interpreter, attribute, node)
        if values is not None:
            made.values[name] = values
    for special, word in (("__UID__", "Uid"), ("__NAME__", "Name")):
        if not made.values.get(special):
            raise Thrown(ILLEGAL_ARGUMENT, f"The Attribute set must contain a '{word}'.")
    return made


def connid_name(declared: ClassSchema, attribute: AttributeSchema) -> str:
    """Return the name by which midPoint knows `attribute`."""
    return declared.layout[attribute.name][0]


def _located(data: Mapping[str, Data], path: tuple[str | int, ...]) -> Node | None:
    first, *rest = path
    found = Node(data[first]) if isinstance(first, str) and first in data else None
    for step in rest:
        found = found.field(step) if found is not None else None
    return found


def read(interpreter: Interpreter, attribute: AttributeSchema, node: Node) -> list[object] | None:
    """Return the values the framework reads from `node`; None for a value that is null."""
    if isinstance(node.data, list):
        return [_single(interpreter, attribute, it) for it in node.elements()]
    value = _single(interpreter, attribute, node)
    return None if value is None else [value]


def _single(interpreter: Interpreter, attribute: AttributeSchema, node: Node) -> object:
    closure, kind, form = attribute.reader
    if closure is not None:
        return interpreter.invoke(closure, (node,), Conversion(node))
    if node.data is None and form in _WITHOUT_NULL:
        raise Thrown(ILLEGAL_ARGUMENT, f"Cannot convert NullNode to {form} (`{attribute.name}`)")
    if node.data is None:
        return None
    reader = _READERS.get(kind)
    if reader is None:
        raise Thrown(ILLEGAL_ARGUMENT, f"No conversion for `{attribute.name}`")
    value = reader(node.data)
    if value is None:
        raise Thrown(ILLEGAL_ARGUMENT, f"Can not convert {node} to a {kind} (`{attribute.name}`)")
    _check_form(attribute, value, form)
    return value


def _check_form(attribute: AttributeSchema, value: object, form: str) -> None:
    if form == "date-time" and not _INSTANT.fullmatch(str(value)):
        raise Thrown(DATE_TIME_PARSE, f"Text '{value}' could not be parsed (`{attribute.name}`)")
    too_large = isinstance(value, int) and not isinstance(value, bool) and abs(value) > _LARGEST_INTEGER
    if too_large and form not in _WIDE and attribute.reader[1] == "integer":
        raise Thrown(INPUT_COERCION, f"{value} is out of range of int (`{attribute.name}`)")


_READERS: Final[dict[str, Callable[[Data], object]]] = {
    "string": lambda data: data if isinstance(data, str) else None,
    "integer": lambda data: data if isinstance(data, int) and not isinstance(data, bool) else None,
    "number": lambda data: data if isinstance(data, int | float) and not isinstance(data, bool) else None,
    "boolean": lambda data: data if isinstance(data, bool) else None,
    "binary": lambda data: data if isinstance(data, str) else None,
}


def write(interpreter: Interpreter, attribute: AttributeSchema, values: list[object], body: dict[str, Data]) -> None:
    """
    Put `values` into the body of a write, as the framework does: no value not at all, one value alone, several as list.

    Raises:
        Thrown: the attribute lies inside another value, or its values are not of the declared type.
    """
    written = [_written(interpreter, attribute, it) for it in values]
    if not written:
        return
    if len(attribute.wire) != 1 or not isinstance(attribute.wire[0], str):
        raise Thrown(NULL_POINTER, f"`{attribute.name}` lies inside another value")
    body[attribute.wire[0]] = written[0] if len(written) == 1 else written


def _written(interpreter: Interpreter, attribute: AttributeSchema, value: object) -> Data:
    closure = attribute.code("serialize")
    if closure is not None:
        found = interpreter.invoke(closure, (value,), Conversion(value))
        if not isinstance(found, Node):
            raise Thrown(CLASS_CAST, f"the serializer of `{attribute.name}` answers no JSON node")
        return found.data
    if attribute.code("deserialize") is not None:
        raise Thrown(NULL_POINTER, f"`{attribute.name}` has no serializer")
    if isinstance(value, Secret):
        raise Thrown(CLASS_CAST, f"`{attribute.name}` is a GuardedString")
    reader = _READERS.get(str(attribute.json.value("type")))
    checked = reader(plain(value)) if reader else None
    if checked is None:
        raise Thrown(MISSING_METHOD, f"Cannot write {value} as `{attribute.name}`")
    return plain(checked)
