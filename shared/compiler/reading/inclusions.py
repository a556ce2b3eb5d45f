"""Pages that take in others of the documents that came along (AsciiDoc's and reStructuredText's `include`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from shared.compiler.reading import codes
from shared.compiler.reading.documents import Document
from shared.compiler.reading.parts import Parts
from shared.kernel.diagnostics import Diagnostic, Location, Severity

_INCLUDE: Final = re.compile(
    rb"^include::(?P<adoc>[^\s\[\]{}]{1,300})\[(?P<options>[^\]\n]{0,200})\][ \t]*$"
    rb"|^(?P<indent>[ \t]*)\.\. (?P<literal>literal)?include::[ \t]*(?P<rst>[^\s]{1,300})[ \t]*$",
    re.MULTILINE,
)
_OFFSET: Final = re.compile(rb"leveloffset=\"?\+?(\d)")
_MOST_LEVELS: Final = 8
_MOST_BYTES: Final = 4 * 1024 * 1024
_MOST_PAGES: Final = 2000
_SUFFIXES: Final = ("adoc", "asciidoc", "asc", "rst", "inc", "txt")


def taken_in(documents: Sequence[Document], parts: Parts) -> tuple[tuple[Document, ...], tuple[Diagnostic, ...]]:
    """
    Return `documents` with what they include in its place, and one finding for each page that lacks something.

    What another document takes in is left out, unless all that take it in are taken in themselves.
    """
    whole: list[Document] = []
    findings: list[Diagnostic] = []
    inside: dict[str, set[str]] = {}
    for document in documents:
        page = _Page(document, parts)
        whole.append(page.whole())
        findings += page.findings()
        inside[document.name] = page.taken
    held = set().union(*inside.values())
    gone = set().union(*(taken for name, taken in inside.items() if name not in held))
    return tuple(each for each in whole if each.name not in gone), tuple(findings)


class _Page:
    """One document while it takes in others; `taken` are their names, `missing` those that did not come along."""

    def __init__(self, document: Document, parts: Parts) -> None:
        self.document = document
        self.parts = parts
        self.taken: set[str] = set()
        self.missing: list[str] = []
        self.bytes_left = _MOST_BYTES
        self.pages_left = _MOST_PAGES

    def whole(self) -> Document:
        name = self.document.name
        if name.rsplit(".", 1)[-1].lower() not in _SUFFIXES or not _INCLUDE.search(self.document.data):
            return self.document
        return replace(self.document, data=b"".join(self._filled(self.document.data, (name,))))

    def findings(self) -> Iterator[Diagnostic]:
        if self.missing:
            message = f"the page includes what did not come along: {', '.join(self.missing[:5])}"
            yield codes.finding(codes.INCLUSION_MISSING, Severity.INFO, message, Location(self.document.name, ""))

    def _filled(self, data: bytes, above: tuple[str, ...]) -> Iterable[bytes]:
        at = 0
        for found in _INCLUDE.finditer(data):
            inner = self._inner(found, above)
            if inner is not None:
                yield from (data[at : found.start()], inner)
                at = found.end()
        yield data[at:]

    def _inner(self, found: re.Match[bytes], above: tuple[str, ...]) -> bytes | None:
        target = (found["adoc"] or found["rst"]).decode("utf-8", "replace")
        known = self.parts.named(target, above[-1])
        name = self.parts.given(known) if known else ""
        if min(self.bytes_left, self.pages_left) <= 0:
            return None
        if not known or name in above or len(above) > _MOST_LEVELS:
            self.missing += [] if name in above else [target]
            return None
        data = self.parts.data(known)
        self.bytes_left -= len(data)
        self.pages_left -= 1
        self.taken.add(name)
        return _placed(found, b"".join(self._filled(data, (*above, name))), name)


def _placed(found: re.Match[bytes], inner: bytes, name: str) -> bytes:
    """Return what is taken in as it stands in the page: headings lowered, literal text indented under its directive."""
    if found["adoc"]:
        offset = _OFFSET.search(found["options"])
        return re.sub(rb"(?m)^(?==+ )", b"=" * int(offset[1]), inner) if offset else inner
    if not found["literal"]:
        return inner
    lines = (found["indent"] + b"   " + line for line in inner.strip(b"\n").split(b"\n"))
    language = name.rsplit(".", 1)[-1].lower().encode()
    return found["indent"] + b".. code-block:: " + language + b"\n\n" + b"\n".join(lines) + b"\n"
