"""
The services, each built once per process on the process's engines.

Every function here imports its service when it is first called, so that a Lambda loads only what it serves.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from shared.adapters.clock import SystemClock
from shared.adapters.identifiers import Uuid7Identifiers
from shared.adapters.patience import Backoff
from shared.bootstrap.engines import engines, when_hosted

if TYPE_CHECKING:
    from shared.ports.search import SearchProvider
    from shared.records.artefacts import ArtefactRecords
    from shared.records.documents import DocumentRecords
    from shared.records.sessions import SessionRecords
    from shared.services.access import Access
    from shared.services.artefacts import Artefacts
    from shared.services.classes import Classes
    from shared.services.connectors import Connectors
    from shared.services.digester import Digester
    from shared.services.digestion import Digestion
    from shared.services.discovery import Discovery
    from shared.services.documentation import Documentation
    from shared.services.generation import Generation
    from shared.services.intake import Intake
    from shared.services.jobs import Jobs
    from shared.services.readings import Readings
    from shared.services.robots import Robots
    from shared.services.scrapes import Scrapes
    from shared.services.scraping import Scraping
    from shared.services.sessions import Sessions
    from shared.services.stage_jobs import StageJobs
    from shared.services.stages import Stages
    from shared.services.visiting import Visiting

_Service = TypeVar("_Service")


def _once(build: Callable[[], _Service]) -> Callable[[], _Service]:
    cached = cache(build)
    when_hosted(cached.cache_clear)
    return cached


@_once
def access() -> Access:
    """Return who turns credentials into principals."""
    from shared.records.api_keys import ApiKeyRecords
    from shared.services.access import Access

    return Access(
        records=ApiKeyRecords(engines().items),
        clock=SystemClock(),
        identifiers=Uuid7Identifiers(),
        mode=engines().authentication,
    )


@_once
def sessions() -> Sessions:
    """Return the sessions as their owners see them."""
    from shared.records.jobs import JobRecords
    from shared.services.sessions import Sessions

    return Sessions(
        records=_session_records(),
        jobs=JobRecords(engines().items, engines().blobs),
        documents=_document_records(),
        uploads=engines().uploads,
        clock=SystemClock(),
        identifiers=Uuid7Identifiers(),
    )


@_once
def jobs() -> Jobs:
    """Return the jobs of every session."""
    from shared.records.jobs import JobRecords
    from shared.services.jobs import Jobs

    return Jobs(
        sessions=_session_records(),
        records=JobRecords(engines().items, engines().blobs),
        pipelines=engines().pipelines,
        clock=SystemClock(),
        identifiers=Uuid7Identifiers(),
    )


@_once
def documentation() -> Documentation:
    """Return the documents of every session."""
    from shared.services.documentation import Documentation

    return Documentation(jobs=jobs(), documents=_document_records(), uploads=engines().uploads)


@_once
def intake() -> Intake:
    """Return what processes uploads."""
    from shared.services.intake import Intake

    return Intake(documentation=documentation(), blobs=engines().blobs)


@_once
def stages() -> Stages:
    """Return what the tasks of every stage start from."""
    from shared.services.stages import Stages

    return Stages(jobs=jobs(), blobs=engines().blobs)


@_once
def connectors() -> Connectors:
    """Return the whole way to a connector."""
    from shared.services.connectors import Connectors

    return Connectors(jobs=jobs(), documents=_document_records(), artefacts=_artefact_records(), stages=stages())


@_once
def discovery() -> Discovery:
    """Return what finds links to documentation."""
    from shared.services.discovery import Discovery

    return Discovery(stages=stages(), providers=tuple(map(_provider, engines().outside.providers)))


@_once
def discovery_jobs() -> StageJobs:
    """Return the discovery jobs of every session."""
    from shared.domain.job import JobKind
    from shared.services.stage_jobs import StageJobs

    return StageJobs(jobs=jobs(), kind=JobKind.DISCOVERY)


@_once
def scrapes() -> Scrapes:
    """Return the scrape jobs of every session."""
    from shared.domain.job import JobKind
    from shared.services.scrapes import Scrapes
    from shared.services.stage_jobs import StageJobs

    return Scrapes(stage=StageJobs(jobs=jobs(), kind=JobKind.SCRAPE), blobs=engines().blobs)


@_once
def scraping() -> Scraping:
    """Return what plans and ends crawls."""
    from shared.services.publication import Publication
    from shared.services.scraping import Scraping

    publication = Publication(stages=stages(), documents=_document_records())
    return Scraping(stages=stages(), publication=publication, limits=engines().outside.limits)


@_once
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
        renderer=engines().outside.renderer,
    )


@_once
def _robots() -> Robots:
    from shared.services.robots import Robots

    return Robots(web=engines().web, clock=SystemClock())


@_once
def digestion() -> Digestion:
    """Return what reads documents into a model."""
    from shared.services.digestion import Digestion

    return Digestion(
        stages=stages(),
        documents=_document_records(),
        artefacts=_artefact_records(),
        readings=readings(),
        uploads=engines().uploads,
    )


@_once
def readings() -> Readings:
    """Return what documents say, each read once."""
    from shared.adapters.codec import JsonModels
    from shared.bootstrap.engine_version import engine_version
    from shared.records.results import ResultRecords
    from shared.services.readings import Readings

    return Readings(
        stages=stages(),
        documents=_document_records(),
        results=ResultRecords(engines().items),
        blobs=engines().blobs,
        models=JsonModels(),
        engine=engine_version(),
    )


@_once
def artefacts() -> Artefacts:
    """Return the resources that jobs make."""
    from shared.services.artefacts import Artefacts

    return Artefacts(jobs=jobs())


@_once
def classes() -> Classes:
    """Return the object classes of every session."""
    from shared.services.classes import Classes

    return Classes(records=_session_records(), documents=_document_records(), artefacts=artefacts())


@_once
def digester() -> Digester:
    """Return the digester's resources."""
    from shared.services.digester import Digester

    return Digester(artefacts=artefacts(), documents=_document_records(), readings=readings(), classes=classes())


@_once
def generation() -> Generation:
    """Return what generates connectors."""
    from shared.adapters.codec import JsonModels
    from shared.services.generation import Generation

    return Generation(stages=stages(), artefacts=_artefact_records(), blobs=engines().blobs, models=JsonModels())


def _provider(name: str) -> SearchProvider:
    if name == "catalogue":
        from shared.services.finding.catalogue import Catalogue

        return Catalogue(web=engines().web)
    if name == "site":
        from shared.services.finding.own_site import OwnSite

        return OwnSite(web=engines().web, robots=_robots())
    return engines().outside.web_search


def _session_records() -> SessionRecords:
    from shared.records.sessions import SessionRecords

    return SessionRecords(engines().items, engines().blobs, Backoff(base=0.004, cap=0.25, total=20.0))


def _document_records() -> DocumentRecords:
    from shared.records.documents import DocumentRecords

    return DocumentRecords(engines().items, engines().blobs)


def _artefact_records() -> ArtefactRecords:
    from shared.records.artefacts import ArtefactRecords

    return ArtefactRecords(engines().items, engines().blobs)
