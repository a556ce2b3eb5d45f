"""SQL scripts, cut between statements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from shared.compiler.reading.pieces import Piece, Weighed, enumeration, pack, tag_list
from shared.compiler.reading.token_counts import count_tokens
from shared.compiler.reading.words import noun

# Comments, strings and quoted names as in standard SQL, and dollar quoting (PostgreSQL, section 4.1.2.4); a semicolon
# inside them ends nothing. Possessive, so that an open quote costs one pass.
_TOKEN: Final = re.compile(
    r"--[^\n]*+|/\*.*?(?:\*/|\Z)|'(?:[^']|'')*+(?:'|\Z)|\"[^\"]*+(?:\"|\Z)|`[^`]*+(?:`|\Z)"
    r"|\$(?P<tag>\w{0,63})\$.*?(?:\$(?P=tag)\$|\Z)|(?P<end>;\s*+|\n[ \t]*go[ \t]*(?=\n|\Z)\s*+)|[^-/'\"`$;\n]++|.",
    re.IGNORECASE | re.DOTALL,
)
_TABLE: Final = re.compile(
    r"\bcreate\s+(?:\w+\s+){0,4}?(?:table|view)\s+(?:if\s+not\s+exists\s+)?([\w.\"`\[\]$-]{1,200})", re.IGNORECASE
)


def sql_pieces(text: str) -> tuple[Piece, ...]:
    """Return the parts of the SQL script `text`; joined they are `text` again."""
    weighed = (Weighed(value=statement, weight=count_tokens(statement)) for statement in _statements(text))
    return tuple(_piece("".join(statements)) for statements in pack(weighed))


def _statements(text: str) -> Iterator[str]:
    start = 0
    for token in _TOKEN.finditer(text):
        if token["end"]:
            yield text[start : token.end()]
            start = token.end()
    if start < len(text) or not start:
        yield text[start:]


def _piece(content: str) -> Piece:
    tables = [found.rsplit(".", 1)[-1].strip('"`[]') for found in _TABLE.findall(content)]
    return Piece(
        content=content,
        summary=f"Tables: {enumeration(tables)}" if tables else "SQL statements",
        tags=tag_list(["sql", *["schema"] * bool(tables), *tables, *("".join(noun(table)) for table in tables)]),
        category="reference_other",
    )
