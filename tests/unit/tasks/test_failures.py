from __future__ import annotations

import json

import pytest

from shared.kernel.errors import Invalid
from shared.kernel.hashing import Json
from shared.tasks.failures import Failure

REPORTED = json.dumps({"errorMessage": "the document is empty", "errorType": "Invalid", "stackTrace": []})


def child(**description: Json) -> str:
    return json.dumps({"executionArn": "arn", **description})


@pytest.mark.parametrize(
    ("error", "cause", "sentence"),
    [
        ("Invalid", REPORTED, "the document is empty"),
        ("Invalid", "the document is empty", "the document is empty"),
        ("DocumentsNotReady", "Still processing.", "Still processing."),
        ("States.Timeout", "", "The work took longer than it may; try again."),
        ("KeyError", json.dumps({"errorMessage": "'secret'"}), "An unexpected error ended the work (KeyError)."),
        ("States.DataLimitExceeded", "so many", "An unexpected error ended the work (States.DataLimitExceeded)."),
        ("ApplicationErrors", "", "An unexpected error ended the work (ApplicationErrors)."),
        ("States.TaskFailed", child(error="ScrapeFailed", cause="See its record."), "See its record."),
        ("States.TaskFailed", child(status="TIMED_OUT"), "The work took longer than it may; try again."),
        ("States.TaskFailed", json.dumps({"ExecutionArn": "arn", "Error": "A", "Cause": "B."}), "B."),
        ("States.TaskFailed", child(error="Invalid", cause=REPORTED), "the document is empty"),
        ("States.TaskFailed", child(), "An unexpected error ended the work (States.TaskFailed)."),
    ],
)
def test_a_person_reads_one_sentence(error: str, cause: str, sentence: str) -> None:
    assert Failure.decode({"Error": error, "Cause": cause}).sentence == sentence


def test_a_cause_may_be_missing() -> None:
    assert Failure.decode({"Error": "Invalid"}) == Failure(name="Invalid", cause="")


def test_causes_nested_without_end_are_cut() -> None:
    cause = "at the bottom"
    for _ in range(10):
        cause = child(error="Invalid", cause=cause)

    assert Failure(name="States.TaskFailed", cause=cause).sentence == "An unexpected error ended the work (Invalid)."


@pytest.mark.parametrize("value", [None, "Invalid", {}, {"Error": 1}])
def test_anything_else_is_no_failure(value: Json) -> None:
    with pytest.raises(Invalid, match="a failure is"):
        Failure.decode(value)
