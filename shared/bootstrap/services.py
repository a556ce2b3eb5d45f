"""
The services, each built once per process on the process's engines.

Every function here imports its service when it is first called, so that a Lambda loads only what it serves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.adapters.clock import SystemClock
from shared.adapters.identifiers import Uuid7Identifiers
from shared.bootstrap.asking import answers, inference
from shared.bootstrap.engines import engines
from shared.bootstrap.once import once
from shared.bootstrap.records import artefact_records, document_records, session_records, session_records_on
from shared.bootstrap.states import checkpoints
from shared.bootstrap.stores import Stores, hosted

if TYPE_CHECKING:
    from shared.services.access import Access
    from shared.services.code import Code
    from shared.services.connectors import Connectors
    from shared.services.digestion import Digestion
    from shared.services.documentation import Documentation
    from shared.services.intake import Intake
    from shared.services.jobs import Jobs
    from shared.services.readiness import Readiness
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
def readiness() -> Readiness:
    """Return what tells whether the server can work."""
    from shared.services.readiness import Readiness

    return Readiness(engines().items, SystemClock(), engines().outside.language_model)


@once
def sessions() -> Sessions:
    """Return the sessions as their owners see them."""
    return sessions_on(hosted())


def sessions_on(stores: Stores) -> Sessions:
    """Return the sessions that these stores keep."""
    from shared.records.approvals import ApprovalRecords
    from shared.records.code import CodeRecords
    from shared.records.documents import DocumentRecords
    from shared.records.jobs import JobRecords
    from shared.services.approvals import Approvals
    from shared.services.code import Code
    from shared.services.removal import Removal
    from shared.services.sessions import Sessions

    records = session_records_on(stores)
    approvals = Approvals(records=ApprovalRecords(stores.items), clock=SystemClock())
    return Sessions(
        records=records,
        jobs=JobRecords(stores.items, stores.blobs),
        documents=DocumentRecords(stores.items, stores.blobs),
        code=Code(records=records, files=CodeRecords(stores.blobs)),
        uploads=stores.uploads,
        clock=SystemClock(),
        identifiers=Uuid7Identifiers(),
        removal=Removal(records=records, approvals=approvals),
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

    return Documentation(jobs=jobs(), documents=document_records(), uploads=engines().uploads)


@once
def intake() -> Intake:
    """Return what processes uploads."""
    from shared.services.intake import Intake

    return Intake(documentation=documentation(), blobs=engines().blobs)


@once
def stages() -> Stages:
    """Return what the tasks of every stage start from."""
    from shared.services.stages import Stages

    return Stages(jobs=jobs(), blobs=engines().blobs, checkpoints=checkpoints())


@once
def connectors() -> Connectors:
    """Return the whole way to a connector."""
    from shared.services.connectors import Connectors

    return Connectors(jobs=jobs(), documents=document_records(), code=code(), stages=stages())


@once
def digestion() -> Digestion:
    """Return what reads documents into a model."""
    from shared.services.digestion import Digestion

    return Digestion(
        stages=stages(),
        documents=document_records(),
        artefacts=artefact_records(),
        readings=readings(),
        uploads=engines().uploads,
        answers=answers(),
    )


@once
def readings() -> Readings:
    """Return what documents say, each read once."""
    from shared.adapters.codec import JsonModels
    from shared.bootstrap.engine_version import engine_version
    from shared.records.results import ResultRecords
    from shared.services.readings import Readings

    inferring = inference()
    return Readings(
        stages=stages(),
        documents=document_records(),
        results=ResultRecords(engines().items),
        blobs=engines().blobs,
        models=JsonModels(),
        engine=f"{engine_version()} {inferring.engine}" if inferring else engine_version(),
        inference=inferring,
    )


@once
def code() -> Code:
    """Return the code of every session."""
    from shared.records.code import CodeRecords
    from shared.services.code import Code

    return Code(records=session_records(), files=CodeRecords(engines().blobs))
