"""Every event of a task and of the bucket, run through its handler: together they are one whole chain."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote_plus

import pytest

from shared.bootstrap import engines, services
from shared.domain.job import JobKind
from shared.domain.principal import LOCAL
from shared.domain.upload_place import place_of
from shared.kernel.hashing import Json
from shared.ports.pipelines import Machine
from shared.ports.web import WebPage
from shared.services.connectors import stage_job
from tests.fakes.identifiers import FakeIdentifiers
from tests.fakes.web import FakeWeb
from tests.functional.stack import Stack

EVENTS: Final = Path(__file__).parents[2] / "events"
EXAMPLE: Final = (EVENTS / "example" / "openapi.yaml").read_bytes()
SESSION: Final = "6b1f3a52-8f0e-4d6b-9b53-2d7c0f4e8a10"
JOB: Final = "0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b"
LINK: Final = "https://acme.example/docs/api"
TASKS: Final = {file.stem for file in (EVENTS / "pipelines").glob("*.json")}


@dataclass
class NamedJob(FakeIdentifiers):
    """Gives the first thing that is named the id of the chain's job."""

    def __post_init__(self) -> None:
        super().__init__()
        self._first: str | None = JOB

    def new(self) -> str:
        first, self._first = self._first, None
        return first or super().new()


def event(case: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((EVENTS / f"{case}.json").read_text())
    return found


def run(case: str, **handed_on: Any) -> dict[str, Any]:  # noqa: ANN401
    """Run a task's event as part of the chain, with what the tasks before it handed on."""
    wanted = event(f"pipelines/{case}")
    assert handed_on.keys() <= wanted.keys()
    stage = case.split(".", maxsplit=1)[0]
    part = {"jobId": JOB if stage == "jobs" else stage_job(JOB, stage)}  # type: ignore[arg-type]  # a machine's name
    result: dict[str, Any] = import_module(f"functions.pipelines.{case}").handler(wanted | part | handed_on, None)
    return result


def begin(stage: Machine) -> None:
    """Begin a stage of the chain, as its own machine does."""
    part = {"jobId": stage_job(JOB, stage), "stage": stage, "parentJobId": JOB}
    import_module("functions.pipelines.jobs.begin").handler(event("pipelines/jobs.begin") | part, None)


@pytest.fixture(name="started")
def _started(stack: Stack) -> Stack:
    """A chain was started from a link."""
    web = FakeWeb({LINK: WebPage(url=LINK, media_type="application/yaml", body=EXAMPLE)})
    stack.engines.web = web
    engines.host(stack.engines)
    services.sessions().create(LOCAL, SESSION)
    request: dict[str, Json] = {"applicationName": "Acme Directory", "starterLinks": [LINK]}
    session = services.sessions().records.get(SESSION)
    replace(services.jobs(), identifiers=NamedJob()).start(session, JobKind.CONNECTOR, request, "user:local")
    return stack


def test_every_task_has_an_event() -> None:
    folder = Path(import_module("functions.pipelines").__path__[0])
    modules = {f"{file.parent.name}.{file.stem}" for file in folder.glob("*/*.py") if file.stem != "__init__"}

    assert modules == TASKS


def test_the_events_of_the_tasks_make_a_connector(started: Stack) -> None:
    path = f"/api/v1/session/{SESSION}"
    keys = ("discoveryOutput", "scrapeOutput", "objectClassesOutput", "codegenOutput")
    seen = []
    begin("discovery")
    run("discovery.publish", **run("discovery.search"))
    seen.append(started.call("GET", path).json()["data"])
    begin("scrape")
    first = run("scrape.plan")
    [lane] = first["lanes"]
    second = run("scrape.plan", crawl=first["crawl"], fetched=[run("scrape.fetch", **lane)["visits"]])
    assert (lane["stops"], second["more"]) == ([{"url": LINK, "depth": 0, "known": ""}], False)
    run("scrape.publish", crawl=second["crawl"])
    seen.append(started.call("GET", path).json()["data"])
    begin("digester")
    assert run("digester.await_documents") == {"ready": True, "attempt": 1}
    run("digester.publish", **run("digester.read"))
    seen.append(started.call("GET", path).json()["data"])
    begin("codegen")
    files = run("codegen.generate")
    run("codegen.publish", **files, **run("codegen.verify", **files))
    seen.append(started.call("GET", path).json()["data"])
    run("jobs.succeed")

    status = started.call("GET", f"{path}/connector", params={"jobId": JOB}).json()
    assert [[key for key in keys if key in data] for data in seen] == [list(keys[: count + 1]) for count in range(4)]
    assert (status["status"], [stage["status"] for stage in status["stages"]]) == ("finished", ["finished"] * 4)
    assert started.call("GET", f"{path}/connector/bundle").content.startswith(b"PK")


def test_the_event_of_a_failure_ends_the_job(started: Stack) -> None:
    begin("digester")

    run("jobs.fail", jobId=stage_job(JOB, "digester"), stage="digester")

    stages = started.call("GET", f"/api/v1/session/{SESSION}/connector").json()["stages"]
    [failed] = [stage for stage in stages if stage["status"] == "failed"]
    assert (failed["stage"], len(failed["errors"])) == ("digester", 1)


def test_the_event_of_the_bucket_makes_a_document(stack: Stack) -> None:
    put = event("on_documentation_uploaded/put")
    [record] = put["Records"]
    place = place_of(unquote_plus(record["s3"]["object"]["key"]))
    services.sessions().create(LOCAL, place.session_id)
    stack.engines.uploads.put(place, EXAMPLE)
    record["s3"]["object"]["versionId"] = stack.engines.uploads.delivery(place)

    answer = import_module("functions.on_documentation_uploaded.handler").handler(put, None)

    assert answer == {"processed": 1}
    path = f"/api/v1/session/{place.session_id}/documentation/{place.document_id}"
    document = stack.call("GET", path).json()
    assert document["docId"] == place.document_id
    assert {chunk["metadata"]["filename"] for chunk in document["chunks"]} == {place.filename}
