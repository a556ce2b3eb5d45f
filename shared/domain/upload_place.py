"""Where an upload lies, and the object key that says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote

from shared.kernel.errors import Invalid

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html: 1,024 bytes of UTF-8.
_KEY_BYTES: Final = 1024
_PREFIX: Final = "uploads"
_PARTS: Final = 4
# What would split a path, change when it is decoded, or not survive XML.
_UNSAFE: Final = re.compile(r"[%/\\\x00-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadPlace:
    """The session, the document and the name of the file; any text, none empty."""

    session_id: str
    document_id: str
    filename: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """
    One upload as an event tells of it.

    `mark` is the same in every event about it and in no other; `version` names the bytes, or is "" where the store
    does not tell.
    """

    mark: str
    version: str = ""


def object_key(place: UploadPlace) -> str:
    """
    Return `uploads/{session}/{document}/{filename}` with each part percent-encoded only where a path needs it.

    Raises:
        Invalid: a part is empty, is no Unicode text, or the key has more than 1,024 bytes.
    """
    key = "/".join((f"{uploads_prefix(place.session_id)}{_part(place.document_id)}", _part(place.filename)))
    if len(key.encode()) > _KEY_BYTES:
        message = f"the file's name is too long: its place has more than {_KEY_BYTES} bytes"
        raise Invalid(message, code="filename_too_long")
    return key


def uploads_prefix(session_id: str) -> str:
    """Return what the keys of all uploads of a session start with, and no other session's."""
    return f"{_PREFIX}/{_part(session_id)}/"


def place_of(key: str) -> UploadPlace:
    """
    Return the place whose `object_key` is `key`.

    Raises:
        Invalid: the key names no place of an upload.
    """
    parts = key.split("/")
    if len(parts) != _PARTS or parts[0] != _PREFIX or not all(parts):
        message = "the object key names no upload"
        raise Invalid(message, code="not_an_upload")
    _, session_id, document_id, filename = map(unquote, parts)
    return UploadPlace(session_id=session_id, document_id=document_id, filename=filename)


def _part(text: str) -> str:
    if not text:
        message = "a part of the upload's place is empty"
        raise Invalid(message, code="not_an_upload")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        message = "a part of the upload's place is no Unicode text"
        raise Invalid(message, code="not_an_upload") from error
    # A part of nothing but dots would walk up the path.
    if text in {".", ".."}:
        return text.replace(".", "%2E")
    return _UNSAFE.sub(lambda found: quote(found[0], safe=""), text)
