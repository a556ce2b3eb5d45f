"""Visit pages one after the other, politely, and keep what each of them is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from shared.domain.job import Job
from shared.domain.session import Session
from shared.domain.web.crawl_text import visit_from_json, visit_to_json
from shared.domain.web.links import host_of
from shared.domain.web.visits import Stop, Visit
from shared.kernel.errors import ApplicationError, Invalid, NotFound, Unavailable
from shared.kernel.hashing import Json
from shared.ports.clock import Pauses
from shared.ports.web import Renderer, Validators, Web, WebPage
from shared.services.pages import Pages, is_scripted
from shared.services.robots import Robots
from shared.services.stages import Kept, Stages

PAGE_LIMIT_BYTES: Final = 32 * 1024 * 1024
LANE_TIME: Final = timedelta(minutes=8)
"""How long one task visits pages; what is left then is planned again. Shorter than the task's time by one page's."""

_LONGEST_PAUSE: Final = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Visiting:
    """What one task of a crawl does."""

    stages: Stages
    pages: Pages
    web: Web
    robots: Robots
    pauses: Pauses
    renderer: Renderer | None = None

    def visit(self, session_id: str, job_id: str, stops: Sequence[Stop], pause: float) -> Kept:
        """
        Keep what became of each page, in order; one bad page is no reason to stop.

        Raises:
            Unavailable: a store did not answer; the task may be tried again.
        """
        session, job = self.stages.load(session_id, job_id)
        until = self.stages.jobs.clock.now() + LANE_TIME
        visits: list[Json] = []
        for number, stop in enumerate(stops):
            if job.ended or self.stages.jobs.clock.now() >= until:
                visit = Visit(url=stop.url, depth=stop.depth, postponed=True)
            else:
                self._wait(stop, stops[number - 1] if number else None, pause)
                visit = self._visited(session, job, stop)
            visits.append(visit_to_json(visit))
        return self.stages.keep_json(session, {"visits": visits})

    def _wait(self, stop: Stop, before: Stop | None, pause: float) -> None:
        if before is not None and host_of(before.url) == host_of(stop.url):
            self.pauses.pause(min(max(pause, self.robots.delay(stop.url)), _LONGEST_PAUSE))

    def _visited(self, session: Session, job: Job, stop: Stop) -> Visit:
        visit = Visit(url=stop.url, depth=stop.depth)
        if refusal := self.robots.refusal(stop.url):
            return replace(visit, error=f"{stop.url}: {refusal}")
        known = self._known(session, stop)
        try:
            page = self._fetched(stop.url, Validators(etag=known.etag, last_modified=known.modified) if known else None)
        except ApplicationError as error:
            return replace(visit, error=f"{stop.url}: {error}")
        if page.unchanged and known is not None:
            return self._as_known(known, job, stop)
        return self.pages.visit(session, job, visit, *self._rendered(page))

    def _fetched(self, url: str, known: Validators | None) -> WebPage:
        """Return the page; a server that does not answer is asked once more, and then it is the page's fault."""
        try:
            return self.web.fetch(url, limit=PAGE_LIMIT_BYTES, known=known)
        except Unavailable:
            return self._again(url)

    def _again(self, url: str) -> WebPage:
        self.pauses.pause(1.0)
        try:
            return self.web.fetch(url, limit=PAGE_LIMIT_BYTES)
        except Unavailable as error:
            raise Invalid(str(error), code="page_not_readable") from error

    def _rendered(self, page: WebPage) -> tuple[WebPage, str]:
        """Return the page as its scripts write it, and what to say if they cannot be run."""
        if not is_scripted(page):
            return page, ""
        if self.renderer is None:
            return page, f"{page.url}: the page writes its text with JavaScript, and no renderer is switched on."
        try:
            return self.renderer.render(page.url, limit=PAGE_LIMIT_BYTES), ""
        except ApplicationError as error:
            return page, f"{page.url}: its scripts could not be run: {error}"

    def _known(self, session: Session, stop: Stop) -> Visit | None:
        """Return what an earlier crawl of the session told of the page, if that is still there."""
        blob, _, place = stop.known.partition("/")
        if not blob:
            return None
        try:
            visits = self.stages.read_json(session, blob)["visits"]
        except NotFound:
            return None
        assert isinstance(visits, list)  # noqa: S101 - what `visit` kept
        told = visits[int(place)]
        return visit_from_json(told) if isinstance(told, dict) else None

    def _as_known(self, known: Visit, job: Job, stop: Stop) -> Visit:
        document = self.pages.of_job(known.document, job) if known.document else {}
        return replace(known, url=stop.url, depth=stop.depth, document=document, size=0)
