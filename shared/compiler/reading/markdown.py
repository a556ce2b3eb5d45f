"""Any page as Markdown, line for line where the notation allows it."""

from __future__ import annotations

import re
from typing import Final

from shared.compiler.reading.asciidoc import asciidoc_markdown
from shared.compiler.reading.html_text import html_text
from shared.compiler.reading.http_domain import same_directions
from shared.compiler.reading.media import sniff
from shared.compiler.reading.media_types import Format
from shared.compiler.reading.printed_pages import printed_markdown
from shared.compiler.reading.prose_elements import SKIPPED
from shared.compiler.reading.restructured_text import rst_markdown
from shared.compiler.reading.template_tags import without_tags
from shared.compiler.reading.text import text
from shared.compiler.reading.text_limits import TextLimits

_OPENING: Final = re.compile(r"<(table|dl|pre)\b[^<>]{0,500}>", re.IGNORECASE)
_BOLD_MEANS: Final = re.compile(
    r"\b(?:required|mandatory)\b[^.|]{0,80}\b(?:in|are|is) \**bold\b|\*\*bold\*\*[^.|]{0,60}\b(?:required|mandatory)\b",
    re.IGNORECASE,
)
_BOLD_NAME: Final = re.compile(r"(?m)^([ \t>]*\|[ \t]*)\*\*`?([\w.\[\]-]{1,60})`?\*\*[ \t]*\|")
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
    return _with_required(_plain(name, media_type, data))


def _with_required(page: str) -> str:
    """Return the page with names in bold starred, where it says that bold means required."""
    return _BOLD_NAME.sub(r"\1\2 * |", page) if _BOLD_MEANS.search(page) else page


def _plain(name: str, media_type: str, data: bytes) -> str:
    media = sniff(name, media_type, data)
    found = text(name, media, data)
    if media.format is Format.PDF:
        return printed_markdown(found)
    if media.format in {Format.HTML, Format.DOCX}:
        return same_directions(found)
    if media.content_type == "text/x-rst" or (
        media.format is Format.TEXT and _RST.search(found) and not _MARKDOWN.search(found)
    ):
        return rst_markdown(same_directions(found))
    if media.content_type == "text/asciidoc" or (
        media.format is Format.TEXT and _ADOC.search(found) and not _MARKDOWN.search(found)
    ):
        return asciidoc_markdown(found)
    return _embedded(name, found)


def _embedded(name: str, found: str) -> str:
    """Return Markdown with its HTML tables, definition lists and code in Markdown's own notation."""
    page = without_tags(_without_comments(found))
    made: list[str] = []
    at = 0
    unclosed: set[str] = set()  # searched in vain once; searching again would take quadratic time
    for start in _OPENING.finditer(page):
        tag = start[1]
        if start.start() < at or tag in unclosed:
            continue
        end = page.find(f"</{tag}>", start.end())
        if end < 0:
            unclosed.add(tag)
            continue
        end += len(tag) + 3
        made += [page[at : start.start()], _converted(name, page[start.start() : end])]
        at = end
    return "".join([*made, page[at:]])


def _without_comments(page: str) -> str:
    made: list[str] = []
    at = 0
    while (start := page.find("<!--", at)) >= 0 and (end := page.find("-->", start)) >= 0:
        made += [page[at:start], _blank(page[start:end])]
        at = end + 3
    return "".join([*made, page[at:]])


def _converted(name: str, part: str) -> str:
    lines = html_text(name, part, TextLimits()).split("\n")
    missing = part.count("\n") + 1 - len(lines)
    return "\n".join([*lines, *[SKIPPED] * missing])


def _blank(comment: str) -> str:
    return "\n".join([SKIPPED] * comment.count("\n")) + "\n" if "\n" in comment else ""
