"""Task `Plan` of the scrape: which pages to fetch next."""

from __future__ import annotations

from dataclasses import dataclass

from shared.bootstrap.exploration import scraping
from shared.kernel.hashing import Json
from shared.tasks.commands import encoded
from shared.tasks.payloads import Reference
from shared.tasks.runner import task


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPages:
    """Go on with the crawl of a job, of which `fetched` is new; without a `crawl` it begins."""

    session_id: str
    job_id: str
    crawl: Reference | None
    fetched: tuple[Reference, ...]


@task
def handler(command: PlanPages) -> dict[str, Json]:
    """Return where the crawl is kept, and the pages to fetch as the items of a Map."""
    crawl = None if command.crawl is None else command.crawl.blob
    fetched = tuple(reference.blob for reference in command.fetched)
    plan = scraping().plan(command.session_id, command.job_id, crawl, fetched)
    return {
        "crawl": Reference(blob=plan.crawl.blob, size=plan.crawl.size).encode(),
        "lanes": [{"stops": encoded(lane.stops), "pauseMilliseconds": round(lane.pause * 1000)} for lane in plan.lanes],
        "more": bool(plan.lanes),
    }
