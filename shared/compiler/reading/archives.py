"""Zip archives of documents, unpacked under limits."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812 - a class with a function's name

from shared.kernel.errors import Invalid, TooLarge, Unsupported

_ENCRYPTED: Final = 0x1  # bit 0 of the general purpose flags (APPNOTE.TXT, section 4.4.4)
_ZIP: Final = b"PK\x03\x04"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveLimits:
    """
    What an archive may hold, in bytes and counts; `ratio` is unpacked to packed size.

    The ratio counts only above `free`: small files of blanks pack well and harm nobody.
    """

    entries: int = 2_000
    entry: int = 64 * 2**20
    total: int = 128 * 2**20
    ratio: int = 200
    free: int = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveEntry:
    """One document of an archive; `name` is a relative path with `/`, without `..`."""

    name: str
    data: bytes


def names(name: str, data: bytes) -> tuple[str, ...]:
    """
    Return the names of the entries of archive `name`, as the archive writes them.

    Raises:
        Invalid: `archive_broken`.
    """
    with _opened(name, data) as archive:
        return tuple(archive.namelist())


def unpack(name: str, data: bytes, limits: ArchiveLimits | None = None) -> tuple[ArchiveEntry, ...]:
    """
    Return the documents of archive `name` in the archive's order; folders and the litter of file managers are left out.

    Raises:
        Invalid: `archive_broken`, `archive_encrypted`, `archive_nested`, `archive_unsafe` (a link, or two entries of
            one name) or `archive_empty`.
        TooLarge: `archive_too_large`, decided from the directory before anything is unpacked.
        Unsupported: `archive_method`, for a way of packing other than deflate.
    """
    with _opened(name, data) as archive:
        check(name, archive, limits or ArchiveLimits())
        found = tuple(_entries(name, archive))
    if not found:
        message = f"{name} holds no documents."
        raise Invalid(message, code="archive_empty")
    return found


def check(name: str, archive: ZipFile, limits: ArchiveLimits) -> None:
    """
    Refuse an archive whose directory promises more than `limits`, or that cannot be read as documents.

    Raises: as `unpack`.
    """
    entries = archive.infolist()
    total, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if len(entries) > limits.entries:
        raise _too_large(name, f"{len(entries)} entries", f"{limits.entries}")
    if total > limits.total or any(entry.file_size > limits.entry for entry in entries):
        raise _too_large(name, f"{total} bytes unpacked", f"{limits.total}, and {limits.entry} each")
    if total > limits.free and total > limits.ratio * max(packed, 1):
        raise _too_large(name, f"{total // max(packed, 1)} times its packed size", f"{limits.ratio} times")
    for entry in entries:
        _check_entry(name, entry)


def _too_large(name: str, found: str, allowed: str) -> TooLarge:
    return TooLarge(f"{name} would unpack to {found}; at most {allowed} are read.", code="archive_too_large")


def _check_entry(name: str, entry: ZipInfo) -> None:
    if entry.flag_bits & _ENCRYPTED:
        message = f"{name} is encrypted ({entry.filename!r}); send it without a password."
        raise Invalid(message, code="archive_encrypted")
    if stat.S_ISLNK(entry.external_attr >> 16):
        message = f"{name} holds the link {entry.filename!r}; send the document itself."
        raise Invalid(message, code="archive_unsafe")
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        message = f"{name} packs {entry.filename!r} in a way that is not read; use ordinary (deflate) compression."
        raise Unsupported(message, code="archive_method")


def _opened(name: str, data: bytes) -> ZipFile:
    try:
        return ZipFile(BytesIO(data))
    except (BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError, OverflowError):
        raise _broken(name) from None


def _broken(name: str) -> Invalid:
    return Invalid(f"{name} is a broken zip archive; make it again and send it.", code="archive_broken")


def _entries(name: str, archive: ZipFile) -> Iterator[ArchiveEntry]:
    seen: set[str] = set()
    for info in archive.infolist():
        path = _relative(info.filename)
        if info.is_dir() or _is_litter(path):
            continue
        if path in seen:
            message = f"{name} holds two documents named {path!r}; give each a name of its own."
            raise Invalid(message, code="archive_unsafe")
        seen.add(path)
        yield ArchiveEntry(name=path, data=_read(name, archive, info))


def _relative(filename: str) -> str:
    """Return `filename` without drive, root, `.` and `..`: an archive must not choose where its documents end up."""
    parts = filename.replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in ("", ".", "..") and not part.endswith(":"))


def _is_litter(path: str) -> bool:
    last = path.rsplit("/", 1)[-1]
    return not path or path.startswith("__MACOSX/") or last in (".DS_Store", "Thumbs.db", "desktop.ini")


def _read(name: str, archive: ZipFile, info: ZipInfo) -> bytes:
    try:
        with archive.open(info) as stream:
            data = stream.read(info.file_size + 1)
    except (BadZipFile, ZlibError, EOFError, NotImplementedError, ValueError):
        raise _broken(name) from None
    if data.startswith(_ZIP) and not _is_word_document(data):
        message = f"{name} holds another archive, {info.filename!r}; send its documents directly."
        raise Invalid(message, code="archive_nested")
    return data


def _is_word_document(data: bytes) -> bool:
    return "word/document.xml" in names("it", data)
