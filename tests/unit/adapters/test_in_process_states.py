"""What each kind of state does with its data, seen from the end of an execution."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest

from shared.adapters.in_process.effects import Failed, Succeeded
from shared.kernel.errors import Invalid, Unavailable
from shared.kernel.hashing import Json
from shared.ports.pipelines import STATE_LIMIT_BYTES
from tests.unit.adapters.running import Handler, Running, end_of, machine, task

DATA: Json = {"a": 1, "b": {"c": 2}}
ENVELOPE: dict[str, Json] = {"ExecutedVersion": "$LATEST", "StatusCode": 200}


def answers(answer: dict[str, Any]) -> Handler:
    return lambda _event, _context: answer


def echo(event: dict[str, Any], _context: object) -> dict[str, Any]:
    return event


def fails(*errors: Exception) -> Handler:
    """Return a handler that raises these errors, one per call, and then answers."""
    waiting = list(errors)

    def handler(_event: dict[str, Any], _context: object) -> dict[str, Any]:
        if waiting:
            raise waiting.pop(0)
        return {"done": True}

    return handler


@pytest.mark.parametrize(
    ("members", "output"),
    [
        ({}, {**ENVELOPE, "Payload": {"got": 1}}),
        ({"ResultPath": "$.r", "ResultSelector": {"v.$": "$.Payload.got"}}, {"a": 1, "b": {"c": 2}, "r": {"v": 1}}),
        ({"ResultPath": None}, DATA),
        ({"OutputPath": "$.Payload"}, {"got": 1}),
        ({"OutputPath": None}, {}),
        ({"ResultPath": "$.r", "OutputPath": "$.r.StatusCode"}, 200),
        ({"InputPath": "$.b", "ResultPath": None}, DATA),
    ],
)
def test_where_a_result_goes(members: dict[str, Any], output: Json) -> None:
    assert end_of(machine(A=task(**members)), DATA, Work=answers({"got": 1})) == Succeeded(output)


@pytest.mark.parametrize(
    ("members", "event"),
    [
        ({}, DATA),
        ({"InputPath": "$.b"}, {"c": 2}),
        ({"InputPath": None}, {}),
        ({"Parameters": {"FunctionName": "${Work}"}}, {}),
        ({"Parameters": {"FunctionName": "${Work}", "Payload": {"x.$": "$.b.c", "y": "z"}}}, {"x": 2, "y": "z"}),
        (
            {
                "Parameters": {
                    "FunctionName": "${Work}",
                    "Payload": {"n.$": "$$.Execution.Name", "s.$": "$$.State.Name"},
                }
            },
            {"n": "job", "s": "A"},
        ),
    ],
)
def test_what_a_task_is_given(members: dict[str, Any], event: Json) -> None:
    end = end_of(machine(A=task(**members, OutputPath="$.Payload")), DATA, Work=echo)

    assert end == Succeeded(event)


def test_a_task_may_change_its_event_without_changing_the_state() -> None:
    def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
        event["b"].clear()
        return {}

    assert end_of(machine(A=task(ResultPath=None)), DATA, Work=handler) == Succeeded(DATA)


@pytest.mark.parametrize(
    ("members", "output"),
    [
        ({}, DATA),
        ({"Result": {"x": 1}}, {"x": 1}),
        ({"Result": None}, None),
        ({"Result": 5, "ResultPath": "$.r"}, {"a": 1, "b": {"c": 2}, "r": 5}),
        ({"Result": {"x.$": "$.a"}}, {"x.$": "$.a"}),
        ({"Parameters": {"x.$": "$.a"}}, {"x": 1}),
        ({"InputPath": "$.b", "ResultPath": "$.b"}, {"a": 1, "b": {"c": 2}}),
        ({"InputPath": "$.b"}, {"c": 2}),
        ({"OutputPath": "$.b"}, {"c": 2}),
    ],
)
def test_pass(members: dict[str, Any], output: Json) -> None:
    assert end_of(machine(A={"Type": "Pass", **members}), DATA) == Succeeded(output)


def test_choice_takes_the_first_rule_that_holds() -> None:
    choices = [
        {"Variable": "$.a", "NumericGreaterThan": 1, "Next": "High"},
        {"Variable": "$.a", "NumericEquals": 1, "Next": "One"},
        {"Variable": "$.a", "IsPresent": True, "Next": "High"},
    ]
    high, one = ({"Type": "Pass", "Result": word} for word in ("high", "one"))

    assert end_of(machine(A={"Type": "Choice", "Choices": choices}, High=high, One=one), DATA) == Succeeded("one")


def test_choice_without_a_way_fails() -> None:
    choice = {"Type": "Choice", "Choices": [{"Variable": "$.a", "NumericEquals": 2, "Next": "B"}]}
    end = end_of(machine(A=choice, B={"Type": "Succeed"}), DATA)

    assert end == Failed("States.NoChoiceMatched", "no rule holds, and there is no Default")


@pytest.mark.parametrize("members", [{"Seconds": 0}, {"SecondsPath": "$.a"}])
def test_wait_hands_its_data_on(members: dict[str, Any]) -> None:
    assert end_of(machine(A={"Type": "Wait", **members}), {"a": 0}) == Succeeded({"a": 0})


@pytest.mark.parametrize("value", ["1", -1, True, None])
def test_wait_refuses_what_is_no_number_of_seconds(value: Json) -> None:
    end = end_of(machine(A={"Type": "Wait", "SecondsPath": "$.a"}), {"a": value})

    assert end == Failed("States.Runtime", "$.a is no number of seconds")


def test_fail_ends_with_its_error() -> None:
    assert end_of(machine(A={"Type": "Fail", "Error": "E", "Cause": "C"}), DATA) == Failed("E", "C")


def test_an_error_ends_under_its_class_and_with_the_report_of_lambda() -> None:
    end = end_of(machine(A=task()), DATA, Work=fails(Invalid("no")))

    assert end == Failed("Invalid", json.dumps({"errorMessage": "no", "errorType": "Invalid"}))


def test_an_answer_that_is_no_json_is_an_error() -> None:
    end = end_of(machine(A=task()), DATA, Work=answers({"x": {1}}))

    assert isinstance(end, Failed)
    assert end.error == "Runtime.MarshalError"


RETRY = {"ErrorEquals": ["Unavailable"], "MaxAttempts": 2, "JitterStrategy": "FULL"}
LATER = {"ErrorEquals": ["States.ALL"], "MaxAttempts": 1, "JitterStrategy": "FULL"}
CATCH = {"ErrorEquals": ["Invalid"], "ResultPath": "$.error", "Next": "B"}


def test_an_error_is_tried_again() -> None:
    end = end_of(
        machine(A=task(Retry=[RETRY], OutputPath="$.Payload")), DATA, Work=fails(Unavailable("1"), Unavailable("2"))
    )

    assert end == Succeeded({"done": True})


def test_every_retrier_counts_for_itself() -> None:
    errors = [Unavailable("1"), Invalid("2"), Unavailable("3")]
    end = end_of(machine(A=task(Retry=[RETRY, LATER], OutputPath="$.Payload")), DATA, Work=fails(*errors))

    assert end == Succeeded({"done": True})


def test_the_first_retrier_that_names_the_error_decides_alone() -> None:
    errors = [Unavailable(str(number)) for number in range(3)]
    end = end_of(machine(A=task(Retry=[RETRY, LATER])), DATA, Work=fails(*errors))

    assert end == Failed("Unavailable", json.dumps({"errorMessage": "2", "errorType": "Unavailable"}))


def test_the_number_of_retries_is_in_the_context() -> None:
    parameters = {"FunctionName": "${Work}", "Payload": {"retries.$": "$$.State.RetryCount"}}
    seen: list[int] = []

    def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
        seen.append(event["retries"])
        message = "busy"
        raise Unavailable(message)

    end_of(machine(A=task(Retry=[RETRY], Parameters=parameters)), DATA, Work=handler)

    assert seen == [0, 1, 2]


def test_retries_are_counted_afresh_when_a_state_is_entered_again() -> None:
    back = {"Type": "Choice", "Choices": [{"Variable": "$.done", "IsPresent": True, "Next": "C"}], "Default": "A"}
    catch = {"ErrorEquals": ["Unavailable"], "ResultPath": None, "Next": "B"}
    again = task(Retry=[RETRY], Catch=[catch], ResultSelector={"done.$": "$.Payload.done"}, Next="B")
    errors = [Unavailable(str(number)) for number in range(5)]
    end = end_of(machine(A=again, B=back, C={"Type": "Succeed"}), {}, Work=fails(*errors))

    assert end == Succeeded({"done": True})


@pytest.mark.parametrize("member", ["InputPath", "OutputPath"])
def test_a_path_that_matches_nothing_is_not_to_be_caught(member: str) -> None:
    catch = {"ErrorEquals": ["States.ALL"], "Next": "B"}
    definition = machine(A=task(Catch=[catch], **{member: "$.gone"}), B={"Type": "Succeed"})

    assert end_of(definition, DATA, Work=echo) == Failed("States.Runtime", "$.gone matches nothing")


def test_a_caught_error_joins_the_data() -> None:
    end = end_of(machine(A=task(Catch=[CATCH]), B={"Type": "Pass"}), {"a": 1}, Work=fails(Invalid("no")))

    cause = json.dumps({"errorMessage": "no", "errorType": "Invalid"})
    assert end == Succeeded({"a": 1, "error": {"Error": "Invalid", "Cause": cause}})


def test_an_error_no_catch_names_ends_the_execution() -> None:
    end = end_of(machine(A=task(Catch=[CATCH]), B={"Type": "Pass"}), DATA, Work=fails(Unavailable("busy")))

    assert isinstance(end, Failed)
    assert end.error == "Unavailable"


def test_a_result_without_a_place_can_be_caught() -> None:
    catch = {"ErrorEquals": ["States.ResultPathMatchFailure"], "Next": "B"}
    end = end_of(machine(A=task(ResultPath="$.a.x", Catch=[catch]), B={"Type": "Pass"}), DATA, Work=echo)

    assert end == Succeeded({"Error": "States.ResultPathMatchFailure", "Cause": "$.a.x matches nothing"})


def test_a_parameter_that_matches_nothing_can_be_caught() -> None:
    parameters = {"FunctionName": "${Work}", "Payload": {"x.$": "$.gone"}}
    catch = {"ErrorEquals": ["States.ALL"], "Next": "B"}
    end = end_of(machine(A=task(Parameters=parameters, Catch=[catch]), B={"Type": "Pass"}), DATA, Work=echo)

    assert end == Succeeded({"Error": "States.ParameterPathFailure", "Cause": "$.gone matches nothing"})


def test_a_catch_whose_error_has_no_place_ends_the_execution() -> None:
    catch = {"ErrorEquals": ["States.ALL"], "ResultPath": "$.a.x", "Next": "B"}
    end = end_of(machine(A=task(Catch=[catch]), B={"Type": "Pass"}), DATA, Work=fails(Invalid("no")))

    assert end == Failed("States.ResultPathMatchFailure", "$.a.x matches nothing")


def test_a_task_that_takes_too_long_times_out_and_its_answer_is_dropped() -> None:
    released = threading.Event()

    def handler(_event: dict[str, Any], _context: object) -> dict[str, Any]:
        released.wait(5)
        return {"late": True}

    end = end_of(machine(A=task(TimeoutSeconds=1)), DATA, Work=handler)
    released.set()

    assert end == Failed("States.Timeout", "Work took longer than 1 s")


def test_a_machine_that_takes_too_long_ends_whatever_it_would_catch() -> None:
    released = threading.Event()

    def handler(_event: dict[str, Any], _context: object) -> dict[str, Any]:
        released.wait(5)
        return {}

    catch = {"ErrorEquals": ["States.ALL"], "Next": "B"}
    definition = machine(A=task(TimeoutSeconds=60, Catch=[catch]), B={"Type": "Pass"})
    end = end_of({**definition, "TimeoutSeconds": 1}, DATA, Work=handler)
    released.set()

    assert end == Failed("States.Timeout", "the execution took longer than 1 s")


def test_a_machine_that_waits_too_long_ends() -> None:
    definition = machine(A={"Type": "Wait", "Seconds": 600})

    assert end_of({**definition, "TimeoutSeconds": 1}, DATA) == Failed(
        "States.Timeout", "the execution took longer than 1 s"
    )


def test_the_largest_payload_fits_and_one_byte_more_does_not() -> None:
    room = STATE_LIMIT_BYTES - len('{"t":""}')
    definition = machine(A={"Type": "Pass"})

    assert end_of(definition, {"t": "x" * room}) == Succeeded({"t": "x" * room})
    end = end_of(machine(A={"Type": "Pass", "Result": "", "ResultPath": "$.more"}), {"t": "x" * room})
    assert isinstance(end, Failed)
    assert end.error == "States.DataLimitExceeded"


def test_a_result_beyond_the_limit_is_not_caught_by_the_wildcard() -> None:
    catch = {"ErrorEquals": ["States.ALL"], "Next": "B"}
    large = answers({"t": "x" * STATE_LIMIT_BYTES})
    end = end_of(machine(A=task(Catch=[catch]), B={"Type": "Succeed"}), DATA, Work=large)

    assert isinstance(end, Failed)
    assert end.error == "States.DataLimitExceeded"


def test_a_machine_that_runs_in_circles_is_ended() -> None:
    end = end_of(machine(A={"Type": "Pass", "Next": "A"}), {})

    assert end == Failed("States.Runtime", "more than 5000 transitions")


def item_map(**members: Any) -> dict[str, Any]:  # noqa: ANN401 - members of a state
    return {
        "Type": "Map",
        "ItemsPath": "$.items",
        "ItemProcessor": machine(Each=task(OutputPath="$.Payload")),
        **members,
    }


def test_map_keeps_the_order_of_its_items() -> None:
    barrier = threading.Barrier(4)

    def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
        barrier.wait(5)
        return {"n": event["n"] * 10}

    items: Json = [{"n": number} for number in range(4)]
    end = end_of(machine(A=item_map(MaxConcurrency=4)), {"items": items}, Work=handler)

    assert end == Succeeded([{"n": 0}, {"n": 10}, {"n": 20}, {"n": 30}])


def test_map_runs_no_more_at_once_than_it_may() -> None:
    lock, running, most = threading.Lock(), 0, 0
    pause = threading.Event()

    def handler(_event: dict[str, Any], _context: object) -> dict[str, Any]:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        pause.wait(0.01)
        with lock:
            running -= 1
        return {}

    items: Json = [{} for _ in range(12)]
    end_of(machine(A=item_map(MaxConcurrency=3)), {"items": items}, Work=handler)

    assert most == 3


def test_map_selects_what_each_item_is_given() -> None:
    selector = {"all.$": "$.a", "n.$": "$$.Map.Item.Index", "v.$": "$$.Map.Item.Value"}
    end = end_of(machine(A=item_map(ItemSelector=selector)), {"a": 1, "items": ["x", "y"]}, Work=echo)

    assert end == Succeeded([{"all": 1, "n": 0, "v": "x"}, {"all": 1, "n": 1, "v": "y"}])


def test_map_puts_its_results_in_their_place() -> None:
    end = end_of(machine(A=item_map(ResultPath="$.items")), {"items": [{"n": 1}]}, Work=echo)

    assert end == Succeeded({"items": [{"n": 1}]})


@pytest.mark.parametrize("items", [{}, "x", None])
def test_map_needs_a_list(items: Json) -> None:
    assert end_of(machine(A=item_map()), {"items": items}, Work=echo) == Failed("States.Runtime", "$.items is no list")


def test_an_item_that_fails_fails_the_map_and_no_further_item_begins() -> None:
    begun: list[int] = []

    def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
        begun.append(event["n"])
        if event["n"] == 1:
            message = "no"
            raise Invalid(message)
        return {}

    catch = {"ErrorEquals": ["Invalid"], "Next": "B"}
    items: Json = [{"n": number} for number in range(5)]
    definition = machine(A=item_map(MaxConcurrency=1, Catch=[catch]), B={"Type": "Pass", "Result": "caught"})

    assert end_of(definition, {"items": items}, Work=handler) == Succeeded("caught")
    assert begun == [0, 1]


def test_the_item_of_the_lowest_number_names_the_failure() -> None:
    barrier = threading.Barrier(3)

    def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
        barrier.wait(5)
        raise Invalid(str(event["n"]))

    items: Json = [{"n": number} for number in range(3)]
    end = end_of(machine(A=item_map(MaxConcurrency=3)), {"items": items}, Work=handler)

    assert end == Failed("Invalid", json.dumps({"errorMessage": "0", "errorType": "Invalid"}))


def test_a_whole_map_may_be_tried_again() -> None:
    end = end_of(machine(A=item_map(Retry=[RETRY])), {"items": [{}]}, Work=fails(Unavailable("busy")))

    assert end == Succeeded([{"done": True}])


def test_an_item_waits_and_is_tried_again_on_its_own() -> None:
    each = machine(W={"Type": "Wait", "Seconds": 0, "Next": "Each"}, Each=task(Retry=[RETRY], OutputPath="$.Payload"))
    end = end_of(machine(A=item_map(ItemProcessor=each)), {"items": [{}]}, Work=fails(Unavailable("busy")))

    assert end == Succeeded([{"done": True}])


def test_an_item_that_waits_too_long_ends_the_machine() -> None:
    definition = machine(A=item_map(ItemProcessor=machine(W={"Type": "Wait", "Seconds": 600})))

    assert end_of({**definition, "TimeoutSeconds": 1}, {"items": [1]}) == Failed(
        "States.Timeout", "the execution took longer than 1 s"
    )


def test_an_item_that_ends_in_a_fail_state_fails_the_map() -> None:
    each = machine(F={"Type": "Fail", "Error": "E", "Cause": "C"})

    assert end_of(machine(A=item_map(ItemProcessor=each)), {"items": [1]}) == Failed("E", "C")


def test_parallel_gives_every_branch_the_data_and_lists_the_outputs() -> None:
    branches = [machine(A={"Type": "Pass", "Parameters": {"x.$": "$.a"}}), machine(A=task(OutputPath="$.Payload"))]
    end = end_of(machine(P={"Type": "Parallel", "Branches": branches, "Parameters": {"a": 5}}), DATA, Work=echo)

    assert end == Succeeded([{"x": 5}, {"a": 5}])


def test_a_branch_that_fails_fails_the_parallel() -> None:
    branches = [machine(A={"Type": "Pass"}), machine(A={"Type": "Fail", "Error": "E", "Cause": "C"})]
    catch = {"ErrorEquals": ["E"], "Next": "B"}
    parallel = {"Type": "Parallel", "Branches": branches, "Catch": [catch]}

    assert end_of(machine(P=parallel, B={"Type": "Pass", "Result": 1}), DATA) == Succeeded(1)


def test_many_executions_do_not_disturb_each_other() -> None:
    items: Json = [{"n": number} for number in range(3)]
    with Running(machine(A=item_map(ResultPath="$.items")), {"Work": echo}, workers=4) as running:
        for number in range(40):
            running.engine.start("codegen", f"job-{number}", {"items": items, "number": number})

        assert running.engine.drain(10)
        ends = [running.end({}, f"job-{number}") for number in range(40)]

    assert ends == [Succeeded({"items": items, "number": number}) for number in range(40)]
