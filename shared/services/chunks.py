"""A session's documentation chunk by chunk, each written only from the state that was seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from shared.domain.content import Write
from shared.domain.document import Document, StoredChunk
from shared.domain.principal import Principal
from shared.domain.session import Change, Session
from shared.kernel.errors import Conflict, Invalid, NotFound, Stale, Unavailable
from shared.kernel.hashing import Json
from shared.kernel.identifiers import DocumentId
from shared.records.documents import DocumentRecords
from shared.services.comparison import chunk_hash
from shared.services.manifests import FoundChunk
from shared.services.new_chunks import ChunkText, Making, NewChunk, NewDocument, check_chunk_id
from shared.services.states import States
from shared.services.visibility import visible
from shared.services.workspaces import check_revision
from shared.services.zones import Seen, Written

_TRIES: Final = 20


Edit = Callable[[Session, Document, StoredChunk], Document]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunks:
    """
    The chunks of every session.

    A document's version is the digest of the bytes it was made of. Writing its chunks one by one leaves that alone, so
    that sessions which did so on both sides are merged chunk by chunk, and only what was cut anew is one unit.
    """

    states: States
    documents: DocumentRecords

    @property
    def _making(self) -> Making:
        return Making(self.states)

    def add(
        self, principal: Principal, session_id: str, new: tuple[NewDocument, ...], revision: int
    ) -> tuple[Session, tuple[FoundChunk, ...]]:
        """
        Add documents to the session, which must be at `revision`, as one change.

        Raises:
            NotFound, Forbidden: as `visible`.
            Invalid: an id cannot be a chunk's, or two chunks have the same.
            Stale: the session is at another revision.
            Conflict: a chunk's id is taken (`chunk_id_taken`).
        """
        ids = [chunk.id for document in new for chunk in document.chunks if chunk.id is not None]
        for chunk_id in ids:
            check_chunk_id(chunk_id)
        if len(set(ids)) < len(ids):
            message = "two chunks have the same chunkId"
            raise Invalid(message, code="validation_failed")
        session = visible(self.states.records, principal, session_id, "session.write")
        check_revision(session, revision)
        if ids:
            session = self._without(session, set(ids))
        documents = [self._making.document(session, each) for each in new]
        writes = tuple(self.documents.stored(session, document) for document in documents)
        facts: dict[str, Json] = {"docIds": [document.id for document in documents]}
        session = self._change(principal, session, writes, revision, facts)
        return session, tuple(FoundChunk(document, chunk) for document in documents for chunk in document.chunks)

    def added(self, principal: Principal, session_id: str, ids: Json) -> tuple[Session, tuple[FoundChunk, ...]]:
        """Return the chunks of documents that were added together; raises as `visible`."""
        assert isinstance(ids, list)  # noqa: S101 - what `add` told
        session, view = self.states.records.read(visible(self.states.records, principal, session_id))
        found = {document.id: document for document in self.documents.listed(session, view)}
        documents = [found[DocumentId(str(each))] for each in ids if each in found]
        return session, tuple(FoundChunk(document, chunk) for document in documents for chunk in document.chunks)

    def put(self, principal: Principal, session_id: str, chunk_id: str, text: ChunkText, seen: Seen) -> Written:
        """
        Give a chunk another text, or make it where it was seen to be absent.

        A new one is the last of the document it belongs to; where none is named it is a document of its own.

        Raises:
            NotFound: as `visible`; or there is no such chunk, or no such document (`not_found`).
            Stale: the chunk is not as it was seen.
            Invalid: the chunk belongs to another document than the one named, or the id cannot be a chunk's.
        """
        if not seen.absent:
            return self.write(principal, session_id, chunk_id, text, seen)
        check_chunk_id(chunk_id)
        for _ in range(_TRIES):
            session = visible(self.states.records, principal, session_id, "session.write")
            session, view = self.states.records.read(session)
            listed = self.documents.listed(session, view)
            present = next((each for document in listed for each in document.chunks if each.id == chunk_id), None)
            seen.check_hash("" if present is None else chunk_hash(present))
            document = self._making.extended(session, listed, NewChunk(text, chunk_id))
            try:
                write = self.documents.stored(session, document)
                changed = self._change(principal, session, (write,), session.revision)
            except Stale:
                continue  # somebody changed the session meanwhile
            return Written(changed, chunk_hash(document.chunks[-1]), created=True)
        raise _too_many(session_id)

    def write(self, principal: Principal, session_id: str, chunk_id: str, text: ChunkText, seen: Seen) -> Written:
        """
        Give an existing chunk another text, summary or metadata.

        Raises:
            NotFound: as `visible`, or there is no such chunk (`not_found`).
            Stale: the chunk is not as it was seen.
            Invalid: it belongs to another document than the one named.
        """

        def edit(session: Session, document: Document, chunk: StoredChunk) -> Document:
            if text.doc_id not in {None, document.id}:
                message = f"chunk {chunk_id} belongs to document {document.id}, and stays there"
                raise Invalid(message, code="validation_failed")
            filled = self._making.filled(session, chunk, text)
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
                changed = self._change(principal, session, (write,), session.revision)
            except Stale:
                continue  # somebody changed the session meanwhile, maybe this very chunk
            return Written(changed, after, created=False)
        raise _too_many(session_id)

    def _without(self, session: Session, ids: set[str]) -> Session:
        session, view = self.states.records.read(session)
        taken = {chunk.id for document in self.documents.listed(session, view) for chunk in document.chunks} & ids
        if taken:
            message = f"session {session.id} has a chunk {min(taken)} already"
            raise Conflict(message, code="chunk_id_taken")
        return session

    def _found(self, session: Session, chunk_id: str) -> tuple[Session, FoundChunk]:
        session, view = self.states.records.read(session)
        for document in self.documents.listed(session, view):
            for chunk in document.chunks:
                if chunk.id == chunk_id:
                    return session, FoundChunk(document, chunk)
        message = f"Session {session.id} has no chunk {chunk_id}"
        raise NotFound(message)

    def _change(
        self,
        principal: Principal,
        session: Session,
        writes: tuple[Write, ...],
        revision: int,
        facts: Mapping[str, Json] | None = None,
    ) -> Session:
        change = Change(
            event_id=self.states.identifiers.new(),
            kind="docs.changed",
            author=f"user:{principal.subject}",
            at=self.states.clock.now(),
            writes=writes,
            facts=facts or {},
        )
        return self.states.records.change(session, change, revision=revision)


def _too_many(session_id: str) -> Unavailable:
    return Unavailable(f"session {session_id} is being changed by too many writers; try again")
