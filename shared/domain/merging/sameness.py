"""When two values are the same, as JSON has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from shared.domain.merging.values import Value

Shape: TypeAlias = Literal["absent", "null", "boolean", "number", "string", "array", "object"]

_SHAPES: Final[Mapping[type, Shape]] = {
    type(None): "null",
    bool: "boolean",
    int: "number",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
}


def same(one: Value, other: Value) -> bool:
    """
    Return whether two JSON values are the same, of whatever depth.

    Absent is not null, true is not 1, 1 is 1.0, integers count with every digit, and objects have no order.
    """
    todo = [(one, other)]
    while todo:
        left, right = todo.pop()
        if left is right:
            continue
        if shape(left) != shape(right):
            return False
        if isinstance(left, dict) and isinstance(right, dict):
            if left.keys() != right.keys():
                return False
            todo += [(value, right[key]) for key, value in left.items()]
        elif isinstance(left, list) and isinstance(right, list):
            if len(left) != len(right):
                return False
            todo += zip(left, right, strict=True)
        elif left != right:
            return False
    return True


def shape(value: Value) -> Shape:
    """Return what kind of JSON a value is, "absent" for none."""
    return _SHAPES.get(type(value), "absent")
