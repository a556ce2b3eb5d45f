"""Printed pages, whose headings, tables and code are only lines, as Markdown."""

from __future__ import annotations

import re
from typing import Final

from shared.compiler.reading.request_lines import request_line
from shared.compiler.reading.written_types import is_type

_PAGE: Final = re.compile(r"--- Page \d+ ---$")
_ROW: Final = re.compile(
    r"(?P<name>[a-z_@$][\w.\[\]-]{0,60})[ \t]+(?P<type>[A-Za-z]\w{2,20}(?:\[\])?)"
    r"(?:[ \t]+(?P<required>yes|no|required|optional|true|false))?(?:[ \t]+(?P<text>.*))?$"
)
_MOST_LINES: Final = 2_000
_NEEDED: Final = frozenset(["yes", "required", "true"])


def printed_markdown(text: str) -> str:
    """Return the text of printed pages as Markdown with as many lines: requests are headings, bodies are code."""
    made: list[str] = []
    lines = text.split("\n")
    while len(made) < len(lines):
        body = _body(lines, len(made))
        made += body or [_line(lines[len(made)].strip())]
    return "\n".join(made)


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
    """Return the lines of the JSON that begins at line `at`, each as code; nothing when none begins there."""
    if not re.match(r"\s*[{\[]\s*(?:$|[{\[\]}\"])", lines[at]):
        return []
    depth = 0
    for end in range(at, min(at + _MOST_LINES, len(lines))):
        depth += sum((char in "{[") - (char in "}]") for char in lines[end])
        if depth <= 0:
            return [f"    {line}" for line in lines[at : end + 1]]
    return []
