"""What a principal sends and gets back, and where an upload lies under which name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from shared.domain.document import Document, PendingUpload
from shared.domain.session import Session
from shared.domain.upload_place import UploadPlace

_FILENAME_LIMIT: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadRequest:
    """One file a principal sends; `replaces_all` makes it the session's only document once it is processed."""

    filename: str
    declared_type: str
    data: bytes
    document_id: str | None = None
    replaces_all: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadLink:
    """Where one file may be put, with which method, and until when."""

    document_id: str
    job_id: str
    url: str
    expires: datetime
    method: str = "PUT"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentBundle:
    """A document and the text of each of its chunks, in the same order."""

    document: Document
    texts: tuple[str, ...]


def place_of(session: Session, pending: PendingUpload) -> UploadPlace:
    """Return where the bytes of an upload lie."""
    return UploadPlace(session_id=session.id, document_id=pending.document_id, filename=pending.filename)


def safe_filename(filename: str) -> str:
    """Return the last part of the name, without control characters and of bounded length; never empty."""
    last = filename.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(character for character in last if character.isprintable()).strip()
    return printable[-_FILENAME_LIMIT:].strip(".") or "document"
