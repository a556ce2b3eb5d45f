"""Small machines, run by the engine over a database in memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Self, cast

from shared.adapters.clock import SystemClock
from shared.adapters.in_process.definitions import load_definition
from shared.adapters.in_process.effects import Failed, Succeeded
from shared.adapters.in_process.engine import InProcessPipelines
from shared.adapters.in_process.executions import Executions
from shared.adapters.sqlite import SqliteItems
from shared.kernel.hashing import Json
from shared.ports.items import Items
from shared.ports.pipelines import Machine

PATIENCE = 10.0

Definition = dict[str, Any]
Handler = Callable[[dict[str, Any], object], dict[str, Any]]


def machine(**states: Definition) -> Definition:
    """Return a machine that starts at the first state; a state without `Next` ends it."""
    first = next(iter(states))
    return {"StartAt": first, "States": {name: _ended(state) for name, state in states.items()}}


def _ended(state: Definition) -> Definition:
    final = state["Type"] in {"Succeed", "Fail", "Choice"} or "Next" in state
    return state if final else {**state, "End": True}


def task(name: str = "Work", **more: Any) -> Definition:  # noqa: ANN401 - members of a state
    payload = {"FunctionName": f"${{{name}}}", "Payload.$": "$"}
    return {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": payload, **more}


def execution(name: str, **more: Any) -> Definition:  # noqa: ANN401 - members of a state
    parameters = {"StateMachineArn": "${ScrapeStateMachineArn}", "Name": name, "Input.$": "$"}
    resource = "arn:aws:states:::states:startExecution.sync:2"
    return {"Type": "Task", "Resource": resource, "Parameters": parameters, **more}


class Running:
    """An engine and its store; the machine under test is `codegen`, a child of it `scrape`."""

    def __init__(
        self,
        definition: Definition,
        tasks: Mapping[str, Handler] | None = None,
        *,
        child: Definition | None = None,
        items: Items | None = None,
        workers: int = 2,
    ) -> None:
        machines: dict[Machine, Definition] = {"codegen": definition}
        if child is not None:
            machines["scrape"] = child
        loaded = {name: load_definition(json.dumps(given)) for name, given in machines.items()}
        own = SqliteItems(":memory:") if items is None else None
        self.items: Items = own or cast("Items", items)
        self._own = own
        self.engine = InProcessPipelines(
            self.items, loaded, tasks or {}, SystemClock(), workers=workers, chance=lambda: 0.0
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self.engine.shutdown(PATIENCE)
        if self._own:
            self._own.close()

    def end(self, data: Json, name: str = "job") -> Succeeded | Failed | None:
        """Run an execution to its end and return it."""
        assert isinstance(data, dict)
        self.engine.start("codegen", name, data)
        self.engine.wait("codegen", name, PATIENCE)
        execution = Executions(items=self.items).get(("codegen", name))
        return execution.end if execution else None


def end_of(definition: Definition, data: Json, **tasks: Handler) -> Succeeded | Failed | None:
    """Return how one execution of the machine ends."""
    with Running(definition, tasks) as running:
        return running.end(data)
