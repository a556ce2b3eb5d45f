"""The shape every task shares: a command in, the work, a small result out, two lines in the log."""

from __future__ import annotations

import functools
import inspect
import traceback
from collections.abc import Callable
from typing import Any, TypeVar, cast, get_type_hints

from shared.kernel.errors import ApplicationError
from shared.kernel.hashing import Json
from shared.observability.logging import logged_as, logger
from shared.tasks.commands import decoded, encoded
from shared.tasks.payloads import fitting

Command = TypeVar("Command")
Handler = Callable[[dict[str, Any], object], dict[str, Any]]


def task(work: Callable[[Command], object]) -> Handler:
    """
    Return the Lambda handler that runs `work`, a function of one command dataclass.

    An error leaves it as it is: Lambda reports its class name, and the state machines' Retry and Catch match on that.
    The result is a dataclass, a mapping, or None for nothing to say.
    """
    name = f"{work.__module__}.{work.__name__}"

    @functools.wraps(work)
    def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
        with logged_as(task=name, **_identifiers(event)):
            logger.info("task started")
            result = _run(work, event)
            logger.info("task ended")
            return result

    return handler


def _run(work: Callable[[Command], object], event: dict[str, Any]) -> dict[str, Json]:
    try:
        answer = encoded(work(decoded(_command_of(work), event)))
    except ApplicationError as error:
        logger.warning("task failed", extra={"error": type(error).__name__, "code": error.code})
        raise
    except Exception as error:  # noqa: BLE001 - nothing unforeseen may leave with its message
        logger.error("task broke", extra={"error": type(error).__name__, "frames": _frames(error)})
        raise _without_message(error) from None
    if answer is not None and not isinstance(answer, dict):
        message = f"a task answers an object, not a {type(answer).__name__}"
        raise TypeError(message)
    return fitting(answer or {})


def _without_message(error: Exception) -> Exception:
    """Return an error of the same class name that says nothing: Lambda logs, message and all, what leaves a handler."""
    return cast("Exception", type(type(error).__name__, (Exception,), {})())


def _frames(error: Exception) -> list[str]:
    """Where it broke, without the source lines and messages of a traceback: those may quote a document."""
    return [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-8:]]


def _command_of(work: Callable[[Command], object]) -> type[Command]:
    [parameter] = inspect.signature(work).parameters
    kind: type[Command] = get_type_hints(work)[parameter]
    return kind


def _identifiers(event: dict[str, Any]) -> dict[str, str]:
    return {key: event[key] for key in ("sessionId", "jobId") if isinstance(event.get(key), str)}
