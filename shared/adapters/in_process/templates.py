"""Payload templates: JSON in which a member whose name ends in `.$` is filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from shared.adapters.in_process.faults import PARAMETER_PATH, BadDefinition, StateError
from shared.adapters.in_process.intrinsics import Call, parse_call
from shared.adapters.in_process.paths import ReferencePath, Unmatched
from shared.kernel.hashing import Json


@dataclass(frozen=True, slots=True)
class _Literal:
    value: Json


_Node: TypeAlias = "_Literal | ReferencePath | Call | dict[str, _Node] | list[_Node]"


@dataclass(frozen=True, slots=True)
class Template:
    """A payload template, read once."""

    root: _Node

    @classmethod
    def parse(cls, value: Json) -> Template:
        """
        Return the template written as `value`.

        Raises:
            BadDefinition: an expression in it cannot be read.
        """
        return cls(_parsed(value))

    @property
    def members(self) -> frozenset[str]:
        """The names of the payload's own members."""
        return frozenset(self.root) if isinstance(self.root, dict) else frozenset()

    def constant(self, name: str) -> Json:
        """Return the member's value if it is written out, else None."""
        node = self.root.get(name) if isinstance(self.root, dict) else None
        return node.value if isinstance(node, _Literal) else None

    def render(self, data: Json, context: Json) -> Json:
        """
        Return the payload for a state's data and the context object.

        Raises:
            StateError: an expression finds nothing, or not what its function takes.
        """
        try:
            return _rendered(self.root, data, context)
        except Unmatched as error:
            raise StateError(PARAMETER_PATH, str(error)) from error


def _parsed(value: Json) -> _Node:
    if isinstance(value, dict):
        return {
            key.removesuffix(".$"): _expression(inner) if key.endswith(".$") else _parsed(inner)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_parsed(inner) for inner in value]
    return _Literal(value)


def _expression(text: Json) -> ReferencePath | Call:
    if not isinstance(text, str):
        message = f"{text!r} stands where a path or an intrinsic function belongs"
        raise BadDefinition(message)
    return parse_call(text) if text.startswith("States.") else ReferencePath.parse(text)


def _rendered(node: _Node, data: Json, context: Json) -> Json:
    match node:
        case _Literal(value):
            return value
        case ReferencePath():
            return node.read(data, context)
        case Call():
            return node.evaluate(data, context)
        case dict():
            return {key: _rendered(inner, data, context) for key, inner in node.items()}
        case list():
            return [_rendered(inner, data, context) for inner in node]
