"""Which errors a state tries again, how long it waits before, and where it goes with the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final, Literal

from pydantic import Field

from shared.adapters.in_process.faults import ALL, DATA_LIMIT, RUNTIME, TASK_FAILED, TIMEOUT
from shared.adapters.in_process.paths import ROOT
from shared.adapters.in_process.syntax import Path, Syntax

ErrorNames = Annotated[tuple[str, ...], Field(min_length=1)]

_TERMINAL: Final = frozenset({DATA_LIMIT, RUNTIME})
"""What the wildcards do not match, by Step Functions' documentation of its error names."""


class Retrier(Syntax):
    """One entry of a state's Retry."""

    error_equals: ErrorNames
    interval_seconds: int = Field(default=1, ge=1)
    max_attempts: int = Field(default=3, ge=0, le=99_999_999)
    backoff_rate: float = Field(default=2.0, ge=1)
    max_delay_seconds: int = Field(default=31_622_399, ge=1, lt=31_622_400)
    jitter_strategy: Literal["FULL", "NONE"] = "NONE"

    def delay(self, attempts: int, chance: float) -> float:
        """Return the seconds before the next attempt after that many retries; `chance` in [0, 1) is the jitter."""
        # A rate raised to some thousand attempts is more than a float can hold.
        grown = self.interval_seconds * self.backoff_rate ** min(attempts, 100)
        longest = min(grown, self.max_delay_seconds)
        return longest * chance if self.jitter_strategy == "FULL" else longest


class Catcher(Syntax):
    """One entry of a state's Catch."""

    error_equals: ErrorNames
    next: str
    result_path: Path | None = ROOT


def matches(names: Sequence[str], error: str) -> bool:
    """Return whether an ErrorEquals of these names means the error."""
    if error in names:
        return True
    if error in _TERMINAL:
        return False
    return ALL in names or (TASK_FAILED in names and error != TIMEOUT)
