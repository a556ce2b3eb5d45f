"""
The subset of Groovy we write, as a tree. Nothing here knows about connectors.

There is no double-quoted string, so nothing can be interpolated; and a statement is always a line of its own, so two
blocks never become one chained call.
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


@dataclass(frozen=True, slots=True)
class Import:
    """An import of one class."""

    type: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on a line of its own."""

    text: str


@dataclass(frozen=True, slots=True)
class Command:
    """A call without parentheses: `name argument, argument`; with no argument, `name()`."""

    name: str
    arguments: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A call whose last argument is a closure: `name(arguments) { parameters -> body }`."""

    name: str
    arguments: tuple[Expression, ...] = ()
    body: tuple[Statement, ...] = ()
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Do:
    """An expression evaluated for its effect, or as a closure's value."""

    expression: Expression


@dataclass(frozen=True, slots=True)
class Define:
    """A new local variable: `def name = value`."""

    name: str
    value: Expression | None = None


@dataclass(frozen=True, slots=True)
class DefineClosure:
    """A new local variable that holds a closure."""

    name: str
    parameters: tuple[str, ...]
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Assign:
    """A new value for a variable."""

    name: str
    value: Expression


@dataclass(frozen=True, slots=True)
class If:
    """A conditional statement."""

    test: Expression
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class For:
    """A loop over the elements of something iterable."""

    variable: str
    iterable: Expression
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class While:
    """A loop while `test` holds."""

    test: Expression
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Try:
    """`try { body } catch (exception ignored) { otherwise }`."""

    body: tuple[Statement, ...]
    exception: str
    otherwise: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Return:
    """The value of a closure."""

    value: Expression


@dataclass(frozen=True, slots=True)
class Throw:
    """Raise an exception."""

    exception: Expression


Statement = (
    Import | Comment | Command | Block | Do | Define | DefineClosure | Assign | If | For | While | Try | Return | Throw
)

TRUE = Name("true")
FALSE = Name("false")
NULL = Name("null")
