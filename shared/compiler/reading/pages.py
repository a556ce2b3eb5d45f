"""Which documents are pages for people."""

from __future__ import annotations

from typing import Final

from shared.compiler.reading.documents import Document, load
from shared.compiler.reading.media import sniff
from shared.compiler.reading.media_types import Format, is_page_name
from shared.kernel.errors import ApplicationError

_PAGES: Final = frozenset([Format.HTML, Format.PDF, Format.DOCX])
_PROSE: Final = frozenset([Format.MARKDOWN, Format.TEXT])


def is_page(document: Document) -> bool:
    """
    Return whether `document` is a page, and no data in YAML.

    Text whose name does not say that it is prose may be YAML, as which prose with its tables and code cannot be read.
    """
    try:
        format_ = sniff(document.name, document.media_type, document.data).format
    except ApplicationError:
        return False
    if format_ in _PAGES:
        return True
    return format_ in _PROSE and (is_page_name(document.name) or load(document).root is None)
