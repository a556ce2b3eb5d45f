"""How a state fails, in the names of the Amazon States Language (https://states-language.net, "Errors")."""

from __future__ import annotations

from typing import Final

from shared.kernel.hashing import Json, canonical
from shared.ports.pipelines import STATE_LIMIT_BYTES

CAUSE_LIMIT: Final = 32_768
"""Characters of a cause that Step Functions keeps (quota of the Fail state and of failed tasks)."""

ALL: Final = "States.ALL"
DATA_LIMIT: Final = "States.DataLimitExceeded"
INTRINSIC_FAILURE: Final = "States.IntrinsicFailure"
NO_CHOICE: Final = "States.NoChoiceMatched"
PARAMETER_PATH: Final = "States.ParameterPathFailure"
RESULT_PATH: Final = "States.ResultPathMatchFailure"
RUNTIME: Final = "States.Runtime"
TASK_FAILED: Final = "States.TaskFailed"
TIMEOUT: Final = "States.Timeout"


class StateError(Exception):
    """A state failed in a way its Retry and Catch may answer: an error's name, and its cause as text."""

    def __init__(self, name: str, cause: str) -> None:
        super().__init__(f"{name}: {cause}")
        self.name = name
        self.cause = cause[:CAUSE_LIMIT]

    def as_json(self) -> Json:
        """Return what a Catch hands on."""
        return {"Error": self.name, "Cause": self.cause}


class ExecutionTimedOut(Exception):  # noqa: N818 - reads as a sentence where it is caught
    """The machine's own time is over; no Catch answers that."""


class Stopped(Exception):  # noqa: N818 - reads as a sentence where it is caught
    """The engine is being shut down; the state will be entered again when the execution is resumed."""


class BadDefinition(ValueError):  # noqa: N818 - reads as a sentence where it is caught
    """A state machine is wrong, or uses something this engine does not do."""


def within_limit(value: Json) -> Json:
    """
    Return `value` if it may enter or leave a state.

    Raises:
        StateError: it has more than 262,144 bytes.
    """
    size = len(canonical(value))
    if size > STATE_LIMIT_BYTES:
        raise StateError(DATA_LIMIT, f"{size} bytes, and a state carries {STATE_LIMIT_BYTES}")
    return value
