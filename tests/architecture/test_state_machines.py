from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from cfnlint.api import lint_all  # type: ignore[import-untyped]

from shared.kernel import errors

FOLDER = Path(__file__).parents[2] / "functions" / "pipelines"
FILES = sorted(FOLDER.glob("*.asl.yaml"))
MACHINES = {"connector", "discovery", "scrape", "digester", "codegen"}

ENGINE_ERRORS = {
    "States.ALL",
    "States.DataLimitExceeded",
    "States.Timeout",
    "Sandbox.Timedout",
    "Lambda.Unknown",
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
    "Lambda.ClientExecutionTimeoutException",
    "StepFunctions.ExecutionLimitExceeded",
    "StepFunctions.ExecutionLimitExceededException",
    "StepFunctions.ThrottlingException",
}

# The template gives every one of these a value; the embedded host knows its tasks and machines by them.
SUBSTITUTIONS = {
    "JobsBeginFunctionArn",
    "JobsSucceedFunctionArn",
    "JobsFailFunctionArn",
    "DiscoverySearchFunctionArn",
    "DiscoveryPublishFunctionArn",
    "ScrapePlanFunctionArn",
    "ScrapeFetchFunctionArn",
    "ScrapePublishFunctionArn",
    "DigesterAwaitDocumentsFunctionArn",
    "DigesterReadFunctionArn",
    "DigesterPublishFunctionArn",
    "CodegenGenerateFunctionArn",
    "CodegenVerifyFunctionArn",
    "CodegenPublishFunctionArn",
    "DiscoveryStateMachineArn",
    "ScrapeStateMachineArn",
    "DigesterStateMachineArn",
    "CodegenStateMachineArn",
}

State = dict[str, Any]


@cache
def loaded(path: Path) -> State:
    definition: State = yaml.safe_load(path.read_text(encoding="utf-8"))
    return definition


def scopes(definition: State, at: str = "") -> Iterator[tuple[str, State]]:
    """Yield a machine, and every ItemProcessor and branch within it, by where it is."""
    yield at, definition
    for name, state in definition["States"].items():
        inner = [state["ItemProcessor"]] if "ItemProcessor" in state else state.get("Branches", [])
        for branch in inner:
            yield from scopes(branch, f"{at}/{name}")


def states(definition: State) -> Iterator[tuple[str, State]]:
    for at, scope in scopes(definition):
        for name, state in scope["States"].items():
            yield f"{at}/{name}", state


def successors(state: State) -> set[str]:
    named = [*state.get("Choices", []), *state.get("Catch", [])]
    found = {entry["Next"] for entry in named} | {state.get("Next"), state.get("Default")}
    return {name for name in found if name is not None}


def reachable(scope: State, start: str) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += successors(scope["States"][name])
    return found


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


every_machine = pytest.mark.parametrize("path", FILES, ids=lambda path: path.name.removesuffix(".asl.yaml"))


def test_there_is_one_file_for_every_machine() -> None:
    assert {path.name.removesuffix(".asl.yaml") for path in FILES} == MACHINES


@every_machine
def test_the_definition_passes_the_linter_of_templates(path: Path) -> None:
    properties = {"RoleArn": "arn:aws:iam::123456789012:role/machine", "Definition": loaded(path)}
    substitutions = dict.fromkeys(used(path), "arn:aws:lambda:eu-central-1:123456789012:function:x")
    resource = {
        "Type": "AWS::StepFunctions::StateMachine",
        "Properties": {**properties, "DefinitionSubstitutions": substitutions},
    }
    template = {"AWSTemplateFormatVersion": "2010-09-09", "Resources": {"Machine": resource}}

    assert [str(match) for match in lint_all(json.dumps(template))] == []


def test_the_linter_would_find_a_state_without_a_successor() -> None:
    definition = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "A", "Rest": 1}}}
    properties = {"RoleArn": "arn:aws:iam::123456789012:role/machine", "Definition": definition}
    template = {"Resources": {"Machine": {"Type": "AWS::StepFunctions::StateMachine", "Properties": properties}}}

    assert {match.rule.id for match in lint_all(json.dumps(template))} == {"E3601"}


@every_machine
def test_every_part_explains_itself_and_uses_one_language(path: Path) -> None:
    definition = loaded(path)

    assert definition["Comment"].endswith(".")
    assert definition["QueryLanguage"] == "JSONPath"
    assert definition["TimeoutSeconds"] > 0
    assert not [name for name, state in states(definition) if state["Type"] == "Task" and "Comment" not in state]


@every_machine
def test_every_error_name_is_a_class_of_ours_or_a_constant_of_the_engine(path: Path) -> None:
    ours = {name for name in vars(errors) if isinstance(getattr(errors, name), type)}
    entries = [
        entry for _, state in states(loaded(path)) for entry in [*state.get("Retry", []), *state.get("Catch", [])]
    ]
    names = {name for entry in entries for name in entry["ErrorEquals"]}

    assert names - ours - ENGINE_ERRORS == set()


def used(path: Path) -> set[str]:
    return {name for text in texts(loaded(path)) for name in re.findall(r"\$\{(\w+)\}", text)}


