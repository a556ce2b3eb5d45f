"""AsciiDoc (docs.asciidoctor.org) as Markdown, line for line."""

from __future__ import annotations

import re
from typing import Final

from shared.compiler.reading.prose_elements import SKIPPED

_HEADING: Final = re.compile(r"(={1,6})[ \t]+(\S.*)$")
_LIST_BLOCK: Final = re.compile(r"\[(?:source|listing|,)[,%\w]*?,?\s*([\w+-]*)[^\]]*\]\s*$")
_ATTRIBUTES: Final = re.compile(r"\[[^\]]*\]\s*$|:[\w-]+:.*$|//.*$|\.[A-Z]\S*.*$")
_DELIMITER: Final = re.compile(r"(-{4,}|\.{4,}|\+{4,})\s*$")
_TABLE: Final = re.compile(r"[|!]={3,}\s*$")
_CELL: Final = re.compile(r"(?:(?:^|(?<=\s))(?:\d*\.?\d*\+)?[a-z<>^.]{0,3})?(?<!\\)\|")
_COLUMNS: Final = re.compile(r"cols=\"?([^\"\]]+)")
_TERM: Final = re.compile(r"(\S.{0,120}?)::(?:\s+(\S.*))?$")
_MOST_COLUMNS: Final = 20


def asciidoc_markdown(text: str) -> str:
    """Return AsciiDoc as Markdown with as many lines."""
    lines = text.split("\n")
    made: list[str] = []
    language, columns = "", 0
    while len(made) < len(lines):
        at = len(made)
        line = lines[at].rstrip()
        if found := _LIST_BLOCK.match(line):
            language = found[1]
            made.append(SKIPPED)
        elif delimiter := _DELIMITER.match(line):
            made += _code(lines, at, delimiter[1], language)
            language = ""
        elif _TABLE.match(line):
            made += _table(lines, at, columns)
            columns = 0
        elif line.startswith("[") and (found := _COLUMNS.search(line)):
            columns = _count(found[1])
            made.append(SKIPPED)
        else:
            made.append(_line(line))
    return "\n".join(made)


def _count(spec: str) -> int:
    parts = re.split(r"[,;]", spec.strip('" '))
    times = re.match(r"(\d+)\*", parts[0])
    return min(int(times[1]) if times else len(parts), _MOST_COLUMNS)


def _line(line: str) -> str:
    if found := _HEADING.match(line):
        return f"{'#' * len(found[1])} {_inline(found[2])}"
    if title := re.match(r"\.([A-Za-z][^.].*)$", line):
        return f"**{title[1].rstrip(':')}:**"
    if _ATTRIBUTES.match(line):
        return SKIPPED
    if term := _TERM.match(line):
        return f"- `{term[1].strip('`*_')}` {_inline(term[2] or '')}"
    return re.sub(r"^(\*{1,5}|\.{1,5}) (?=\S)", lambda mark: "  " * (len(mark[1]) - 1) + "- ", _inline(line))


def _inline(text: str) -> str:
    plain = re.sub(
        r"(?:link:|xref:)?(https?://[^\s\[]+|[\w./#-]+)\[([^\[\]]{1,200})\]",
        lambda m: m[2] if "link:" in m[0] or "xref:" in m[0] or m[1].startswith("http") else m[0],
        text,
    )
    return re.sub(r"(?<![\w+])\+([^+\s][^+]{0,200})\+(?![\w+])", r"`\1`", plain)


def _code(lines: list[str], at: int, mark: str, language: str) -> list[str]:
    end = next((number for number in range(at + 1, len(lines)) if lines[number].rstrip() == mark), len(lines))
    body = [re.sub(r"\s*<\d+>$", "", line) for line in lines[at + 1 : end]]
    return [f"```{language}", *body, *(["```"] if end < len(lines) else [])]


def _table(lines: list[str], at: int, columns: int) -> list[str]:
    """Return a table with one row on the line of its first cell; without a count, the first line tells the columns."""
    end = next((number for number in range(at + 1, len(lines)) if _TABLE.match(lines[number])), len(lines))
    cells = list(_cells(lines, at + 1, end))
    first = next((len(list(_CELL.finditer(line))) for line in lines[at + 1 : end] if line.strip()), 1)
    width = columns or max(first, 1)
    made = [SKIPPED] * (end - at)
    for start in range(0, len(cells), width):
        row = cells[start : start + width]
        made[row[0][0] - at] = f"| {' | '.join(_inline(text).replace('|', '/') for _, text in row)} |"
    return [*made, *([SKIPPED] if end < len(lines) else [])]


def _cells(lines: list[str], start: int, end: int) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for number in range(start, end):
        line = lines[number].rstrip()
        marks = list(_CELL.finditer(line))
        lead = line[: marks[0].start()].strip() if marks else line.strip()
        if lead and found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {lead}")
        for mark, following in zip(marks, [*marks[1:], None], strict=False):
            found.append((number, line[mark.end() : following.start() if following else len(line)].strip()))
    # Two cells of one row may not share a place with the row before it.
    return found
