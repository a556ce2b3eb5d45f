"""A script, cut into the statements that say something about tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from shared.compiler.frontends.sql.products import Product

_START: Final = (
    r"create\s+(?:or\s+(?:replace|alter)\s+)?(?:global\s+|local\s+|temp(?:orary)?\s+|unlogged\s+|private\s+|recursive\s+"
    r"|materialized\s+|(?:no)?force\s+|editionable\s+|unique\s+|(?:non)?clustered\s+|algorithm\s*=\s*\w+\s+"
    r"|definer\s*=\s*\S+\s+|sql\s+security\s+\w+\s+)*+(?:table|view|type|domain|index)\b|alter\s+table\b|drop\s+table\b"
    r"|comment\s+on\b|exec(?:ute)?\s+(?:\[?sys\]?\.)?\[?sp_addextendedproperty\b|copy\b"
)
_BLANKS: Final = r"(?:\s++|--[^\n]*+|/\*(?!!).*?\*/)*+"
_RELEVANT: Final = re.compile(_BLANKS + r"(?P<start>" + _START + ")", re.IGNORECASE | re.DOTALL)
_STANDARD: Final = r"'[^']*+(?:''[^']*+)*+(?:'|\Z)|\"[^\"]*+(?:\"|\Z)"
_ESCAPING: Final = r"'(?:[^'\\]|\\.)*+(?:'|\Z)|\"(?:[^\"\\]|\\.)*+(?:\"|\Z)|\#[^\n]*+"
# A statement about a table that begins a line always is a new one: not everybody writes semicolons.
_LINE_END: Final = r"\n[ \t]*+(?:go|/)[ \t\r]*+(?=\n|\Z)|\n(?=[ \t]*+(?:create\s+table|alter\s+table)\b)"
# Comments, strings and quoted names (also in PostgreSQL's dollars) end nothing. Possessive, so that what is never
# closed costs one pass.
_PATTERN: Final = (
    r"(?:--[^\n]*+|/\*.*?(?:\*/|\Z)|(?<=\b[eE])'(?:[^'\\]|\\.)*+(?:'|\Z)|{strings}|`[^`]*+(?:`|\Z)|\[\w[^\]\n]*+\]"
    r"|\$(?P<tag>[A-Za-z_]\w{{0,62}}|)\$.*?(?:\$(?P=tag)\$|\Z)"
    r"|[^-/'\"`\[$;\n#]++|(?!{line_end})[^;])*+(?P<end>;|{line_end}|\Z)"
)
_FLAGS: Final = re.IGNORECASE | re.DOTALL
_STATEMENTS: Final = {
    strings: re.compile(_PATTERN.format(strings=strings, line_end=_LINE_END), _FLAGS)
    for strings in (_STANDARD, _ESCAPING)
}
_DELIMITED: Final = re.compile(
    r"^[ \t]*delimiter[ \t]+(?!;)\S+.*?(?:^[ \t]*delimiter[ \t]+;|\Z)", _FLAGS | re.MULTILINE
)
_DATA_END: Final = re.compile(r"^\\\.\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement without the comments before it, and the line it begins on, counted from 1."""

    text: str
    line: int

    def line_at(self, offset: int) -> int:
        """Return the line of the character at `offset`."""
        return self.line + self.text.count("\n", 0, offset)


def statements(script: str, written_for: Product) -> Iterator[Statement]:
    """Yield the statements of `script` that define or change tables, views, types, keys and comments, in order."""
    text = _without_procedures(script) if written_for == "mysql" else script
    line, counted = 1, 0
    for start, end in _ranges(text, written_for):
        found = _RELEVANT.match(text, start, end)
        if found:
            line += text.count("\n", counted, found.start("start"))
            counted = found.start("start")
            yield Statement(text=text[counted:end].rstrip(), line=line)


def _without_procedures(script: str) -> str:
    """Return the script without what stands between changed delimiters: procedures and triggers; lines are kept."""
    return _DELIMITED.sub(lambda found: "\n" * found[0].count("\n"), script)


def _ranges(text: str, written_for: Product) -> Iterator[tuple[int, int]]:
    pattern = _STATEMENTS[_ESCAPING if written_for == "mysql" else _STANDARD]
    start = 0
    while start < len(text) and (found := pattern.match(text, start)):
        yield start, found.start("end")
        start = _after_data(text, start, max(found.end(), start + 1))


def _after_data(text: str, start: int, end: int) -> int:
    """Return where the next statement begins: after the rows, where the statement reads them from the script itself."""
    found = _RELEVANT.match(text, start, end)
    if not found or found["start"].lower() != "copy" or "from stdin" not in text[start:end].lower():
        return end
    data_end = _DATA_END.search(text, end)
    return data_end.end() if data_end else len(text)
