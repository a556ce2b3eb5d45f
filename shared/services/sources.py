"""A session's documents as the compiler reads them, and where in them lies what it found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from shared.compiler.model.connector import ConnectorModel
from shared.compiler.reading.documents import Document as SourceDocument
from shared.compiler.reading.evidence import Parted
from shared.compiler.reading.examination import members
from shared.domain.document import Document, StoredChunk
from shared.domain.session import Session
from shared.kernel.diagnostics import Location
from shared.kernel.hashing import Json, canonical, digest
from shared.records.documents import DocumentRecords


@dataclass(frozen=True, slots=True)
class Source:
    """A document as the compiler reads it, the document it belongs to, and the chunks of that it consists of."""

    source: SourceDocument
    document: Document
    chunks: tuple[StoredChunk, ...]


def sources(session: Session, documents: DocumentRecords) -> dict[str, Source]:
    """Return the session's documents as the compiler reads them, under names that differ."""
    found: dict[str, Source] = {}
    for document in (each for each in documents.list(session) if each.size):
        name = document.filename if document.filename not in found else f"{document.id}/{document.filename}"
        for member in members(name, document.media_type, documents.blobs.get(session.space, document.raw)):
            read = SourceDocument(name=member.name, media_type=member.media.content_type, data=member.data)
            found[member.name] = Source(read, document, _chunks_of(document, member.name))
    return found


def ids(found: Mapping[str, Source]) -> dict[str, Json]:
    """Return, for the name of each document that was read, its id and those of its chunks."""
    return {name: [source.document.id, [chunk.id for chunk in source.chunks]] for name, source in found.items()}


def cut(found: Mapping[str, Source]) -> str:
    """Return the hash of how the documents are cut into chunks: the same bytes may come cut otherwise."""
    return digest(canonical({name: [chunk.content for chunk in source.chunks] for name, source in found.items()}))


def places(
    session: Session, documents: DocumentRecords, found: Mapping[str, Source], model: ConnectorModel
) -> dict[str, Json]:
    """Return, for every place that a class, attribute or operation comes from, the number of its chunk."""
    parted: dict[str, Parted] = {}
    numbers: dict[str, Json] = {}
    for place in sorted(set(_places(model))):
        if (source := found.get(place.document)) is None or not source.chunks:
            continue
        if place.document not in parted:
            parted[place.document] = Parted([documents.text(session, chunk) for chunk in source.chunks])
        numbers[str(place)] = parted[place.document].place(place.pointer)
    return numbers


def _chunks_of(document: Document, name: str) -> tuple[StoredChunk, ...]:
    named = tuple(chunk for chunk in document.chunks if chunk.metadata.get("filename") == name)
    return named or document.chunks


def _places(model: ConnectorModel) -> Iterator[Location]:
    for entry in model.object_classes:
        yield from entry.source
        for attribute in entry.attributes:
            yield from attribute.source
        for operation in (*entry.operations, *entry.other_operations):
            yield from operation.source
    for operation in model.connectivity:
        yield from operation.source
