"""A page that was fetched, as a document of the session and the links it has."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from shared.compiler.reading.encodings import decode
from shared.compiler.reading.examination import Examination, examine
from shared.compiler.reading.media import sniff
from shared.compiler.reading.media_types import Format
from shared.compiler.reading.page_links import PageLinks, html_links, text_links
from shared.domain.document import Document, PendingUpload
from shared.domain.job import Job
from shared.domain.session import Session
from shared.domain.web.links import joined
from shared.domain.web.visits import Visit
from shared.kernel.errors import ApplicationError, Unavailable
from shared.kernel.hashing import Json, digest
from shared.kernel.identifiers import DocumentId, JobId, derived_uuid
from shared.ports.web import WebPage
from shared.services.intake import Intake
from shared.services.uploads import safe_filename

_TEXTUAL: Final = frozenset({Format.MARKDOWN, Format.TEXT})
_LONGEST_VALIDATOR: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Pages of the web as documents."""

    intake: Intake

    def visit(self, session: Session, job: Job, visit: Visit, page: WebPage, problem: str) -> Visit:
        """
        Return the visit with everything the page tells; `problem` is what is known to be wrong with it, or "".

        A page that cannot be read keeps its links, if it has any, and says why. The text of one with a problem is not
        kept.

        Raises:
            Unavailable: a store did not answer.
        """
        told = _with_links(replace(visit, final=page.url, size=len(page.body)), page)
        told = replace(told, etag=_short(page.validators.etag), modified=_short(page.validators.last_modified))
        if problem:
            return replace(told, error="" if _describes(told) else problem)
        try:
            document = self.document(session, job.id, page.url, page.media_type, page.body)
        except Unavailable:
            raise
        except ApplicationError as error:
            return replace(told, error=f"{visit.url}: {error}")
        record: dict[str, Json] = dict(self.intake.documentation.documents.encode(session, document))
        return replace(told, document=record, text=_mark(document))

    def document(self, session: Session, job_id: str, url: str, media_type: str, body: bytes) -> Document:
        """
        Return the page as a document of the session, its bytes and chunks kept.

        Raises:
            Invalid, Unsupported, TooLarge: it cannot be read.
        """
        filename = filename_of(url)
        identifier = DocumentId(derived_uuid(session.id, url))
        pending = PendingUpload(document_id=identifier, job_id=JobId(job_id), filename=filename)
        found: Examination = examine(filename, media_type, body)
        document = self.intake.store(session, pending, found, body)
        return replace(document, source="scraper", url=url, scrape_jobs=(job_id,))

    def of_job(self, document: Mapping[str, Json], job: Job) -> dict[str, Json]:
        """Return the record of a document that another crawl of the session made, as one of this job's as well."""
        jobs = json.loads(str(document["scrapeJobs"]))
        return dict(document) | {"scrapeJobs": json.dumps(sorted({*jobs, job.id}), separators=(",", ":"))}


def filename_of(url: str) -> str:
    """Return what a page's document is called: the last part of its address that says something."""
    return safe_filename(url.split("?", 1)[0].rstrip("/"))


def is_scripted(page: WebPage) -> bool:
    """Return whether an HTML page has hardly any text before its scripts have run."""
    return _links(page).needs_scripts


def _with_links(visit: Visit, page: WebPage) -> Visit:
    told = _links(page)
    base = joined(page.url, told.base) or page.url if told.base else page.url
    written = [*((target, "openapi") for target in told.descriptions), *told.links]
    found = {link: text for target, text in reversed(written) if (link := joined(base, target))}
    canonical = joined(base, told.canonical) if told.canonical else None
    return replace(visit, links=tuple(reversed(found.items())), canonical=canonical or "")


def _links(page: WebPage) -> PageLinks:
    filename = filename_of(page.url)
    try:
        media = sniff(filename, page.media_type, page.body)
        if media.format is Format.HTML:
            return html_links(decode(filename, page.body, media.charset))
        if media.format in _TEXTUAL:
            return text_links(decode(filename, page.body, media.charset))
    except ApplicationError:
        return PageLinks()
    return PageLinks()


def _describes(visit: Visit) -> bool:
    """Return whether the page leads to a description for machines, which says more than its text would."""
    return any(text == "openapi" for _, text in visit.links)


def _mark(document: Document) -> str:
    return digest("\n".join(chunk.content for chunk in document.chunks).encode())[:16]


def _short(validator: str) -> str:
    return validator if len(validator) <= _LONGEST_VALIDATOR else ""
