"""
Put a connector into a copy of the generic connector's jar.

A jar is a zip archive (JAR File Specification) whose `META-INF/MANIFEST.MF` names the connector bundle; the framework
finds scripts beside its own classes, so nothing has to be compiled.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import Final

from shared.compiler.writing.archive import plain_entry
from shared.compiler.writing.jar_manifest import with_attributes
from shared.kernel.errors import Invalid

MAX_SIZE: Final = 500_000_000
"""The most bytes a template may hold unpacked; the generic connector with its libraries holds a tenth."""
_MANIFEST: Final = "META-INF/MANIFEST.MF"
_SIGNATURES: Final = (".sf", ".rsa", ".dsa", ".ec")
_ENCRYPTED: Final = 0x1
_DAMAGE: Final = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, NotImplementedError, OSError, ValueError
)  # fmt: skip
"""What Python's reader raises for archives that are damaged, or packed in a way it does not know."""


def checked(template: bytes) -> None:
    """
    Raise unless `template` is a jar that a connector can be put into.

    Raises:
        Invalid: it is no jar, no connector bundle, signed, encrypted, or too large (`bad_template_jar`).
    """
    with _opened(template) as jar:
        for entry in _entries(jar):
            _read(jar, entry.filename)


def filled(template: bytes, files: Mapping[str, str], bundle_name: str) -> bytes:
    """
    Return `template` with `files` added and its connector bundle called `bundle_name`; same input, same bytes.

    Entries keep their order and dates and are stored as they are: deflate's output differs between zlib versions.

    Raises:
        Invalid: as `checked`, or it holds one of `files` or a connector's manifest already (`bad_template_jar`).
    """
    buffer = io.BytesIO()
    with _opened(template) as jar, zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as made:
        entries = _entries(jar)
        for path in sorted({it.filename for it in entries} & set(files)):
            reason = f"it holds {path} already; take the generic connector"
            raise _bad(reason)
        for entry in sorted(entries, key=lambda it: it.filename != _MANIFEST):
            data = _read(jar, entry.filename)
            if entry.filename == _MANIFEST:
                data = with_attributes(data, {"ConnectorBundle-Name": bundle_name})
            made.writestr(plain_entry(entry.filename, entry.date_time), data)
        for path in sorted(files):
            made.writestr(plain_entry(path), files[path].encode())
    return buffer.getvalue()


def _opened(template: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(template))
    except _DAMAGE as error:
        reason = "it is not a jar"
        raise _bad(reason) from error


def _entries(jar: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    entries = jar.infolist()
    for objection in _objections(jar, entries):
        raise _bad(objection)
    return entries


def _objections(jar: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Iterator[str]:
    names = [it.filename for it in entries]
    if len(set(names)) < len(names):
        yield "it holds two entries of one name"
    if any(it.flag_bits & _ENCRYPTED for it in entries):
        yield "it is encrypted"
    if any(it.upper().startswith("META-INF/") and it.lower().endswith(_SIGNATURES) for it in names):
        yield "it is signed, and what is added would break the signature"
    if sum(it.file_size for it in entries) > MAX_SIZE:
        yield f"it holds more than {MAX_SIZE} bytes"
    if _MANIFEST not in names or b"ConnectorBundle-Name" not in _read(jar, _MANIFEST):
        yield "its manifest names no connector bundle"
    filled_before = next((it for it in names if it.startswith("connector.manifest.")), None)
    if filled_before:
        yield f"it holds {filled_before} already; take the generic connector"


def _read(jar: zipfile.ZipFile, name: str) -> bytes:
    try:
        return jar.read(name)
    except _DAMAGE as error:
        reason = f"{name} in it is damaged"
        raise _bad(reason) from error


def _bad(reason: str) -> Invalid:
    return Invalid(f"the template jar cannot be used: {reason}", code="bad_template_jar")
