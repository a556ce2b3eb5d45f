"""How often a job asks the stores, request by request and task by task. Run with -s to see the table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, Final

import pytest

from shared.bootstrap import generator, services
from shared.services.stages import Kept
from tests.architecture.artefacts import ROOT
from tests.functional.builders import store_readable
from tests.functional.stack import Stack

EXAMPLE: Final = (ROOT / "events" / "example" / "openapi.yaml").read_bytes()
BODY: Final[dict[str, Any]] = {"currentScript": "", "midpointErrors": [], "preferredEndpoints": []}


class Meter:
    """Says what each step of a job asked of the stores."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self.steps: dict[str, dict[str, int]] = {}

    def step(self, name: str, do: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever the step returns
        before = Counter(self._stack.engines.calls)
        found = do()
        self.steps[name] = dict(self._stack.engines.calls - before)
        return found

    def total(self) -> dict[str, int]:
        return dict(sum((Counter(step) for step in self.steps.values()), Counter()))


def digested(stack: Stack, session: str, rest: str, **query: str) -> Meter:
    """Do a digester job from the request to the answer; at once where it is done by the request."""
    meter, path = Meter(stack), f"/api/v1/digester/{session}/{rest}"
    stage = services.digestion()
    job = meter.step("POST", lambda: stack.call("POST", path, params=query).json()["jobId"])
    if stack.call("GET", path, params={"jobId": job}).json()["status"] == "queued":
        meter.step("begin", lambda: services.connectors().begin(session, job, "digester", ""))
        meter.step("await", lambda: stage.is_ready(session, job))
        kept: Kept = meter.step("read", lambda: stage.read(session, job))
        meter.step("publish", lambda: stage.publish(session, job, kept.blob))
    meter.step("GET", lambda: stack.call("GET", path, params={"jobId": job}))
    return meter


def written(stack: Stack, session: str, rest: str) -> Meter:
    """Do a job of code generation from the request to the answer."""
    meter, path = Meter(stack), f"/api/v1/codegen/{session}/{rest}"
    stage = generator.generation()
    job = meter.step("POST", lambda: stack.call("POST", path, json=BODY).json()["jobId"])
    if stack.call("GET", path, params={"jobId": job}).json()["status"] == "queued":
        meter.step("begin", lambda: services.connectors().begin(session, job, "codegen", ""))
        files: Kept = meter.step("generate", lambda: stage.generate(session, job))
        report: Kept = meter.step("verify", lambda: stage.verify(session, job, files.blob))
        meter.step("publish", lambda: stage.publish(session, job, files.blob, report.blob))
    meter.step("GET", lambda: stack.call("GET", path, params={"jobId": job}))
    return meter


@pytest.fixture(name="session")
def _session(stack: Stack) -> str:
    session = stack.new_session()
    store_readable(session, EXAMPLE)
    return session


def told(name: str, meter: Meter) -> None:
    for step, spent in meter.steps.items():
        print(f"{name:28} {step:9} {spent}")  # noqa: T201 - the table this test is run for


def within(meter: Meter, limits: tuple[int, int]) -> bool:
    """Return whether a job asked the item store and the blob store at most so often."""
    total = meter.total()
    spent = [sum(count for call, count in total.items() if call.startswith(port)) for port in ("items.", "blobs.")]
    return all(one <= most for one, most in zip(spent, limits, strict=True))


def test_a_job_of_the_digester_asks_the_stores_this_often(stack: Stack, session: str) -> None:
    first = digested(stack, session, "classes")
    again = digested(stack, session, "classes")
    attributes = digested(stack, session, "classes/User/attributes")
    told("classes", first)
    told("classes, read before", again)
    told("attributes, read before", attributes)

    assert list(first.steps) == ["POST", "begin", "await", "read", "publish", "GET"]
    assert list(again.steps) == list(attributes.steps) == ["POST", "GET"]
    limits = [(35, 7), (10, 2), (12, 2)]
    assert [within(*each) for each in zip((first, again, attributes), limits, strict=True)] == [True] * 3


def test_a_job_of_code_generation_asks_the_stores_this_often(stack: Stack, session: str) -> None:
    for rest in ("classes", "classes/User/attributes", "classes/User/endpoints"):
        digested(stack, session, rest)
    first = written(stack, session, "classes/User/search/all")
    again = written(stack, session, "classes/User/search/all")
    told("search/all", first)
    told("search/all, written before", again)

    assert list(first.steps) == ["POST", "begin", "generate", "verify", "publish", "GET"]
    assert list(again.steps) == ["POST", "GET"]
    assert [within(*each) for each in zip((first, again), [(40, 7), (17, 1)], strict=True)] == [True] * 2
