"""A document with its texts, in the form in which clients keep it and bring it back."""

from __future__ import annotations

from shared.domain.document import Document
from shared.kernel.hashing import Json


def bundle(document: Document, texts: tuple[str, ...]) -> dict[str, Json]:
    """Return the bundle of a document, the texts of its chunks in their order."""
    return {
        "docId": document.id,
        "chunks": [
            {
                "chunkId": chunk.id,
                "source": document.source,
                "url": document.url,
                "summary": chunk.summary,
                "content": text,
                "metadata": dict(chunk.metadata),
                "createdAt": document.created.isoformat(timespec="microseconds"),
                "scrapeJobIds": list[Json](document.scrape_jobs),
            }
            for chunk, text in zip(document.chunks, texts, strict=True)
        ],
    }
