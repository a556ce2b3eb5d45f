"""Where a text says what a model quotes."""

from __future__ import annotations

import re
from typing import Final

_SPACES: Final = re.compile(r"\s+")
_SHORTEST: Final = 4


class Quotable:
    """A text of which words can be found again, whatever white space is between them."""

    def __init__(self, text: str, first_line: int = 1) -> None:
        self._text, self._lines = _flattened(text, first_line)

    def line_of(self, quote: str) -> int | None:
        """Return the number of the line on which the quoted words begin, or None if the text has no such words."""
        words = _SPACES.sub(" ", quote).strip()
        at = self._text.find(words) if len(words) >= _SHORTEST else -1
        return self._lines[at] if at >= 0 else None


def _flattened(text: str, line: int) -> tuple[str, list[int]]:
    """Return the text with single spaces, and the number of the line that each of its characters is on."""
    found: list[str] = []
    lines: list[int] = []
    for character in text:
        blank = character.isspace()
        if not blank or (found and found[-1] != " "):
            found.append(" " if blank else character)
            lines.append(line)
        line += character == "\n"
    return "".join(found), lines
