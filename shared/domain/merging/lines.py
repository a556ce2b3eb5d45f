"""
Texts merged by lines, as diff3 does: changes of both sides beside each other, where an unchanged line lies between.

S. Khanna, K. Kunal, B. C. Pierce, "A Formal Investigation of Diff3" (2007) describes the algorithm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

from shared.domain.merging.outcome import Hunk, Range
from shared.domain.merging.values import Sides
from shared.kernel.hashing import Json

BYTES_LIMIT: Final = 1024 * 1024
LINES_LIMIT: Final = 20_000

Lines: TypeAlias = "list[Json]"
Side: TypeAlias = Literal["base", "ours", "theirs"]

_SIDES: Final[tuple[Side, ...]] = get_args(Side)
_LINE_ENDS: Final = re.compile(r"(?<=\n)")


@dataclass(frozen=True, slots=True)
class Edit:
    """Lines `start` to `end` of the base, counted from 0 and the last not included, that became `lines` lines."""

    start: int
    end: int
    lines: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Some lines of the base, and what each side made of them."""

    base: slice
    ours: slice
    theirs: slice


@dataclass(frozen=True, slots=True)
class LineMerge:
    """Three texts by lines, and the pieces in which they differ, in their order."""

    base: Lines
    ours: Lines
    theirs: Lines
    pieces: tuple[Piece, ...]

    @property
    def sides(self) -> tuple[Sides, ...]:
        """The lines of each piece."""
        return tuple(Sides(*(self._of(each, side) for side in _SIDES)) for each in self.pieces)

    @property
    def hunks(self) -> tuple[Hunk, ...]:
        """The pieces that both sides changed in different ways."""
        found = [piece for piece in self.pieces if self._side(piece) is None]
        return tuple(Hunk(_range(each.base), _range(each.ours), _range(each.theirs)) for each in found)

    def text(self, conflicting: Side) -> str:
        """Return the merged text, with one side's lines where both changed them in different ways."""
        return "".join(map(str, self._merged(conflicting)))

    def _merged(self, conflicting: Side) -> Iterator[Json]:
        done = 0
        for piece in self.pieces:
            yield from self.base[done : piece.base.start]
            yield from self._of(piece, self._side(piece) or conflicting)
            done = piece.base.stop
        yield from self.base[done:]

    def _side(self, piece: Piece) -> Side | None:
        base, ours, theirs = (self._of(piece, side) for side in ("base", "ours", "theirs"))
        if ours in (theirs, base):
            return "theirs"
        return "ours" if theirs == base else None

    def _of(self, piece: Piece, side: Side) -> Lines:
        match side:
            case "base":
                return self.base[piece.base]
            case "ours":
                return self.ours[piece.ours]
            case "theirs":
                return self.theirs[piece.theirs]


def line_merge(base: str, ours: str, theirs: str) -> LineMerge | None:
    """Return the merge of three texts; None where one is no UTF-8, or has more bytes or lines than the limits."""
    texts = [_lines(text) for text in (base, ours, theirs)]
    if any(len(lines) > LINES_LIMIT for lines in texts) or not all(map(_is_small, (base, ours, theirs))):
        return None
    old, one, other = texts
    return LineMerge(old, one, other, tuple(_pieces(_edits(old, one), _edits(old, other))))


def _lines(text: str) -> Lines:
    return [line for line in _LINE_ENDS.split(text) if line]


def _is_small(text: str) -> bool:
    try:
        return len(text.encode()) <= BYTES_LIMIT
    except UnicodeEncodeError:
        return False


def _edits(base: Lines, side: Lines) -> list[Edit]:
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415 - forty modules, for the few merges that go by lines

    # The library compares hashes, and numbers are their own.
    numbers: dict[str, int] = {}
    before, after = ([numbers.setdefault(str(line), len(numbers)) for line in lines] for lines in (base, side))
    found = (each for each in LCSseq.opcodes(before, after) if each.tag != "equal")
    return [Edit(each.src_start, each.src_end, each.dest_end - each.dest_start) for each in found]


def _pieces(ours: Sequence[Edit], theirs: Sequence[Edit]) -> Iterator[Piece]:
    """Yield edits of both sides, those together that overlap or touch."""
    waiting = sorted([*((each, 0) for each in ours), *((each, 1) for each in theirs)], key=_place, reverse=True)
    shifts = [0, 0]
    while waiting:
        edit, side = waiting.pop()
        start, end, before = edit.start, edit.end, tuple(shifts)
        shifts[side] += edit.lines - (edit.end - edit.start)
        while waiting and waiting[-1][0].start <= end:
            edit, side = waiting.pop()
            end = max(end, edit.end)
            shifts[side] += edit.lines - (edit.end - edit.start)
        one, other = (slice(start + old, end + new) for old, new in zip(before, shifts, strict=True))
        yield Piece(slice(start, end), one, other)


def _place(edit: tuple[Edit, int]) -> tuple[int, int]:
    return edit[0].start, edit[0].end


def _range(lines: slice) -> Range:
    return Range(lines.start + 1, lines.stop - lines.start)
