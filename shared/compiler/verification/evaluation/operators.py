"""What operators mean, and what counts as true: https://groovy-lang.org/semantics.html#the-groovy-truth."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from shared.compiler.verification.evaluation.exceptions import MISSING_METHOD, NULL_POINTER
from shared.compiler.verification.evaluation.json_nodes import Node
from shared.compiler.verification.evaluation.patterns import pattern
from shared.compiler.verification.evaluation.values import Exhausted, NotSimulated, Opaque, Thrown


def is_true(value: object) -> bool:
    """Return the truth of `value`; raises NotSimulated when nothing is known of it."""
    if isinstance(value, Opaque):
        message = f"a decision depends on {value.source}"
        raise NotSimulated(message)
    if isinstance(value, Node):
        return True
    if isinstance(value, bool | int | float | str | list | dict | set | tuple):
        return bool(value)
    return value is not None


def shown(value: object) -> str:
    """Return `value` as text, as Java prints it."""
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case list():
            return "[" + ", ".join(map(shown, value)) + "]"
        case dict():
            return "[" + (", ".join(f"{shown(key)}:{shown(it)}" for key, it in value.items()) or ":") + "]"
        case _:
            return str(value)


def applied(operator: str, left: object, right: object) -> object:
    """Return what the operator makes of two values; raises Thrown where Java would."""
    for value in (left, right):
        if isinstance(value, Opaque):
            return value
    operation = _OPERATIONS.get(operator)
    if operation is None:
        message = f"the operator `{operator}`"
        raise NotSimulated(message)
    try:
        return bounded(operation(left, right))
    except (TypeError, ZeroDivisionError) as error:
        message = f"{shown(left)} {operator} {shown(right)}"
        raise Thrown(MISSING_METHOD, message) from error


def bounded(value: object) -> object:
    """Return `value`; raises Exhausted when it is larger than a connector's scripts have use for."""
    large = isinstance(value, int) and not -_GREATEST <= value <= _GREATEST
    if large or (isinstance(value, str | list | dict) and len(value) > _LONGEST):
        message = "a value grows beyond all bounds"
        raise Exhausted(message)
    return value


def equal(left: object, right: object) -> bool:
    """Return the equality of two values: a number is not its text."""
    if isinstance(left, Node) and isinstance(right, Node):
        return left.missing is right.missing and _same(left.data, right.data)
    return _same(left, right)


def _same(left: object, right: object) -> bool:
    return isinstance(left, bool) is isinstance(right, bool) and left == right


def _plus(left: Any, right: Any) -> object:  # noqa: ANN401 - TypeError is what tells
    if isinstance(left, str) or isinstance(right, str):
        return shown(left) + shown(right)
    if left is None:
        raise Thrown(NULL_POINTER, "plus on null")
    if isinstance(left, list):
        return [*left, *(right if isinstance(right, list) else [right])]
    if isinstance(left, dict) and isinstance(right, dict):
        return left | right
    return left + right


def _shift(left: Any, right: Any) -> object:  # noqa: ANN401 - TypeError is what tells
    if isinstance(left, list):
        left.append(right)
        return left
    if isinstance(left, str):
        return left + shown(right)
    return left << right


def _times(left: Any, right: Any) -> object:  # noqa: ANN401 - TypeError is what tells
    if isinstance(left, str) and isinstance(right, int):
        bounded(list(range(min(len(left) * right, _LONGEST + 1))))
    return left * right


def _range(first: int, end: int) -> list[int]:
    return list(range(first, min(end, first + _LONGEST)))


def _inside(left: Any, right: Any) -> bool:  # noqa: ANN401 - TypeError is what tells
    if right is None:
        return False
    return any(equal(left, it) for it in right) if isinstance(right, list | set | tuple) else left in right


def _outside(left: object, right: object) -> bool:
    return not _inside(left, right)


_GREATEST: Final = 2**127
_LONGEST: Final = 1_000_000
_OPERATIONS: Final[dict[str, Callable[..., object]]] = {
    "==": equal,
    "!=": lambda left, right: not equal(left, right),
    "===": lambda left, right: left is right,
    "!==": lambda left, right: left is not right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "<=>": lambda left, right: (left > right) - (left < right),
    "+": _plus,
    "-": lambda left, right: left - right,
    "*": _times,
    "/": lambda left, right: left / right,
    "%": lambda left, right: left % right,
    "<<": _shift,
    "..": lambda left, right: _range(left, right + 1),
    "..<": _range,
    "in": _inside,
    "!in": _outside,
    "=~": lambda left, right: [match[0] for match in pattern(right).finditer(left)],
    "==~": lambda left, right: pattern(right).fullmatch(left) is not None,
}
