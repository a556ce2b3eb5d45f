"""The documents of a scrape, taken one after the other, and what its result says of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final

from shared.domain.content import Write
from shared.domain.document import Document
from shared.domain.session import Session
from shared.kernel.hashing import Json, canonical
from shared.records.documents import DocumentRecords
from shared.records.layers import PORTION
from shared.services.bundles import BUNDLES, PAGES, bundle
from shared.services.stages import Stages

BUNDLES_LIMIT_BYTES: Final = 3 * 1024 * 1024
"""What an answer carries even where nothing compresses it; the documents beyond are named, and read one by one."""

LISTED_LIMIT: Final = 1000
"""How many documents the session's data list, which are read as a whole; the job's answer names all of them."""


@dataclass(slots=True, kw_only=True)
class SavedPages:
    """
    What is to be published of a scrape.

    `writes` record the documents, `kept` are blobs of more of them: a scrape of any size is in memory in part only.
    """

    stages: Stages
    documents: DocumentRecords
    session: Session
    writes: list[Write] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    _listed: list[Json] = field(default_factory=list)
    _count: int = 0
    _bundles: BytesIO = field(default_factory=BytesIO)
    _chunks: int = 0
    _unshown: int = 0

    def add(self, document: Document) -> None:
        """Take one document."""
        self.writes.append(self.documents.stored(self.session, document))
        if len(self.writes) == PORTION:
            self.kept += self.stages.jobs.sessions.keep(self.session, self.writes)
            self.writes.clear()
        self._count += 1
        if self._count <= LISTED_LIMIT:
            self._listed.append({"docId": document.id, "url": document.url})
        self._chunks += len(document.chunks)
        self._show(document)

    def result(self, reason: str, pages: Mapping[str, Json]) -> dict[str, Json]:
        """Return the result of the scrape; `pages` say where each page is told of, for the crawl that comes after."""
        return {
            "finishReason": reason,
            "savedDocumentationsCount": self._count,
            "savedChunksCount": self._chunks,
            "savedDocumentations": self._listed,
            PAGES: self.stages.keep_json(self.session, dict(pages)).blob,
            BUNDLES: self._kept_bundles(),
        }

    def remarks(self) -> Iterator[str]:
        """Yield what the result does not show."""
        if self._unshown:
            yield f"{self._unshown} documents are too long to be part of this answer; read each under its docId."

    def _show(self, document: Document) -> None:
        size = sum(int(str(chunk.metadata.get("character_count") or 0)) for chunk in document.chunks)
        shown = self._bundles.tell() + size <= BUNDLES_LIMIT_BYTES
        texts = tuple(self.documents.text(self.session, chunk) for chunk in document.chunks) if shown else ()
        made: Json = bundle(document, texts) if shown else {"docId": document.id, "chunks": []}
        self._unshown += not shown
        self._bundles.write(b"," if self._bundles.tell() else b"[")
        self._bundles.write(canonical(made))

    def _kept_bundles(self) -> str:
        self._bundles.write(b"]" if self._bundles.tell() else b"[]")
        # Its bytes are handed out without being copied.
        return self.stages.keep(self.session, self._bundles.getvalue()).blob
