"""Documents that come as binary files: what their first bytes say."""

from __future__ import annotations

from typing import Final

from shared.compiler.reading import archives
from shared.compiler.reading.media_types import Format, Media
from shared.kernel.errors import Unsupported

_BINARIES: Final = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive (unpack it first)"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive (send a zip archive)"),
    (b"Rar!\x1a\x07", "a RAR archive (send a zip archive)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or password-protected Office document (save it as .docx or .pdf)"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a database file (send its schema as SQL)"),
)
_OFFICE: Final = (
    ("xl/workbook.xml", "an Excel workbook (save its sheets as CSV)"),
    ("ppt/presentation.xml", "a PowerPoint presentation (save it as PDF)"),
    ("META-INF/MANIFEST.MF", "a Java archive"),
    ("mimetype", "an OpenDocument or EPUB file (save it as .docx or .pdf)"),
)
_DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PDF_PROLOGUE: Final = 1024  # readers accept that much before the header (ISO 32000-1, annex H, note 13)


def container(filename: str, data: bytes) -> Media | None:
    """
    Return what the binary file `data` is, or None for one without a known signature.

    Raises:
        Invalid: `archive_broken`.
        Unsupported: a known format that is no documentation.
    """
    if data.startswith(b"%PDF-") or (filename.lower().endswith(".pdf") and b"%PDF-" in data[:_PDF_PROLOGUE]):
        return Media(format=Format.PDF, content_type="application/pdf")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(filename, data)
    for signature, what in _BINARIES:
        if data.startswith(signature):
            raise unsupported(filename, what)
    return None


def _zip(filename: str, data: bytes) -> Media:
    entries = archives.names(filename, data)
    if "word/document.xml" in entries:
        return Media(format=Format.DOCX, content_type=_DOCX)
    for entry, what in _OFFICE:
        if entry in entries:
            raise unsupported(filename, what)
    return Media(format=Format.ZIP, content_type="application/zip")


def unsupported(filename: str, what: str) -> Unsupported:
    """Return the error that says `filename` is `what`, and cannot be read."""
    return Unsupported(f"{filename} is {what}, which cannot be read as documentation.")
