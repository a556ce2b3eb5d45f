"""
Groovy expressions as a tree. Nothing here knows about connectors.

There is no double-quoted string, so nothing can be interpolated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Operator = Literal["||", "&&", "==", "!=", "<", ">=", "+", "-", "*"]


@dataclass(frozen=True, slots=True)
class Text:
    """A string literal."""

    value: str


@dataclass(frozen=True, slots=True)
class Number:
    """An integer literal."""

    value: int


@dataclass(frozen=True, slots=True)
class Name:
    """A bare identifier: a variable, a constant, a class; also `true`, `false` and `null`."""

    value: str


@dataclass(frozen=True, slots=True)
class Member:
    """A property of a value: `target.name`, or `target?.name` when `safe`."""

    target: Expression
    name: str
    safe: bool = False


@dataclass(frozen=True, slots=True)
class Invoke:
    """A call with parentheses: `name(arguments)` or `target.name(arguments)`; `target?.` when `safe`."""

    target: Expression | None
    name: str
    arguments: tuple[Expression, ...] = ()
    safe: bool = False


@dataclass(frozen=True, slots=True)
class Index:
    """An element of an array or list: `target[position]`."""

    target: Expression
    position: int


@dataclass(frozen=True, slots=True)
class New:
    """A constructor call: `new type(arguments)`."""

    type: str
    arguments: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands and an operator."""

    left: Expression
    operator: Operator
    right: Expression


@dataclass(frozen=True, slots=True)
class Not:
    """A negation."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class Conditional:
    """`test ? then : otherwise`."""

    test: Expression
    then: Expression
    otherwise: Expression


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list literal."""

    items: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class MapOf:
    """A map literal with string keys."""

    entries: tuple[tuple[str, Expression], ...]


Expression = Text | Number | Name | Member | Invoke | Index | New | Binary | Not | Conditional | ListOf | MapOf

TRUE = Name("true")
FALSE = Name("false")
NULL = Name("null")
