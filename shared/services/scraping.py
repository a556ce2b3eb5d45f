"""Crawl the documentation that begins at given links: which pages next, and what it came to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, cast

from shared.domain.job import Job, Progress
from shared.domain.session import Session
from shared.domain.web.crawl import Crawl, absorb, begun, stop_if_spent, taken
from shared.domain.web.crawl_text import crawl_from_json, crawl_to_json, visit_from_json
from shared.domain.web.limits import CrawlLimits
from shared.domain.web.links import LINKS_LIMIT, canonical_link, host_of
from shared.domain.web.visits import Lane, Stop, Visit, lanes
from shared.kernel.errors import Invalid, NotFound
from shared.kernel.hashing import Json
from shared.services.asking import Asking
from shared.services.bundles import PAGES
from shared.services.connectors import stage_job
from shared.services.judging import RANKING, judged
from shared.services.publication import Publication
from shared.services.stages import Kept, Stages

LANES: Final = 4
PER_LANE: Final = 8
DISCOVERED_LIMIT: Final = 5
"""How many of the links that a search found are followed without anybody having looked at them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Where the crawl is kept, and what to fetch next; no lanes when there is nothing left."""

    crawl: Kept
    lanes: tuple[Lane, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scraping:
    """Pages of the public web as documents of a session."""

    stages: Stages
    publication: Publication
    limits: CrawlLimits
    asking: Asking | None = None

    def plan(self, session_id: str, job_id: str, crawl: str | None, fetched: Sequence[str]) -> Plan:
        """
        Return what to fetch next, after taking in what `fetched` tells; without a `crawl` it begins.

        Raises:
            NotFound: the session or the job was deleted meanwhile.
        """
        session, job = self.stages.load(session_id, job_id)
        at = self._begun(session, job) if crawl is None else crawl_from_json(self.stages.read_json(session, crawl))
        for blob in fetched:
            absorb(at, blob, self._visits(session, blob), self.limits)
        stop_if_spent(at, self.limits, _minutes(self.stages.jobs.clock.now() - (job.started or job.created)))
        room = min(LANES * PER_LANE, max(0, self.limits.pages - at.fetched))
        judged(self.asking, session, job, at, room)
        stops = taken(at, room)
        self._report(session, job, at, len(stops))
        earlier = self._earlier(session, job) if stops else {}
        hosted = [(host_of(w.url), Stop(url=w.url, depth=w.depth, known=str(earlier.get(w.url, "")))) for w in stops]
        kept = self.stages.keep_json(session, crawl_to_json(at))
        return Plan(crawl=kept, lanes=lanes(hosted, LANES, self.limits.delay))

    def publish(self, session_id: str, job_id: str, crawl: str) -> None:
        """
        Record the documents of the pages that could be read, and why the crawl ended.

        Raises:
            Invalid: none could be (`no_page_readable`); the message tells why.
        """
        session, job = self.stages.load(session_id, job_id)
        self.publication.publish(session, job, crawl_from_json(self.stages.read_json(session, crawl)))

    def _begun(self, session: Session, job: Job) -> Crawl:
        given = job.input.get("starterLinks") or self._discovered(session, job)
        links: list[str] = []
        errors: list[str] = []
        for link in given[:LINKS_LIMIT] if isinstance(given, list) else []:
            try:
                links.append(canonical_link(str(link)))
            except Invalid as error:
                errors.append(str(error))
        crawl = begun(tuple(dict.fromkeys(links)), judging=bool(self.asking and job.input.get(RANKING)))
        crawl.errors += errors
        return crawl

    def _discovered(self, session: Session, job: Job) -> Json:
        """Return the best links that the same chain found; none for a scrape of its own."""
        found = self.stages.jobs.records.find(session, stage_job(job.parent, "discovery")) if job.parent else None
        links = (found.result or {}).get("candidateLinks") if found else None
        return links[:DISCOVERED_LIMIT] if isinstance(links, list) else None

    def _visits(self, session: Session, blob: str) -> list[Visit]:
        told = self.stages.read_json(session, blob)["visits"]
        return [visit_from_json(cast("Mapping[str, Any]", each)) for each in told] if isinstance(told, list) else []

    def _report(self, session: Session, job: Job, at: Crawl, more: int) -> None:
        total = min(at.fetched + more + len(at.waiting), self.limits.pages)
        message = f"{at.kept} documents from {at.fetched} pages"
        progress = Progress(stage="scraping", message=message, processed=at.fetched, total=max(total, at.fetched))
        self.stages.jobs.advance(session, job.id, progress)

    def _earlier(self, session: Session, job: Job) -> Mapping[str, Json]:
        """Return where the session's last crawl told of each page, unless everything is to be fetched afresh."""
        if job.input.get("skipCache"):
            return {}
        last = self.stages.jobs.sessions.value(session, "scrapeOutput")
        pages = last.get(PAGES) if isinstance(last, dict) else None
        try:
            return self.stages.read_json(session, pages) if isinstance(pages, str) else {}
        except (NotFound, ValueError):
            return {}  # somebody wrote something else under the key


def _minutes(span: timedelta) -> float:
    return span / timedelta(minutes=1)
