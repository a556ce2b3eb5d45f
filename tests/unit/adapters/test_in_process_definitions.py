from __future__ import annotations

import json
from contextlib import closing
from typing import Any

import pytest

from shared.adapters.clock import SystemClock
from shared.adapters.in_process.definitions import load_definition, tasks_of
from shared.adapters.in_process.engine import InProcessPipelines
from shared.adapters.in_process.faults import BadDefinition
from shared.adapters.sqlite import SqliteItems
from tests.unit.adapters.running import execution, machine, task

RETRY = {"ErrorEquals": ["Unavailable"]}
CATCH = {"ErrorEquals": ["States.ALL"], "Next": "A"}


def parallel(*branches: dict[str, Any]) -> dict[str, Any]:
    return {"Type": "Parallel", "Branches": list(branches)}


def nested(depth: int) -> dict[str, Any]:
    found = machine(A={"Type": "Pass"})
    for _ in range(depth):
        found = machine(A=parallel(found))
    return found


@pytest.mark.parametrize(
    ("definition", "message"),
    [
        ({"StartAt": "B", "States": {"A": {"Type": "Succeed"}}}, "B, where to start, does not exist"),
        (machine(A={"Type": "Pass", "Next": "B"}), "A leads to B, which does not exist"),
        (machine(A=task(Catch=[{**CATCH, "Next": "B"}])), "A leads to B, which does not exist"),
        (machine(A={"Type": "Choice", "Choices": [], "Default": "A"}), "at least 1 item"),
        (
            machine(A={"Type": "Choice", "Choices": [{"Variable": "$.x", "StringMatches": "*", "Next": "A"}]}),
            "a Choice has a rule that is not supported",
        ),
        ({"StartAt": "A", "States": {"A": {"Type": "Pass"}}}, "a state has a Next, or End: true"),
        ({"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "A", "End": True}}}, "a state has a Next, or End"),
        (machine(A={"Type": "Choice", "Choices": ["x"]}), "Input should be an object"),
        (machine(A={"Type": "Activity"}), "does not match any of the expected tags"),
        (machine(A={"Type": "Pass", "Assign": {"x": 1}}), "Extra inputs are not permitted"),
        (machine(A=task(HeartbeatSeconds=5)), "Extra inputs are not permitted"),
        (machine(A=task(Resource="arn:aws:states:::sqs:sendMessage")), "Input should be"),
        (machine(A=task(Parameters={"Payload": {}})), "Parameters of arn:aws:states:::lambda:invoke are"),
        (machine(A=task(Parameters={"FunctionName.$": "$.x"})), "its target a constant"),
        (machine(A=task(Parameters={"FunctionName": "${F}", "Qualifier": "1"})), "Parameters of"),
        (machine(A=execution("x", Parameters={"StateMachineArn": "${ScrapeStateMachineArn}"})), "Parameters of"),
        (machine(A=task(ResultPath="$.a[*]")), "is not a reference path"),
        (machine(A=task(ResultPath=1)), "a path is text"),
        (machine(A=task(Retry=[{"ErrorEquals": []}])), "at least 1 item"),
        (machine(A=task(Retry=[{"ErrorEquals": ["States.ALL"]}, RETRY])), "States.ALL stands alone, in the last entry"),
        (machine(A=task(Catch=[{**CATCH, "ErrorEquals": ["X", "States.ALL"]}])), "States.ALL stands alone"),
        (machine(A=task(Retry=[{**RETRY, "JitterStrategy": "HALF"}])), "Input should be 'FULL' or 'NONE'"),
        (machine(A=task(TimeoutSeconds="60")), "Input should be a valid integer"),
        (machine(A={"Type": "Wait"}), "a Wait has Seconds, or SecondsPath"),
        (machine(A={"Type": "Wait", "Seconds": 1, "SecondsPath": "$.x"}), "a Wait has Seconds, or SecondsPath"),
        (machine(A={"Type": "Wait", "Timestamp": "2030-01-01T00:00:00Z"}), "Extra inputs are not permitted"),
        ({"QueryLanguage": "JSONata", **machine(A={"Type": "Succeed"})}, "Input should be 'JSONPath'"),
        (machine(A=parallel(machine(B=execution("x")))), "a Map or a Parallel cannot start executions here"),
        (machine(A=execution("x", Parameters={"StateMachineArn": "${X}", "Name": "x", "Input": {}})), "none of our"),
        (nested(6), "maps and parallels are nested too deep"),
        ([], "cannot be run"),
    ],
)
def test_what_this_engine_does_not_do_is_refused_when_it_is_loaded(definition: object, message: str) -> None:
    with pytest.raises(BadDefinition, match=message):
        load_definition(json.dumps(definition))


@pytest.mark.parametrize(
    "text", ["a: [", "StartAt: 2020-01-01", "StartAt: A\nStates: {A: {Type: Succeed, Comment: 1}}"]
)
def test_text_that_is_no_definition_is_refused(text: str) -> None:
    with pytest.raises(BadDefinition, match="a state machine cannot be run"):
        load_definition(text)


def test_the_tasks_of_a_machine_are_found_wherever_they_are() -> None:
    inner = machine(C=task("Third"))
    definition = load_definition(json.dumps(machine(A=task("First"), B=task("Second"), D=parallel(inner))))

    assert [found.target for found in tasks_of(definition)] == ["First", "Second", "Third"]


@pytest.mark.parametrize(
    ("definition", "message"),
    [
        (machine(A=task("Unknown")), "nothing is registered for Unknown, which codegen uses"),
        (machine(A=execution("x")), "nothing is registered for ScrapeStateMachineArn"),
    ],
)
def test_an_engine_is_not_built_without_everything_its_machines_name(definition: dict[str, Any], message: str) -> None:
    loaded = load_definition(json.dumps(definition))

    with closing(SqliteItems(":memory:")) as items, pytest.raises(BadDefinition, match=message):
        InProcessPipelines(items, {"codegen": loaded}, {}, SystemClock())
