"""Every machine, through Step Functions as moto interprets it and through our own engine: same calls, same ends."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from shared.kernel.errors import Invalid, Unavailable
from shared.ports.pipelines import Machine
from tests.functional.engines import Embedded, Engine, moto_engine
from tests.functional.scripts import (
    CANDIDATES,
    CRAWL,
    CRAWLED,
    DIGEST,
    FAILED,
    FILES,
    GOOD,
    JOB,
    REPORT,
    STAGES,
    TEXTS,
    URLS,
    Calls,
    Event,
    Script,
    children,
    fails,
    lane,
    planned,
    says,
    visits,
)


@pytest.fixture(scope="module")
def moto() -> Iterator[Engine]:
    with moto_engine() as engine:
        yield engine


@pytest.fixture(params=["moto", "embedded"])
def engine(request: pytest.FixtureRequest) -> Engine:
    if request.param == "embedded":
        return Embedded()
    engine: Engine = request.getfixturevalue("moto")
    return engine


UNAVAILABLE = fails(Unavailable("the model is busy"))
INVALID = fails(Invalid(FAILED))


def command(stage: Machine) -> Event:
    return {**JOB, "stage": stage}


def began(stage: Machine) -> tuple[str, Event]:
    return "JobsBegin", command(stage)


def failed(stage: Machine, error: str, sentence: str) -> tuple[str, Event]:
    return "JobsFail", {**command(stage), "error": (error, sentence)}


SEARCHED: Calls = [("DiscoverySearch", JOB), ("DiscoveryPublish", {**JOB, "candidates": CANDIDATES})]
BEGUN: tuple[str, Event] = ("ScrapePlan", {**JOB, "crawl": None, "fetched": []})


def fetched(url: str) -> tuple[str, Event]:
    return "ScrapeFetch", {**JOB, **lane(url)}


def gone_on(*urls: str) -> Calls:
    """Return how a crawl ends once the lanes of these addresses have been fetched."""
    return [
        ("ScrapePlan", {**JOB, "crawl": CRAWL, "fetched": [visits(url) for url in urls]}),
        ("ScrapePublish", {**JOB, "crawl": CRAWLED}),
    ]


SCRAPED: Calls = [BEGUN, *map(fetched, URLS), *gone_on(*URLS)]
DIGESTED: Calls = [
    ("DigesterAwaitDocuments", {**JOB, "attempt": 0}),
    ("DigesterRead", JOB),
    ("DigesterPublish", {**JOB, "digest": DIGEST}),
]
GENERATED: Calls = [
    ("CodegenGenerate", JOB),
    ("CodegenVerify", {**JOB, "files": FILES}),
    ("CodegenPublish", {**JOB, "files": FILES, "report": REPORT}),
]
DONE: dict[Machine, Calls] = {
    "discovery": SEARCHED,
    "scrape": SCRAPED,
    "digester": DIGESTED,
    "codegen": GENERATED,
}


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_that_works(engine: Engine, stage: Machine) -> None:
    script = Script(GOOD)

    assert engine.run(stage, script, command(stage), TEXTS) == "succeeded"
    assert script.trace() == [began(stage), *DONE[stage]]


def test_an_error_that_passes_is_tried_again(engine: Engine) -> None:
    script = Script({**GOOD, "CodegenGenerate": (UNAVAILABLE, *GOOD["CodegenGenerate"])})

    assert engine.run("codegen", script, command("codegen"), TEXTS) == "succeeded"
    assert script.trace() == [began("codegen"), GENERATED[0], *GENERATED]


def test_a_document_that_cannot_be_read_fails_the_job_at_once(engine: Engine) -> None:
    script = Script({**GOOD, "DigesterRead": (INVALID,)})

    assert engine.run("digester", script, command("digester"), TEXTS) == "failed"
    assert script.trace() == [began("digester"), *DIGESTED[:2], failed("digester", "Invalid", FAILED)]


def test_a_defect_fails_the_job_without_quoting_it(engine: Engine) -> None:
    script = Script({**GOOD, "CodegenVerify": (fails(KeyError("a secret")),)})

    assert engine.run("codegen", script, command("codegen"), TEXTS) == "failed"
    assert script.trace() == [
        began("codegen"),
        *GENERATED[:2],
        failed("codegen", "KeyError", "An unexpected error ended the work (KeyError)."),
    ]


def test_an_answer_larger_than_a_state_fails_the_job(engine: Engine) -> None:
    script = Script({**GOOD, "DiscoverySearch": (says({"candidates": "x" * 262_144}),)})

    assert engine.run("discovery", script, command("discovery"), TEXTS) == "failed"
    sentence = "An unexpected error ended the work (States.DataLimitExceeded)."
    assert script.trace() == [
        began("discovery"),
        SEARCHED[0],
        failed("discovery", "States.DataLimitExceeded", sentence),
    ]


def test_a_job_that_cannot_begin_is_recorded_as_failed(engine: Engine) -> None:
    script = Script({"JobsBegin": (INVALID,)})

    assert engine.run("discovery", script, command("discovery"), TEXTS) == "failed"
    assert script.trace() == [began("discovery"), failed("discovery", "Invalid", FAILED)]


def test_a_failure_that_cannot_be_recorded_ends_the_execution_all_the_same(engine: Engine) -> None:
    script = Script({**GOOD, "DiscoverySearch": (INVALID,), "JobsFail": (fails(KeyError("gone")),)})

    assert engine.run("discovery", script, command("discovery"), TEXTS) == "failed"
    assert script.trace() == [began("discovery"), SEARCHED[0], failed("discovery", "Invalid", FAILED)]


def test_a_page_is_tried_again_on_its_own(engine: Engine) -> None:
    script = Script({**GOOD, "ScrapePlan": planned(URLS[0]), "ScrapeFetch": (UNAVAILABLE, *GOOD["ScrapeFetch"])})

    assert engine.run("scrape", script, command("scrape"), TEXTS) == "succeeded"
    assert script.trace() == [
        began("scrape"),
        SCRAPED[0],
        SCRAPED[1],
        SCRAPED[1],
        *gone_on(URLS[0]),
    ]


def test_a_page_that_fails_fails_the_stage(engine: Engine) -> None:
    script = Script({**GOOD, "ScrapePlan": planned(URLS[0]), "ScrapeFetch": (INVALID,)})

    assert engine.run("scrape", script, command("scrape"), TEXTS) == "failed"
    assert script.trace() == [began("scrape"), *SCRAPED[:2], failed("scrape", "Invalid", FAILED)]


def test_a_plan_without_lanes_publishes_at_once(engine: Engine) -> None:
    script = Script({**GOOD, "ScrapePlan": planned()})

    assert engine.run("scrape", script, command("scrape"), TEXTS) == "succeeded"
    assert script.trace() == [began("scrape"), BEGUN, ("ScrapePublish", {**JOB, "crawl": CRAWL})]


def test_a_plan_of_the_wrong_shape_fails_the_stage(engine: Engine) -> None:
    script = Script({**GOOD, "ScrapePlan": (says({"crawl": CRAWL, "lanes": {}, "more": True}),)})

    assert engine.run("scrape", script, command("scrape"), TEXTS) == "failed"


def test_documents_are_awaited(engine: Engine) -> None:
    answers = (says({"ready": False, "attempt": 1}), says({"ready": True, "attempt": 2}))
    script = Script({**GOOD, "DigesterAwaitDocuments": answers})

    assert engine.run("digester", script, command("digester"), TEXTS) == "succeeded"
    again = ("DigesterAwaitDocuments", {**JOB, "attempt": 1})
    assert script.trace() == [began("digester"), DIGESTED[0], again, *DIGESTED[1:]]


def test_documents_are_not_awaited_for_ever(engine: Engine) -> None:
    script = Script({**GOOD, "DigesterAwaitDocuments": (says({"ready": False, "attempt": 301}),)})

    assert engine.run("digester", script, command("digester"), TEXTS) == "failed"
    late = "The session's documents were still being processed after ten minutes; try again when they are ready."
    assert script.trace() == [began("digester"), DIGESTED[0], failed("digester", "DocumentsNotReady", late)]


def test_a_task_that_takes_too_long_is_tried_once_more_and_fails_the_job(engine: Engine) -> None:
    done = threading.Event()

    def hangs(_event: Event) -> Event:
        done.wait(20)
        return {}

    texts: dict[Machine, str] = {"discovery": TEXTS["discovery"].replace("TimeoutSeconds: 600", "TimeoutSeconds: 1")}
    script = Script({**GOOD, "DiscoverySearch": (hangs,)})
    try:
        assert engine.run("discovery", script, command("discovery"), texts) == "failed"
    finally:
        done.set()
    late = failed("discovery", "States.Timeout", "The work took longer than it may; try again.")
    assert script.trace() == [began("discovery"), SEARCHED[0], SEARCHED[0], late]


def as_child(stage: Machine) -> Calls:
    begun = ("JobsBegin", {"sessionId": "s", "jobId": f"job-{stage}", "stage": stage, "parentJobId": "job"})
    return [begun, *((task, {**event, "jobId": f"job-{stage}"}) for task, event in DONE[stage])]


def test_the_connector_is_made_stage_by_stage(engine: Engine) -> None:
    script = Script(children(links=True))

    assert engine.run("connector", script, command("connector"), TEXTS) == "succeeded"
    stages = [call for stage in DONE for call in as_child(stage)]
    assert script.trace() == [began("connector"), *stages, ("JobsSucceed", JOB)]


def test_uploaded_documents_need_no_search(engine: Engine) -> None:
    script = Script(children(links=False))

    assert engine.run("connector", script, command("connector"), TEXTS) == "succeeded"
    stages = [*as_child("digester"), *as_child("codegen")]
    assert script.trace() == [began("connector"), *stages, ("JobsSucceed", JOB)]


def test_a_stage_that_fails_fails_the_connector(engine: Engine) -> None:
    script = Script({**children(links=False), "DigesterRead": (INVALID,)})

    assert engine.run("connector", script, command("connector"), TEXTS) == "failed"
    child = {"sessionId": "s", "jobId": "job-digester", "stage": "digester"}
    assert script.trace() == [
        began("connector"),
        *as_child("digester")[:3],
        ("JobsFail", {**child, "error": ("Invalid", FAILED)}),
        failed("connector", "States.TaskFailed", "The digester job failed; its record says why."),
    ]
