"""Takes one execution as far as it can go now, and keeps its place after every transition."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from datetime import timedelta

from shared.adapters.in_process.effects import Delayed, Effect, Failed, Launched, Moved, Place, Run, Succeeded
from shared.adapters.in_process.executions import Execution, Executions, Identity, check_name
from shared.adapters.in_process.faults import TASK_FAILED, TIMEOUT, ExecutionTimedOut, StateError, within_limit
from shared.adapters.in_process.interpreter import Interpreter
from shared.adapters.in_process.states import Definition
from shared.kernel.hashing import Json
from shared.ports.pipelines import Machine

Wake = Callable[[Identity], None]


class Driver:
    """Runs executions of the machines; `begun` and `ended` are told of those that have just begun or ended."""

    def __init__(
        self,
        *,
        executions: Executions,
        machines: Mapping[Machine, Definition],
        interpreter: Interpreter,
        begun: Wake,
        ended: Wake,
    ) -> None:
        self._executions = executions
        self._machines = machines
        self._interpreter = interpreter
        self._begun = begun
        self._ended = ended
        self._parents: dict[Identity, Identity] = {}
        self._lock = threading.Lock()

    def begin(self, identity: Identity, command: Mapping[str, Json]) -> None:
        """
        Keep a new execution; one of that name that exists already stays as it is.

        Raises:
            ValueError: the name is no name, or the command is larger than a state may carry.
        """
        check_name(identity[1])
        try:
            data = within_limit(dict(command))
        except StateError as error:
            message = f"the command of {identity[1]} has {error.cause}"
            raise ValueError(message) from error
        start = self._machines[identity[0]].start_at
        if self._executions.begin(identity, Place(state=start, data=data, entered=self._interpreter.clock.now())):
            self._begun(identity)

    def advance(self, identity: Identity) -> float | None:
        """
        Go on with the execution and return after how many seconds to come back, or None when it has ended.

        Raises:
            Stopped: the engine is being shut down; the execution stays at the place last kept.
            Unavailable: the item store did not keep a place; the state before it will be entered again.
        """
        execution = self._executions.get(identity)
        if execution is None or execution.place is None:
            return None
        definition, place = self._machines[identity[0]], execution.place
        run = _run(identity, execution, definition)
        late = self._interpreter.seconds_until(run.deadline) <= 0
        pause = 0.0 if late else self._interpreter.seconds_until(place.until)
        while pause <= 0:
            effect = self._effect(definition, place, run)
            if isinstance(effect, Succeeded | Failed):
                self._executions.end(identity, effect)
                self._ended(identity)
                return None
            place, pause = self._kept(identity, place, effect)
        return min(pause, max(0.0, self._interpreter.seconds_until(run.deadline)))

    def parent_of(self, child: Identity) -> Identity | None:
        """Return, once, the execution that waits for this one."""
        with self._lock:
            return self._parents.pop(child, None)

    def _kept(self, identity: Identity, place: Place, effect: Moved | Delayed | Launched) -> tuple[Place, float]:
        """Keep the place after the effect and return it, with the seconds to wait there."""
        if isinstance(effect, Launched):
            return place, effect.seconds
        reached = self._interpreter.moved(place, effect)
        self._executions.move(identity, reached)
        return reached, effect.seconds if isinstance(effect, Delayed) else 0.0

    def _effect(self, definition: Definition, place: Place, run: Run) -> Effect:
        if self._interpreter.seconds_until(run.deadline) <= 0:
            return _late(definition)
        try:
            effect = self._interpreter.attempt(definition, place, run)
        except ExecutionTimedOut:
            return _late(definition)
        return self._parent_effect(definition, place, run, effect) if isinstance(effect, Launched) else effect

    def _parent_effect(self, definition: Definition, place: Place, run: Run, child: Launched) -> Effect:
        """Return what follows from the child's end, or the child's launch with the patience that is left."""
        identity = (child.machine, child.name)
        with self._lock:
            # Before looking at the child, so that its end cannot slip through between looking and waiting.
            self._parents[identity] = (run.machine, run.name)
        left = self._interpreter.seconds_until(place.entered + timedelta(seconds=child.seconds))
        result = self._result(identity, child.command, left)
        if result is None:
            return Launched(child.machine, child.name, child.command, left)
        self.parent_of(identity)
        return self._interpreter.settle(definition, place, run, result)

    def _result(self, child: Identity, command: Mapping[str, Json], left: float) -> Json | StateError:
        """Return what `startExecution.sync:2` answers or raises, or None while the child runs."""
        try:
            self.begin(child, command)
        except ValueError as error:
            return StateError("StepFunctions.ValidationException", str(error))
        execution = self._executions.get(child)
        description: dict[str, Json] = {"ExecutionArn": ":".join(child), "Name": child[1], "StateMachineArn": child[0]}
        match execution.end if execution else None:
            case Succeeded(output):
                return {**description, "Status": "SUCCEEDED", "Output": output}
            case Failed() as failed:
                failure = {**description, "Status": "FAILED", "Error": failed.error, "Cause": failed.cause}
                return StateError(TASK_FAILED, json.dumps(failure, ensure_ascii=False))
            case _:
                return None if left > 0 else StateError(TIMEOUT, f"{child[0]} {child[1]} has not ended in time")


def _run(identity: Identity, execution: Execution, definition: Definition) -> Run:
    deadline = execution.started + timedelta(seconds=definition.timeout_seconds)
    return Run(machine=identity[0], name=identity[1], started=execution.started, deadline=deadline)


def _late(definition: Definition) -> Failed:
    return Failed(TIMEOUT, f"the execution took longer than {definition.timeout_seconds} s")
