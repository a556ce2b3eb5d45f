"""Task `Fetch` of the scrape: one page."""

from __future__ import annotations

from dataclasses import dataclass

from shared.bootstrap.services import scraping
from shared.tasks.payloads import Reference
from shared.tasks.runner import task


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchPage:
    """Fetch one page of a scrape job."""

    session_id: str
    job_id: str
    url: str


@task
def handler(command: FetchPage) -> dict[str, Reference]:
    """Keep the page as a document and return where."""
    kept = scraping().fetch(command.session_id, command.job_id, command.url)
    return {"page": Reference(blob=kept.blob, size=kept.size)}
