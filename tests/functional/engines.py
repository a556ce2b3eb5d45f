"""Both engines that run our state machines, behind one face: Step Functions as moto interprets it, and our own."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol, cast

import boto3
import pytest
import yaml
from moto import mock_aws
from moto.awslambda.models import LambdaFunction
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_sfn import (
    StateTaskServiceSfn,
)

from shared.adapters.clock import SystemClock
from shared.adapters.in_process.definitions import load_definition
from shared.adapters.in_process.engine import InProcessPipelines
from shared.adapters.patience import Backoff
from shared.adapters.sqlite import SqliteItems
from shared.adapters.step_functions import StepFunctionsPipelines
from shared.ports.pipelines import Machine, Outcome, Pipelines
from tests.functional.scripts import TASKS, Event, Script

PATIENCE = 30.0


class Engine(Protocol):
    """An engine, ready to run."""

    def run(self, machine: Machine, script: Script, command: Event, texts: Mapping[Machine, str]) -> Outcome: ...


class Embedded:
    """Our own engine, over a database of its own for every run; its retries do not wait."""

    def run(self, machine: Machine, script: Script, command: Event, texts: Mapping[Machine, str]) -> Outcome:
        tasks = {f"{name}FunctionArn": _handler(script, name) for name in TASKS}
        definitions = {name: load_definition(text) for name, text in texts.items()}
        items = SqliteItems(":memory:")
        pipelines = InProcessPipelines(items, definitions, tasks, SystemClock(), chance=lambda: 0.0)
        try:
            pipelines.start(machine, command["jobId"], command)
            return pipelines.wait(machine, command["jobId"], PATIENCE)
        finally:
            assert pipelines.shutdown(PATIENCE)
            items.close()


def _handler(script: Script, name: str) -> Callable[[Event, object], Event]:
    return lambda event, _context: script.play(name, event)


class Moto:
    """Step Functions and Lambda as moto plays them, driven through our adapter."""

    def __init__(self) -> None:
        session = boto3.session.Session(region_name="eu-central-1")
        self._states = session.client("stepfunctions")
        self._lambda = session.client("lambda")
        trust = json.dumps({"Version": "2012-10-17", "Statement": []})
        iam = session.client("iam")
        self._role = iam.create_role(RoleName="machines", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        self._functions = {name: self._function(name) for name in TASKS}
        self._runs = 0
        self.script = Script({})

    def run(self, machine: Machine, script: Script, command: Event, texts: Mapping[Machine, str]) -> Outcome:
        self.script, self._runs = script, self._runs + 1
        if machine != "connector":
            texts = {machine: texts[machine]}
        arns = {name: f"arn:aws:states:eu-central-1:123456789012:stateMachine:{name}-{self._runs}" for name in texts}
        substitutions = {f"{name}FunctionArn": arn for name, arn in self._functions.items()}
        substitutions |= {f"{name.title()}StateMachineArn": arn for name, arn in arns.items()}
        for name, text in texts.items():
            for substitution, arn in substitutions.items():
                text = text.replace(f"${{{substitution}}}", arn)  # noqa: PLW2901 - filled in step by step
            definition = json.dumps(yaml.safe_load(text))
            self._states.create_state_machine(name=f"{name}-{self._runs}", definition=definition, roleArn=self._role)
        pipelines = StepFunctionsPipelines(self._states, arns, Backoff())
        pipelines.start(machine, command["jobId"], command)
        return ended(pipelines, machine, command["jobId"])

    def invoke(self, function: str, event: Event) -> tuple[str, bool, str]:
        """Answer as Lambda does: what the handler returns, or the report of what it raised."""
        try:
            return json.dumps(self.script.play(function, event)), False, ""
        except Exception as error:  # noqa: BLE001 - as Lambda: whatever leaves the handler
            return json.dumps({"errorMessage": str(error), "errorType": type(error).__name__}), True, ""

    def _function(self, name: str) -> str:
        code = io.BytesIO()
        with zipfile.ZipFile(code, "w") as archive:
            archive.writestr("app.py", "")
        answer = self._lambda.create_function(
            FunctionName=name,
            Runtime="python3.13",
            Role=self._role,
            Handler="app.handler",
            Code={"ZipFile": code.getvalue()},
        )
        return answer["FunctionArn"]


def ended(pipelines: Pipelines, machine: Machine, name: str) -> Outcome:
    """Wait, within bounds, for the execution's end and return its outcome."""
    deadline = time.monotonic() + PATIENCE
    while (outcome := pipelines.outcome(machine, name)) == "running" and time.monotonic() < deadline:
        time.sleep(0.02)
    return outcome


@contextmanager
def moto_engine() -> Iterator[Moto]:
    """Run moto's Step Functions, its Lambda calling our scripts, until the block ends."""
    with pytest.MonkeyPatch.context() as patch, mock_aws(config={"stepfunctions": {"execute_state_machine": True}}):
        engine = Moto()

        def invoke(function: LambdaFunction, event: str | Event | None = None) -> tuple[str, bool, str]:
            given = json.loads(event) if isinstance(event, str | bytes) else event
            return engine.invoke(function.function_name, cast("Event", given or {}))

        patch.setattr(LambdaFunction, "_invoke_lambda", invoke)
        _repair_nested_executions(patch)
        yield engine


def _repair_nested_executions(patch: pytest.MonkeyPatch) -> None:
    """Give moto's `startExecution` the member names of the API; it hands on those of the definition, and fails."""
    original = StateTaskServiceSfn._eval_service_task  # noqa: SLF001 - moto offers no other place

    def repaired(task: StateTaskServiceSfn, **given: Any) -> None:  # noqa: ANN401 - moto's own types
        parameters = {name[0].lower() + name[1:]: value for name, value in given.pop("normalised_parameters").items()}
        original(task, **given, normalised_parameters=parameters)
        stack = given["env"].stack
        stack[-1] = {name[0].upper() + name[1:]: value for name, value in stack[-1].items()}

    patch.setattr(StateTaskServiceSfn, "_eval_service_task", repaired)
