"""The passages of pages that the readers left undecided."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from shared.compiler.reading import codes
from shared.compiler.reading.documents import Document
from shared.compiler.reading.markdown import markdown
from shared.compiler.reading.pages import is_page
from shared.kernel.diagnostics import Diagnostic
from shared.kernel.errors import ApplicationError

CHARACTERS: Final = 12_000
"""About 3,000 tokens: long enough for the description of one thing, short enough to be read with care."""

PASSAGES_LIMIT: Final = 200
_SHORTEST: Final = 80
_HEADING: Final = re.compile(r"(?m)^#{1,6} ")
_LINE: Final = re.compile(r"line (\d+)")
# A passage that names nothing of the kind holds no fact about an interface, whatever else it is about.
_TELLING: Final = re.compile(
    r"\b(?:GET|POST|PUT|PATCH|DELETE|HTTP|REST|API|JSON|URL|endpoint|request|token|attribute|field|parameter"
    r"|authenticat\w*|https?://)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A part of a page as text; `line` is the number of its first line, and `why` it is undecided."""

    document: str
    line: int
    text: str
    why: str


def undecided(documents: Sequence[Document], findings: Iterable[Diagnostic]) -> tuple[Passage, ...]:
    """
    Return what is left to ask about, in the order of the documents' names, at most `PASSAGES_LIMIT` passages.

    That is every telling passage of a page from which nothing was read, and of other pages the passages about which
    documents contradict each other. Documents that machines read leave nothing open.
    """
    reasons: dict[str, list[Diagnostic]] = {}
    for finding in findings:
        if finding.code in (codes.PAGE_WITHOUT_REQUESTS, codes.CONTRADICTION):
            reasons.setdefault(finding.at.document, []).append(finding)
    asked = (document for document in sorted(documents, key=lambda it: it.name) if document.name in reasons)
    found = (passage for document in asked for passage in _of_page(document, reasons[document.name]))
    return tuple(passage for passage, _ in zip(found, range(PASSAGES_LIMIT), strict=False))


def _of_page(document: Document, findings: list[Diagnostic]) -> Iterator[Passage]:
    if not is_page(document):
        return
    try:
        page = markdown(document.name, document.media_type, document.data)
    except ApplicationError:
        return
    whole = any(finding.code == codes.PAGE_WITHOUT_REQUESTS for finding in findings)
    lines = {int(place[1]) for finding in findings if (place := _LINE.fullmatch(finding.at.pointer))}
    for line, text in _parts(page):
        touched = any(line <= each <= line + text.count("\n") for each in lines)
        if (whole or touched) and len(text) >= _SHORTEST and _TELLING.search(text):
            why = "contradictory" if touched and not whole else "missing"
            yield Passage(document=document.name, line=line, text=text, why=why)


def _parts(page: str) -> Iterator[tuple[int, str]]:
    """Yield the page in parts of at most `CHARACTERS`, cut at headings where it can be, each with its first line."""
    start = 0
    while start < len(page):
        end = _cut(page, start)
        yield page.count("\n", 0, start) + 1, page[start:end]
        start = end


def _cut(page: str, start: int) -> int:
    limit = start + CHARACTERS
    if limit >= len(page):
        return len(page)
    headings = [found.start() for found in _HEADING.finditer(page, start + 1, limit)]
    paragraph = page.rfind("\n\n", start + 1, limit)
    return headings[-1] if headings else paragraph + 2 if paragraph > start else limit
