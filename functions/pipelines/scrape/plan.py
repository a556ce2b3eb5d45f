"""Task `Plan` of the scrape: which pages to fetch."""

from __future__ import annotations

from dataclasses import dataclass

from shared.bootstrap.services import scraping
from shared.kernel.hashing import Json
from shared.tasks.runner import task


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPages:
    """Choose the pages of a scrape job."""

    session_id: str
    job_id: str


@task
def handler(command: PlanPages) -> dict[str, Json]:
    """Return the pages, as the items of a Map."""
    return {"pages": [{"url": url} for url in scraping().plan(command.session_id, command.job_id)]}
