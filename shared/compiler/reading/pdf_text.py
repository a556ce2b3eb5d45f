"""PDF documents to text, page by page."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final, TypeAlias

from pypdf import PageObject, PdfReader, apply_configuration
from pypdf.errors import DependencyError, LimitReachedError

from shared.compiler.reading.pdf_lines import Piece, page_texts
from shared.compiler.reading.text_limits import TextLimits, at_most
from shared.kernel.errors import ApplicationError, Invalid, TooLarge

logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)  # its warnings quote the document
_STREAM = 16 * 2**20
_WORK = 500_000
_FORMS = 200
_SPACING: Final = 1.2
_STRONG: Final = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_TYPED: Final = re.compile(r"mono|courier|consol|menlo|typewriter|cmtt|fira ?code|source ?code", re.IGNORECASE)
_Matrix: TypeAlias = Sequence[float]


def pdf_text(name: str, data: bytes, limits: TextLimits) -> str:
    """
    Return the text of document `name`, each page after a line `--- Page n ---`.

    A document that is locked only against changes is read.

    Raises:
        Invalid: `pdf_broken`, `pdf_encrypted`, or `pdf_without_text` for pictures of pages.
        TooLarge: `document_too_large`.
    """
    try:
        with apply_configuration(
            zlib_maximum_output_length=_STREAM,
            lzw_maximum_output_length=_STREAM,
            run_length_maximum_output_length=_STREAM,
            array_based_stream_maximum_output_length=_STREAM,
            stream_parsing_work_maximum_count=_WORK,
            xform_maximum_invocations_per_extraction=_FORMS,
            page_tree_maximum_entries=10 * limits.pages,
        ):
            pages = tuple(page_texts(tuple(_pages(name, _reader(name, data), limits))))
    except ApplicationError:
        raise
    except LimitReachedError:
        message = f"{name} holds a page that is too large to be read; print it to PDF again or split it."
        raise TooLarge(message, code="document_too_large") from None
    except Exception:  # noqa: BLE001 - a damaged PDF makes the parser fail in ways it does not list
        message = f"{name} is a broken PDF document; print it to PDF again and send it."
        raise Invalid(message, code="pdf_broken") from None
    return _joined(name, pages)


def _reader(name: str, data: bytes) -> PdfReader:
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted and not _unlocked(reader):
        message = f"{name} is protected by a password; save it without one and send it again."
        raise Invalid(message, code="pdf_encrypted")
    return reader


def _unlocked(reader: PdfReader) -> bool:
    try:
        return bool(reader.decrypt(""))
    except (DependencyError, NotImplementedError):  # a cipher we do not carry
        return False


@dataclass(slots=True)
class _Work:
    """What was read of one document so far."""

    name: str
    limits: TextLimits
    stream: int = 0
    operations: int = 0
    characters: int = 0
    pieces: list[Piece] = field(default_factory=list)

    def page(self, page: PageObject) -> list[Piece]:
        contents = page.get_contents()
        self.stream += len(contents.get_data()) if contents is not None else 0
        at_most(self.name, self.stream, self.limits.stream, "bytes of page descriptions")
        self.pieces = []
        page.extract_text(visitor_operand_before=self._operation, visitor_text=self._placed)
        return self.pieces

    def _placed(self, text: str, outer: _Matrix, inner: _Matrix, font: Mapping[str, Any] | None, size: float) -> None:
        """Take over the lines of one text; only where its first line stands is told."""
        self.characters += len(text)
        at_most(self.name, self.characters, self.limits.characters, "characters")
        x = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
        y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
        height = abs(size * inner[3] * outer[3]) or abs(size) or 1.0
        face = str((font or {}).get("/BaseFont", ""))
        for number, line in enumerate(text.strip("\n").split("\n")):
            if line.strip():
                look = bool(_STRONG.search(face)), bool(_TYPED.search(face))
                self.pieces.append(Piece(line, x, y - number * height * _SPACING, height, *look))

    def _operation(self, *_: object) -> None:
        self.operations += 1
        at_most(self.name, self.operations, self.limits.operations, "drawing operations")


def _pages(name: str, reader: PdfReader, limits: TextLimits) -> Iterator[list[Piece]]:
    at_most(name, len(reader.pages), limits.pages, "pages")
    work = _Work(name=name, limits=limits)
    for page in reader.pages:
        yield work.page(page)


def _joined(name: str, pages: tuple[str, ...]) -> str:
    if not any(pages):
        message = f"{name} holds no text, only pictures of pages; send a PDF with text in it."
        raise Invalid(message, code="pdf_without_text")
    return "\n\n".join(f"--- Page {number} ---\n{text}".rstrip() for number, text in enumerate(pages, start=1))
