"""
What a Groovy script says, with the place of every part.

`start` and `end` are offsets into the script's text, so that a part can be replaced and the rest left as it is.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The place of a part of a script: the half-open range of offsets it takes."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal(Part):
    """A string without interpolation, a number, `true`, `false` or `null` (None)."""

    value: str | int | float | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Template(Part):
    """A string with values in it: its pieces in order, texts as literals."""

    pieces: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Name(Part):
    """A bare identifier."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Member(Part):
    """A property of a value; `safe` is `?.`, `spread` is `*.`."""

    target: Expression
    name: str
    safe: bool = False
    spread: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Index(Part):
    """An element: `target[key]`."""

    target: Expression
    key: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Part):
    """
    A call by name, with or without parentheses; a trailing closure is the last of `arguments`.

    `name_at` is the offset of the name itself; `chained` says that the call continues a command on the same line.
    """

    target: Expression | None
    name: str
    name_at: int
    arguments: tuple[Expression, ...] = ()
    named: tuple[tuple[str, Expression], ...] = ()
    safe: bool = False
    spread: bool = False
    chained: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CallValue(Part):
    """A call of what an expression answers: `target(arguments)`."""

    target: Expression
    arguments: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class New(Part):
    """A constructor call; `type` with its package where it is written so."""

    type: str
    arguments: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unary(Part):
    """An operator before its operand; `++` and `--` after it are written `x++` and `x--`."""

    operator: str
    operand: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Binary(Part):
    """Two operands; `?:` is Elvis, `as` and `instanceof` have a name on the right."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditional(Part):
    """`test ? then : otherwise`."""

    test: Expression
    then: Expression
    otherwise: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOf(Part):
    """A list literal."""

    items: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MapOf(Part):
    """A map literal; keys are expressions, bare names already texts."""

    entries: tuple[tuple[Expression, Expression], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure(Part):
    """A closure; `parameters` is None where it has no arrow, so that it takes `it`."""

    parameters: tuple[str, ...] | None
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign(Part):
    """A new value for a variable, a property or an element; `operator` is `=` or such as `+=`."""

    operator: str
    target: Expression
    value: Expression


Expression = (
    Literal | Template | Name | Member | Index | Call | CallValue | New | Unary | Binary | Conditional | ListOf | MapOf
    | Closure | Assign
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Import(Part):
    """An import; `name` is the simple name it makes known, "" for a whole package."""

    path: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Do(Part):
    """An expression as a statement."""

    expression: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Define(Part):
    """New variables; `value` fills the first, or is taken apart where there are several."""

    names: tuple[str, ...]
    value: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class If(Part):
    """A condition and its two branches."""

    test: Expression
    body: tuple[Statement, ...]
    otherwise: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ForIn(Part):
    """A loop over what is iterable."""

    variable: str
    iterable: Expression
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class While(Part):
    """A loop while `test` holds; `step` follows each round, as in `for (first; test; step)`."""

    test: Expression
    body: tuple[Statement, ...]
    first: tuple[Statement, ...] = ()
    step: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Try(Part):
    """What is tried, what each kind of exception leads to, and what happens in any case."""

    body: tuple[Statement, ...]
    catches: tuple[tuple[tuple[str, ...], str, tuple[Statement, ...]], ...] = ()
    finally_: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Return(Part):
    """The value of a closure."""

    value: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Throw(Part):
    """Raise an exception."""

    exception: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave(Part):
    """`break` or `continue`."""

    word: str


Statement = Import | Do | Define | If | ForIn | While | Try | Return | Throw | Leave


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A script that was read: its text, and its statements in order."""

    text: str
    statements: tuple[Statement, ...]


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return the line and the column of `offset` in `text`, both counted from 1."""
    before = text.rfind("\n", 0, offset)
    return text.count("\n", 0, offset) + 1, offset - before
