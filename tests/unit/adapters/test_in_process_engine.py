"""Starting, waiting, stopping and resuming: what the engine does around the states."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from shared.adapters.in_process.effects import Failed, Succeeded
from shared.adapters.in_process.executions import Executions
from shared.adapters.sqlite import SqliteItems
from shared.kernel.errors import Invalid, Unavailable
from shared.ports.items import Action, Item, Items, Key, Page
from shared.ports.pipelines import STATE_LIMIT_BYTES
from tests.unit.adapters.running import Handler, Running, execution, machine, task


@pytest.fixture(name="items")
def _items() -> Iterator[SqliteItems]:
    with closing(SqliteItems(":memory:")) as items:
        yield items


def echo(event: dict[str, Any], _context: object) -> dict[str, Any]:
    return event


class Gate:
    """A task that waits to be let through; `asked` is what it was asked, `reached` is set when it is being asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.reached = threading.Event()
        self.open = threading.Event()

    def __call__(self, event: dict[str, Any], _context: object) -> dict[str, Any]:
        self.asked.append(event)
        self.reached.set()
        self.open.wait(10)
        return {}


def test_an_execution_is_kept_before_start_returns(tmp_path: Path) -> None:
    gate = Gate()
    with (
        closing(SqliteItems(tmp_path / "items")) as items,
        Running(machine(A=task()), {"Work": gate}, items=items) as running,
    ):
        running.engine.start("codegen", "job", {})
        with closing(SqliteItems(tmp_path / "items")) as other:
            kept = Executions(items=other).get(("codegen", "job"))
        gate.open.set()

    assert kept is not None
    assert (kept.status, kept.place and kept.place.state) == ("running", "A")


def test_outcomes() -> None:
    gate = Gate()
    definition = machine(
        A=task(Next="B"), B={"Type": "Choice", "Choices": [{"Variable": "$.x", "IsNull": True, "Next": "A"}]}
    )
    with Running(machine(A=task()), {"Work": gate}) as good, Running(definition, {"Work": echo}) as bad:
        assert good.engine.outcome("codegen", "job") == "absent"
        good.engine.start("codegen", "job", {})
        gate.reached.wait(5)
        assert good.engine.outcome("codegen", "job") == "running"
        assert good.engine.wait("codegen", "job", 0.01) == "running"
        gate.open.set()
        assert good.engine.wait("codegen", "job", 5) == "succeeded"
        bad.engine.start("codegen", "job", {})
        assert bad.engine.wait("codegen", "job", 5) == "failed"


def test_starting_a_name_again_changes_nothing() -> None:
    gate = Gate()
    with Running(machine(A=task()), {"Work": gate}) as running:
        running.engine.start("codegen", "job", {"n": 1})
        gate.reached.wait(5)
        running.engine.start("codegen", "job", {"n": 2})
        gate.open.set()
        running.engine.wait("codegen", "job", 5)
        running.engine.start("codegen", "job", {"n": 3})

        assert running.engine.drain(5)
    assert gate.asked == [{"n": 1}]


def test_a_name_belongs_to_its_machine() -> None:
    inner = machine(A={"Type": "Pass", "Result": "child"})
    with Running(machine(A={"Type": "Pass", "Result": "parent"}), child=inner) as running:
        running.engine.start("scrape", "job", {})

        assert running.end({}) == Succeeded("parent")
        assert running.engine.wait("scrape", "job", 5) == "succeeded"


