"""Tables as Markdown text."""

from __future__ import annotations

from collections.abc import Sequence


def table(rows: Sequence[Sequence[str]]) -> str:
    """
    Return `rows` as a pipe table whose first row is the header, or "" when there is nothing in them.

    Line breaks in a cell become blanks, a pipe in a cell is escaped. Short rows stay short: filling them up would let
    one long row multiply the size of the table.
    """
    filled = [[_cell(cell) for cell in row] for row in rows if any(cell.strip() for cell in row)]
    if not filled:
        return ""
    header, *others = filled
    return "\n".join(_line(row) for row in (header, ["---"] * len(header), *others))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
