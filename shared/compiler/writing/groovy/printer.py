"""Print statements: the only module that knows about indentation, blank lines and line ends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, assert_never

from shared.compiler.writing.groovy.expression_printer import ascii_only, joined, show
from shared.compiler.writing.groovy.expressions import Expression
from shared.compiler.writing.groovy.syntax import (
    Assign,
    Block,
    Command,
    Comment,
    Define,
    DefineClosure,
    Do,
    For,
    If,
    Import,
    Return,
    Statement,
    Throw,
    Try,
    While,
)

_INDENT: Final = "    "
_WIDTH: Final = 120


def render(script: tuple[Statement, ...]) -> str:
    """Return `script` as ASCII source text: LF line ends, a blank line between parts, one final newline."""
    return "\n".join(_sections(script)) + "\n"


def render_body(body: tuple[Statement, ...]) -> str:
    """Return the statements of a closure as `render` does, without blank lines and without the closure's braces."""
    return "".join(f"{line}\n" for statement in body for line in _lines(statement, 0))


def _sections(script: tuple[Statement, ...]) -> Iterator[str]:
    for position, statement in enumerate(script):
        if position and not _belongs_together(script[position - 1], statement):
            yield ""
        yield from _lines(statement, 0)


def _belongs_together(before: Statement, after: Statement) -> bool:
    preparation = Define | Try
    return (
        isinstance(before, Comment)
        or (isinstance(before, Import) and isinstance(after, Import))
        or (isinstance(before, preparation) and isinstance(after, preparation))
    )


def _lines(statement: Statement, depth: int) -> Iterator[str]:
    match statement:
        case Command(name, arguments):
            yield from _command(name, arguments, depth)
        case Block(name, arguments, body, parameters):
            listed = f"({joined(arguments)})" if arguments else ""
            yield from _braces(f"{name}{listed} {_opening(parameters)}", body, depth)
        case DefineClosure(name, parameters, body):
            yield from _braces(f"def {name} = {_opening(parameters)}", body, depth)
        case If(test, body):
            yield from _braces(f"if ({show(test)}) {{", body, depth)
        case For(variable, iterable, body):
            yield from _braces(f"for ({variable} in {show(iterable)}) {{", body, depth)
        case While(test, body):
            yield from _braces(f"while ({show(test)}) {{", body, depth)
        case Try(body, exception, otherwise):
            *first, _ = _braces("try {", body, depth)
            yield from first
            yield from _braces(f"}} catch ({exception} ignored) {{", otherwise, depth)
        case _:
            yield f"{_INDENT * depth}{_line(statement)}"


def _line(statement: Import | Comment | Do | Define | Assign | Return | Throw) -> str:  # noqa: PLR0911 - one per node
    match statement:
        case Import(type):
            return f"import {type}"
        case Comment(text):
            return f"// {ascii_only(' '.join(text.split()))}"
        case Do(expression):
            return show(expression)
        case Define(name, value):
            return f"def {name}" if value is None else f"def {name} = {show(value)}"
        case Assign(name, value):
            return f"{name} = {show(value)}"
        case Return(value):
            return f"return {show(value)}"
        case Throw(exception):
            return f"throw {show(exception)}"
        case unreachable:
            assert_never(unreachable)


def _opening(parameters: tuple[str, ...]) -> str:
    return f"{{ {', '.join(parameters)} ->" if parameters else "{"


def _braces(opening: str, body: tuple[Statement, ...], depth: int) -> Iterator[str]:
    margin = _INDENT * depth
    yield f"{margin}{opening}"
    for statement in body:
        yield from _lines(statement, depth + 1)
    yield f"{margin}}}"


def _command(name: str, arguments: tuple[Expression, ...], depth: int) -> Iterator[str]:
    if not arguments:
        yield f"{_INDENT * depth}{name}()"
        return
    line = f"{_INDENT * depth}{name} {show(arguments[0])}"
    for argument in map(show, arguments[1:]):
        if len(line) + len(argument) + 3 > _WIDTH:
            yield f"{line},"
            line = f"{_INDENT * (depth + 1)}{argument}"
        else:
            line = f"{line}, {argument}"
    yield line
