"""One attempt at one state (https://states-language.net), without memory of what came before."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from shared.adapters.in_process.calls import Calls
from shared.adapters.in_process.dataflow import completed, rendered, selected
from shared.adapters.in_process.effects import Delayed, Effect, Failed, Moved, Place, Run, Succeeded
from shared.adapters.in_process.faults import RUNTIME, TIMEOUT, ExecutionTimedOut, StateError, Stopped
from shared.adapters.in_process.plain_states import followed, launched
from shared.adapters.in_process.recovery import recovered
from shared.adapters.in_process.side_by_side import side_by_side
from shared.adapters.in_process.states import EXECUTION, Branch, Map, Parallel, State, Task
from shared.kernel.hashing import Json
from shared.ports.clock import Clock

TRANSITION_LIMIT: Final = 5_000
"""A fifth of the events Step Functions keeps of one execution before it ends it; a transition makes about five."""

_WIDTH: Final = 8
"""Branches at once where a definition sets no limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpreter:
    """What the states need from outside: tasks, the time, chance for jitter, and the word to stop."""

    calls: Calls
    clock: Clock
    chance: Callable[[], float]
    stopping: threading.Event

    def attempt(self, branch: Branch, place: Place, run: Run, item: Json = None) -> Effect:
        """
        Return what follows from entering the place's state; `item` is the Map's part of the context object.

        Raises:
            ExecutionTimedOut: the execution's time is over.
            Stopped: the engine is being shut down.
        """
        if self.stopping.is_set():
            raise Stopped
        state = branch.states[place.state]
        try:
            return self._entered(state, place, run, item)
        except StateError as error:
            return recovered(state, place, error, self.chance())

    def settle(self, branch: Branch, place: Place, run: Run, result: Json | StateError) -> Effect:
        """Return what follows when the execution that the place's state started has ended."""
        state = branch.states[place.state]
        try:
            if isinstance(result, StateError):
                raise result
            assert isinstance(state, Task)  # noqa: S101 - only tasks start executions
            return completed(state, place.data, result, _context(place, run, None))
        except StateError as error:
            return recovered(state, place, error, self.chance())

    def moved(self, place: Place, effect: Moved | Delayed) -> Place:
        """Return the place after the effect."""
        now = self.clock.now()
        if isinstance(effect, Moved):
            return Place(state=effect.state, data=effect.data, entered=now, transitions=place.transitions + 1)
        return replace(place, retries=effect.retries, until=now + timedelta(seconds=effect.seconds))

    def seconds_until(self, moment: datetime | None) -> float:
        """Return the seconds from now, negative for a moment that has passed, 0 for none."""
        return 0.0 if moment is None else (moment - self.clock.now()).total_seconds()

    def _entered(self, state: State, place: Place, run: Run, item: Json) -> Effect:
        context = _context(place, run, item)
        match state:
            case _ if place.transitions > TRANSITION_LIMIT:
                return Failed(RUNTIME, f"more than {TRANSITION_LIMIT} transitions")
            case Task():
                return self._tasked(state, place.data, run, context)
            case Map() | Parallel():
                return self._fanned_out(state, place.data, run, context)
            case _:
                return followed(state, place, context)

    def _tasked(self, state: Task, data: Json, run: Run, context: Json) -> Effect:
        parameters = rendered(state.parameters, selected(state.input_path, data, context), context)
        assert isinstance(parameters, dict)  # noqa: S101 - its definition was checked
        if state.resource == EXECUTION:
            return launched(state, parameters)
        left = self.seconds_until(run.deadline)
        try:
            result = self.calls.invoke(state.target, parameters.get("Payload", {}), min(left, state.timeout_seconds))
        except StateError as error:
            if error.name == TIMEOUT and left < state.timeout_seconds:
                raise ExecutionTimedOut from error
            raise
        return completed(state, data, result, context)

    def _fanned_out(self, state: Map | Parallel, data: Json, run: Run, context: Json) -> Effect:
        effective = selected(state.input_path, data, context)
        if isinstance(state, Parallel):
            given = rendered(state.parameters, effective, context)
            work = [partial(self._walked, branch, given, run, None) for branch in state.branches]
            width = len(work)
        else:
            inputs = _item_inputs(state, effective, context)
            work = [partial(self._walked, state.item_processor, given, run, item) for given, item in inputs]
            width = state.max_concurrency or _WIDTH
        results = side_by_side(work, min(width, _WIDTH), self.stopping)
        return completed(state, data, results, context)

    def _walked(self, branch: Branch, data: Json, run: Run, item: Json) -> Json:
        """Return a branch's output. Its places are not kept: after a crash the whole state is entered again."""
        place = Place(state=branch.start_at, data=data, entered=self.clock.now())
        while True:
            match self.attempt(branch, place, run, item):
                case Succeeded(output):
                    return output
                case Failed(error, cause):
                    raise StateError(error, cause)
                case (Delayed() | Moved()) as effect:
                    place = self.moved(place, effect)
                    if isinstance(effect, Delayed):
                        self._pause(effect.seconds, run)

    def _pause(self, seconds: float, run: Run) -> None:
        left = self.seconds_until(run.deadline)
        if self.stopping.wait(max(0.0, min(seconds, left))):
            raise Stopped
        if left < seconds:
            raise ExecutionTimedOut


def _item_inputs(state: Map, effective: Json, context: Json) -> list[tuple[Json, Json]]:
    """Return what each item's branch is given, and the Map's part of its context object."""
    items = selected(state.items_path, effective, context)
    if not isinstance(items, list):
        raise StateError(RUNTIME, f"{state.items_path.text} is no list")
    inputs: list[tuple[Json, Json]] = []
    for index, value in enumerate(items):
        item: Json = {"Item": {"Index": index, "Value": value}}
        given = value
        if state.item_selector is not None:
            assert isinstance(context, dict)  # noqa: S101 - as we build it
            given = rendered(state.item_selector, effective, {**context, "Map": item})
        inputs.append((given, item))
    return inputs


def _context(place: Place, run: Run, item: Json) -> Json:
    """Return the context object, `$$`."""
    context: dict[str, Json] = {
        "Execution": {"Id": run.id, "Name": run.name, "StartTime": run.started.isoformat()},
        "StateMachine": {"Id": run.machine, "Name": run.machine},
        "State": {"Name": place.state, "EnteredTime": place.entered.isoformat(), "RetryCount": sum(place.retries)},
    }
    return context if item is None else {**context, "Map": item}
