"""Printed pages, whose headings, tables and code are only lines, as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from shared.compiler.reading.printed_tables import cells, head
from shared.compiler.reading.request_lines import request_line
from shared.compiler.reading.written_types import is_type

_PAGE: Final = re.compile(r"--- Page \d+ ---$")
_ROW: Final = re.compile(
    r"(?P<name>[a-z_@$][\w.\[\]-]{0,60})[ \t]+(?P<type>[A-Za-z]\w{2,20}(?:\[\])?)"
    r"(?:[ \t]+(?P<required>yes|no|required|optional|true|false))?(?:[ \t]+(?P<text>.*))?$"
)
_TURNED: Final = re.compile(r"\n```\s*\n--- Page \d+ ---\n\s*```\n")
_ITEM: Final = re.compile(r"\s*- ")
_NEW_MEMBER: Final = re.compile(r"\s*(?:\"[^\"]*\"\s*:|[}\]],?\s*$)")
_MOST_LINES_OF_A_CELL: Final = 8
_MOST_LINES: Final = 2_000
_NEEDED: Final = frozenset(["yes", "required", "true"])


def printed_markdown(text: str) -> str:
    """Return the text of printed pages as Markdown: requests are headings, bodies are code; turned pages are gone."""
    made: list[str] = []
    lines = _TURNED.sub("\n", text).split("\n")
    at = 0
    while at < len(lines):
        if lines[at].startswith("```"):
            end = next((n for n in range(at + 1, len(lines)) if lines[n].startswith("```")), len(lines) - 1)
            made += [lines[at], *_unwrapped(lines[at + 1 : end]), lines[end]]
            at = end + 1
        elif labels := head(lines[at]):
            table = list(_table(lines[at + 1 :], labels))
            made += ["", f"| {' | '.join(labels)} |", *(f"| {' | '.join(row)} |" for row in table if row), ""]
            at += 1 + len(table)
        elif body := _body(lines, at):
            made += [f"    {line}" for line in _unwrapped([line for line in body if not _PAGE.match(line)])]
            at += len(body)
        else:
            made.append(_line(lines[at].strip() if not _ITEM.match(lines[at]) else lines[at]))
            at += 1
    return "\n".join(made)


def _table(lines: Sequence[str], labels: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield the row of each line of a table, nothing for a line that only goes on with a cell; then it ends."""
    for at, line in enumerate(lines[:_MOST_LINES]):
        row = cells(line, labels)
        if not row and (line.startswith(("#", "```", "{")) or request_line(line) or head(line)):
            return
        ahead = lines[at + 1 : at + 1 + _MOST_LINES_OF_A_CELL]
        if not row and not any(cells(each, labels) for each in ahead):
            return
        yield row


def _unwrapped(lines: list[str]) -> list[str]:
    """Return code with the strings put together again that ran over the end of a line."""
    made: list[str] = []
    for line in lines:
        if made and len(re.findall(r'(?<!\\)"', made[-1])) % 2 and not _NEW_MEMBER.match(line):
            made[-1] += line.strip()
        else:
            made.append(line)
    return made


def _line(line: str) -> str:
    if _PAGE.match(line):
        return ""
    if request_line(line):
        return f"###### {line}"
    row = _ROW.match(line)
    if row is None or not is_type(row["type"]):
        return line
    needed = "required" if (row["required"] or "").lower() in _NEEDED else "optional" if row["required"] else ""
    asides = ", ".join(part for part in (row["type"], needed) if part)
    return f"- `{row['name']}` ({asides}) {row['text'] or ''}"


def _body(lines: list[str], at: int) -> list[str]:
    """Return the lines of the JSON that begins at line `at`; nothing when none begins there."""
    if not re.match(r"\s*[{\[]\s*(?:$|[{\[\]}\"])", lines[at]):
        return []
    depth = 0
    for end in range(at, min(at + _MOST_LINES, len(lines))):
        depth += sum((char in "{[") - (char in "}]") for char in lines[end])
        if depth <= 0:
            return lines[at : end + 1]
    return []
