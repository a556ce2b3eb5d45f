"""Changes of a text: parts of it replaced, everything else left as it is."""

from __future__ import annotations

from dataclasses import dataclass

from shared.compiler.reading.groovy.tree import Part


@dataclass(frozen=True, slots=True)
class Edit:
    """The text from `start` up to `end` becomes `text`."""

    start: int
    end: int
    text: str

    def applied(self, text: str) -> str:
        """Return `text` with this change made."""
        return text[: self.start] + self.text + text[self.end :]


def without_statement(text: str, part: Part) -> Edit:
    """Return the removal of a statement; with its line, where nothing else stands there."""
    start, end = text.rfind("\n", 0, part.start) + 1, text.find("\n", part.end)
    end = len(text) if end < 0 else end + 1
    alone = not text[start : part.start].strip() and not text[part.end : end].strip(" \t\r\n;")
    return Edit(start, end, "") if alone else Edit(part.start, part.end, "")


def line_after(text: str, part: Part, statement: str) -> Edit:
    """Return the insertion of `statement` on a line of its own after `part`, indented as that is."""
    return Edit(part.end, part.end, f"\n{indentation(text, part.start)}{statement}")


def indentation(text: str, offset: int) -> str:
    """Return the blanks that begin the line of `offset`."""
    start = text.rfind("\n", 0, offset) + 1
    return text[start : len(text) - len(text[start:].lstrip(" \t"))]
