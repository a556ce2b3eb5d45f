"""Word documents to text: headings, lists, code and tables in Markdown's notation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any, Final
from zipfile import ZipFile

from docx import Document
from docx.oxml.ns import qn

from shared.compiler.reading import archives
from shared.compiler.reading.docx_paragraphs import paragraph
from shared.compiler.reading.tables import table
from shared.compiler.reading.text_limits import TextLimits, at_most
from shared.kernel.errors import ApplicationError, Invalid

_PARAGRAPH: Final = qn("w:p")
_TABLE: Final = qn("w:tbl")
_ROW: Final = qn("w:tr")
_CELL: Final = qn("w:tc")
_CONTROL: Final = qn("w:sdt")
_CONTROL_CONTENT: Final = qn("w:sdtContent")


def docx_text(name: str, data: bytes, limits: TextLimits) -> str:
    """
    Return the paragraphs and tables of Word document `name`, in their order.

    Raises:
        Invalid: `docx_broken`, or what `archives.unpack` raises for its container.
        TooLarge: `archive_too_large`, before anything is unpacked, or `document_too_large`.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            archives.check(name, archive, limits.archive)
        return _text(name, Document(BytesIO(data)), limits)
    except ApplicationError:
        raise
    except Exception:  # noqa: BLE001 - a damaged document makes the parser fail in ways it does not list
        message = f"{name} is a broken Word document; save it again and send it."
        raise Invalid(message, code="docx_broken") from None


def _text(name: str, document: Any, limits: TextLimits) -> str:  # noqa: ANN401 - lxml's elements are not typed
    body = document.element.body
    at_most(name, sum(1 for _ in body.iter()), limits.nodes, "elements")
    styles = {style.style_id: style.name or "" for style in document.styles}
    text = "\n\n".join(_merged(_blocks(body, styles)))
    at_most(name, len(text), limits.characters, "characters")
    return text


def _blocks(element: Any, styles: Mapping[str, str]) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Yield (kind, text) of each block: `code`, `item` or `block`; `styles` are names by identifier."""
    for child in element.iterchildren():
        if child.tag == _PARAGRAPH:
            yield paragraph(child, styles)
        elif child.tag == _TABLE:
            yield "block", table([_cells(row) for row in child.iterchildren(_ROW)])
        elif child.tag == _CONTROL:
            for content in child.iterchildren(_CONTROL_CONTENT):
                yield from _blocks(content, styles)


def _cells(row: Any) -> list[str]:  # noqa: ANN401
    """Return the texts of a row's cells as written; `python-docx` repeats merged ones as often as the file asks."""
    cells = row.iterchildren(_CELL)
    return [" ".join("".join(text.text or "" for text in p.iter(qn("w:t"))) for p in c.iter(_PARAGRAPH)) for c in cells]


def _merged(blocks: Iterator[tuple[str, str]]) -> Iterator[str]:
    """Yield blocks, with consecutive items of a list and lines of code joined into one."""
    kind, lines = "", list[str]()
    for next_kind, text in blocks:
        if lines and (next_kind != kind or kind == "block"):
            yield _block(kind, lines)
            lines = []
        kind = next_kind
        lines += [text] if text or kind == "code" else []
    if lines:
        yield _block(kind, lines)


def _block(kind: str, lines: list[str]) -> str:
    text = "\n".join(lines)
    return f"```\n{text}\n```" if kind == "code" else text
