"""Bring the pages of given links in, and cut them into chunks."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final, cast

from shared.compiler.reading.examination import examine
from shared.domain.document import Document, PendingUpload
from shared.domain.session import Session
from shared.kernel.errors import ApplicationError, Invalid, Unavailable
from shared.kernel.hashing import Json
from shared.kernel.identifiers import DocumentId, JobId, derived_uuid
from shared.ports.web import Web, WebPage
from shared.services.discovery import LINKS_LIMIT, canonical_link
from shared.services.intake import Intake
from shared.services.jobs import Outcome
from shared.services.stages import Kept, StageEnd, Stages
from shared.services.uploads import safe_filename

PAGE_LIMIT_BYTES: Final = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Scraping:
    """Pages of the public web as documents of a session."""

    stages: Stages
    intake: Intake
    web: Web

    def plan(self, session_id: str, job_id: str) -> tuple[str, ...]:
        """Return the pages to fetch: the job's own links, canonical, without repetition, at most `LINKS_LIMIT`."""
        _session, job = self.stages.load(session_id, job_id)
        given = job.input.get("starterLinks")
        links = [canonical_link(str(link)) for link in given[:LINKS_LIMIT]] if isinstance(given, list) else []
        return tuple(dict.fromkeys(links))

    def fetch(self, session_id: str, job_id: str, url: str) -> Kept:
        """
        Keep one page as a document, or the reason why it could not be read; one bad page does not end the job.

        Raises:
            Unavailable: a store did not answer; the task may be tried again.
        """
        session, job = self.stages.load(session_id, job_id)
        try:
            document = self._document(session, job.id, url)
        except Unavailable:
            raise
        except ApplicationError as error:
            return self.stages.keep_json(session, {"error": f"{url}: {error}"})
        record: dict[str, Json] = dict(self.intake.documentation.documents.encode(session, document))
        return self.stages.keep_json(session, {"document": record})

    def publish(self, session_id: str, job_id: str, pages: tuple[str, ...]) -> None:
        """
        Record the documents of the pages that could be read.

        Raises:
            Invalid: none could be (`no_page_readable`); the message tells why.
        """
        session, job = self.stages.load(session_id, job_id)
        found = [self.stages.read_json(session, page) for page in pages]
        errors = tuple(str(page["error"]) for page in found if "error" in page)
        records = self.intake.documentation.documents
        read = [records.decode(session, cast("dict[str, Json]", p["document"])) for p in found if "document" in p]
        # Two links may lead to one page.
        documents = list({document.id: document for document in read}.values())
        if not documents:
            message = "; ".join(errors) or "there was no link to fetch"
            raise Invalid(message, code="no_page_readable")
        outcome = Outcome(result=_result(documents), errors=errors)
        writes = tuple(records.stored(session, document) for document in documents)
        self.stages.publish(session, job, StageEnd(stage="scrape", outcome=outcome, writes=writes))

    def _page(self, url: str) -> WebPage:
        """Return the page; a server that does not answer twice is the page's fault, not the job's."""
        with suppress(Unavailable):
            return self.web.fetch(url, limit=PAGE_LIMIT_BYTES)
        try:
            return self.web.fetch(url, limit=PAGE_LIMIT_BYTES)
        except Unavailable as error:
            raise Invalid(str(error), code="page_not_readable") from error

    def _document(self, session: Session, job_id: str, url: str) -> Document:
        page = self._page(url)
        filename = safe_filename(page.url.split("?", 1)[0].rstrip("/"))
        pending = PendingUpload(
            document_id=DocumentId(derived_uuid(session.id, page.url)), job_id=JobId(job_id), filename=filename
        )
        document = self.intake.store(session, pending, examine(filename, page.media_type, page.body), page.body)
        return replace(document, source="scraper", url=page.url, scrape_jobs=(job_id,))


def _result(documents: list[Document]) -> dict[str, Json]:
    saved: list[Json] = [{"docId": document.id, "url": document.url} for document in documents]
    return {
        "finishReason": "no-more-links",
        "savedDocumentationsCount": len(documents),
        "savedChunksCount": sum(len(document.chunks) for document in documents),
        "savedDocumentations": saved,
    }
