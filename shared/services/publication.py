"""Make the pages of a crawl documents of the session, and say what it came to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from shared.domain.document import Document
from shared.domain.job import Job
from shared.domain.session import Session
from shared.domain.web.crawl import Crawl
from shared.domain.web.crawl_text import visit_from_json
from shared.kernel.errors import Invalid
from shared.kernel.hashing import Json
from shared.records.answers import AnswerRecords
from shared.records.documents import DocumentRecords
from shared.services.asking import spent_by
from shared.services.jobs import Outcome
from shared.services.recent import Recent
from shared.services.saved_pages import SavedPages
from shared.services.stages import StageEnd, Stages

COPIED_LIMIT: Final = 60
"""How many documents another session of the tenant may take over: that is done while somebody waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """The last task of a crawl."""

    stages: Stages
    documents: DocumentRecords
    answers: AnswerRecords
    recent: Recent

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
        saved = SavedPages(stages=self.stages, documents=self.documents, session=session)
        pages: dict[str, Json] = {}
        copies: list[Json] = []
        for document in self._kept(session, crawl, pages):
            saved.add(document)
            if crawl.kept <= COPIED_LIMIT:
                copies.append([document.url, document.media_type, document.raw])
        result = saved.result(_reason(crawl), pages)
        spent = spent_by(self.answers, session, job.id)
        outcome = Outcome(result=result | spent, errors=(*_errors(crawl), *saved.remarks()))
        end = StageEnd(stage="scrape", outcome=outcome, writes=tuple(saved.writes), kept=tuple(saved.kept))
        self.stages.publish(session, job, end)
        if crawl.kept and not crawl.errors:
            told: dict[str, Json] = {"session": session.id, "job": job.id, "result": result, "documents": copies}
            self.recent.keep(session, job, told)

    def _kept(self, session: Session, crawl: Crawl, pages: dict[str, Json]) -> Iterator[Document]:
        """Yield the documents in the order of their visits, noting where each page is told of; one blob at a time."""
        for blob, kept in crawl.results:
            visits = self.stages.read_json(session, blob)["visits"]
            for place, told in enumerate(cast("list[Mapping[str, Any]]", visits)):
                visit = visit_from_json(told)
                if visit.etag or visit.modified:
                    pages[visit.url] = f"{blob}/{place}"
                if place in kept:
                    yield self.documents.decode(session, visit.document)


def _reason(crawl: Crawl) -> str:
    if not crawl.fetched:
        return "no-starter-links"
    return "max-iterations-reached" if crawl.stopped else "no-more-links"


def _errors(crawl: Crawl) -> Iterator[str]:
    if crawl.stopped:
        yield crawl.stopped
    yield from crawl.errors
    if crawl.more_errors:
        yield f"{crawl.more_errors} more pages could not be read."
