"""Make the pages of a crawl documents of the session, and say what it came to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

from shared.domain.content import Write
from shared.domain.document import Document
from shared.domain.job import Job
from shared.domain.session import Session
from shared.domain.web.crawl import Crawl
from shared.domain.web.crawl_text import visit_from_json
from shared.domain.web.visits import Visit
from shared.kernel.errors import Invalid
from shared.kernel.hashing import Json, canonical
from shared.records.answers import AnswerRecords
from shared.records.documents import DocumentRecords
from shared.records.layers import PORTION
from shared.services.asking import spent_by
from shared.services.bundles import BUNDLES, PAGES, bundle
from shared.services.jobs import Outcome
from shared.services.stages import StageEnd, Stages

BUNDLES_LIMIT_BYTES: Final = 3 * 1024 * 1024
"""What an answer carries even where nothing compresses it; the documents beyond are named, and read one by one."""


@dataclass(slots=True, kw_only=True)
class _Tally:
    """What is to be published."""

    writes: list[Write] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    documents: list[Json] = field(default_factory=list)
    bundles: bytearray = field(default_factory=lambda: bytearray(b"["))
    pages: dict[str, Json] = field(default_factory=dict)
    chunks: int = 0
    unshown: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """The last task of a crawl."""

    stages: Stages
    documents: DocumentRecords
    answers: AnswerRecords

    def publish(self, session: Session, job: Job, crawl: Crawl) -> None:
        """
        Record the documents, the result, the job's end and the session's keys in one transaction, or nothing.

        Raises:
            Invalid: there is none (`no_page_readable`); the message tells why.
            Conflict: a newer crawl took the place of this one (`superseded`).
        """
        if job.ended:
            return
        if not crawl.kept and (crawl.fetched or crawl.errors):
            raise Invalid("; ".join(crawl.errors) or "no page has a text", code="no_page_readable")
        tally = _Tally()
        for document in self._kept(session, crawl, tally):
            self._count(session, document, tally)
        self._end(session, job, crawl, tally)

    def _kept(self, session: Session, crawl: Crawl, tally: _Tally) -> Iterator[Document]:
        """Yield the documents in the order of their visits, noting where each page is told of; one blob at a time."""
        for blob, kept in crawl.results:
            visits = self.stages.read_json(session, blob)["visits"]
            for place, told in enumerate(cast("list[Mapping[str, Any]]", visits)):
                visit = visit_from_json(told)
                if visit.etag or visit.modified:
                    tally.pages[visit.url] = f"{blob}/{place}"
                if place in kept:
                    yield self._document(session, visit)

    def _document(self, session: Session, visit: Visit) -> Document:
        return self.documents.decode(session, visit.document)

    def _count(self, session: Session, document: Document, tally: _Tally) -> None:
        self._write(session, self.documents.stored(session, document), tally)
        tally.documents.append({"docId": document.id, "url": document.url})
        tally.chunks += len(document.chunks)
        size = sum(int(str(chunk.metadata.get("character_count") or 0)) for chunk in document.chunks)
        shown = len(tally.bundles) + size <= BUNDLES_LIMIT_BYTES
        texts = tuple(self.documents.text(session, chunk) for chunk in document.chunks) if shown else ()
        made: Json = bundle(document, texts) if shown else {"docId": document.id, "chunks": []}
        tally.unshown += not shown
        tally.bundles += (b"," if len(tally.bundles) > 1 else b"") + canonical(made)

    def _write(self, session: Session, write: Write, tally: _Tally) -> None:
        """Note the write; a portion of them goes into a blob, so that a crawl of any size is held in part only."""
        tally.writes.append(write)
        if len(tally.writes) == PORTION:
            tally.kept += self.stages.jobs.sessions.keep(session, tally.writes)
            tally.writes.clear()

    def _end(self, session: Session, job: Job, crawl: Crawl, tally: _Tally) -> None:
        tally.bundles += b"]"
        result: dict[str, Json] = {
            "finishReason": _reason(crawl),
            "savedDocumentationsCount": len(tally.documents),
            "savedChunksCount": tally.chunks,
            "savedDocumentations": tally.documents,
            PAGES: self.stages.keep_json(session, tally.pages).blob,
            BUNDLES: self.stages.keep(session, bytes(tally.bundles)).blob,
        }
        result |= spent_by(self.answers, session, job.id)
        outcome = Outcome(result=result, errors=tuple(_errors(crawl, tally)))
        end = StageEnd(stage="scrape", outcome=outcome, writes=tuple(tally.writes), kept=tuple(tally.kept))
        self.stages.publish(session, job, end)


def _reason(crawl: Crawl) -> str:
    if not crawl.fetched:
        return "no-starter-links"
    return "max-iterations-reached" if crawl.stopped else "no-more-links"


def _errors(crawl: Crawl, tally: _Tally) -> Iterator[str]:
    if crawl.stopped:
        yield crawl.stopped
    yield from crawl.errors
    if crawl.more_errors:
        yield f"{crawl.more_errors} more pages could not be read."
    if tally.unshown:
        yield f"{tally.unshown} documents are too long to be part of this answer; read each under its docId."
