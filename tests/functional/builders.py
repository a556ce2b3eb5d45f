"""What stages and uploads leave behind, put there without running them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from uuid import uuid5

from shared.adapters.codec import JsonModels
from shared.bootstrap import generator, merging, review, services, workspaces
from shared.bootstrap import states as saved
from shared.bootstrap.engines import engines
from shared.compiler import pipeline
from shared.compiler.reading.examination import examine
from shared.domain import artefact as artefacts
from shared.domain.cached import NewValue
from shared.domain.content import Roots, content_hash
from shared.domain.document import Document, PendingUpload, StoredChunk
from shared.domain.principal import LOCAL, Principal
from shared.domain.session import Change
from shared.domain.workspace import About, Policy
from shared.kernel.hashing import Json, digest
from shared.kernel.identifiers import ChunkId, DocumentId, JobId
from shared.records.artefacts import ArtefactRecords
from shared.records.documents import DocumentRecords
from shared.services.annotations import Note
from shared.services.caches import Sight
from shared.services.checkpoints import Checkpoints, Saving
from shared.services.commit_gate import Committing
from shared.services.forks import Forking
from shared.services.merge_wishes import Merging
from shared.services.requesting import Requesting
from shared.services.summaries import Summarising
from shared.services.workspaces import Beginning
from tests.functional.ids import NAMESPACE

WORKSPACE = "conn-hr-41"
SPECIFIED = "conn-hr-43"
COMMITTED = "conn-hr-44"
COMMITTED_SUMMARY = "01995f00-0000-7000-8000-000000000005"
EMPTY = "conn-hr-45"
PAUSED = "conn-hr-46"
FORKED = "conn-hr-48"
HELD = "conn-hr-49"
EXAMPLE = Path(__file__).parents[2] / "events" / "example" / "openapi.yaml"
CHUNK = "0f8fad5b-d9cb-469f-a165-70867728950e"
CREATED = datetime(2026, 6, 17, 13, 4, 11, 512000, tzinfo=UTC)
METADATA: dict[str, Json] = {
    "filename": "api.yaml",
    "chunk_number": 0,
    "token_count": 7,
    "num_endpoints": 1,
    "tags": ["users"],
}


def document_id(number: int) -> str:
    """Return the id of the document with this number."""
    return str(uuid5(NAMESPACE, f"document {number}"))


def store_document(session_id: str, number: int = 0, texts: tuple[str, ...] = ("a: 1\n", "b: 2\n")) -> str:
    """Record a processed document and return its id."""
    records = services.sessions().records
    session = records.get(session_id)
    chunks = tuple(
        StoredChunk(
            id=ChunkId(str(uuid5(NAMESPACE, text))),
            content=engines().blobs.put(session.space, text.encode()),
            summary=f"Part {place}",
            metadata=METADATA | {"chunk_number": place},
        )
        for place, text in enumerate(texts)
    )
    document = Document(
        id=DocumentId(document_id(number)),
        filename="api.yaml",
        source="upload",
        url="upload://api.yaml",
        media_type="application/yaml",
        raw=digest(b"raw"),
        size=3,
        created=CREATED,
        chunks=chunks,
    )
    documents = DocumentRecords(engines().items, engines().blobs)
    change = Change(event_id=f"document {number}", kind="documentation.processed", author="test", at=CREATED)
    records.change(session, replace(change, writes=(documents.stored(session, document),)))
    return document.id


def store_readable(session_id: str, data: bytes, filename: str = "openapi.yaml") -> str:
    """Record a document with its bytes, in one chunk, and return its id."""
    records = services.sessions().records
    session = records.get(session_id)
    found = examine(filename, "", data)
    pending = PendingUpload(document_id=DocumentId(document_id(0)), job_id=JobId(document_id(1)), filename=filename)
    document = services.intake().store(session, pending, found, data)
    documents = DocumentRecords(engines().items, engines().blobs)
    change = Change(event_id="readable", kind="documentation.processed", author="test", at=CREATED)
    records.change(session, replace(change, writes=(documents.stored(session, document),)))
    return document.id


SCRIPT = "objectClass('User') {\n    create {\n        endpoint(POST, 'users')\n    }\n}\n"


def store_script(session_id: str, principal: Principal = LOCAL) -> None:
    """Record a script of a class, as a PUT of it would; there is a bundle from then on."""
    generator.scripts().override(principal, session_id, artefacts.CREATE, "User", {"code": SCRIPT})


def store_resources(session_id: str, principal: Principal = LOCAL) -> None:
    """Record the digester's resources of an application with users, as a PUT of them would."""
    document = services.sessions().documents.list(services.sessions().records.get(session_id))[0]
    chunk: Json = [{"docId": document.id, "chunkId": document.chunks[0].id}]
    user: dict[str, Json] = {"name": "User", "description": "Who may log in", "relevantDocumentations": chunk}
    listing: dict[str, Json] = {"method": "get", "path": "/users", "suggestedUse": ["getAll"]}
    digester = generator.digester()
    values: tuple[tuple[artefacts.Artefact, str, Json], ...] = (
        (artefacts.CLASSES, "", {"objectClasses": [user, {"name": "Group"}]}),
        (artefacts.ATTRIBUTES, "User", {"attributes": {"id": {"type": "string"}}}),
        (artefacts.ENDPOINTS, "User", {"endpoints": [listing | {"relevantDocumentations": chunk}]}),
        (artefacts.RELATIONS, "", {"relations": [{"name": "user_to_group", "subject": "user", "object": "group"}]}),
    )
    for artefact, owner, value in values:
        digester.override(principal, session_id, artefact, owner, value)


