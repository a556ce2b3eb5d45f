"""What follows from the states that do no work of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

from shared.adapters.in_process.dataflow import completed, passed_on, rendered, selected
from shared.adapters.in_process.definitions import MACHINES
from shared.adapters.in_process.effects import Delayed, Effect, Failed, Launched, Moved, Place, Succeeded
from shared.adapters.in_process.faults import NO_CHOICE, PARAMETER_PATH, RUNTIME, StateError, within_limit
from shared.adapters.in_process.states import ChoiceState, Fail, Pass, Succeed, Task, Wait
from shared.kernel.hashing import Json

_LONGEST_WAIT: Final = 99_999_999

Plain: TypeAlias = Succeed | Fail | ChoiceState | Wait | Pass


def followed(state: Plain, place: Place, context: Json) -> Effect:
    """
    Return what follows from entering the state.

    Raises:
        StateError: the state cannot be done with these data.
    """
    match state:
        case Succeed() | Fail():
            return _ended(state, place.data, context)
        case ChoiceState():
            return _chosen(state, place.data, context)
        case Wait():
            return _waited(state, place, context)
        case Pass():
            return _passed(state, place.data, context)


def launched(state: Task, parameters: Mapping[str, Json]) -> Effect:
    """
    Return the execution that a Task wants started.

    Raises:
        StateError: its name is no text, or its input no object.
    """
    name, command = parameters["Name"], parameters["Input"]
    if not isinstance(name, str) or not isinstance(command, dict):
        raise StateError(PARAMETER_PATH, "an execution has a name, and an object for its input")
    return Launched(MACHINES[state.target], name, command, state.timeout_seconds)


def _chosen(state: ChoiceState, data: Json, context: Json) -> Effect:
    effective = selected(state.input_path, data, context)
    found = next((option.next for option in state.choices if option.rule.holds(effective, context)), state.default)
    if found is None:
        raise StateError(NO_CHOICE, "no rule holds, and there is no Default")
    return Moved(found, within_limit(selected(state.output_path, effective, context)))


def _waited(state: Wait, place: Place, context: Json) -> Effect:
    effective = selected(state.input_path, place.data, context)
    if place.until is not None:
        return passed_on(state, effective, context)
    if state.seconds_path is None:
        return Delayed(state.seconds or 0, ())
    seconds = selected(state.seconds_path, effective, context)
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not 0 <= seconds <= _LONGEST_WAIT:
        raise StateError(RUNTIME, f"{state.seconds_path.text} is no number of seconds")
    return Delayed(seconds, ())


def _passed(state: Pass, data: Json, context: Json) -> Effect:
    effective = rendered(state.parameters, selected(state.input_path, data, context), context)
    result = state.result if "result" in state.model_fields_set else effective
    return completed(state, data, result, context)


def _ended(state: Succeed | Fail, data: Json, context: Json) -> Effect:
    if isinstance(state, Fail):
        return Failed(state.error, state.cause)
    effective = selected(state.input_path, data, context)
    return Succeeded(within_limit(selected(state.output_path, effective, context)))
