"""Documents of a session, and the chunks they are cut into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from shared.kernel.hashing import Json
from shared.kernel.identifiers import ChunkId, DocumentId, JobId


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredChunk:
    """
    One piece of a document: where its text lies, and what is known about it.

    `told` holds what a bundle said of the chunk in the place of what the document says: `source`, `url`, `createdAt`,
    `scrapeJobIds`.
    """

    id: ChunkId
    content: str
    """The digest of the text's blob."""
    summary: str
    metadata: Mapping[str, Json] = field(default_factory=dict)
    told: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """
    One document: `source` is `upload` or `scraper`, `raw` the digest of the bytes as they came.

    `media_type` is what we found it to be, not what the sender said. `listing` is the digest of the list of its chunks,
    where that is kept.
    """

    id: DocumentId
    filename: str
    source: str
    url: str
    media_type: str
    raw: str
    size: int
    created: datetime
    chunks: tuple[StoredChunk, ...] = ()
    scrape_jobs: tuple[str, ...] = ()
    listing: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingUpload:
    """
    An upload that was announced and not yet processed; only the newest of a document may publish.

    `sent` tells one whose bytes were handed to us from one that somebody may still put under a link.
    A `withdrawn` one is not to be processed when its event comes.
    """

    document_id: DocumentId
    job_id: JobId
    filename: str
    declared_type: str = ""
    replaces_all: bool = False
    sent: bool = False
    withdrawn: bool = False
