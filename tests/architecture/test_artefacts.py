"""The built functions, under Lambda's own runtime, answering the files in `events/`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from unittest.mock import ANY

import pytest

from shared.kernel.hashing import digest
from shared.services.connectors import stage_job
from tests.architecture.artefacts import ROOT, functions, require_build
from tests.architecture.cloud import Cloud, cloud
from tests.architecture.runtime import copy_runtime, invoke, python_path, served
from tests.architecture.seeds import STAGES, seed
from tests.contract.engines.ministack import ministack
from tests.functional.test_http_events import EXPECTED
from tests.functional.test_task_events import JOB

pytestmark = pytest.mark.artefacts

EVENTS: Final = ROOT / "events"
# No test reaches the web: this address is refused before anything is sent.
REFUSED: Final = {"url": "http://127.0.0.1/"}
REFERENCE: Final = {"blob": ANY, "size": ANY}

# In the cloud a bundle is fetched from the bucket, not through the function.
STATUS: Final = EXPECTED | {"codegen/download_bundle": 302}
RESULTS: Final[dict[str, Any]] = {
    "on_documentation_uploaded/put": {"processed": 1},
    "on_schedule/collect": {"spaces": 7, "removed": 0, "sessions": 0, "complete": True},
    "pipelines/jobs.begin": {
        "links": True,
        "children": {stage: stage_job(stage_job(JOB, "digester"), stage) for stage in STAGES},
    },
    "pipelines/jobs.succeed": {},
    "pipelines/jobs.fail": {},
    "pipelines/discovery.search": {"candidates": REFERENCE},
    "pipelines/discovery.publish": {},
    "pipelines/scrape.plan": {"crawl": REFERENCE, "lanes": [], "more": False},
    "pipelines/scrape.fetch": {"visits": REFERENCE},
    "pipelines/scrape.publish": {},
    "pipelines/digester.await_documents": {"ready": True, "attempt": 1},
    "pipelines/digester.read": {"digest": REFERENCE},
    "pipelines/digester.publish": {},
    "pipelines/codegen.generate": {"files": REFERENCE},
    "pipelines/codegen.verify": {"report": REFERENCE},
    "pipelines/codegen.publish": {},
}


def cases(handler: str) -> list[str]:
    """Return the events of a handler: those of its group, or the one of its task."""
    _, *package, module, _ = handler.split(".")
    if package[0] == "pipelines":
        return [f"pipelines/{package[1]}.{module}"]
    return sorted(f"{package[0]}/{file.stem}" for file in (EVENTS / package[0]).glob("*.json"))


def loaded(case: str, references: dict[str, Any]) -> dict[str, Any]:
    """Return the event, with what was kept for it in the place of what it says was kept."""
    event: dict[str, Any] = json.loads((EVENTS / f"{case}.json").read_text(encoding="utf-8"))
    return event | {name: value for name, value in (references | REFUSED).items() if name in event}


@pytest.fixture(scope="module", name="endpoint")
def _endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    require_build()
    with ministack(tmp_path_factory.mktemp("emulator")) as endpoint:
        yield endpoint


@pytest.fixture(scope="module", name="runtime")
def _runtime(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_runtime(tmp_path_factory.mktemp("runtime"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A built function at work, with a table and a bucket of its own."""

    cloud: Cloud
    address: str

    def answer(self, case: str, **but: Any) -> Any:  # noqa: ANN401 - any JSON
        references = seed()
        try:
            return invoke(self.address, loaded(case, references) | but)
        finally:
            self.cloud.clear()


@pytest.fixture(name="function")
def _function(request: pytest.FixtureRequest, endpoint: str, runtime: Path, tmp_path: Path) -> Iterator[Function]:
    name = request.param
    with cloud(endpoint) as at:
        variables = at.environment(name) | {"PYTHONPATH": python_path(name, runtime)}
        handler = functions()[name]["Handler"]
        with served(name, handler, tmp_path / "function.log", variables) as address:
            yield Function(cloud=at, address=address)


def test_every_function_has_events_and_each_is_expected() -> None:
    found = {case for properties in functions(ROOT).values() for case in cases(properties["Handler"])}
    files = {path.relative_to(EVENTS).with_suffix("").as_posix() for path in EVENTS.rglob("*.json")}

    assert found == files == {*STATUS, *RESULTS}


@pytest.mark.parametrize(
    ("function", "events"),
    [(name, cases(properties["Handler"])) for name, properties in sorted(functions(ROOT).items())],
    indirect=["function"],
    ids=sorted(functions(ROOT)),
)
def test_the_artefact_answers_its_events(function: Function, events: list[str]) -> None:
    answers = {case: function.answer(case) for case in events}

    assert {case: answer.get("statusCode", answer) for case, answer in answers.items()} == {
        case: STATUS.get(case, RESULTS.get(case)) for case in events
    }


@pytest.mark.parametrize("function", ["DigesterPublishFunction"], indirect=True)
def test_an_error_keeps_its_name(function: Function) -> None:
    nothing = {"blob": digest(b"nobody kept this"), "size": 16}
    answer = function.answer("pipelines/digester.publish", digest=nothing)

    assert answer["errorType"] == "NotFound"
