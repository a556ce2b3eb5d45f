"""
Reference paths: `$`, `$.a.b[0]`, `$['a']`, and the same from `$$`, the context object.

The Amazon States Language calls a path that can name only one node a Reference Path. Our machines use nothing else, so
a general JSONPath library would add wildcards, filters and lists of matches, only for us to forbid them again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from shared.adapters.in_process.faults import BadDefinition
from shared.kernel.hashing import Json

Step: TypeAlias = str | int

_STEP: Final = re.compile(r"\.([A-Za-z_][A-Za-z0-9_-]*)|\['([^'\]]+)'\]|\[(\d{1,6})\]")


class Unmatched(LookupError):  # noqa: N818 - reads as a sentence where it is caught
    """The path leads nowhere in this data."""


@dataclass(frozen=True, slots=True)
class ReferencePath:
    """A path to one node of a state's data, or of the context object."""

    text: str
    steps: tuple[Step, ...] = field(compare=False)
    of_context: bool = field(compare=False)

    @classmethod
    def parse(cls, text: str) -> ReferencePath:
        """
        Return the path written as `text`.

        Raises:
            BadDefinition: it is not a reference path.
        """
        root = "$$" if text.startswith("$$") else "$"
        matches = list(_STEP.finditer(text, len(root)))
        if not text.startswith(root) or root + "".join(match[0] for match in matches) != text:
            message = f"{text!r} is not a reference path"
            raise BadDefinition(message)
        return cls(text, tuple(map(_step, matches)), root == "$$")

    def read(self, data: Json, context: Json) -> Json:
        """
        Return the node.

        Raises:
            Unmatched: there is none.
        """
        node = context if self.of_context else data
        for step in self.steps:
            node = self._child(node, step)
        return node

    def write(self, data: Json, value: Json) -> Json:
        """
        Return a copy of `data` that holds `value` at the path; objects on the way are made where they are missing.

        Raises:
            Unmatched: something on the way is no object, or a list without that place.
        """
        return self._written(data, self.steps, value)

    def _child(self, node: Json, step: Step) -> Json:
        if isinstance(node, dict) and isinstance(step, str) and step in node:
            return node[step]
        if isinstance(node, list) and isinstance(step, int) and step < len(node):
            return node[step]
        message = f"{self.text} matches nothing"
        raise Unmatched(message)

    def _written(self, node: Json, steps: tuple[Step, ...], value: Json) -> Json:
        if not steps:
            return value
        first, rest = steps[0], steps[1:]
        if isinstance(node, dict) and isinstance(first, str):
            return {**node, first: self._written(node.get(first, {}), rest, value)}
        changed = self._written(self._child(node, first), rest, value)
        assert isinstance(node, list)  # noqa: S101 - _child has refused everything else
        assert isinstance(first, int)  # noqa: S101
        return [*node[:first], changed, *node[first + 1 :]]


def _step(match: re.Match[str]) -> Step:
    name, quoted, index = match.groups()
    return int(index) if index is not None else name or quoted


ROOT: Final = ReferencePath.parse("$")
