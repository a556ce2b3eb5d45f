"""Print expressions: the only module that knows about quotes, escapes and precedence."""

from __future__ import annotations

import re
from typing import Final, assert_never

from shared.compiler.writing.groovy.expressions import (
    Binary,
    Conditional,
    Expression,
    Index,
    Invoke,
    ListOf,
    MapOf,
    Member,
    Name,
    New,
    Not,
    Number,
    Text,
)

_PRECEDENCE: Final = {"||": 1, "&&": 2, "==": 3, "!=": 3, "<": 4, ">=": 4, "+": 5, "-": 5, "*": 6}
_ESCAPES: Final = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_PLAIN: Final = re.compile(r"[ -&(-\[\]-~]*")
"""Printable ASCII but quotes and backslashes, which is most text."""
_UNSAFE: Final = re.compile(r"[^ -&(-\[\]-~]")
_UNPRINTABLE: Final = re.compile(r"[^ -~]")


def show(expression: Expression) -> str:  # noqa: PLR0911 - one per node
    """Return `expression` as source text on one line."""
    match expression:
        case Text(value):
            return f"'{_escaped(value)}'"
        case Number(value):
            return str(value)
        case Name(value):
            return value
        case ListOf(items):
            return f"[{joined(items)}]"
        case MapOf(entries):
            return "[" + (", ".join(f"{show(Text(key))}: {show(value)}" for key, value in entries) or ":") + "]"
        case New(type, arguments):
            return f"new {type}({joined(arguments)})"
        case Not(operand):
            return f"!{_target(operand)}"
        case Member() | Invoke() | Index():
            return _access(expression)
        case Binary() | Conditional():
            return _compound(expression)
        case unreachable:
            assert_never(unreachable)


def _access(expression: Member | Invoke | Index) -> str:
    match expression:
        case Index(target, position):
            return f"{_target(target)}[{position}]"
        case Member(target, name, safe):
            return f"{_target(target)}{'?.' if safe else '.'}{name}"
        case Invoke(None, name, arguments):
            return f"{name}({joined(arguments)})"
        case Invoke(target, name, arguments, safe):
            receiver = _target(target) if target is not None else ""
            return f"{receiver}{'?.' if safe else '.'}{name}({joined(arguments)})"
        case unreachable:
            assert_never(unreachable)


def _compound(expression: Binary | Conditional) -> str:
    if isinstance(expression, Conditional):
        test, then, otherwise = map(_branch, (expression.test, expression.then, expression.otherwise))
        return f"{test} ? {then} : {otherwise}"
    strength = _PRECEDENCE[expression.operator]
    left = _operand(expression.left, strength)
    right = _operand(expression.right, strength + 1)
    return f"{left} {expression.operator} {right}"


def _branch(expression: Expression) -> str:
    shown = show(expression)
    return f"({shown})" if isinstance(expression, Conditional) else shown


def _operand(expression: Expression, strength: int) -> str:
    weaker = isinstance(expression, Binary) and _PRECEDENCE[expression.operator] < strength
    shown = show(expression)
    return f"({shown})" if weaker or isinstance(expression, Conditional) else shown


def _target(expression: Expression) -> str:
    shown = show(expression)
    return f"({shown})" if isinstance(expression, Binary | Conditional | Not) else shown


def joined(expressions: tuple[Expression, ...]) -> str:
    """Return `expressions` as an argument list without its parentheses."""
    return ", ".join(map(show, expressions))


def _escaped(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else _UNSAFE.sub(lambda it: _ESCAPES.get(it[0]) or _units(it[0]), text)


def ascii_only(text: str) -> str:
    """Return `text` with everything but printable ASCII as Unicode escapes of UTF-16 code units."""
    return text if _PLAIN.fullmatch(text) else _UNPRINTABLE.sub(lambda it: _units(it[0]), text)


def _units(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at] << 8 | units[at + 1]:04x}" for at in range(0, len(units), 2))
