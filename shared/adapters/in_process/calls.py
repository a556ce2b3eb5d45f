"""Tasks called in threads of their own: each within its time, all of them abandoned at once when the engine closes."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from typing import Any, Final, TypeAlias

from shared.adapters.in_process.faults import TIMEOUT, StateError, Stopped
from shared.kernel.hashing import Json, canonical

Handler: TypeAlias = Callable[[dict[str, Any], object], dict[str, Any]]

_NO_JSON: Final = "Runtime.MarshalError"
"""Lambda's name for an answer that is no JSON."""


class Calls:
    """The handlers, by the substitutions that name them in the definitions."""

    def __init__(self, tasks: Mapping[str, Handler]) -> None:
        self._tasks = tasks
        self._lock = threading.Lock()
        self._open: set[Future[Json]] = set()
        self._abandoned = False

    def invoke(self, target: str, payload: Json, seconds: float) -> Json:
        """
        Return what the task answers, in the envelope of `lambda:invoke`.

        A thread cannot be killed: the answer of a task that takes too long is dropped when it comes.

        Raises:
            StateError: the task raised, answered no JSON, or took longer than `seconds`.
            Stopped: `abandon` was called.
        """
        future = self._begun(target, payload)
        try:
            answer = future.result(timeout=seconds)
        except TimeoutError as error:
            raise StateError(TIMEOUT, f"{target} took longer than {seconds:g} s") from error
        finally:
            with self._lock:
                self._open.discard(future)
        return {"ExecutedVersion": "$LATEST", "Payload": answer, "StatusCode": 200}

    def abandon(self) -> None:
        """Wait for no task any longer, and call none."""
        with self._lock:
            self._abandoned = True
            waiting = list(self._open)
        for future in waiting:
            with suppress(InvalidStateError):
                future.set_exception(Stopped())

    def _begun(self, target: str, payload: Json) -> Future[Json]:
        future: Future[Json] = Future()
        with self._lock:
            if self._abandoned:
                raise Stopped
            self._open.add(future)
        arguments = (self._tasks[target], payload, future)
        threading.Thread(target=_run, args=arguments, name=f"task-{target}", daemon=True).start()
        return future


def _run(handler: Handler, payload: Json, future: Future[Json]) -> None:
    outcome: Json | StateError
    try:
        outcome = _copy(handler(_event(payload), None))
    except BaseException as error:  # noqa: BLE001 - as Lambda does: whatever leaves a handler is the task's failure
        outcome = _failure(error)
    with suppress(InvalidStateError):
        if isinstance(outcome, StateError):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)


def _event(payload: Json) -> dict[str, Any]:
    """Return a copy of the payload that the handler may change."""
    event: dict[str, Any] = json.loads(canonical(payload))
    return event


def _copy(answer: Json) -> Json:
    try:
        copy: Json = json.loads(canonical(answer))
    except (TypeError, ValueError) as error:
        raise StateError(_NO_JSON, _report(_NO_JSON, str(error))) from error
    return copy


def _failure(error: BaseException) -> StateError:
    """Return the error under the name and with the report that Lambda gives it; where it was raised stays out."""
    if isinstance(error, StateError):
        return error
    name = type(error).__name__
    return StateError(name, _report(name, str(error)))


def _report(name: str, message: str) -> str:
    return json.dumps({"errorMessage": message, "errorType": name}, ensure_ascii=False)
