"""A session's documentation chunk by chunk, each written only from the state that was seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from shared.domain.content import Write
from shared.domain.document import Document, StoredChunk
from shared.domain.principal import Principal
from shared.domain.session import Change, Session
from shared.kernel.errors import Invalid, NotFound, Stale, Unavailable
from shared.kernel.hashing import Json
from shared.kernel.identifiers import ChunkId, DocumentId
from shared.records.documents import DocumentRecords
from shared.services.comparison import chunk_hash
from shared.services.manifests import FoundChunk
from shared.services.states import States
from shared.services.visibility import visible
from shared.services.zones import Seen, Written

_TRIES: Final = 20
_SUMMARY: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkText:
    """What a chunk is to hold; what is None stays as it is, or is empty in a new one."""

    content: str | None = None
    summary: str | None = None
    metadata: Mapping[str, Json] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDocument:
    """A document that comes already cut into chunks."""

    filename: str
    url: str = ""
    media_type: str = "text/plain"
    chunks: tuple[ChunkText, ...] = field(default_factory=tuple)


Edit = Callable[[Session, Document, StoredChunk], Document]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunks:
    """The chunks of every session."""

    states: States
    documents: DocumentRecords

    def add(self, principal: Principal, session_id: str, new: NewDocument) -> tuple[FoundChunk, ...]:
        """
        Add a document.

        Raises:
            NotFound, Forbidden: as `visible`.
            Invalid: it has no chunk.
        """
        session = visible(self.states.records, principal, session_id, "session.write")
        if not new.chunks:
            message = "a document has at least one chunk"
            raise Invalid(message, code="validation_failed")
        empty = StoredChunk(id=ChunkId(""), content="", summary="")
        chunks = tuple(
            replace(self._filled(session, empty, text), id=ChunkId(self.states.identifiers.new()))
            for text in new.chunks
        )
        raw = "\n".join(text.content or "" for text in new.chunks).encode("utf-8", "surrogatepass")
        document = Document(
            id=DocumentId(self.states.identifiers.new()),
            filename=new.filename,
            source="upload",
            url=new.url or f"upload://{new.filename}",
            media_type=new.media_type,
            raw=self.states.records.blobs.put(session.space, raw),
            size=len(raw),
            created=self.states.clock.now(),
            chunks=chunks,
        )
        self._change(principal, session, self.documents.stored(session, document), None)
        return tuple(FoundChunk(document, chunk) for chunk in chunks)

    def write(self, principal: Principal, session_id: str, chunk_id: str, text: ChunkText, seen: Seen) -> Written:
        """
        Give an existing chunk another text, summary or metadata.

        Raises:
            NotFound: as `visible`, or there is no such chunk (`not_found`).
            Stale: the chunk is not as it was seen.
        """

        def edit(session: Session, document: Document, chunk: StoredChunk) -> Document:
            filled = self._filled(session, chunk, text)
            return replace(document, chunks=tuple(filled if each.id == chunk.id else each for each in document.chunks))

        return self._edit(principal, session_id, chunk_id, edit, seen)

    def remove(self, principal: Principal, session_id: str, chunk_id: str, seen: Seen) -> Written:
        """Take a chunk out of its document; raises as `write`."""

        def edit(_session: Session, document: Document, chunk: StoredChunk) -> Document:
            return replace(document, chunks=tuple(each for each in document.chunks if each.id != chunk.id))

        return self._edit(principal, session_id, chunk_id, edit, seen)

    def _edit(self, principal: Principal, session_id: str, chunk_id: str, edit: Edit, seen: Seen) -> Written:
        for _ in range(_TRIES):
            session = visible(self.states.records, principal, session_id, "session.write")
            session, found = self._found(session, chunk_id)
            seen.check_hash(chunk_hash(found.chunk))
            document = edit(session, found.document, found.chunk)
            after = next((chunk_hash(chunk) for chunk in document.chunks if chunk.id == chunk_id), "")
            if document == found.document:
                return Written(session, after, created=False)
            try:
                write = self.documents.stored(session, document)
                changed = self._change(principal, session, write, session.revision)
            except Stale:
                continue  # somebody changed the session meanwhile, maybe this very chunk
            return Written(changed, after, created=False)
        message = f"session {session_id} is being changed by too many writers; try again"
        raise Unavailable(message)

    def _found(self, session: Session, chunk_id: str) -> tuple[Session, FoundChunk]:
        session, view = self.states.records.read(session)
        for document in self.documents.listed(session, view):
            for chunk in document.chunks:
                if chunk.id == chunk_id:
                    return session, FoundChunk(document, chunk)
        message = f"Session {session.id} has no chunk {chunk_id}"
        raise NotFound(message)

    def _filled(self, session: Session, chunk: StoredChunk, text: ChunkText) -> StoredChunk:
        content = chunk.content
        if text.content is not None or not content:
            data = (text.content or "").encode("utf-8", "surrogatepass")
            content = self.states.records.blobs.put(session.space, data)
        summary = chunk.summary if text.summary is None else text.summary[:_SUMMARY]
        metadata = chunk.metadata if text.metadata is None else text.metadata
        return replace(chunk, content=content, summary=summary, metadata=metadata)

    def _change(self, principal: Principal, session: Session, write: Write, revision: int | None) -> Session:
        change = Change(
            event_id=self.states.identifiers.new(),
            kind="docs.changed",
            author=f"user:{principal.subject}",
            at=self.states.clock.now(),
            writes=(write,),
        )
        return self.states.records.change(session, change, revision=revision)
