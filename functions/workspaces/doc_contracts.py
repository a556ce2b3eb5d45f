"""What the routes of documentation take."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from functions.workspaces.contracts import Asking


class ChunkWish(Asking):
    """What a chunk is to hold in part; what is left out stays as it is."""

    content: str | None = None
    summary: str | None = None
    metadata: dict[str, Any] | None = None


class WholeChunk(ChunkWish):
    """What a chunk is to hold, and, where it is new, the document it is to be the last one of."""

    content: str
    doc_id: str | None = None


class ChunkInDocument(ChunkWish):
    """A chunk of a new document; one without an id is given one."""

    chunk_id: str | None = None


class DocumentWish(Asking):
    """A document that comes cut into chunks."""

    filename: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    url: Annotated[str, StringConstraints(max_length=2000)] = ""
    media_type: Annotated[str, StringConstraints(max_length=200)] = "text/plain"
    chunks: list[ChunkInDocument] = Field(min_length=1, max_length=5000)


class DocumentsWish(Asking):
    """Documents that come together."""

    documents: list[DocumentWish] = Field(min_length=1, max_length=50)
