"""A document with its texts, in the form in which clients keep it and bring it back."""

from __future__ import annotations

from typing import Final

from shared.domain.document import Document, StoredChunk
from shared.kernel.hashing import Json

PAGES: Final = "pages"
"""The key of a scrape's result under which the place of every page lies, for the crawl that comes after."""
BUNDLES: Final = "bundles"
"""The key of a scrape's result under which the documents lie as clients read them."""


def bundle(document: Document, texts: tuple[str, ...]) -> dict[str, Json]:
    """Return the bundle of a document, the texts of its chunks in their order."""
    usual: dict[str, Json] = {
        "source": document.source,
        "url": document.url,
        "createdAt": document.created.isoformat(timespec="microseconds"),
        "scrapeJobIds": list[Json](document.scrape_jobs),
    }
    return {
        "docId": document.id,
        "chunks": [
            _chunk(chunk, text, usual | dict(chunk.told)) for chunk, text in zip(document.chunks, texts, strict=True)
        ],
    }


def _chunk(chunk: StoredChunk, text: str, told: dict[str, Json]) -> Json:
    return {
        "chunkId": chunk.id,
        "source": told["source"],
        "url": told["url"],
        "summary": chunk.summary,
        "content": text,
        "createdAt": told["createdAt"],
        "scrapeJobIds": told["scrapeJobIds"],
        "metadata": dict(chunk.metadata),
    }
