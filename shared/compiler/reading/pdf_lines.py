"""
The lines of a page as they stand on the paper, from the pieces of text that a PDF places on it.

The order in which pieces are placed says little: boxes, bullets and their texts often come one kind after the other.
Larger letters are headings, a typewriter's letters are code.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

_BULLET: Final = re.compile(r"[\u2022\u25e6\u25aa\u25ab\u25cf\u25cb\u2023\u2043\uf0b7]\s*")
_HEADING: Final = 1.12  # times the size of the letters that most of the text is set in
_LONGEST_HEADING: Final = 120
_LEVELS: Final = 5
_WIDTH: Final = 0.5  # of a letter, in times of its size
_TYPED_WIDTH: Final = 0.6
_SPACING: Final = 1.2
_MOST_PAGES_WITHOUT: Final = 2


class Piece(NamedTuple):
    """A text on one line; `x` and `y` count from the lower left corner of the page, in points as `size` does."""

    text: str
    x: float
    y: float
    size: float
    strong: bool = False
    typed: bool = False

    @property
    def end(self) -> float:
        """Return about where the text ends."""
        return self.x + len(self.text) * self.size * (_TYPED_WIDTH if self.typed else _WIDTH)


@dataclass(frozen=True, slots=True)
class Line:
    """The pieces of one line, from left to right."""

    pieces: tuple[Piece, ...]

    @property
    def first(self) -> Piece:
        """Return the leftmost piece."""
        return self.pieces[0]

    @property
    def size(self) -> float:
        """Return the size of the largest letters."""
        return max(piece.size for piece in self.pieces)

    @property
    def typed(self) -> bool:
        """Return whether all of it is in a typewriter's letters."""
        return all(piece.typed for piece in self.pieces if piece.text.strip())

    def text(self, *, marked: bool = False) -> str:
        """Return the text; when `marked`, with the marks of code and of what is strong."""
        made = ""
        before: Piece | None = None
        for piece in self.pieces:
            apart = before is not None and piece.x - before.end > piece.size / 6
            made += " " if apart and not made.endswith(" ") and not piece.text.startswith(" ") else ""
            made += _marked(piece) if marked else piece.text
            before = piece
        return made.rstrip()


def _marked(piece: Piece) -> str:
    inner = piece.text.strip()
    mark = "`" if piece.typed else "**" if piece.strong else ""
    return piece.text.replace(inner, f"{mark}{inner}{mark}", 1) if inner and mark not in inner else piece.text


def page_texts(pages: Sequence[Sequence[Piece]]) -> list[str]:
    """Return the text of each page; what stands at the top or bottom of most of them is left out."""
    lined = [_lines(pieces) for pieces in pages]
    running = _running(lined)
    body, levels = _sizes(lined)
    return [_text([line for line in lines if _folded(line) not in running], body, levels) for lines in lined]


def _lines(pieces: Iterable[Piece]) -> list[Line]:
    made: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.y, piece.x)):
        if made and abs(made[-1][0].y - piece.y) <= min(made[-1][0].size, piece.size) / 2:
            made[-1].append(piece)
        else:
            made.append([piece])
    return [Line(tuple(sorted(line, key=lambda piece: piece.x))) for line in made]


def _running(pages: Sequence[Sequence[Line]]) -> frozenset[str]:
    if len(pages) <= _MOST_PAGES_WITHOUT:
        return frozenset()
    ends = Counter(text for lines in pages for text in {_folded(line) for line in (*lines[:1], *lines[-1:])})
    return frozenset(text for text, times in ends.items() if 2 * times > len(pages))


def _folded(line: Line) -> str:
    return re.sub(r"\d+", "0", line.text())


def _sizes(pages: Iterable[Iterable[Line]]) -> tuple[float, list[float]]:
    """Return the size that most letters have, and the larger ones, the largest first."""
    letters: Counter[float] = Counter()
    for line in (line for lines in pages for line in lines):
        letters[round(line.size, 1)] += 0 if line.typed else len(line.text())
    body = max(letters, key=lambda size: (letters[size], -size), default=0.0)
    return body, sorted((size for size in letters if size >= body * _HEADING and letters[size]), reverse=True)


def _text(lines: Sequence[Line], body: float, levels: Sequence[float]) -> str:
    return "\n".join(_written(lines, body, levels)).strip()


def _written(lines: Sequence[Line], body: float, levels: Sequence[float]) -> Iterator[str]:
    usual = _usual_gap(lines)
    edges = sorted({round(line.first.x) for line in lines if _BULLET.match(line.text())})
    left = min((line.first.x for line in lines if line.typed), default=0.0)
    code = False
    for before, line in zip([None, *lines], lines, strict=False):
        apart = before is not None and before.first.y - line.first.y > usual * 1.3
        typed = line.typed and round(line.size, 1) < body * _HEADING
        if typed is not code:
            yield "```" if code else "\n```"
            code = typed
        if typed:
            indent = round((line.first.x - left) / (line.size * _TYPED_WIDTH or 1))
            yield f"{' ' * max(0, min(indent, 80))}{line.text().strip()}"
            continue
        if apart:
            yield ""
        yield _prose(line, edges, levels)
    if code:
        yield "```"


def _usual_gap(lines: Sequence[Line]) -> float:
    gaps = [gap for a, b in pairwise(lines) if (gap := a.first.y - b.first.y) > 0]
    return min(median(gaps), 2 * median(line.size for line in lines)) if gaps else _SPACING


def _prose(line: Line, edges: Sequence[int], levels: Sequence[float]) -> str:
    text = line.text()
    size = round(line.size, 1)
    if size in levels and len(text) <= _LONGEST_HEADING and re.search(r"\w", text):
        return f"\n{'#' * min(levels.index(size) + 1, _LEVELS)} {text.strip()}\n"
    if found := _BULLET.match(text):
        depth = edges.index(round(line.first.x))
        return f"{'  ' * depth}- {line.text(marked=True)[found.end() :].lstrip()}"
    return line.text(marked=True).strip()
