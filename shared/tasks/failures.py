"""What a state machine knows about a failure, turned into one sentence for a person."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from shared.kernel import errors
from shared.kernel.errors import ApplicationError, Invalid
from shared.kernel.hashing import Json

_DEPTH: Final = 5
"""Executions nest two deep; a cause that nests deeper than this is not ours."""

_TIMEOUTS: Final = frozenset({"States.Timeout", "Sandbox.Timedout", "TIMED_OUT"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """
    The `{"Error": ..., "Cause": ...}` that a Catch hands on.

    `name` is the error's class, or a constant of Step Functions; `cause` is a sentence, the JSON a failed Lambda
    answers, or the description of a child execution that failed.
    """

    name: str
    cause: str

    @classmethod
    def decode(cls, value: Json) -> Failure:
        """
        Return the failure that a state carries.

        Raises:
            Invalid: it names no error.
        """
        match value:
            case {"Error": str(name), **rest}:
                return cls(name=name, cause=str(rest.get("Cause") or ""))
        message = "a failure is {Error: name, Cause: text}"
        raise Invalid(message, code="bad_failure")

    @property
    def sentence(self) -> str:
        """What to tell a person; the text of an unforeseen error may quote a document, so it is not told."""
        return _sentence(self.name, self.cause, _DEPTH)


def _sentence(name: str, cause: str, depth: int) -> str:
    details = _details(cause)
    if "executionArn" in details or "ExecutionArn" in details:
        return _of_child(details, depth)
    if name in _TIMEOUTS:
        return "The work took longer than it may; try again."
    if _is_ours(name):
        return str(details.get("errorMessage") or cause)
    if not details and cause and not name.startswith(("States.", "Lambda.", "StepFunctions.")):
        return cause
    return f"An unexpected error ended the work ({name})."


def _of_child(details: dict[str, Json], depth: int) -> str:
    folded = {key[:1].lower() + key[1:]: value for key, value in details.items()}
    name = str(folded.get("error") or folded.get("status") or "States.TaskFailed")
    if depth == 0:
        return f"An unexpected error ended the work ({name})."
    return _sentence(name, str(folded.get("cause") or ""), depth - 1)


def _details(cause: str) -> dict[str, Json]:
    try:
        value = json.loads(cause)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _is_ours(name: str) -> bool:
    found = getattr(errors, name, None)
    return isinstance(found, type) and issubclass(found, ApplicationError)