@pytest.mark.parametrize("name", ["", "a b", "a/b", "x" * 81, "ä"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with (
        Running(machine(A={"Type": "Succeed"})) as running,
        pytest.raises(ValueError, match="cannot name an execution"),
    ):
        running.engine.start("codegen", name, {})


def test_a_command_beyond_the_limit_is_refused() -> None:
    with Running(machine(A={"Type": "Succeed"})) as running:
        with pytest.raises(ValueError, match="a state carries 262144"):
            running.engine.start("codegen", "job", {"x": "x" * STATE_LIMIT_BYTES})

        assert running.engine.outcome("codegen", "job") == "absent"


def test_a_child_s_output_reaches_its_parent() -> None:
    inner = machine(A={"Type": "Pass", "Parameters": {"twice.$": "States.MathAdd($.n, $.n)"}})
    with Running(machine(A=execution("child", ResultPath="$.child")), child=inner) as running:
        end = running.end({"n": 2})

    description = {"ExecutionArn": "scrape:child", "Name": "child", "StateMachineArn": "scrape", "Status": "SUCCEEDED"}
    assert end == Succeeded({"n": 2, "child": {**description, "Output": {"twice": 4}}})


def test_a_child_s_failure_is_its_parent_s_to_catch() -> None:
    inner = machine(A={"Type": "Fail", "Error": "E", "Cause": "C"})
    catch = {"ErrorEquals": ["States.TaskFailed"], "Next": "B"}
    outer = machine(A=execution("child", Catch=[catch]), B={"Type": "Pass"})
    with Running(outer, child=inner) as running:
        end = running.end({})

    assert isinstance(end, Succeeded)
    assert isinstance(end.output, dict)
    cause = json.loads(str(end.output["Cause"]))
    assert (end.output["Error"], cause["Error"], cause["Cause"], cause["Status"]) == (
        "States.TaskFailed",
        "E",
        "C",
        "FAILED",
    )


def test_a_parent_does_not_wait_for_ever() -> None:
    gate = Gate()
    with Running(machine(A=execution("child", TimeoutSeconds=1)), {"Work": gate}, child=machine(A=task())) as running:
        end = running.end({})
        gate.open.set()

    assert end == Failed("States.Timeout", "scrape child has not ended in time")


def test_a_child_that_cannot_be_named_fails_its_parent_s_state() -> None:
    with Running(machine(A=execution("a child")), child=machine(A={"Type": "Succeed"})) as running:
        end = running.end({})

    assert isinstance(end, Failed)
    assert end.error == "StepFunctions.ValidationException"


def test_a_name_that_is_no_text_fails_its_parent_s_state() -> None:
    parameters = {"StateMachineArn": "${ScrapeStateMachineArn}", "Name.$": "$.n", "Input": {}}
    with Running(machine(A=execution("", Parameters=parameters)), child=machine(A={"Type": "Succeed"})) as running:
        end = running.end({"n": 1})

    assert end == Failed("States.ParameterPathFailure", "an execution has a name, and an object for its input")


def test_parents_that_wait_leave_the_workers_to_their_children() -> None:
    parameters = {"StateMachineArn": "${ScrapeStateMachineArn}", "Name.$": "$.child", "Input": {}}
    outer = machine(A=execution("", Parameters=parameters, ResultPath=None))
    with Running(outer, {"Work": echo}, child=machine(A=task()), workers=1) as running:
        for number in range(5):
            running.engine.start("codegen", f"job-{number}", {"child": f"child-{number}"})

        assert running.engine.drain(10)
        outcomes = [running.engine.outcome("codegen", f"job-{number}") for number in range(5)]
    assert outcomes == ["succeeded"] * 5


def test_an_ended_execution_keeps_no_place() -> None:
    with Running(machine(A={"Type": "Pass", "Result": {}}), {}) as running:
        running.end({"large": "x" * 100_000})
        item = running.items.get(Key("EXECUTION#codegen#job", "STATE"))
        open_ones = running.items.query("EXECUTIONS")

    assert item is not None
    assert {name: item.attributes[name] for name in item.attributes if name != "started"} == {
        "status": "succeeded",
        "output": "{}",
    }
    assert open_ones.items == ()


THREE_STATES = machine(
    A=task("First", ResultPath=None, Next="B"), B=task("Second", ResultPath=None, Next="C"), C=task("Third")
)


def test_what_was_not_finished_goes_on_where_it_was(items: SqliteItems) -> None:
    gate, asked = Gate(), list[tuple[str, object]]()
    tasks: dict[str, Handler] = {"First": echo, "Second": gate, "Third": echo}
    before = Running(THREE_STATES, tasks, items=items)
    before.engine.start("codegen", "job", {"n": 1})
    gate.reached.wait(5)

    assert before.engine.shutdown(0)
    assert before.engine.outcome("codegen", "job") == "running"

    def remember(name: str) -> Handler:
        def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
            asked.append((name, event))
            return {}

        return handler

    with Running(THREE_STATES, {name: remember(name) for name in tasks}, items=items) as after:
        assert after.engine.resume() == 1
        assert after.engine.wait("codegen", "job", 5) == "succeeded"
        assert after.engine.resume() == 0
    gate.open.set()
    assert asked == [("Second", {"n": 1}), ("Third", {"n": 1})]


def test_the_answer_of_an_abandoned_task_changes_nothing(items: SqliteItems) -> None:
    gate = Gate()
    before = Running(THREE_STATES, {"First": gate, "Second": echo, "Third": echo}, items=items)
    before.engine.start("codegen", "job", {})
    gate.reached.wait(5)
    before.engine.shutdown(0)
    gate.open.set()
    kept = Executions(items=items).get(("codegen", "job"))

    assert kept is not None
    assert kept.place is not None
    assert kept.place.state == "A"


def test_a_shutdown_lets_the_task_that_runs_finish_and_enters_no_further_state(items: SqliteItems) -> None:
    gate = Gate()
    running = Running(THREE_STATES, {"First": gate, "Second": echo, "Third": echo}, items=items)
    running.engine.start("codegen", "job", {})
    gate.reached.wait(5)
    threading.Timer(0.1, gate.open.set).start()

    assert running.engine.shutdown(5)
    kept = Executions(items=items).get(("codegen", "job"))
    assert kept is not None
    assert kept.place is not None
    assert kept.place.state == "B"


def test_a_map_that_is_interrupted_is_entered_again(items: SqliteItems) -> None:
    gate, asked = Gate(), list[int]()
    inner = machine(Each=task("Work", OutputPath="$.Payload"))
    definition = machine(A={"Type": "Map", "ItemsPath": "$.items", "MaxConcurrency": 1, "ItemProcessor": inner})
    before = Running(definition, {"Work": gate}, items=items)
    before.engine.start("codegen", "job", {"items": [{"n": 0}, {"n": 1}]})
    gate.reached.wait(5)
    before.engine.shutdown(0)
    gate.open.set()

    def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
        asked.append(event["n"])
        return event

    with Running(definition, {"Work": handler}, items=items) as after:
        after.engine.resume()
        after.engine.wait("codegen", "job", 5)
        end = after.end({})
    assert (end, asked) == (Succeeded([{"n": 0}, {"n": 1}]), [0, 1])


def pause_of(items: Items) -> float | None:
    """Return the seconds from the execution's start to the end of the pause it keeps."""
    kept = Executions(items=items).get(("codegen", "job"))
    if kept is None or kept.place is None or kept.place.until is None:
        return None
    return (kept.place.until - kept.started).total_seconds()


@pytest.mark.parametrize("state", [{"Type": "Wait", "Seconds": 600}, task(Retry=[{"ErrorEquals": ["Invalid"]}])])
def test_a_pause_is_interrupted_by_a_shutdown_and_goes_on_afterwards(items: SqliteItems, state: dict[str, Any]) -> None:
    paused = threading.Event()

    def handler(_event: dict[str, Any], _context: object) -> dict[str, Any]:
        paused.set()
        message = "no"
        raise Invalid(message)

    retry = {**state, "Retry": [{"ErrorEquals": ["Invalid"], "IntervalSeconds": 600}]} if "Retry" in state else state
    with Running(machine(A=retry), {"Work": handler}, items=items) as before:
        before.engine.start("codegen", "job", {})
        begun = time.monotonic()
        while pause_of(items) is None and time.monotonic() - begun < 5:
            time.sleep(0.005)
    with Running(machine(A=retry), {"Work": handler}, items=items) as after:
        paused.clear()
        after.engine.resume()
        assert after.engine.wait("codegen", "job", 0.1) == "running"

    assert not paused.is_set()
    assert 590 < (pause_of(items) or 0) < 610


def test_the_pause_of_an_item_is_interrupted_by_a_shutdown(items: SqliteItems) -> None:
    gate = Gate()
    gate.open.set()
    inner = machine(E=task(ResultPath=None, Next="W"), W={"Type": "Wait", "Seconds": 600})
    definition = machine(A={"Type": "Map", "ItemsPath": "$.items", "ItemProcessor": inner})
    with Running(definition, {"Work": gate}, items=items) as running:
        running.engine.start("codegen", "job", {"items": [{}]})
        assert gate.reached.wait(5)
        running.engine.wait("codegen", "job", 0.1)

    assert running.engine.outcome("codegen", "job") == "running"


def test_a_parent_and_its_child_are_both_resumed(items: SqliteItems) -> None:
    gate = Gate()
    outer, inner = machine(A=execution("child", ResultPath=None), B={"Type": "Pass"}), machine(A=task("Work"))
    before = Running(outer, {"Work": gate}, child=inner, items=items)
    before.engine.start("codegen", "job", {})
    gate.reached.wait(5)
    before.engine.shutdown(0)
    gate.open.set()

    with Running(outer, {"Work": echo}, child=inner, items=items) as after:
        assert after.engine.resume() == 2
        assert after.engine.wait("codegen", "job", 5) == "succeeded"


def test_an_engine_that_was_shut_down_starts_nothing(items: SqliteItems) -> None:
    running = Running(machine(A={"Type": "Succeed"}), items=items)
    running.engine.shutdown(5)

    with pytest.raises(Unavailable, match="shut down"):
        running.engine.start("codegen", "job", {})


def test_whoever_waits_is_told_of_a_shutdown(items: SqliteItems) -> None:
    gate = Gate()
    running = Running(machine(A=task()), {"Work": gate}, items=items)
    running.engine.start("codegen", "job", {})
    gate.reached.wait(5)
    threading.Timer(0.05, running.engine.shutdown, (0,)).start()

    assert running.engine.wait("codegen", "job", 9) == "running"
    gate.open.set()


class Flaky:
    """A store that refuses some of its writes."""

    def __init__(self, items: Items, refused: set[int], error: Exception) -> None:
        self._items, self._refused, self._error, self._writes = items, refused, error, 0

    def get(self, key: Key) -> Item | None:
        return self._items.get(key)

    def get_many(self, keys: Sequence[Key]) -> tuple[Item | None, ...]:
        return self._items.get_many(keys)

    def query(self, partition: str, **more: Any) -> Page:  # noqa: ANN401 - handed on
        return self._items.query(partition, **more)

    def transact(self, actions: Sequence[Action]) -> None:
        self._writes += 1
        if self._writes in self._refused:
            raise self._error
        self._items.transact(actions)


def test_a_place_that_was_not_kept_is_reached_again(items: SqliteItems, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.adapters.in_process.engine._STORE_PAUSE", 0.01)
    asked: list[str] = []

    def handler(_event: dict[str, Any], _context: object) -> dict[str, Any]:
        asked.append("First")
        return {}

    flaky = Flaky(items, {2}, Unavailable("busy"))
    with Running(THREE_STATES, {"First": handler, "Second": echo, "Third": echo}, items=flaky) as running:
        running.engine.start("codegen", "job", {})

        assert running.engine.wait("codegen", "job", 5) == "succeeded"
    assert asked == ["First", "First"]


def test_a_defect_of_the_engine_ends_its_execution_and_no_other(items: SqliteItems) -> None:
    flaky = Flaky(items, {2}, RuntimeError("a defect"))
    with Running(THREE_STATES, {"First": echo, "Second": echo, "Third": echo}, items=flaky, workers=1) as running:
        broken, whole = running.end({}, "broken"), running.end({}, "whole")

    assert broken == Failed("States.Runtime", "the engine broke: RuntimeError")
    assert isinstance(whole, Succeeded)


def test_a_start_that_was_not_kept_is_reported(items: SqliteItems) -> None:
    flaky = Flaky(items, {1}, Unavailable("busy"))
    with Running(THREE_STATES, {"First": echo, "Second": echo, "Third": echo}, items=flaky) as running:
        with pytest.raises(Unavailable, match="busy"):
            running.engine.start("codegen", "job", {})

        assert running.engine.outcome("codegen", "job") == "absent"


def test_a_crowd_of_unfinished_executions_is_found_page_by_page(items: SqliteItems) -> None:
    gate = Gate()
    with Running(machine(A=task()), {"Work": gate}, items=items, workers=1) as running:
        for number in range(1_100):
            running.engine.start("codegen", f"job-{number}", {})
        found = set(Executions(items=items).unfinished())
        threading.Timer(0.0, gate.open.set).start()

    assert found == {("codegen", f"job-{number}") for number in range(1_100)}
