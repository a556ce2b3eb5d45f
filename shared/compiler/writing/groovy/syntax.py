"""
Groovy statements as a tree: with `expressions`, the subset of the language we write. Nothing knows about connectors.

A statement is always a line of its own, so two blocks never become one chained call.
"""

from __future__ import annotations

from dataclasses import dataclass

from shared.compiler.writing.groovy.expressions import Expression


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
