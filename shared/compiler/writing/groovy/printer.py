"""Print statements: the only module that knows about indentation, blank lines and line ends."""

from __future__ import annotations

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
    lines: list[str] = []
    for position, statement in enumerate(script):
        if position and not _belongs_together(script[position - 1], statement):
            lines.append("")
        _write(statement, "", lines)
    return "\n".join(lines) + "\n"


def render_body(body: tuple[Statement, ...]) -> str:
    """Return the statements of a closure as `render` does, without blank lines and without the closure's braces."""
    lines: list[str] = []
    for statement in body:
        _write(statement, "", lines)
    return "".join(f"{line}\n" for line in lines)


def _belongs_together(before: Statement, after: Statement) -> bool:
    preparation = Define | Try
    return (
        isinstance(before, Comment)
        or (isinstance(before, Import) and isinstance(after, Import))
        or (isinstance(before, preparation) and isinstance(after, preparation))
    )


def _write(statement: Statement, margin: str, lines: list[str]) -> None:
    """Append the lines of `statement`, each of which begins with `margin`."""
    if isinstance(statement, Command):  # of most lines
        _command(statement.name, statement.arguments, margin, lines)
        return
    match statement:
        case Block(name, arguments, body, parameters):
            listed = f"({joined(arguments)})" if arguments else ""
            _braces(f"{name}{listed} {_opening(parameters)}", body, margin, lines)
        case DefineClosure(name, parameters, body):
            _braces(f"def {name} = {_opening(parameters)}", body, margin, lines)
        case If(test, body):
            _braces(f"if ({show(test)}) {{", body, margin, lines)
        case For(variable, iterable, body):
            _braces(f"for ({variable} in {show(iterable)}) {{", body, margin, lines)
        case While(test, body):
            _braces(f"while ({show(test)}) {{", body, margin, lines)
        case Try(body, exception, otherwise):
            _braces("try {", body, margin, lines)
            lines.pop()
            _braces(f"}} catch ({exception} ignored) {{", otherwise, margin, lines)
        case _:
            lines.append(f"{margin}{_line(statement)}")


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


def _braces(opening: str, body: tuple[Statement, ...], margin: str, lines: list[str]) -> None:
    lines.append(f"{margin}{opening}")
    for statement in body:
        _write(statement, margin + _INDENT, lines)
    lines.append(f"{margin}}}")


def _command(name: str, arguments: tuple[Expression, ...], margin: str, lines: list[str]) -> None:
    line = f"{margin}{name} {show(arguments[0])}" if arguments else f"{margin}{name}()"
    if len(arguments) <= 1:
        lines.append(line)
        return
    for argument in map(show, arguments[1:]):
        if len(line) + len(argument) + 3 > _WIDTH:
            lines.append(f"{line},")
            line = f"{margin}{_INDENT}{argument}"
        else:
            line = f"{line}, {argument}"
    lines.append(line)
