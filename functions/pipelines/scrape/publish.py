"""Task `Publish` of the scrape: record the documents and the job's end."""

from __future__ import annotations

from dataclasses import dataclass

from shared.bootstrap.exploration import scraping
from shared.tasks.payloads import Reference
from shared.tasks.runner import task


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishPages:
    """Record what a crawl came to."""

    session_id: str
    job_id: str
    crawl: Reference


@task
def handler(command: PublishPages) -> None:
    """Record the documents, the job's end and the session's keys."""
    scraping().publish(command.session_id, command.job_id, command.crawl.blob)
