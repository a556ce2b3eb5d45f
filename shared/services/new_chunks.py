"""Chunks of documentation as somebody sends them, made into those that are kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from shared.domain.document import Document, StoredChunk
from shared.domain.session import Session
from shared.kernel.errors import Invalid, NotFound
from shared.kernel.hashing import Json
from shared.kernel.identifiers import ChunkId, DocumentId
from shared.services.states import States

_SUMMARY: Final = 500
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkText:
    """
    What a chunk is to hold; what is None stays as it is, or is empty in a new one.

    `doc_id` is the document it belongs to, where the sender says so.
    """

    content: str | None = None
    summary: str | None = None
    metadata: Mapping[str, Json] | None = None
    doc_id: str | None = None


@dataclass(frozen=True, slots=True)
class NewChunk:
    """A chunk to make; without an id it is given one."""

    text: ChunkText
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDocument:
    """A document that comes already cut into chunks."""

    filename: str
    url: str = ""
    media_type: str = "text/plain"
    chunks: tuple[NewChunk, ...] = field(default_factory=tuple)


def check_chunk_id(chunk_id: str) -> None:
    """
    Refuse what cannot be the id of a chunk.

    Raises:
        Invalid: it has not the form of an id (`validation_failed`).
    """
    if not _ID.fullmatch(chunk_id):
        message = f"a chunkId matches {_ID.pattern}"
        raise Invalid(message, code="validation_failed")


@dataclass(frozen=True, slots=True)
class Making:
    """Make documents and chunks of a session."""

    states: States

    def document(self, session: Session, new: NewDocument) -> Document:
        """Return a new document; its version is the digest of its chunks' texts, one after the other."""
        raw = "\n".join(chunk.text.content or "" for chunk in new.chunks).encode("utf-8", "surrogatepass")
        return Document(
            id=DocumentId(self.states.identifiers.new()),
            filename=new.filename,
            source="upload",
            url=new.url or f"upload://{new.filename}",
            media_type=new.media_type,
            raw=self.states.records.blobs.put(session.space, raw),
            size=len(raw),
            created=self.states.clock.now(),
            chunks=tuple(self._chunk(session, chunk) for chunk in new.chunks),
        )

    def extended(self, session: Session, documents: Sequence[Document], new: NewChunk) -> Document:
        """
        Return the document that a chunk belongs to, with it as its last one.

        Raises:
            NotFound: there is no such document (`not_found`).
        """
        if new.text.doc_id is None:
            return self.document(session, NewDocument(filename=f"{new.id}.txt", chunks=(new,)))
        for document in documents:
            if document.id == new.text.doc_id:
                return replace(document, chunks=(*document.chunks, self._chunk(session, new)))
        message = f"Session {session.id} has no document {new.text.doc_id}"
        raise NotFound(message)

    def filled(self, session: Session, chunk: StoredChunk, text: ChunkText) -> StoredChunk:
        """Return a chunk with another text, summary or metadata."""
        content = chunk.content
        if text.content is not None or not content:
            data = (text.content or "").encode("utf-8", "surrogatepass")
            content = self.states.records.blobs.put(session.space, data)
        summary = chunk.summary if text.summary is None else text.summary[:_SUMMARY]
        metadata = chunk.metadata if text.metadata is None else text.metadata
        return replace(chunk, content=content, summary=summary, metadata=metadata)

    def _chunk(self, session: Session, new: NewChunk) -> StoredChunk:
        empty = StoredChunk(id=ChunkId(new.id or self.states.identifiers.new()), content="", summary="")
        return self.filled(session, empty, new.text)
