"""Three texts side by side, line by line beside what each line was in the first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Final, TypeAlias

from rich.table import Table
from rich.text import Text

from shared.cli.sessions.tables import plain

SIDES: Final = ("base", "ours", "theirs")

_ROWS: Final = 60
_AROUND: Final = 3
_LONGEST: Final = 2_000
"""Lines of a text that are compared; finding what fits together takes more than twice as long for twice as many."""

_Row: TypeAlias = tuple[str | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class _Against:
    """A side beside the base: what became of each of its lines (None: taken away), and what was put before each."""

    lines: list[str | None]
    before: dict[int, list[str]] = field(default_factory=dict)


def side_by_side(texts: Mapping[str, str | None]) -> Table:
    """Return base, ours and theirs beside one another: the lines that differ, and a few around them."""
    table = Table(expand=True, header_style="bold")
    for side in SIDES:
        table.add_column(side, ratio=1, overflow="fold")
    if None in texts.values():
        table.add_row(*(Text("(absent)", "dim") if texts[side] is None else "" for side in SIDES))
    rows = _rows(*(plain(texts[side] or "").split("\n")[:_LONGEST] if texts[side] else [] for side in SIDES))
    for number, row in enumerate(_around_differences(rows)):
        if number == _ROWS:
            table.add_row(*(Text("… more", "dim") for _ in SIDES))
            break
        table.add_row(*(["…"] * len(SIDES) if row is None else _styled(row)))
    return table


def _rows(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> list[_Row]:
    left, right = _against(base, ours), _against(base, theirs)
    rows: list[_Row] = []
    for number in range(len(base) + 1):
        added = zip_longest(left.before.get(number, ()), right.before.get(number, ()))
        rows += [(None, one, other) for one, other in added]
        if number < len(base):
            rows.append((base[number], left.lines[number], right.lines[number]))
    return rows


def _against(base: Sequence[str], side: Sequence[str]) -> _Against:
    found = _Against([None] * len(base))
    for _, start, end, first, last in SequenceMatcher(None, base, side, autojunk=False).get_opcodes():
        paired = min(end - start, last - first)
        found.lines[start : start + paired] = side[first : first + paired]
        if first + paired < last:
            found.before[end] = list(side[first + paired : last])
    return found


def _around_differences(rows: Sequence[_Row]) -> Iterator[_Row | None]:
    """Yield the rows near a difference, and None where some between them are left out."""
    wanted: set[int] = set()
    for number, row in enumerate(rows):
        if len({*row}) > 1:
            wanted.update(range(number - _AROUND, number + _AROUND + 1))
    last = -1
    for number in sorted(wanted & set(range(len(rows)))):
        if number > last + 1:
            yield None
        yield rows[number]
        last = number


def _styled(row: _Row) -> Iterator[Text]:
    base = row[0]
    changed = len({*row}) > 1
    for side, line in zip(SIDES, row, strict=True):
        if side == "base":
            yield Text(line or "", "red" if changed else "")
        else:
            yield Text(line or "", "green" if line is not None and line != base else "")
