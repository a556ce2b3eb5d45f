"""Documents: one item each, its chunks in one blob that names theirs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from shared.domain.document import Document, PendingUpload, StoredChunk
from shared.domain.session import Session
from shared.kernel.hashing import digest
from shared.kernel.identifiers import ChunkId, DocumentId, JobId
from shared.ports.blobs import Blobs
from shared.ports.items import Absent, Check, Condition, Delete, Equals, Item, Items, Put, Value
from shared.records import keys
from shared.records.headers import from_micros, to_micros
from shared.records.paging import every_item
from shared.records.values import to_text


@dataclass(frozen=True, slots=True)
class DocumentRecords:
    """The documents of every session, and the uploads on their way to become one."""

    items: Items
    blobs: Blobs

    def stored(self, session: Session, document: Document) -> Put:
        """Return the action that records `document`, replacing one with the same id."""
        # Unconditional: the caller's transaction carries the header's condition and the upload's.
        return Put(key=keys.document(session, document.id), attributes=self.encode(session, document), conditions=())

    def encode(self, session: Session, document: Document) -> dict[str, str | int]:
        """Return the document as a flat record, after keeping the list of its chunks as a blob."""
        return {
            "id": document.id,
            "filename": document.filename,
            "source": document.source,
            "url": document.url,
            "mediaType": document.media_type,
            "raw": document.raw,
            "size": document.size,
            "created": to_micros(document.created),
            "chunks": self.blobs.put(session.space, _listing(document.chunks)),
            "scrapeJobs": to_text(list(document.scrape_jobs)),
        }

    def decode(self, session: Session, at: Mapping[str, Value]) -> Document:
        """Return the document a record holds."""
        chunks = json.loads(self.blobs.get(session.space, str(at["chunks"])))
        return Document(
            id=DocumentId(str(at["id"])),
            filename=str(at["filename"]),
            source=str(at["source"]),
            url=str(at["url"]),
            media_type=str(at["mediaType"]),
            raw=str(at["raw"]),
            size=int(at["size"]),
            created=from_micros(int(at["created"])),
            chunks=tuple(_chunk(entry) for entry in chunks),
            scrape_jobs=tuple(json.loads(str(at["scrapeJobs"]))),
        )

    def removed(self, session: Session, document_id: str) -> Delete:
        """Return the action that removes a document."""
        return Delete(key=keys.document(session, document_id))

    def find(self, session: Session, document_id: str) -> Document | None:
        """Return the document, if the session has it."""
        item = self.items.get(keys.document(session, document_id))
        return None if item is None else self.decode(session, item.attributes)

    def list(self, session: Session) -> tuple[Document, ...]:
        """Return the session's documents, oldest first."""
        found = every_item(self.items, keys.content_partition(session), keys.DOCUMENTS)
        documents = (self.decode(session, item.attributes) for item in found)
        return tuple(sorted(documents, key=lambda document: (document.created, document.id)))

    def text(self, session: Session, chunk: StoredChunk) -> str:
        """Return a chunk's text."""
        return self.blobs.get(session.space, chunk.content).decode()

    def pending(self, session: Session, upload: PendingUpload) -> Put:
        """Return the action that announces an upload; it replaces an earlier one of the same document."""
        attributes: dict[str, str | int | bytes] = {
            "document": upload.document_id,
            "job": upload.job_id,
            "filename": upload.filename,
            "declaredType": upload.declared_type,
            "replacesAll": int(upload.replaces_all),
            "sent": int(upload.sent),
            "withdrawn": int(upload.withdrawn),
        }
        return Put(key=keys.upload(session, upload.document_id), attributes=attributes, conditions=())

    def processed(self, session: Session, upload: PendingUpload, *conditions: Condition) -> Delete:
        """Return the action that ends an upload, on condition that no newer one of the document was announced."""
        guard = (Equals("job", upload.job_id), *conditions)
        return Delete(key=keys.upload(session, upload.document_id), conditions=guard)

    def delivered(self, session: Session, delivery: str) -> Put:
        """Return the action that marks one upload as processed, for good, on condition that nobody did so before."""
        key = keys.delivery(session, _mark(delivery))
        return Put(key=key, attributes={"delivery": delivery}, conditions=(Absent(),))

    def not_delivered(self, session: Session, delivery: str) -> Check:
        """Return the check that this upload has not been processed."""
        return Check(key=keys.delivery(session, _mark(delivery)), conditions=(Absent(),))

    def was_delivered(self, session: Session, delivery: str) -> bool:
        """Return whether that upload was processed."""
        return self.items.get(keys.delivery(session, _mark(delivery))) is not None

    def withdrawn(self, session: Session, upload: PendingUpload) -> Put:
        """Return the action that keeps an announced upload from being processed when its event comes."""
        attributes = self.pending(session, replace(upload, withdrawn=True)).attributes
        guard = (Equals("job", upload.job_id),)
        return Put(key=keys.upload(session, upload.document_id), attributes=attributes, conditions=guard)

    def find_pending(self, session: Session, document_id: str) -> PendingUpload | None:
        """Return the newest upload of the document that was not processed yet."""
        item = self.items.get(keys.upload(session, document_id))
        return None if item is None else _pending(item)

    def list_pending(self, session: Session) -> tuple[PendingUpload, ...]:
        """Return the uploads that are still to be processed."""
        found = map(_pending, every_item(self.items, keys.content_partition(session), keys.UPLOADS))
        return tuple(upload for upload in found if not upload.withdrawn)


def _mark(delivery: str) -> str:
    return digest(delivery.encode("utf-8", "surrogatepass"))


def _listing(chunks: tuple[StoredChunk, ...]) -> bytes:
    return to_text([[c.id, c.content, c.summary, dict(c.metadata)] for c in chunks]).encode("utf-8", "surrogatepass")


def _chunk(entry: list[object]) -> StoredChunk:
    identifier, content, summary, metadata = entry
    assert isinstance(metadata, dict)  # noqa: S101 - what `_listing` wrote
    return StoredChunk(id=ChunkId(str(identifier)), content=str(content), summary=str(summary), metadata=metadata)


def _pending(item: Item) -> PendingUpload:
    at = item.attributes
    return PendingUpload(
        document_id=DocumentId(str(at["document"])),
        job_id=JobId(str(at["job"])),
        filename=str(at["filename"]),
        declared_type=str(at["declaredType"]),
        replaces_all=bool(at["replacesAll"]),
        sent=bool(at["sent"]),
        withdrawn=bool(at["withdrawn"]),
    )
