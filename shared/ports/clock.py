"""The time, identifiers and patience: what the core may not take from the machine itself."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """Return the present moment in UTC, with microseconds."""
        ...


class Identifiers(Protocol):
    """New identifiers."""

    def new(self) -> str:
        """Return a UUID that sorts, as text, after every one this process returned before (version 7, RFC 9562)."""
        ...

    def secret(self) -> str:
        """Return 43 URL-safe characters nobody can guess (256 bits)."""
        ...


class Patience(Protocol):
    """Waiting between tries."""

    def wait(self, attempt: int) -> bool:
        """Wait before try `attempt` (from 1), longer each time, with jitter; return False when it is time to stop."""
        ...


class Pauses(Protocol):
    """Waiting for somebody else's sake."""

    def pause(self, seconds: float) -> None:
        """Let so many seconds pass."""
        ...
