"""Bytes to text: byte order marks, declared character sets, and a clear answer when neither fits."""

from __future__ import annotations

import codecs
from typing import Final

from shared.kernel.errors import Invalid

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with theirs
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Where the zero bytes are when the first two characters are ASCII (RFC 4627, section 3).
_UNMARKED: Final = {"x000": "utf-32-le", "000x": "utf-32-be", "x0x0": "utf-16-le", "0x0x": "utf-16-be"}

# Only character sets of documents: Python also calls `idna`, `utf-7` and `unicode_escape` encodings.
_CHARACTER_SETS: Final = frozenset(
    {"ascii", "iso8859-1", "iso8859-2", "iso8859-15", "cp1250", "cp1251", "cp1252", "koi8-r"}
    | {"shift_jis", "euc_jp", "gbk", "gb18030", "big5", "euc_kr", "utf-8", "utf-16", "utf-16-le", "utf-16-be"}
)


def decode(name: str, data: bytes, charset: str = "") -> str:
    """
    Return the text of document `name`, without a byte order mark.

    A byte order mark decides; then `charset`, as a server declares it, if it is a character set of documents (else it
    is ignored); then the zero bytes of unmarked UTF-16 and UTF-32; then UTF-8. No byte is ever replaced.

    Raises:
        Invalid: `not_utf8`, with the place of the first byte that does not fit.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(name, data[len(mark) :], encoding)
    return _strictly(name, data, _known(charset) or _unmarked(data) or "utf-8")


def is_marked(data: bytes) -> bool:
    """Return whether `data` begins with a byte order mark, and so claims to be text."""
    return any(data.startswith(mark) for mark, _ in _MARKS)


def _known(charset: str) -> str:
    try:
        found = codecs.lookup(charset.strip()).name if charset.strip() else ""
    except LookupError:
        return ""
    return found if found in _CHARACTER_SETS else ""


def _unmarked(data: bytes) -> str:
    return _UNMARKED.get("".join("x" if byte else "0" for byte in data[:4]), "")


def _strictly(name: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = (
            f"{name} is not {encoding.upper()} text: byte 0x{data[error.start]:02X} at position {error.start}"
            f" (line {line}) does not fit; save it as UTF-8 and send it again."
        )
        raise Invalid(message, code="not_utf8") from None
