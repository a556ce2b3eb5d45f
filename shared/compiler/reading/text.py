"""Documents of every format as text."""

from __future__ import annotations

from shared.compiler.reading.encodings import decode
from shared.compiler.reading.media_types import Format, Media
from shared.compiler.reading.text_limits import TextLimits, at_most
from shared.kernel.errors import Unsupported


def text(name: str, media: Media, data: bytes, limits: TextLimits | None = None) -> str:
    """
    Return the text of document `name`, with line feeds only.

    Pages, PDF and Word documents become Markdown-like text; everything else is its own text, decoded.

    Raises:
        Invalid: `not_utf8`, `pdf_broken`, `pdf_encrypted`, `pdf_without_text`, `docx_broken`, or `document_empty` for a
            page without text.
        TooLarge: `document_too_large`, `archive_too_large`.
        Unsupported: an archive, which is many documents (`archives.unpack`).
    """
    limits = limits or TextLimits()
    match media.format:
        case Format.PDF:
            from shared.compiler.reading.pdf_text import pdf_text  # noqa: PLC0415 - readers are loaded on use

            return pdf_text(name, data, limits)
        case Format.DOCX:
            from shared.compiler.reading.docx_text import docx_text  # noqa: PLC0415

            return docx_text(name, data, limits)
        case Format.ZIP:
            message = f"{name} is an archive; its documents are read one by one."
            raise Unsupported(message)
    return _decoded(name, media, data, limits)


def _decoded(name: str, media: Media, data: bytes, limits: TextLimits) -> str:
    decoded = decode(name, data, media.charset).replace("\r\n", "\n").replace("\r", "\n")
    at_most(name, len(decoded), limits.characters, "characters")
    if media.format is not Format.HTML:
        return decoded
    from shared.compiler.reading.html_text import html_text  # noqa: PLC0415

    return html_text(name, decoded, limits)
