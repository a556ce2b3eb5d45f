"""Tables as Markdown text."""

from __future__ import annotations

from collections.abc import Sequence


def table(rows: Sequence[Sequence[str]]) -> str:
    """
    Return `rows` as a pipe table whose first row is the header, or "" when there is nothing in them.

    Line breaks in a cell become blanks, a pipe in a cell is escaped; short rows are filled up.
    """
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    width = max((len(row) for row in filled), default=0)
    lines = [_line([*map(_cell, row), *[""] * (width - len(row))]) for row in filled]
    return "\n".join([*lines[:1], _line(["---"] * width), *lines[1:]]) if lines else ""


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
