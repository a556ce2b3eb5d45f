"""PDF documents to text, page by page."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from pypdf import PageObject, PdfReader, apply_configuration
from pypdf.errors import DependencyError, LimitReachedError

from shared.compiler.reading.text_limits import TextLimits, at_most
from shared.kernel.errors import ApplicationError, Invalid, TooLarge

logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)  # its warnings quote the document
_STREAM = 16 * 2**20
_WORK = 500_000
_FORMS = 200


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
            pages = tuple(_pages(name, _reader(name, data), limits))
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

    def page(self, page: PageObject) -> str:
        contents = page.get_contents()
        self.stream += len(contents.get_data()) if contents is not None else 0
        at_most(self.name, self.stream, self.limits.stream, "bytes of page descriptions")
        text = page.extract_text(visitor_operand_before=self._operation).strip()
        self.characters += len(text)
        at_most(self.name, self.characters, self.limits.characters, "characters")
        return text

    def _operation(self, *_: object) -> None:
        self.operations += 1
        at_most(self.name, self.operations, self.limits.operations, "drawing operations")


def _pages(name: str, reader: PdfReader, limits: TextLimits) -> Iterator[str]:
    at_most(name, len(reader.pages), limits.pages, "pages")
    work = _Work(name=name, limits=limits)
    for page in reader.pages:
        yield work.page(page)


def _joined(name: str, pages: tuple[str, ...]) -> str:
    if not any(pages):
        message = f"{name} holds no text, only pictures of pages; send a PDF with text in it."
        raise Invalid(message, code="pdf_without_text")
    return "\n\n".join(f"--- Page {number} ---\n{text}".rstrip() for number, text in enumerate(pages, start=1))
