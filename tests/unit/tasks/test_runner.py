from __future__ import annotations

import io
import json
from dataclasses import dataclass
from typing import Any

import pytest

from shared.kernel.errors import Invalid, TooLarge, Unavailable
from shared.observability.logging import logged_as, logger
from shared.tasks.payloads import Reference
from shared.tasks.runner import task


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    session_id: str
    job_id: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    page: Reference


EVENT = {"sessionId": "s", "jobId": "j", "url": "https://x.example/"}
PAGE = Reference(blob="a" * 64, size=3)


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_task_reads_its_command_and_answers_its_result(capsys: pytest.CaptureFixture[str]) -> None:
    seen: list[Fetch] = []

    @task
    def handler(command: Fetch) -> Fetched:
        seen.append(command)
        return Fetched(page=PAGE)

    assert handler(EVENT, None) == {"page": PAGE.encode()}
    assert seen == [Fetch(session_id="s", job_id="j", url="https://x.example/")]
    told = [(line["message"], line["sessionId"], line["jobId"]) for line in lines(capsys)]
    assert told == [("task started", "s", "j"), ("task ended", "s", "j")]


def test_nothing_to_say_is_an_empty_object() -> None:
    @task
    def handler(_command: Fetch) -> None:
        return None

    assert handler(EVENT, None) == {}


def test_an_error_leaves_under_its_own_name_and_the_log_has_no_contents(capsys: pytest.CaptureFixture[str]) -> None:
    @task
    def handler(_command: Fetch) -> None:
        message = "the server of a secret did not answer"
        raise Unavailable(message, code="page_unreachable")

    with pytest.raises(Unavailable, match="did not answer"):
        handler(EVENT, None)

    [_, failed] = lines(capsys)
    assert (failed["level"], failed["message"], failed["error"], failed["code"]) == (
        "WARNING",
        "task failed",
        "Unavailable",
        "page_unreachable",
    )
    assert "secret" not in json.dumps(failed)


def test_a_defect_is_logged_by_place_without_its_message(capsys: pytest.CaptureFixture[str]) -> None:
    @task
    def handler(_command: Fetch) -> None:
        message = "a secret of the document"
        raise KeyError(message)

    with pytest.raises(Exception, match=r"^$") as left:
        handler(EVENT, None)

    [_, broke] = lines(capsys)
    assert (type(left.value).__name__, left.value.__suppress_context__) == ("KeyError", True)
    assert (broke["level"], broke["message"], broke["error"]) == ("ERROR", "task broke", "KeyError")
    assert "test_runner.py" in broke["frames"][-1]
    assert "secret" not in json.dumps(broke)


def test_a_command_that_does_not_fit_never_reaches_the_work() -> None:
    @task
    def handler(_command: Fetch) -> None:
        pytest.fail("the work was called")

    with pytest.raises(Invalid, match="missing"):
        handler({"sessionId": "s"}, None)


def test_a_result_larger_than_a_state_is_refused() -> None:
    @task
    def handler(_command: Fetch) -> dict[str, str]:
        return {"text": "x" * 262_144}

    with pytest.raises(TooLarge, match="a state carries"):
        handler(EVENT, None)


def test_a_result_that_is_no_object_is_our_mistake() -> None:
    @task
    def handler(_command: Fetch) -> list[str]:
        return ["x"]

    with pytest.raises(TypeError, match="a task answers an object, not a list"):
        handler(EVENT, None)


def test_keys_of_the_log_end_with_their_block(capsys: pytest.CaptureFixture[str]) -> None:
    with logged_as(sessionId="outer"):
        with logged_as(sessionId="inner", jobId="j"):
            logger.info("one")
        logger.info("two")
    logger.info("three")

    assert [(line["message"], line.get("sessionId"), line.get("jobId")) for line in lines(capsys)] == [
        ("one", "inner", "j"),
        ("two", "outer", None),
        ("three", None, None),
    ]


def test_a_log_that_cannot_be_written_does_not_break_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(io.StringIO):
        def write(self, _text: str) -> int:
            raise OSError

    monkeypatch.setattr("logging.raiseExceptions", False)
    monkeypatch.setattr("sys.stderr", Broken())

    @task
    def handler(_command: Fetch) -> dict[str, int]:
        return {"n": 1}

    assert handler(EVENT, None) == {"n": 1}
