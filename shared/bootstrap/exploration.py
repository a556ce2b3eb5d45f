"""
The services that look around in the web: discovery and scrape, each built once per process.

As in `services`, every function imports its service when it is first called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.adapters.clock import SystemClock
from shared.bootstrap.asking import answers, asking
from shared.bootstrap.engines import engines
from shared.bootstrap.once import once
from shared.bootstrap.services import documentation, intake, jobs, stages

if TYPE_CHECKING:
    from shared.ports.search import SearchProvider
    from shared.services.discovery import Discovery
    from shared.services.recent import Recent
    from shared.services.robots import Robots
    from shared.services.scrapes import Scrapes
    from shared.services.scraping import Scraping
    from shared.services.stage_jobs import StageJobs
    from shared.services.visiting import Visiting


@once
def discovery() -> Discovery:
    """Return what finds links to documentation."""
    from shared.services.discovery import Discovery

    providers = tuple(map(_provider, engines().outside.providers))
    return Discovery(stages=stages(), answers=answers(), recent=_recent(), providers=providers, asking=asking())


@once
def discovery_jobs() -> StageJobs:
    """Return the discovery jobs of every session."""
    from shared.domain.job import JobKind
    from shared.services.stage_jobs import StageJobs

    return StageJobs(jobs=jobs(), kind=JobKind.DISCOVERY, recent=_recent())


@once
def scrapes() -> Scrapes:
    """Return the scrape jobs of every session."""
    from shared.domain.job import JobKind
    from shared.services.pages import Pages
    from shared.services.scrapes import Scrapes
    from shared.services.stage_jobs import StageJobs

    return Scrapes(
        stage=StageJobs(jobs=jobs(), kind=JobKind.SCRAPE),
        stages=stages(),
        pages=Pages(intake=intake()),
        recent=_recent(),
        blobs=engines().blobs,
    )


@once
def scraping() -> Scraping:
    """Return what plans and ends crawls."""
    from shared.services.publication import Publication
    from shared.services.scraping import Scraping

    publication = Publication(stages=stages(), documents=documentation().documents, answers=answers(), recent=_recent())
    return Scraping(stages=stages(), publication=publication, limits=engines().outside.limits, asking=asking())


@once
def visiting() -> Visiting:
    """Return what fetches pages."""
    from shared.adapters.clock import SystemPauses
    from shared.services.pages import Pages
    from shared.services.visiting import Visiting

    return Visiting(
        stages=stages(),
        pages=Pages(intake=intake()),
        web=engines().web,
        robots=_robots(),
        pauses=SystemPauses(),
        renderer=engines().outside.renderer(engines().web),
    )


@once
def _recent() -> Recent:
    from shared.bootstrap.engine_version import engine_version
    from shared.records.results import ResultRecords
    from shared.services.recent import Recent

    engine = f"{engine_version()} {engines().outside.told}"
    return Recent(stages=stages(), results=ResultRecords(engines().items), engine=engine)


@once
def _robots() -> Robots:
    from shared.services.robots import Robots

    return Robots(web=engines().web, clock=SystemClock())


def _provider(name: str) -> SearchProvider:
    if name == "catalogue":
        from shared.services.finding.catalogue import Catalogue

        return Catalogue(web=engines().web)
    if name == "site":
        from shared.services.finding.own_site import OwnSite

        return OwnSite(web=engines().web, robots=_robots())
    return engines().outside.web_search
