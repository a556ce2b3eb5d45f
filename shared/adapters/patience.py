"""Waiting between tries on the machine's clock."""

from __future__ import annotations

import math
import random
import time
from dataclasses import dataclass, field
from typing import Protocol


class Sleep(Protocol):
    """Something that lets time pass, such as `time.sleep`."""

    def __call__(self, seconds: float, /) -> None:
        """Return after so many seconds."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Backoff:
    """
    `Patience` by exponential backoff with full jitter.

    The wait before retry n is uniform between 0 and `base` · 2^(n-1) seconds, at most `cap`
    (https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/). It gives up as soon as the
    longest possible waits together exceed `total` seconds; so it needs no memory and one object serves all callers.
    """

    base: float = 0.025
    cap: float = 1.0
    total: float = 8.0
    sleep: Sleep = field(default=time.sleep, repr=False)

    def wait(self, attempt: int) -> bool:
        """Wait before retry number `attempt` (from 1) and return True, or return False at once: time to give up."""
        ceilings = [min(self.cap, self.base * 2**number) for number in range(attempt)]
        if math.fsum(ceilings) > self.total:
            return False
        self.sleep(random.uniform(0, ceilings[-1]))  # noqa: S311 - spreads load, guards nothing
        return True
