"""Documents made for one test: PDF, Word and zip files, good and bad."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping, Sequence
from io import BytesIO

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from pypdf import PdfReader, PdfWriter


def pdf(*pages: str, packed: bool = False) -> bytes:
    """Return a PDF with one line of text per line of each page (ISO 32000-1, section 7.5)."""
    numbers = range(len(pages))
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in numbers)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number in numbers:
        resources = "/Resources << /Font << /F1 3 0 R >> >> /MediaBox [0 0 612 792]"
        objects.append(f"<< /Type /Page /Parent 2 0 R {resources} /Contents {5 + 2 * number} 0 R >>".encode())
        objects.append(_stream(pages[number], packed=packed))
    return _file(objects)


def _stream(page: str, *, packed: bool) -> bytes:
    lines = " ".join(f"({line}) Tj 0 -14 Td" for line in page.split("\n") if line)
    content = f"BT /F1 12 Tf 72 720 Td {lines} ET".encode()
    content = zlib.compress(content) if packed else content
    how = " /Filter /FlateDecode" if packed else ""
    return f"<< /Length {len(content)}{how} >>\nstream\n".encode() + content + b"\nendstream"


def _file(objects: Sequence[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n"
    )
    return out + end.encode() + b"%%EOF\n"


def locked_pdf(password: str) -> bytes:
    """Return a PDF that opens with `password` only."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf("secret"))))
    writer.encrypt(user_password=password, algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def docx() -> bytes:
    """Return a Word document with a title, headings, paragraphs, a list, code and a table."""
    document = Document()
    document.add_heading("Acme API", level=0)
    document.add_heading("Users", level=2)
    document.add_paragraph("Users are people.")
    document.add_paragraph("first", style="List Bullet")
    document.add_paragraph("second", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for row, texts in zip(table.rows, (("Field", "Type"), ("name", "string | null")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.styles.add_style("Source Code", WD_STYLE_TYPE.PARAGRAPH)
    for line in ("GET /users", "Accept: text/html"):
        document.add_paragraph(line, style="Source Code")
    document.add_paragraph("The end.")
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def zipped(entries: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip archive of `entries`."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def altered(archive: bytes, name: str, data: bytes) -> bytes:
    """Return `archive` with the entry `name` replaced by `data`."""
    with zipfile.ZipFile(BytesIO(archive)) as old:
        return zipped({each: data if each == name else old.read(each) for each in old.namelist()})
