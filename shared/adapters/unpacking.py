"""Bodies of answers, unpacked under a limit while they arrive."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from typing import Final

from shared.kernel.errors import Invalid, TooLarge

_GZIP: Final = 16 + zlib.MAX_WBITS
_GZIP_MAGIC: Final = b"\x1f\x8b"
_ENCODINGS: Final = {"gzip": _GZIP, "x-gzip": _GZIP, "deflate": zlib.MAX_WBITS}

ACCEPTED: Final = "gzip, deflate"


def body(url: str, parts: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """
    Return the body that arrives as `parts` under the content coding `encoding` (RFC 9110, section 8.4).

    Neither what is sent nor what it unpacks to passes `limit` bytes; nothing beyond the limit is ever unpacked.

    Raises:
        Invalid: `page_not_readable`, for a coding that was not asked for, or broken data.
        TooLarge: more than `limit` bytes.
    """
    coding = encoding.strip().lower()
    if coding in ("", "identity"):
        return _collected(url, parts, limit)
    if coding not in _ENCODINGS:
        message = f"{url} is packed in a way that was not asked for ({coding[:40]!r})."
        raise Invalid(message, code="page_not_readable")
    try:
        return _inflated(url, _collected(url, parts, limit), _ENCODINGS[coding], limit)
    except zlib.error:
        message = f"{url} was packed wrongly by its server and cannot be read."
        raise Invalid(message, code="page_not_readable") from None


def _collected(url: str, parts: Iterable[bytes], limit: int) -> bytes:
    collected = bytearray()
    for part in parts:
        collected += part
        if len(collected) > limit:
            raise _too_large(url, limit)
    return bytes(collected)


def _inflated(url: str, packed: bytes, window: int, limit: int) -> bytes:
    if window == zlib.MAX_WBITS and not _has_zlib_header(packed):
        window = -zlib.MAX_WBITS  # many servers leave the header out (RFC 9110, section 8.4.1.2, note)
    unpacker = zlib.decompressobj(window)
    unpacked = unpacker.decompress(packed, limit + 1)
    if len(unpacked) > limit:
        raise _too_large(url, limit)
    if not unpacker.eof or unpacker.unused_data.startswith(_GZIP_MAGIC):
        message = "the data end too early, or go on after their end"
        raise zlib.error(message)
    return unpacked


def _has_zlib_header(packed: bytes) -> bool:
    return len(packed) > 1 and packed[0] & 0x0F == zlib.DEFLATED and (packed[0] * 256 + packed[1]) % 31 == 0


def _too_large(url: str, limit: int) -> TooLarge:
    return TooLarge(f"{url} has more than {limit} bytes, which is more than is read of one page.")
