"""Intrinsic functions of the Amazon States Language: the few that build one small value from others."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from shared.adapters.in_process.faults import INTRINSIC_FAILURE, BadDefinition, StateError
from shared.adapters.in_process.paths import ReferencePath
from shared.kernel.hashing import Json, canonical

_DEPTH: Final = 10
"""Calls within calls that Step Functions allows."""

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<name>States\.[A-Za-z]+)\s*\(|'(?P<text>(?:[^'\\]|\\.)*)'|(?P<path>\$[^,)\s]*)"
    r"|(?P<number>-?\d+(?:\.\d+)?)|(?P<word>true|false|null))\s*"
)


@dataclass(frozen=True, slots=True)
class Constant:
    """An argument written out."""

    value: Json


@dataclass(frozen=True, slots=True)
class Call:
    """A function and its arguments."""

    name: str
    arguments: tuple[Argument, ...]

    def evaluate(self, data: Json, context: Json) -> Json:
        """
        Return the call's value.

        Raises:
            StateError: an argument is not what the function takes.
            Unmatched: an argument's path leads nowhere.
        """
        values = [_argument(argument, data, context) for argument in self.arguments]
        try:
            return _FUNCTIONS[self.name](*values)
        except (TypeError, ValueError) as error:
            raise StateError(INTRINSIC_FAILURE, f"{self.name} cannot take these arguments") from error


Argument: TypeAlias = Constant | ReferencePath | Call


def parse_call(text: str) -> Call:
    """
    Return the call written as `text`.

    Raises:
        BadDefinition: it is not a call of a function we have.
    """
    call, end = _parsed(text, 0, _DEPTH)
    if not isinstance(call, Call) or end != len(text):
        message = f"{text!r} is not one call of an intrinsic function"
        raise BadDefinition(message)
    return call


def _parsed(text: str, at: int, depth: int) -> tuple[Argument, int]:
    match = _TOKEN.match(text, at)
    if match is None or depth == 0:
        message = f"cannot read {text!r} from character {at}"
        raise BadDefinition(message)
    if match["name"]:
        return _parsed_call(text, match, depth)
    if match["path"]:
        return ReferencePath.parse(match["path"]), match.end()
    if match["text"] is not None:
        # A brace keeps its backslash: only States.Format gives it a meaning.
        return Constant(re.sub(r"\\([^{}])", r"\1", match["text"])), match.end()
    return Constant(json.loads(match["number"] or match["word"])), match.end()


def _parsed_call(text: str, match: re.Match[str], depth: int) -> tuple[Call, int]:
    name, at = match["name"], match.end()
    if name not in _FUNCTIONS:
        message = f"{name} is not supported"
        raise BadDefinition(message)
    arguments: list[Argument] = []
    while text[at : at + 1] != ")":
        if arguments and text[at : at + 1] != ",":
            message = f"{text!r} lacks a comma or a parenthesis at character {at}"
            raise BadDefinition(message)
        argument, at = _parsed(text, at + bool(arguments), depth - 1)
        arguments.append(argument)
    return Call(name, tuple(arguments)), at + 1 + len(text[at + 1 :]) - len(text[at + 1 :].lstrip())


def _argument(argument: Argument, data: Json, context: Json) -> Json:
    match argument:
        case Constant(value):
            return value
        case ReferencePath():
            return argument.read(data, context)
        case Call():
            return argument.evaluate(data, context)


def _format(template: Json, *values: Json) -> Json:
    """Put the values in place of `{}`; a string goes in as it is, everything else as JSON."""
    parts = re.split(r"(?<!\\)\{\}", _text(template))
    if len(parts) != len(values) + 1:
        message = "as many {} as values"
        raise ValueError(message)
    words = [value if isinstance(value, str) else canonical(value).decode() for value in values]
    filled = parts[0] + "".join(word + part for word, part in zip(words, parts[1:], strict=True))
    return re.sub(r"\\([{}])", r"\1", filled)


def _string_to_json(text: Json) -> Json:
    value: Json = json.loads(_text(text))
    return value


def _json_to_string(value: Json) -> Json:
    return canonical(value).decode()


def _math_add(left: Json, right: Json) -> Json:
    return _integer(left) + _integer(right)


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _integer(value: Json) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError
    return value


_FUNCTIONS: Final[Mapping[str, Callable[..., Json]]] = {
    "States.Format": _format,
    "States.StringToJson": _string_to_json,
    "States.JsonToString": _json_to_string,
    "States.MathAdd": _math_add,
}
