"""Leaves as the values that are merged, and what comes of them as leaves again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from shared.domain.content import Leaf, Zone
from shared.domain.document import Document as StoredDocument
from shared.domain.document import StoredChunk
from shared.domain.merging.values import MISSING, Chunk, CodeFile, Document, Sides, Value
from shared.domain.session import Session
from shared.kernel.hashing import Json
from shared.kernel.identifiers import ChunkId, DocumentId
from shared.records.code import CodeRecords, derived_from
from shared.records.documents import DocumentRecords
from shared.records.headers import from_micros, to_micros
from shared.records.values import Values, leaf_hash
from shared.services.merge_units import Leaves3, same

_UNREAD: Final = "leaf"
"""The one field of a document that is taken or left as a whole, so that its chunks need not be read: its hash."""


@dataclass(frozen=True, slots=True)
class MergeValues:
    """The values of one session's space."""

    session: Session
    documents: DocumentRecords

    def sides(self, zone: Zone, leaves: Leaves3) -> Sides:
        """Return the values of a unit."""
        if zone == "docs" and _is_whole(leaves):
            return Sides(*(MISSING if leaf is None else _unread(leaf) for leaf in leaves))
        return Sides(*(self.value(zone, leaf) for leaf in leaves))

    def value(self, zone: Zone, leaf: Leaf | None) -> Value:
        """Return the value of a leaf."""
        if leaf is None:
            return MISSING
        if zone == "docs":
            return _document(self.documents.of_leaf(self.session, leaf))
        if zone == "code" and "v" not in leaf:
            return CodeFile(self._values.load_text(leaf), derived_from(leaf))
        return self._values.load(leaf)

    def leaf(self, name: str, value: Value, leaves: Leaves3, sides: Sides) -> Leaf | None:
        """Return the leaf of what came of a unit; that of a side where it is what the side has."""
        for side, leaf in zip(
            (sides.ours, sides.theirs, sides.base), (leaves.ours, leaves.theirs, leaves.base), strict=True
        ):
            if value is side:
                return leaf
        if isinstance(value, CodeFile):
            return CodeRecords(self.documents.blobs).leaf(self.session, value.text, value.derived_from)
        if isinstance(value, Document):
            return self.documents.stored(self.session, stored(name, value)).leaf
        return self._values.store(cast("Json", value))

    @property
    def _values(self) -> Values:
        return Values(self.documents.blobs, self.session.space)


def stored(name: str, document: Document) -> StoredDocument:
    """Return a document as it is kept; the opposite of what a merge is given."""
    at = cast("Mapping[str, Any]", document.fields)
    return StoredDocument(
        id=DocumentId(name),
        filename=at["filename"],
        source=at["source"],
        url=at["url"],
        media_type=at["mediaType"],
        raw=document.version,
        size=at["size"],
        created=from_micros(at["created"]),
        chunks=tuple(_stored_chunk(chunk_id, chunk) for chunk_id, chunk in document.chunks.items()),
        scrape_jobs=tuple(at["scrapeJobs"]),
    )


def _document(document: StoredDocument) -> Document:
    fields: dict[str, Json] = {
        "filename": document.filename,
        "source": document.source,
        "url": document.url,
        "mediaType": document.media_type,
        "size": document.size,
        "created": to_micros(document.created),
        "scrapeJobs": list[Json](document.scrape_jobs),
    }
    return Document(document.raw, fields, {chunk.id: _chunk(chunk) for chunk in document.chunks})


def _chunk(chunk: StoredChunk) -> Chunk:
    fields: dict[str, Json] = {"summary": chunk.summary, "metadata": dict(chunk.metadata), "told": dict(chunk.told)}
    return Chunk(chunk.content, fields)


def _stored_chunk(chunk_id: str, chunk: Chunk) -> StoredChunk:
    at = cast("Mapping[str, Any]", chunk.fields)
    return StoredChunk(
        id=ChunkId(chunk_id),
        content=chunk.content,
        summary=at.get("summary", ""),
        metadata=at.get("metadata", {}),
        told=at.get("told", {}),
    )


def _is_whole(leaves: Leaves3) -> bool:
    """Return whether only one side added or removed a document."""
    base, ours, theirs = leaves
    if base is None:
        return ours is None or theirs is None
    return (ours is None and same(base, theirs)) or (theirs is None and same(base, ours))


def _unread(leaf: Leaf) -> Document:
    record = cast("Mapping[str, Json]", leaf["v"])
    return Document(str(record["raw"]), {_UNREAD: leaf_hash(leaf)})
