"""Pack files into a zip whose bytes depend on nothing but the files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Final

EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip entry can carry
_REGULAR_FILE: Final = 0o100644 << 16
_MADE_ON_UNIX: Final = 3


def zip_bytes(files: Mapping[str, str]) -> bytes:
    """Return a zip (APPNOTE 6.3) of `files` in UTF-8: sorted by path, fixed date and rights, stored as they are."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(files):
            archive.writestr(plain_entry(path), files[path].encode())
    return buffer.getvalue()


def plain_entry(path: str, date_time: tuple[int, int, int, int, int, int] = EPOCH) -> zipfile.ZipInfo:
    """Return the entry of a regular file that everybody may read, stored as it is."""
    entry = zipfile.ZipInfo(path, date_time=date_time)
    entry.compress_type = zipfile.ZIP_STORED  # deflate's output differs between zlib versions
    entry.create_system = _MADE_ON_UNIX
    entry.external_attr = _REGULAR_FILE
    return entry
