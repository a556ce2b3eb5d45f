"""Prose, cut along its headings; code blocks and tables are never cut."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from shared.compiler.reading.pieces import TARGET, Piece
from shared.compiler.reading.prose_blocks import Block, blocks
from shared.compiler.reading.prose_labels import labelled
from shared.compiler.reading.token_counts import count_tokens

_PAGE: Final = "--- Page "
_WORDS: Final = re.compile(r"(?s).{1,20000}(?:\s|\Z)|.{1,20000}")
_LINES: Final = re.compile(r"(?s).{1,20000}(?:\n|\Z)")


def prose_pieces(text: str, *, asciidoc: bool = False, target: int = TARGET) -> tuple[Piece, ...]:
    """Return the parts of the prose `text`; joined they are `text` again, and each begins with a heading if it can."""
    found = tuple(_packs(_weighed(text, asciidoc=asciidoc, target=target), target))
    return tuple(labelled("".join(block.text for block in pack), _headings(pack)) for pack in found)


def _headings(pack: Sequence[Block]) -> list[str]:
    return [block.text for block in pack if block.level and not block.text.startswith(_PAGE)]


def _weighed(text: str, *, asciidoc: bool, target: int) -> Iterator[tuple[Block, int]]:
    for block in blocks(text, asciidoc=asciidoc):
        weight = count_tokens(block.text)
        if block.whole or weight <= target:
            yield block, weight
        else:
            yield from ((Block(part), count_tokens(part)) for part in _cut(block.text))


def _cut(text: str) -> Iterator[str]:
    """Yield a paragraph that is too long in parts: between lines, else between words, else anywhere."""
    position = 0
    while position < len(text):
        found = _LINES.match(text, position) or _WORDS.match(text, position)
        end = found.end() if found else len(text)
        yield text[position:end]
        position = end


def _packs(weighed: Iterator[tuple[Block, int]], target: int) -> Iterator[list[Block]]:
    current: list[tuple[Block, int]] = []
    size = 0
    for block, weight in weighed:
        if current and size + weight > target:
            at = _break(current, size)
            yield [each for each, _ in current[:at]]
            current = current[at:]
            size = sum(each for _, each in current)
        current.append((block, weight))
        size += weight
    if current:
        yield [each for each, _ in current]


def _break(current: Sequence[tuple[Block, int]], size: int) -> int:
    """Return where to divide a full pack: at its last heading, unless that would leave less than a third before it."""
    before = size
    for at in range(len(current) - 1, 0, -1):
        before -= current[at][1]
        if before < size / 3:
            break
        if current[at][0].level:
            return at
    return len(current)
