"""Where an execution is, and what follows from one attempt at its state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from shared.kernel.hashing import Json
from shared.ports.pipelines import Machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """
    A state, and everything needed to enter it again after a crash.

    `entered` is when the state was entered first; `retries` counts the retries of each Retrier; `until` is when the
    state may go on, None when it was not told to wait; `transitions` is how many states came before.
    """

    state: str
    data: Json
    entered: datetime
    retries: tuple[int, ...] = ()
    until: datetime | None = None
    transitions: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """An execution as its states see it."""

    machine: Machine
    name: str
    started: datetime
    deadline: datetime

    @property
    def id(self) -> str:
        """The execution's identifier, in place of an ARN."""
        return f"{self.machine}:{self.name}"


@dataclass(frozen=True, slots=True)
class Moved:
    """Go on in another state."""

    state: str
    data: Json


@dataclass(frozen=True, slots=True)
class Delayed:
    """Come back to the same state after so many seconds."""

    seconds: float
    retries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Launched:
    """Start another execution, if it does not exist yet, and come back when it has ended or `seconds` have passed."""

    machine: Machine
    name: str
    command: Mapping[str, Json]
    seconds: float


@dataclass(frozen=True, slots=True)
class Succeeded:
    """The end, well."""

    output: Json


@dataclass(frozen=True, slots=True)
class Failed:
    """The end, badly."""

    error: str
    cause: str


Effect: TypeAlias = Moved | Delayed | Launched | Succeeded | Failed
