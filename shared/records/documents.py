"""Documents: one leaf each, its chunks in one blob that names theirs; and the uploads on their way to become one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from shared.domain.content import Leaf, Write
from shared.domain.document import Document, PendingUpload, StoredChunk
from shared.domain.session import Session
from shared.kernel.hashing import Json, digest
from shared.kernel.identifiers import ChunkId, DocumentId, JobId
from shared.ports.blobs import Blobs
from shared.ports.items import Absent, Check, Condition, Delete, Equals, Item, Items, Put
from shared.records import keys
from shared.records.content import ContentRecords, View
from shared.records.headers import from_micros, to_micros
from shared.records.paging import every_item
from shared.records.values import to_text


@dataclass(frozen=True, slots=True)
class DocumentRecords:
    """The documents of every session, and the uploads on their way to become one."""

    items: Items
    blobs: Blobs

    def stored(self, session: Session, document: Document) -> Write:
        """Return the write that records `document`, replacing one with the same id."""
        record = self.encode(session, document)
        named: list[Json] = [document.raw, record["chunks"]]
        return Write("docs", document.id, {"v": record, "w": len(document.chunks), "r": named})

    def encode(self, session: Session, document: Document) -> dict[str, Json]:
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

    def decode(self, session: Session, at: Mapping[str, Json], *, whole: bool = True) -> Document:
        """Return the document a record holds; unless `whole`, without its chunks."""
        chunks = json.loads(self.blobs.get(session.space, str(at["chunks"]))) if whole else ()
        return Document(
            id=DocumentId(str(at["id"])),
            filename=str(at["filename"]),
            source=str(at["source"]),
            url=str(at["url"]),
            media_type=str(at["mediaType"]),
            raw=str(at["raw"]),
            size=_number(at["size"]),
            created=from_micros(_number(at["created"])),
            chunks=tuple(_chunk(entry) for entry in chunks),
            scrape_jobs=tuple(json.loads(str(at["scrapeJobs"]))),
            listing=str(at["chunks"]),
        )

    def removed(self, document_id: str) -> Write:
        """Return the write that removes a document."""
        return Write("docs", document_id, None)

    def find(self, session: Session, document_id: str) -> Document | None:
        """Return the document, if the session has it."""
        leaf = ContentRecords(self.items, self.blobs).view(session).find("docs", document_id)
        return None if leaf is None else self.of_leaf(session, leaf)

    def list(self, session: Session, *, whole: bool = True) -> tuple[Document, ...]:
        """Return the session's documents, oldest first; unless `whole`, without their chunks."""
        return self.listed(session, ContentRecords(self.items, self.blobs).view(session), whole=whole)

    def listed(self, session: Session, view: View, *, whole: bool = True) -> tuple[Document, ...]:
        """Return the documents of a content, oldest first; unless `whole`, without their chunks."""
        documents = (self.of_leaf(session, leaf, whole=whole) for leaf in view.leaves("docs").values())
        return tuple(sorted(documents, key=lambda document: (document.created, document.id)))

    def of_leaf(self, session: Session, leaf: Leaf, *, whole: bool = True) -> Document:
        """Return the document that a leaf records; unless `whole`, without its chunks."""
        record = leaf["v"]
        assert isinstance(record, dict)  # noqa: S101 - what `stored` wrote
        return self.decode(session, record, whole=whole)

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


def _number(value: Json) -> int:
    assert isinstance(value, int)  # noqa: S101 - what `encode` wrote
    return value


def _mark(delivery: str) -> str:
    return digest(delivery.encode("utf-8", "surrogatepass"))


def _listing(chunks: tuple[StoredChunk, ...]) -> bytes:
    rows = [[c.id, c.content, c.summary, dict(c.metadata), *([dict(c.told)] if c.told else [])] for c in chunks]
    return to_text(rows).encode("utf-8", "surrogatepass")


def _chunk(entry: list[object]) -> StoredChunk:
    identifier, content, summary, metadata, *rest = entry
    told = rest[0] if rest else {}
    assert isinstance(metadata, dict)  # noqa: S101 - what `_listing` wrote
    assert isinstance(told, dict)  # noqa: S101 - likewise
    return StoredChunk(
        id=ChunkId(str(identifier)), content=str(content), summary=str(summary), metadata=metadata, told=told
    )


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
