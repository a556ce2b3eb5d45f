"""Print Groovy. The only module that knows about quotes, escapes, precedence, indentation and line ends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, assert_never

from shared.compiler.backends.groovy.syntax import (
    Assign,
    Binary,
    Block,
    Command,
    Comment,
    Conditional,
    Define,
    DefineClosure,
    Do,
    Expression,
    For,
    If,
    Import,
    Index,
    Invoke,
    ListOf,
    MapOf,
    Member,
    Name,
    New,
    Not,
    Number,
    Return,
    Statement,
    Text,
    Throw,
    Try,
    While,
)

_INDENT: Final = "    "
_WIDTH: Final = 120
_PRECEDENCE: Final = {"||": 1, "&&": 2, "==": 3, "!=": 3, "<": 4, ">=": 4, "+": 5, "-": 5, "*": 6}
_ESCAPES: Final = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_FIRST_PRINTABLE, _LAST_PRINTABLE = 0x20, 0x7E


def render(script: tuple[Statement, ...]) -> str:
    """Return `script` as ASCII source text: LF line ends, a blank line between parts, one final newline."""
    return "\n".join(_sections(script)) + "\n"


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
            listed = f"({_join(arguments)})" if arguments else ""
            yield from _braces(f"{name}{listed} {_opening(parameters)}", body, depth)
        case DefineClosure(name, parameters, body):
            yield from _braces(f"def {name} = {_opening(parameters)}", body, depth)
        case If(test, body):
            yield from _braces(f"if ({_show(test)}) {{", body, depth)
        case For(variable, iterable, body):
            yield from _braces(f"for ({variable} in {_show(iterable)}) {{", body, depth)
        case While(test, body):
            yield from _braces(f"while ({_show(test)}) {{", body, depth)
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
            return f"// {_ascii(' '.join(text.split()))}"
        case Do(expression):
            return _show(expression)
        case Define(name, value):
            return f"def {name}" if value is None else f"def {name} = {_show(value)}"
        case Assign(name, value):
            return f"{name} = {_show(value)}"
        case Return(value):
            return f"return {_show(value)}"
        case Throw(exception):
            return f"throw {_show(exception)}"
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
    line = f"{_INDENT * depth}{name} {_show(arguments[0])}"
    for argument in map(_show, arguments[1:]):
        if len(line) + len(argument) + 3 > _WIDTH:
            yield f"{line},"
            line = f"{_INDENT * (depth + 1)}{argument}"
        else:
            line = f"{line}, {argument}"
    yield line


def _show(expression: Expression) -> str:  # noqa: PLR0911 - one per node
    match expression:
        case Text(value):
            return "'" + "".join(map(_character, value)) + "'"
        case Number(value):
            return str(value)
        case Name(value):
            return value
        case ListOf(items):
            return f"[{_join(items)}]"
        case MapOf(entries):
            return "[" + (", ".join(f"{_show(Text(key))}: {_show(value)}" for key, value in entries) or ":") + "]"
        case New(type, arguments):
            return f"new {type}({_join(arguments)})"
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
            return f"{name}({_join(arguments)})"
        case Invoke(target, name, arguments, safe):
            receiver = _target(target) if target is not None else ""
            return f"{receiver}{'?.' if safe else '.'}{name}({_join(arguments)})"
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
    shown = _show(expression)
    return f"({shown})" if isinstance(expression, Conditional) else shown


def _operand(expression: Expression, strength: int) -> str:
    weaker = isinstance(expression, Binary) and _PRECEDENCE[expression.operator] < strength
    shown = _show(expression)
    return f"({shown})" if weaker or isinstance(expression, Conditional) else shown


def _target(expression: Expression) -> str:
    shown = _show(expression)
    return f"({shown})" if isinstance(expression, Binary | Conditional | Not) else shown


def _join(expressions: tuple[Expression, ...]) -> str:
    return ", ".join(map(_show, expressions))


def _character(character: str) -> str:
    return _ESCAPES.get(character) or _ascii(character)


def _ascii(text: str) -> str:
    return "".join(map(_unit_escape, text))


def _unit_escape(character: str) -> str:
    if _FIRST_PRINTABLE <= ord(character) <= _LAST_PRINTABLE:
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at] << 8 | units[at + 1]:04x}" for at in range(0, len(units), 2))
