"""What a state's Retry and Catch say to its failure."""

from __future__ import annotations

from shared.adapters.in_process.dataflow import placed
from shared.adapters.in_process.effects import Delayed, Effect, Failed, Moved, Place
from shared.adapters.in_process.faults import StateError, within_limit
from shared.adapters.in_process.retries import matches
from shared.adapters.in_process.states import Producing, State
from shared.kernel.hashing import Json


def recovered(state: State, place: Place, error: StateError, chance: float) -> Effect:
    """
    Return what follows when the state failed: another attempt, the way of a Catch, or the end.

    The first Retrier that names the error decides alone, with its own count of retries. `chance` in [0, 1) is jitter.
    """
    if not isinstance(state, Producing):
        return Failed(error.name, error.cause)
    # A place kept under an earlier version of the definition may count other Retriers.
    retries = place.retries if len(place.retries) == len(state.retry) else (0,) * len(state.retry)
    for index, retrier in enumerate(state.retry):
        if matches(retrier.error_equals, error.name):
            if retries[index] >= retrier.max_attempts:
                break
            counted = (*retries[:index], retries[index] + 1, *retries[index + 1 :])
            return Delayed(retrier.delay(retries[index], chance), counted)
    return _caught(state, place.data, error)


def _caught(state: Producing, data: Json, error: StateError) -> Effect:
    for catcher in state.catch:
        if matches(catcher.error_equals, error.name):
            try:
                return Moved(catcher.next, within_limit(placed(catcher.result_path, data, error.as_json())))
            except StateError as unplaced:
                return Failed(unplaced.name, unplaced.cause)
    return Failed(error.name, error.cause)
