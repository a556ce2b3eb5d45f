"""Task `Publish` of the scrape: record the documents and the job's end together."""

from __future__ import annotations

from dataclasses import dataclass

from shared.bootstrap.services import scraping
from shared.tasks.payloads import Reference
from shared.tasks.runner import task


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishPages:
    """Record the documents of the pages that were fetched."""

    session_id: str
    job_id: str
    pages: tuple[Reference, ...]


@task
def handler(command: PublishPages) -> None:
    """Record the documents, the job's end and the session's keys."""
    pages = tuple(page.blob for page in command.pages)
    scraping().publish(command.session_id, command.job_id, pages)