def test_the_machines_use_exactly_the_substitutions_there_are() -> None:
    assert set().union(*map(used, FILES)) == SUBSTITUTIONS


def test_nothing_but_targets_is_substituted() -> None:
    for path in FILES:
        for name, state in states(loaded(path)):
            targets = {state.get("Parameters", {}).get(key) for key in ("FunctionName", "StateMachineArn")}
            substituted = {text for text in texts(state.get("Parameters", {})) if "${" in text}

            assert substituted <= targets, f"{path.name} {name}"


@every_machine
def test_every_task_is_retried_within_bounds_and_timed(path: Path) -> None:
    tasks = [(name, state) for name, state in states(loaded(path)) if state["Type"] == "Task"]

    assert tasks
    for name, task in tasks:
        assert 0 < task["TimeoutSeconds"] < loaded(path)["TimeoutSeconds"], name
        for retrier in task["Retry"]:
            assert retrier["JitterStrategy"] == "FULL", name
            assert 1 <= retrier["MaxAttempts"] <= 6, name
            assert retrier["IntervalSeconds"] < retrier["MaxDelaySeconds"] <= 60, name
            assert retrier["BackoffRate"] >= 1.5, name
            assert "States.ALL" not in retrier["ErrorEquals"], name
            assert "States.TaskFailed" not in retrier["ErrorEquals"], name


@every_machine
def test_every_call_of_a_task_tries_the_same_errors_again(path: Path) -> None:
    calls = [state for _, state in states(loaded(path)) if state.get("Resource", "").endswith("lambda:invoke")]

    assert {json.dumps(call["Retry"]) for call in calls} == {json.dumps(calls[0]["Retry"])}
    assert "Unavailable" in calls[0]["Retry"][0]["ErrorEquals"]


@every_machine
def test_every_state_can_be_reached(path: Path) -> None:
    for at, scope in scopes(loaded(path)):
        assert reachable(scope, scope["StartAt"]) == set(scope["States"]), at


@every_machine
def test_the_failure_of_every_task_is_recorded_and_ends_in_the_fail_state(path: Path) -> None:
    definition = loaded(path)
    working = {name: state for name, state in definition["States"].items() if state["Type"] in {"Task", "Map"}}
    record = working.pop("RecordFailure")

    # The wildcard does not match the error of a state that grew too large.
    names = (["States.DataLimitExceeded"], ["States.ALL"])
    catch = [{"ErrorEquals": some, "ResultPath": "$.error", "Next": "RecordFailure"} for some in names]
    assert {json.dumps(state["Catch"]) for state in working.values()} == {json.dumps(catch)}
    assert (record["Next"], [entry["Next"] for entry in record["Catch"]]) == ("Failed", ["Failed"])
    assert record["Parameters"]["FunctionName"] == "${JobsFailFunctionArn}"
    assert definition["States"]["Failed"]["Type"] == "Fail"
    assert {"Error", "Cause"} <= definition["States"]["Failed"].keys()


@every_machine
def test_every_way_ends(path: Path) -> None:
    definition = loaded(path)
    ends = {name for name, state in definition["States"].items() if state["Type"] in {"Succeed", "Fail"}}

    for name in definition["States"]:
        assert reachable(definition, name) & ends, name


@every_machine
def test_a_machine_that_ends_well_hands_nothing_on(path: Path) -> None:
    succeeded = loaded(path)["States"]["Succeeded"]

    assert (succeeded["Type"], succeeded["OutputPath"]) == ("Succeed", None)


@every_machine
def test_maps_are_inline_and_bounded(path: Path) -> None:
    for name, state in states(loaded(path)):
        if state["Type"] == "Map":
            assert 1 <= state["MaxConcurrency"] <= 8, name
            assert state["ItemProcessor"]["ProcessorConfig"] == {"Mode": "INLINE"}, name


def test_a_parent_waits_longer_than_its_child_may_take() -> None:
    connector = loaded(FOLDER / "connector.asl.yaml")
    stages = {
        name: state for name, state in connector["States"].items() if "startExecution" in state.get("Resource", "")
    }

    assert {name.lower() for name in stages} == MACHINES - {"connector"}
    for name, stage in stages.items():
        assert stage["TimeoutSeconds"] > loaded(FOLDER / f"{name.lower()}.asl.yaml")["TimeoutSeconds"], name
    assert connector["TimeoutSeconds"] > sum(stage["TimeoutSeconds"] for stage in stages.values())


def test_a_child_is_named_by_its_job_and_tied_to_its_parent() -> None:
    stages = loaded(FOLDER / "connector.asl.yaml")["States"]
    for stage in ("discovery", "scrape", "digester", "codegen"):
        parameters = stages[stage.title()]["Parameters"]

        assert parameters == {
            "StateMachineArn": f"${{{stage.title()}StateMachineArn}}",
            "Name.$": f"$.begun.children.{stage}",
            "Input": {
                "sessionId.$": "$.sessionId",
                "jobId.$": f"$.begun.children.{stage}",
                "stage": stage,
                "parentJobId.$": "$.jobId",
                "AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID.$": "$$.Execution.Id",
            },
        }