def store_workspace() -> None:
    """Make the session that the events of workspaces are about: a checkpoint, and a change since, at revision 2."""
    service = workspaces.workspaces()
    beginning = Beginning(
        session_id=WORKSPACE,
        data={"discoveryInput": {"applicationName": "Acme"}},
        code={"User.create.op.groovy": "// generated\n"},
    )
    service.create(LOCAL, beginning)
    states = replace(saved.states(), identifiers=_Known())
    Checkpoints(states=states).take(LOCAL, WORKSPACE, Saving())
    records = services.sessions().records
    change = Change(event_id="since", kind="data.changed", author="user:local", at=CREATED, delta={"more": 1})
    chunk = StoredChunk(
        id=ChunkId(CHUNK), content=engines().blobs.put(records.get(WORKSPACE).space, b"GET /users"), summary="Users"
    )
    document = Document(
        id=DocumentId(document_id(7)),
        filename="users.md",
        source="upload",
        url="upload://users.md",
        media_type="text/markdown",
        raw=digest(b"raw"),
        size=3,
        created=CREATED,
        chunks=(chunk,),
    )
    session = records.get(WORKSPACE)
    writes = (DocumentRecords(engines().items, engines().blobs).stored(session, document),)
    records.change(session, replace(change, writes=writes))
    value = NewValue(data=b'{"page":1}', is_json=True, media_type="application/json")
    workspaces.caches().open(LOCAL, WORKSPACE, "session.write").put("progress", value, Sight())


def store_note() -> None:
    """Say something about the workspace of the events."""
    told = replace(workspaces.notes(), states=replace(saved.states(), identifiers=_Known()))
    told.add(LOCAL, WORKSPACE, Note(body="Why two pages?"))


def store_paused() -> None:
    """Make an empty session, and one that waits for an approval, which the principal may decide."""
    workspaces.workspaces().create(LOCAL, Beginning(session_id=EMPTY))
    about = About(policy=Policy(self_approval=True))
    workspaces.workspaces().create(LOCAL, Beginning(session_id=PAUSED, about=about))
    asked = replace(review.requests(), states=replace(saved.states(), identifiers=_Known()))
    asked.request(LOCAL, PAUSED, Requesting(action="commit", content_hash=content_hash(Roots())))


def store_specified() -> None:
    """Make a session with a model and an environment spec, at revision 3."""
    workspaces.workspaces().create(LOCAL, Beginning(session_id=SPECIFIED))
    store_model(SPECIFIED)
    workspaces.environments().put(LOCAL, SPECIFIED, {"schemaVersion": 1, "runtime": {"version": "17"}}, 2)


def store_merges() -> None:
    """Make a fork of the workspace of the events, and a session that a merge with a conflict holds."""
    records, service, forks = services.sessions().records, workspaces.workspaces(), workspaces.forks()
    forks.fork(LOCAL, WORKSPACE, Forking(session_id=FORKED))
    service.create(LOCAL, Beginning(session_id=HELD, data={"more": 0}))
    forks.fork(LOCAL, HELD, Forking(session_id="conn-hr-50"))
    for number, session_id in enumerate((FORKED, HELD, "conn-hr-50"), start=2):
        change = Change(event_id=session_id, kind="data.changed", author="user:local", at=CREATED)
        records.change(records.get(session_id), replace(change, delta={"more": number}))
    known = replace(merging.keeping(), states=replace(saved.states(), identifiers=_Known()))
    wish = Merging(source_id="conn-hr-50", hold=True)
    replace(merging.merges(), keeping=known).merge(LOCAL, HELD, wish, revision=2)


def store_committed() -> None:
    """Make a session with a commit, a change since and a summary of that, at revision 3."""
    workspaces.workspaces().create(LOCAL, Beginning(session_id=COMMITTED, data={"a": 1}))
    states = replace(saved.states(), identifiers=_Known())
    summariser = replace(review.summaries(), differences=replace(workspaces.differences(), states=states))
    first = summariser.summarise(LOCAL, COMMITTED, Summarising()).summary
    committing = Committing(summary_id=first.id, message="Begin")
    replace(review.commits(), states=states).commit(LOCAL, COMMITTED, committing, 1)
    change = Change(event_id="since", kind="data.changed", author="user:local", at=CREATED, delta={"b": 2})
    records = services.sessions().records
    records.change(records.get(COMMITTED), change)
    summariser.summarise(LOCAL, COMMITTED, Summarising())


def store_model(session_id: str) -> None:
    """Record the model of the events' example, as a digester would."""
    records = services.sessions().records
    session = records.get(session_id)
    model = pipeline.digest([pipeline.Document(name="openapi.yaml", data=EXAMPLE.read_bytes())]).model
    kept = engines().blobs.put(session.space, JsonModels().encode(model))
    write = ArtefactRecords(engines().items, engines().blobs).stored("model", kept)
    change = Change(event_id="model", kind="digester.published", author="pipeline/digester", at=CREATED)
    records.change(session, replace(change, writes=(write,)))


class _Known:
    """Gives the ids that the events name, one after the other."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def new(self) -> str:
        return f"01995f00-0000-7000-8000-{next(self._numbers):012d}"

    def secret(self) -> str:
        return "s" * 43
