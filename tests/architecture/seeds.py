"""What the events take for granted: a session with a document, a model, jobs, and what tasks have kept for others."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from shared.adapters.codec import JsonModels
from shared.bootstrap import services
from shared.bootstrap.engines import engines
from shared.bootstrap.outside import Outside
from shared.compiler.model.connector import ConnectorModel
from shared.domain.document import Document
from shared.domain.job import Job, JobKind
from shared.domain.principal import LOCAL
from shared.domain.session import Change, Session
from shared.domain.upload_place import UploadPlace
from shared.domain.web.crawl import Crawl
from shared.domain.web.crawl_text import crawl_to_json, visit_to_json
from shared.domain.web.visits import Visit
from shared.kernel.hashing import Json, canonical, digest
from shared.kernel.identifiers import DocumentId, JobId
from shared.ports.blobs import Blobs, Uploads
from shared.ports.items import Action, Items
from shared.ports.pipelines import Machine, Pipelines
from shared.ports.web import Web
from shared.records.artefacts import ArtefactRecords
from shared.records.documents import DocumentRecords
from shared.services.connectors import stage_job
from shared.services.jobs import MACHINES
from tests.architecture.artefacts import ROOT
from tests.functional.builders import (
    document_id,
    store_committed,
    store_document,
    store_merges,
    store_note,
    store_paused,
    store_resources,
    store_script,
    store_specified,
    store_workspace,
)
from tests.functional.test_task_events import JOB, LINK, SESSION

EXAMPLE: Final = ROOT / "events" / "example" / "openapi.yaml"
UPLOAD: Final = UploadPlace(session_id=SESSION, document_id=document_id(0), filename="acme directory.yaml")
STAGES: Final[tuple[Machine, ...]] = ("discovery", "scrape", "digester", "codegen")
_KINDS: Final = (JobKind.DISCOVERY, JobKind.SCRAPE, JobKind.DIGESTER, JobKind.CODEGEN)
_CREATED: Final = datetime(2026, 6, 17, 13, 4, 11, tzinfo=UTC)
_AGE: Final = timedelta(days=3650)


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudEngines:
    """Engines over an emulator of AWS; no event fetches anything through them."""

    items: Items
    blobs: Blobs
    uploads: Uploads
    pipelines: Pipelines
    web: Web
    authentication: str = "none"
    body_limit: int = 6 * 1024 * 1024
    openapi: bool = False
    outside: Outside = field(default_factory=Outside)


def seed() -> dict[str, Any]:
    """
    Record everything the events take for granted in the hosted engines.

    Returns the references that the commands of tasks carry, by the name of what was kept.
    """
    services.sessions().create(LOCAL, SESSION)
    store_document(SESSION)
    store_workspace()
    store_note()
    store_paused()
    store_specified()
    store_merges()
    store_committed()
    engines().uploads.put(UPLOAD, EXAMPLE.read_bytes())
    session = services.sessions().records.get(SESSION)
    model = engines().blobs.put(session.space, JsonModels().encode(ConnectorModel()))
    _record(session, model)
    store_resources(SESSION)
    store_script(SESSION)
    services.readings().read(services.sessions().records.get(SESSION))
    kept = {name: _kept(session, value) for name, value in _values(session, model).items()}
    return kept | {"fetched": [kept["visits"]]}


def _record(session: Session, model: str) -> None:
    artefacts = ArtefactRecords(engines().items, engines().blobs)
    documents = DocumentRecords(engines().items, engines().blobs)
    records = services.jobs().records

    def also(after: Session) -> list[Action]:
        stages = [_job(session, stage_job(JOB, stage), kind) for stage, kind in zip(STAGES, _KINDS, strict=True)]
        jobs = [_job(session, JOB, JobKind.CONNECTOR), *stages]
        return [
            *(records.new(after, job) for job in jobs),
            *(records.newest(after, MACHINES[job.kind], job) for job in jobs),
        ]

    writes = (artefacts.stored("model", model), documents.stored(session, _document(session)))
    change = Change(event_id="seeds", kind="seeds", author="tests", at=_CREATED, writes=writes)
    services.sessions().records.change(session, change, also=also)


def _job(session: Session, job_id: str, kind: JobKind) -> Job:
    return Job(
        id=JobId(job_id),
        session_id=session.id,
        kind=kind,
        created=_CREATED,
        updated=_CREATED,
        expires=_CREATED + _AGE,
        input={"starterLinks": [LINK]},
    )


def _document(session: Session) -> Document:
    # The one of `store_document`, with the bytes that a reader of documents asks for.
    [known] = DocumentRecords(engines().items, engines().blobs).list(session)
    return Document(
        id=DocumentId(known.id),
        filename=EXAMPLE.name,
        source=known.source,
        url=known.url,
        media_type=known.media_type,
        raw=engines().blobs.put(session.space, EXAMPLE.read_bytes()),
        size=EXAMPLE.stat().st_size,
        created=known.created,
        chunks=known.chunks,
    )


def _values(session: Session, model: str) -> dict[str, dict[str, Json]]:
    documents = DocumentRecords(engines().items, engines().blobs)
    [document] = documents.list(session)
    visit = Visit(url=LINK, final=LINK, text="text", document=dict(documents.encode(session, document)))
    visits = digest(canonical({"visits": [visit_to_json(visit)]}))
    crawl = Crawl(results=[(visits, (0,))], fetched=1, kept=1)
    return {
        "candidates": {"candidates": [{"href": LINK, "title": LINK}], "errors": []},
        "visits": {"visits": [visit_to_json(visit)]},
        "crawl": crawl_to_json(crawl),
        "digest": {"model": model, "diagnostics": [], "diagnosticsCount": 0},
        "files": {
            "application": "Bramblegate",
            "files": {"connector.manifest.yaml": "connector: {}\n"},
            "diagnostics": [],
            "scripts": 0,
        },
        "report": {"files": {"connector.manifest.yaml": "connector: {}\n"}, "report": {"load": {"passed": True}}},
    }


def _kept(session: Session, value: dict[str, Json]) -> dict[str, Any]:
    data = canonical(value)
    assert engines().blobs.put(session.space, data) == digest(data)
    return {"blob": digest(data), "size": len(data)}
