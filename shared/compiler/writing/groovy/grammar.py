"""
Which calls may stand in which block, and with which arguments: a grammar over trees.

The framework looks for a call that its builder lacks in the builders around it, and fails when it finds none; so
everything a grammar does not name is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from shared.compiler.writing.groovy.expressions import FALSE, TRUE, Expression, Invoke, Name, Text
from shared.compiler.writing.groovy.syntax import Assign, Block, Command, Comment, Define, Do, Import, Statement, Try

CODE: Final = "code"
"""The table of closures that run later: what may stand in them is the language's business."""
_PREPARATION: Final = (Import, Comment, Define, Assign, Try)


@dataclass(frozen=True, slots=True)
class Argument:
    """A kind of argument: what it needs to be, in words, and whether an expression is."""

    words: str
    fits: Callable[[Expression], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """
    A call: its arguments, in order, and the table its closure is read with ("" for a call without one).

    The last argument may come more than once where the call is `open_ended`; a closure may be missing where it is
    "optional".
    """

    arguments: tuple[Argument, ...] = ()
    body: str = ""
    closure: Literal["required", "optional"] = "required"
    open_ended: bool = False


Grammar = Mapping[str, Mapping[str, Member]]


def is_text(expression: Expression) -> bool:
    """Return True for a string literal."""
    return isinstance(expression, Text)


TEXT: Final = Argument("a string", is_text)
FLAG: Final = Argument("true or false", lambda it: it in (TRUE, FALSE))


def one_text(*values: str) -> Argument:
    """Return the argument that is one of the string literals `values`."""
    allowed = frozenset(values)
    words = f"one of {', '.join(map(repr, sorted(values)))}"
    return Argument(words, lambda it: isinstance(it, Text) and it.value in allowed)


def one_name(*names: str) -> Argument:
    """Return the argument that is one of the constants or classes `names`."""
    allowed = frozenset(names)
    return Argument(f"one of {', '.join(sorted(names))}", lambda it: isinstance(it, Name) and it.value in allowed)


def violations(grammar: Grammar, table: str, tree: tuple[Statement, ...]) -> tuple[str, ...]:
    """Return a sentence for each statement of the script `tree` that `table` of `grammar` does not allow."""
    found: list[str] = []
    _check(grammar, table, tuple(it for it in tree if not isinstance(it, _PREPARATION)), found)
    return tuple(found)


def _check(grammar: Grammar, table: str, body: tuple[Statement, ...], found: list[str]) -> None:
    members = grammar[table]
    for statement in body:
        name, arguments = _called(statement)
        member = members.get(name)
        if member is None:
            if not isinstance(statement, Comment):
                found.append(f"`{name}` is unknown in {table}")
            continue
        if not _fit(arguments, member.arguments):
            found.extend(_wrong_arguments(name, arguments, member))
        if not isinstance(statement, Block):
            if member.body and member.closure == "required":
                found.append(f"`{name}` in {table} needs a closure")
        elif not member.body:
            found.append(f"`{name}` in {table} takes no closure")
        elif member.body != CODE:
            _check(grammar, member.body, statement.body, found)


def _called(statement: Statement) -> tuple[str, tuple[Expression, ...]]:
    if isinstance(statement, Command | Block):
        return statement.name, statement.arguments
    match statement:
        case Do(Invoke(None, name, arguments)):
            return name, arguments
        case _:
            return type(statement).__name__, ()


def _fit(arguments: tuple[Expression, ...], wanted: tuple[Argument, ...]) -> bool:
    if len(arguments) != len(wanted):
        return False
    for kind, argument in zip(wanted, arguments, strict=True):  # noqa: SIM110 - every call of every script comes by
        if not kind.fits(argument):
            return False
    return True


def _wrong_arguments(name: str, arguments: tuple[Expression, ...], member: Member) -> Iterator[str]:
    wanted = member.arguments
    if member.open_ended:
        wanted = (*wanted, *(wanted[-1],) * (len(arguments) - len(wanted)))
    if len(arguments) != len(wanted):
        yield f"`{name}` takes {len(wanted)} arguments, not {len(arguments)}"
        return
    for argument, kind in zip(arguments, wanted, strict=True):
        if not kind.fits(argument):
            yield f"`{name}` needs {kind.words}"
