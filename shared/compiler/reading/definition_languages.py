"""Which text is written in a language that defines data: SQL (ISO/IEC 9075) or GraphQL's (spec.graphql.org)."""

from __future__ import annotations

import re
from typing import Final, Literal

from shared.compiler.reading.documents import Document
from shared.compiler.reading.encodings import decode
from shared.compiler.reading.media import sniff
from shared.compiler.reading.media_types import Format
from shared.kernel.errors import ApplicationError

_SAMPLE: Final = 4 * 1024 * 1024
_SUFFIXES: Final = ("graphql", "gql", "graphqls")
_DEFINITION: Final = re.compile(
    r"^[ \t]*+(?:extend[ \t]++)?(?:type|interface|input|enum)[ \t]++[A-Za-z_]\w*+[^{}=:;()<>\n]*+\{\s*+"
    r"(?:\"|#|[A-Za-z_]\w*+\s*+[(:}A-Z])",
    re.MULTILINE,
)
# Text that is named as such is a script only where a statement begins it: prose may show one.
_SCRIPT: Final = re.compile(
    r"(?:\s++|--[^\n]*+|/\*.*?\*/)*+(?:create|drop|alter|set|use|pragma|begin|start|exec|comment)\b",
    re.IGNORECASE | re.DOTALL,
)
_TABLE: Final = re.compile(r"^[ \t]*+create\s+(?:\w+\s+){0,4}table\b[^;]*+;", re.IGNORECASE | re.MULTILINE)
_SCHEMA: Final = re.compile(
    r"^[ \t]*+(?:schema\b[^{\n]*+\{|(?:extend[ \t]++)?type[ \t]++(?:Query|Mutation)\b)", re.MULTILINE
)


def definition_language(document: Document) -> Literal["", "sql", "graphql"]:
    """Return the language that `document` is written in, "" for any other text and for data; cheap for JSON."""
    if document.data.lstrip()[:1] in (b"{", b"["):
        return ""
    try:
        media = sniff(document.name, document.media_type, document.data)
    except ApplicationError:
        return ""
    if media.format is Format.SQL:
        return "sql"
    if media.format is not Format.TEXT:
        return ""
    text = decode(document.name, document.data, media.charset)[:_SAMPLE]
    if _SCRIPT.match(text) and _TABLE.search(text):
        return "sql"
    return "graphql" if _is_graphql(document.name, text) else ""


def _is_graphql(name: str, text: str) -> bool:
    if name.rsplit(".", 1)[-1].lower() in _SUFFIXES:
        return _DEFINITION.search(text) is not None or _SCHEMA.search(text) is not None
    return _DEFINITION.search(text) is not None and _SCHEMA.search(text) is not None


def decoded(document: Document) -> str:
    """
    Return the text of `document`.

    Raises:
        Invalid: it is not text in the character set it declares.
    """
    media = sniff(document.name, document.media_type, document.data)
    return decode(document.name, document.data, media.charset)
