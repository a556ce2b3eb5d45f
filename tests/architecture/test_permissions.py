"""The functions at work: what they ask of AWS is what the template's roles allow."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Final, TypeAlias

import pytest

from shared.adapters.patience import Backoff
from shared.bootstrap import services
from shared.bootstrap.engines import host
from shared.domain.principal import LOCAL
from shared.kernel.errors import ApplicationError
from shared.kernel.identifiers import derived_uuid
from shared.ports.web import WebPage
from shared.records.sessions import SessionRecords
from tests.architecture.artefacts import ROOT, functions
from tests.architecture.needs import Watched
from tests.architecture.permissions import RESOURCES as DECLARED
from tests.architecture.permissions import rights
from tests.architecture.seeds import EXAMPLE, seed
from tests.architecture.test_artefacts import EVENTS, cases
from tests.fakes.web import FakeWeb
from tests.functional.builders import PAUSED, store_paused
from tests.functional.stack import Stack, StackEngines
from tests.functional.test_http_events import CONTEXT
from tests.functional.test_task_events import JOB, LINK, SESSION

FUNCTIONS: Final = functions(ROOT)

Meanwhile: TypeAlias = Callable[[StackEngines], None]


@pytest.fixture(name="stack")
def _stack(tmp_path: Path) -> Iterator[Stack]:
    with Stack(tmp_path) as stack:
        yield stack


def nothing(_engines: StackEngines) -> None:
    """Let nothing happen meanwhile."""


def deletion(engines: StackEngines) -> None:
    """Delete the session, of which the function has already read."""
    records = SessionRecords(engines.items, engines.blobs, Backoff())
    with suppress(ApplicationError):  # the function deletes it itself, or has not made it yet
        session = records.get(SESSION)
        records.mark_going(session)
        records.sweep(session)


def needs(stack: Stack, function: str, case: str, meanwhile: Meanwhile, **but: Any) -> set[str]:  # noqa: ANN401 - any JSON
    """Return what the function needs to answer an event, `but` with these values in it."""
    stack.engines.web = FakeWeb({LINK: WebPage(url=LINK, media_type="text/yaml", body=EXAMPLE.read_bytes())})
    references = seed()
    watched = Watched(within=stack.engines, interfere=lambda: meanwhile(stack.engines))
    host(watched)
    event: dict[str, Any] = json.loads((EVENTS / f"{case}.json").read_text(encoding="utf-8"))
    module, _, name = FUNCTIONS[function]["Handler"].rpartition(".")
    with suppress(ApplicationError):
        handle = getattr(import_module(module), name)
        handle(event | {name: value for name, value in references.items() if name in event} | but, CONTEXT)
    return watched.needs


CASES: Final = [
    pytest.param(name, case, id=case) for name, properties in FUNCTIONS.items() for case in cases(properties["Handler"])
]


@pytest.mark.parametrize("meanwhile", [nothing, deletion])
@pytest.mark.parametrize(("function", "case"), CASES)
def test_a_function_asks_only_for_what_its_role_allows(
    stack: Stack, function: str, case: str, meanwhile: Meanwhile
) -> None:
    asked = needs(stack, function, case, meanwhile)

    assert asked - rights(f"{function}Role") == set()


@pytest.mark.parametrize("meanwhile", [nothing, deletion])
def test_a_stage_that_begins_may_be_recorded(stack: Stack, meanwhile: Meanwhile) -> None:
    asked = needs(stack, "JobsBeginFunction", "pipelines/jobs.begin", meanwhile, jobId=derived_uuid(JOB, "new"))

    assert {"dynamodb:UpdateItem SESSION#*", "dynamodb:PutItem EVENTS#*"} <= asked <= rights("JobsBeginFunctionRole")


RESOURCES: Final = {
    "Digester": ("/api/v1/digester/{session}/classes/User/attributes", ("AwaitDocuments", "Read", "Publish")),
    "Codegen": ("/api/v1/codegen/{session}/classes/User/search/all", ("Generate", "Verify", "Publish")),
}


@pytest.mark.parametrize("stage", RESOURCES)
def test_the_tasks_of_one_resource_ask_only_for_what_their_roles_allow(stack: Stack, stage: str) -> None:
    seed()
    path, tasks = RESOURCES[stage]
    query = {"skipCache": "true"}
    job = stack.call("POST", path.format(session=SESSION), params=query).json()["jobId"]
    named = {"sessionId": SESSION, "jobId": job}
    handed: dict[str, Any] = {}
    for task in ("Begin", *tasks):
        function = f"Jobs{task}Function" if task == "Begin" else f"{stage}{task}Function"
        module, _, name = FUNCTIONS[function]["Handler"].rpartition(".")
        more: dict[str, dict[str, Any]] = {
            "Begin": {"stage": stage.lower()},
            "AwaitDocuments": {"attempt": 0},
            "Verify": {"files": handed.get("files")},
            "Publish": handed,
        }
        host(watched := Watched(within=stack.engines))
        found = getattr(import_module(module), name)(named | more.get(task, {}), CONTEXT)
        handed |= {key: value for key, value in found.items() if key in {"digest", "files", "report"}}

        assert watched.needs - rights(f"{function}Role") == set(), task
    host(stack.engines)
    ended = stack.call("GET", path.format(session=SESSION), params={"jobId": job}).json()
    assert (ended["status"], ended["errors"]) == ("finished", None)


def test_an_upload_that_may_still_come_may_be_looked_for(stack: Stack) -> None:
    seed()
    services.documentation().link(LOCAL, SESSION, "later.yaml")
    host(watched := Watched(within=stack.engines))
    services.digestion().is_ready(SESSION, JOB)

    assert "s3:GetObject uploads/*" in watched.needs
    assert watched.needs <= rights("DigesterAwaitDocumentsFunctionRole")


WRITERS: Final = [
    role
    for role in DECLARED
    if role.endswith("FunctionRole") and {"dynamodb:UpdateItem SESSION#*", "dynamodb:PutItem EVENTS#*"} <= rights(role)
]


def test_whoever_writes_sessions_may_record_that_an_approval_was_not_decided_in_time(stack: Stack) -> None:
    store_paused()
    records = services.sessions().records
    waiting = records.get(PAUSED)
    pause = waiting.about.pause
    assert pause is not None
    host(watched := Watched(within=stack.engines))

    services.sessions().records.settled(waiting, pause.until)

    assert records.get(PAUSED).about.pause is None
    assert "dynamodb:UpdateItem CONTENT#*" in watched.needs
    assert {role: watched.needs - rights(role) for role in WRITERS} == {role: set() for role in WRITERS}


def test_who_asks_is_looked_up_among_the_keys(stack: Stack) -> None:
    stack.engines.authentication = "keys"
    headers = {"host": "api.example", "x-api-key": "cs_unknown"}
    asked = needs(stack, "SessionsFunction", "sessions/read", nothing, headers=headers)

    assert asked == {"dynamodb:GetItem KEYS"}
