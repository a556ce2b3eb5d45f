"""Which part of a document a place in it lies in: what makes a fact's source a chunk that a person can read."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from typing import Final

_LINE: Final = re.compile(r"line (\d+)")
# A key of a mapping on a line of its own, as our serialisers write JSON and YAML: one to four levels deep.
_KEY: Final = re.compile(
    r"^ {2,8}(?:\"((?:[^\"\\]|\\.)*)\"|'((?:[^']|'')*)'|([^\s\"'#-][^\n]*?)):(?=\s|$)", re.MULTILINE
)
_NAMED: Final = {"paths": 1, "webhooks": 1, "definitions": 1, "parameters": 1, "responses": 1, "components": 2}
"""The sections of an interface description whose entries are never cut, and how deep below them the entries lie."""


class Parted:
    """A document in parts, in order; asks each part once for what it holds."""

    def __init__(self, contents: Sequence[str]) -> None:
        self._contents = contents

    def place(self, pointer: str) -> int:
        """Return the number of the part that `pointer` (a JSON Pointer, or `line N`) leads into; 0 if none can tell."""
        if len(self._contents) == 1:
            return 0
        if found := _LINE.fullmatch(pointer):
            return self._of_line(int(found[1]))
        return self._of_entry(_entry(pointer))

    def _of_line(self, line: int) -> int:
        return next((number for number, end in enumerate(self._ends) if line <= end), len(self._ends) - 1)

    def _of_entry(self, name: str) -> int:
        return next((number for number, names in enumerate(self._names) if name in names), 0)

    @cached_property
    def _ends(self) -> list[int]:
        """Return the last line of each part; a part that does not end with its line shares it with the next."""
        return list(accumulate((content.count("\n") for content in self._contents), initial=0))[1:]

    @cached_property
    def _names(self) -> list[frozenset[str]]:
        return [frozenset(map(_name, _KEY.finditer(content))) for content in self._contents]


def _entry(pointer: str) -> str:
    """Return the path, schema or component that a pointer leads into, or ""."""
    parts = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
    depth = _NAMED.get(parts[0], 0) if parts else 0
    return parts[depth] if 0 < depth < len(parts) else ""


def _name(found: re.Match[str]) -> str:
    quoted, single, plain = found.groups()
    if quoted is not None:
        return str(json.loads(f'"{quoted}"', strict=False))
    return single.replace("''", "'") if single is not None else plain
