"""Prose as blocks: headings, paragraphs, tables and code, each with its exact text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

_LINE: Final = re.compile(r"[^\n]*\n|[^\n]+")
_HEADING: Final = re.compile(r" {0,3}(#{1,6}|={1,6})[ \t]+\S")
_PAGE: Final = re.compile(r"--- Page \d+ ---$")
_UNDERLINE: Final = re.compile(r"([=\-~^\"'`*+#])\1{2,}[ \t]*$")
_FENCE: Final = re.compile(r"\s{0,12}(`{3,}|~{3,})")
_ASCIIDOC_FENCE: Final = re.compile(r"(-{4,}|\.{4,}|={4,}|\*{4,}|\+{4,}|\|={3,})\s*$")
_TABLE: Final = re.compile(r"\s{0,3}\|")
_PAGE_LEVEL: Final = 6


class Block(NamedTuple):
    """Some lines that belong together; `level` is that of a heading, or 0; `whole` is code or a table, never cut."""

    text: str
    level: int = 0
    whole: bool = False


def blocks(text: str, *, asciidoc: bool = False) -> Iterator[Block]:
    """
    Yield the blocks of `text`; joined they are `text` again.

    Headings are Markdown's (CommonMark, sections 4.2 and 4.3), AsciiDoc's and reStructuredText's; code is fenced, in
    AsciiDoc delimited; lines that begin with a pipe are a table. Indented lines stay with what they follow.
    """
    lines = _LINE.findall(text)
    position = 0
    while position < len(lines):
        block, position = _block(lines, position, _ASCIIDOC_FENCE if asciidoc else _FENCE)
        yield block


def _block(lines: Sequence[str], start: int, fences: re.Pattern[str]) -> tuple[Block, int]:
    first = lines[start]
    if fence := fences.match(first):
        end = _end_of_fence(lines, start, fence[1])
        return Block("".join(lines[start:end]), whole=True), end
    if level := _level(lines, start):
        end = _blanks(lines, start + level[1])
        return Block("".join(lines[start:end]), level=level[0]), end
    if _TABLE.match(first):
        end = _blanks(lines, _while(_TABLE, lines, start))
        return Block("".join(lines[start:end]), whole=True), end
    end = _end_of_paragraph(lines, start, fences)
    return Block("".join(lines[start:end])), end


def _level(lines: Sequence[str], at: int) -> tuple[int, int] | None:
    """Return the level of the heading at line `at`, and how many lines it takes; None when there is none."""
    if found := _HEADING.match(lines[at]):
        return len(found[1]), 1
    if _PAGE.match(lines[at].rstrip()):
        return _PAGE_LEVEL, 1
    if at + 1 == len(lines) or not lines[at].strip() or not lines[at][0].isalnum():
        return None
    under = _UNDERLINE.match(lines[at + 1].rstrip())
    return (1 if under[1] == "=" else 2, 2) if under else None


def _end_of_fence(lines: Sequence[str], start: int, mark: str) -> int:
    for at in range(start + 1, len(lines)):
        line = lines[at].strip()
        if line.startswith(mark) and not line.strip(mark[0] + mark[-1]):
            return _blanks(lines, at + 1)
    return len(lines)


def _end_of_paragraph(lines: Sequence[str], start: int, fences: re.Pattern[str]) -> int:
    at = start + 1
    while at < len(lines):
        after_blank = not lines[at - 1].strip() and lines[at].strip()
        if after_blank and not lines[at].startswith((" ", "\t")):
            return at
        if fences.match(lines[at]) or _TABLE.match(lines[at]) or _level(lines, at):
            return at
        at += 1
    return at


def _while(pattern: re.Pattern[str], lines: Sequence[str], at: int) -> int:
    while at < len(lines) and pattern.match(lines[at]):
        at += 1
    return at


def _blanks(lines: Sequence[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at
