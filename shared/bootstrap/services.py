"""
The services, each built once per process on the process's engines.

Every function here imports its service when it is first called, so that a Lambda loads only what it serves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.adapters.clock import SystemClock
from shared.adapters.identifiers import Uuid7Identifiers
from shared.adapters.patience import Backoff
from shared.bootstrap.engines import engines
from shared.bootstrap.once import once

if TYPE_CHECKING:
    from shared.records.artefacts import ArtefactRecords
    from shared.records.documents import DocumentRecords
    from shared.records.sessions import SessionRecords
    from shared.services.access import Access
    from shared.services.artefacts import Artefacts
    from shared.services.classes import Classes
    from shared.services.connectors import Connectors
    from shared.services.digester import Digester
    from shared.services.digestion import Digestion
    from shared.services.documentation import Documentation
    from shared.services.generation import Generation
    from shared.services.intake import Intake
    from shared.services.jobs import Jobs
    from shared.services.readings import Readings
    from shared.services.sessions import Sessions
    from shared.services.stages import Stages


@once
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


@once
def sessions() -> Sessions:
    """Return the sessions as their owners see them."""
    from shared.records.jobs import JobRecords
    from shared.services.sessions import Sessions

    return Sessions(
        records=session_records(),
        jobs=JobRecords(engines().items, engines().blobs),
        documents=_document_records(),
        uploads=engines().uploads,
        clock=SystemClock(),
        identifiers=Uuid7Identifiers(),
    )


@once
def jobs() -> Jobs:
    """Return the jobs of every session."""
    from shared.records.jobs import JobRecords
    from shared.services.jobs import Jobs

    return Jobs(
        sessions=session_records(),
        records=JobRecords(engines().items, engines().blobs),
        pipelines=engines().pipelines,
        clock=SystemClock(),
        identifiers=Uuid7Identifiers(),
    )


@once
def documentation() -> Documentation:
    """Return the documents of every session."""
    from shared.services.documentation import Documentation

    return Documentation(jobs=jobs(), documents=_document_records(), uploads=engines().uploads)


@once
def intake() -> Intake:
    """Return what processes uploads."""
    from shared.services.intake import Intake

    return Intake(documentation=documentation(), blobs=engines().blobs)


@once
def stages() -> Stages:
    """Return what the tasks of every stage start from."""
    from shared.services.stages import Stages

    return Stages(jobs=jobs(), blobs=engines().blobs)


@once
def connectors() -> Connectors:
    """Return the whole way to a connector."""
    from shared.services.connectors import Connectors

    return Connectors(jobs=jobs(), documents=_document_records(), artefacts=_artefact_records(), stages=stages())


@once
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


@once
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


@once
def artefacts() -> Artefacts:
    """Return the resources that jobs make."""
    from shared.services.artefacts import Artefacts

    return Artefacts(jobs=jobs())


@once
def classes() -> Classes:
    """Return the object classes of every session."""
    from shared.services.classes import Classes

    return Classes(records=session_records(), documents=_document_records(), artefacts=artefacts())


@once
def digester() -> Digester:
    """Return the digester's resources."""
    from shared.services.digester import Digester

    return Digester(artefacts=artefacts(), documents=_document_records(), readings=readings(), classes=classes())


@once
def generation() -> Generation:
    """Return what generates connectors."""
    from shared.adapters.codec import JsonModels
    from shared.services.generation import Generation

    return Generation(stages=stages(), artefacts=_artefact_records(), blobs=engines().blobs, models=JsonModels())


def session_records() -> SessionRecords:
    """Return the records of every session."""
    from shared.records.sessions import SessionRecords

    return SessionRecords(engines().items, engines().blobs, Backoff(base=0.004, cap=0.25, total=20.0))


def _document_records() -> DocumentRecords:
    from shared.records.documents import DocumentRecords

    return DocumentRecords(engines().items, engines().blobs)


def _artefact_records() -> ArtefactRecords:
    from shared.records.artefacts import ArtefactRecords

    return ArtefactRecords(engines().items, engines().blobs)
