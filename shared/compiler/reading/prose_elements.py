"""Prose as elements: headings, paragraphs, list items, tables and code, each with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from shared.compiler.reading.inline_markup import plain

ElementKind = Literal["heading", "text", "item", "table", "code"]
SKIPPED: Final = "\0"
"""A line that stands for nothing: what a converter leaves where the notation had more lines than the text has."""
_HEADING: Final = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|(?=[A-Za-z`]))(\S.*?)[ \t#]*$")
_UNDERLINE: Final = re.compile(r"([=-])\1{2,}[ \t]*$")
_FENCE: Final = re.compile(r"([ \t]{0,12})(`{3,}|~{3,})[ \t{.]*([\w+#-]*)")
_ITEM: Final = re.compile(r"([ \t]{0,16})(?:[-*+\u2022]|\d{1,3}[.)])[ \t]+(\S.*)$")
_QUOTE: Final = re.compile(r"[ \t]{0,3}>[ \t]?")
_CELL: Final = re.compile(r"(?<!\\)\|")
_RULE: Final = re.compile(r"[\s|:+=-]+$")
_DELIMITERS: Final = re.compile(r"\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)+\|?")
_DEFINITION: Final = re.compile(r":[ \t]+(\S.*)$")
_PAGE: Final = re.compile(r"--- Page \d+ ---$")
_INDENTED: Final = "    "
_TAB: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """
    One part of a page; `line` counts from 1.

    `level` is that of a heading (1 to 6), or how far an item is indented. `rows` are the cells of a table, its head
    first, without markup. `language` is what a code block says it is written in. The `text` of code and paragraphs
    keeps its lines and its markup; that of headings has neither.
    """

    kind: ElementKind
    line: int
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    language: str = ""


def elements(text: str) -> Iterator[Element]:
    """
    Yield the elements of Markdown (CommonMark, with pipe tables and definition lists) in order.

    Anything is Markdown, so nothing is ever refused; front matter is left out.
    """
    lines = text.split("\n")
    at = _after_front_matter(lines)
    before: Element | None = None
    while at < len(lines):
        if not lines[at].strip() or lines[at] == SKIPPED:
            at += 1
            continue
        found, at = _element(lines, at, before)
        if found is not None:
            yield found
            before = found


def _after_front_matter(lines: Sequence[str]) -> int:
    if lines and lines[0].strip() == "---":
        end = next((at for at, line in enumerate(lines[1:200], start=1) if line.strip() == "---"), 0)
        return end + 1 if end else 0
    return 0


def _element(lines: Sequence[str], at: int, before: Element | None) -> tuple[Element | None, int]:
    line = _unquoted(lines[at])
    if fence := _FENCE.match(line):
        return _fenced(lines, at, fence)
    if heading := _HEADING.match(line):
        return Element(kind="heading", line=at + 1, text=plain(heading[2]), level=len(heading[1])), at + 1
    if level := _underlined(lines, at):
        return Element(kind="heading", line=at + 1, text=plain(line), level=level), at + 2
    if line.lstrip().startswith("|") or _is_bare_table(lines, at):
        return _table(lines, at)
    return _running(lines, at, before)


def _running(lines: Sequence[str], at: int, before: Element | None) -> tuple[Element | None, int]:
    """Return the list item, indented code, definition or paragraph at line `at`."""
    line = _unquoted(lines[at])
    if item := _ITEM.match(line):
        return _item(lines, at, len(item[1].expandtabs(_TAB)), item[2])
    if line.startswith((_INDENTED, "\t")) and (before is None or before.kind != "item"):
        return _indented(lines, at)
    if before and before.kind == "text" and (definition := _DEFINITION.match(line)):
        return _item(lines, at, 0, f"{before.text}: {definition[1]}")
    return _paragraph(lines, at)


def _unquoted(line: str) -> str:
    if line[:1].isalpha():
        return line
    for _ in range(3):
        found = _QUOTE.match(line)
        if not found:
            break
        line = line[found.end() :]
    return line


def _underlined(lines: Sequence[str], at: int) -> int:
    """Return the level of the heading at line `at`, which a line of punctuation underlines, or 0."""
    following = lines[at + 1] if at + 1 < len(lines) else ""
    if not following.startswith(("=", "-")):
        return 0
    following = following.rstrip()
    found = _UNDERLINE.match(following)
    if not found or not lines[at].strip() or not (lines[at][0].isalnum() or lines[at][0] in "`*/"):
        return 0
    return 1 if found[1] == "=" else 2


def _fenced(lines: Sequence[str], at: int, fence: re.Match[str]) -> tuple[Element, int]:
    indent, mark = len(fence[1]), fence[2]
    end = at + 1
    while end < len(lines):
        inner = _unquoted(lines[end]).strip() if lines[at].lstrip().startswith(">") else lines[end].strip()
        if inner.startswith(mark) and not inner.strip(mark[0]):
            break
        end += 1
    body = [line for line in lines[at + 1 : end] if line != SKIPPED]
    code = "\n".join(
        _unquoted(line) if lines[at].lstrip().startswith(">") else _dedented(line, indent) for line in body
    )
    return Element(kind="code", line=at + 1, text=code, language=fence[3].lower()), end + 1


def _dedented(line: str, by: int) -> str:
    return line[by:] if not line[:by].strip() else line


def _indented(lines: Sequence[str], at: int) -> tuple[Element, int]:
    end = at + 1
    while end < len(lines) and (not lines[end].strip() or _unquoted(lines[end]).startswith((_INDENTED, "\t"))):
        end += 1
    inner = map(_unquoted, lines[at:end])
    code = "\n".join(line[1:] if line.startswith("\t") else line[4:] for line in inner).rstrip()
    return Element(kind="code", line=at + 1, text=code), end


def _is_bare_table(lines: Sequence[str], at: int) -> bool:
    """Return whether a table without outer pipes begins at line `at`: its second line only rules it."""
    below = _unquoted(lines[at + 1]).strip() if at + 1 < len(lines) else ""
    return "|" in lines[at] and bool(_DELIMITERS.fullmatch(below))


def _table(lines: Sequence[str], at: int) -> tuple[Element | None, int]:
    rows: list[tuple[str, ...]] = []
    end = at
    bare = not _unquoted(lines[at]).lstrip().startswith("|")
    while end < len(lines) and (lines[end] == SKIPPED or _is_row(_unquoted(lines[end]), bare=bare)):
        line = _unquoted(lines[end]).strip()
        if line != SKIPPED and not _RULE.fullmatch(line):
            rows.append(_cells(line))
        end += 1
    return (Element(kind="table", line=at + 1, rows=tuple(rows)) if rows else None), end


def _is_row(line: str, *, bare: bool) -> bool:
    return bool(_CELL.search(line)) if bare else line.lstrip().startswith("|")


def _cells(line: str) -> tuple[str, ...]:
    inner = line.removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return tuple(plain(cell.replace("\\|", "|")) for cell in _CELL.split(inner))


def _item(lines: Sequence[str], at: int, indent: int, text: str) -> tuple[Element, int]:
    """Return the list item at line `at` with the indented lines that continue it."""
    parts = [text]
    end = at + 1
    while end < len(lines) and _continues(lines, end):
        parts.append(lines[end].strip())
        end += 1
    return Element(kind="item", line=at + 1, text=" ".join(parts), level=indent), end


def _continues(lines: Sequence[str], at: int) -> bool:
    line = _unquoted(lines[at])
    if line[:1].isalpha() and "|" not in line:  # most lines of prose: only what follows can make them a heading
        return not _underlined(lines, at)
    other = _FENCE.match(line) or _HEADING.match(line) or _ITEM.match(line) or _underlined(lines, at)
    other = other or _is_bare_table(lines, at)
    return bool(line.strip()) and line != SKIPPED and not other and not line.lstrip().startswith("|")


def _paragraph(lines: Sequence[str], at: int) -> tuple[Element | None, int]:
    end = at + 1
    while end < len(lines) and _continues(lines, end):
        end += 1
    kept = (_unquoted(line).strip() for line in lines[at:end])
    text = "\n".join(line for line in kept if line and not _PAGE.match(line))
    return (Element(kind="text", line=at + 1, text=text) if text else None), end
