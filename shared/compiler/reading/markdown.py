"""Any page as Markdown, line for line where the notation allows it."""

from __future__ import annotations

import re
from typing import Final

from shared.compiler.reading.asciidoc import asciidoc_markdown
from shared.compiler.reading.html_text import html_text
from shared.compiler.reading.media import sniff
from shared.compiler.reading.media_types import Format
from shared.compiler.reading.printed_pages import printed_markdown
from shared.compiler.reading.prose_elements import SKIPPED
from shared.compiler.reading.restructured_text import rst_markdown
from shared.compiler.reading.text import text
from shared.compiler.reading.text_limits import TextLimits

_EMBEDDED: Final = re.compile(r"<(table|dl|pre)\b[^>]{0,500}>.{0,200000}?</\1>", re.IGNORECASE | re.DOTALL)
_COMMENT: Final = re.compile(r"<!--.{0,20000}?-->", re.DOTALL)
_RST: Final = re.compile(
    r"(?m)^\.\. [\w:-]+::|::[ \t]*$\n\n[ \t]+\S|^:\w[\w ]*:(?: |$)"
    r"|^={3,}(?:[ \t]+={3,})+[ \t]*$"
)
_ADOC: Final = re.compile(r"(?m)^={1,5} \S|^\|={3,}[ \t]*$|^\[source\b")
_MARKDOWN: Final = re.compile(r"(?m)^#{1,6} \S|^```")


def markdown(name: str, media_type: str, data: bytes) -> str:
    """
    Return document `name` as Markdown.

    Raises:
        Invalid, Unsupported, TooLarge: as `text.text`.
    """
    media = sniff(name, media_type, data)
    found = text(name, media, data)
    if media.format is Format.PDF:
        return printed_markdown(found)
    if media.format in {Format.HTML, Format.DOCX}:
        return found
    if media.content_type == "text/x-rst" or (
        media.format is Format.TEXT and _RST.search(found) and not _MARKDOWN.search(found)
    ):
        return rst_markdown(found)
    if media.content_type == "text/asciidoc" or (
        media.format is Format.TEXT and _ADOC.search(found) and not _MARKDOWN.search(found)
    ):
        return asciidoc_markdown(found)
    return _embedded(name, found)


def _embedded(name: str, found: str) -> str:
    """Return Markdown with its HTML tables, definition lists and code in Markdown's own notation."""
    return _EMBEDDED.sub(lambda part: _converted(name, part[0]), _COMMENT.sub(_blank, found))


def _converted(name: str, part: str) -> str:
    lines = html_text(name, part, TextLimits()).split("\n")
    missing = part.count("\n") + 1 - len(lines)
    return "\n".join([*lines, *[SKIPPED] * missing])


def _blank(comment: re.Match[str]) -> str:
    return "\n".join([SKIPPED] * comment[0].count("\n")) + "\n" if "\n" in comment[0] else ""
