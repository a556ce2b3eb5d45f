"""New identifiers from the machine's clock and randomness."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from typing import Final
from uuid import UUID

_RANDOM_BITS: Final = 74
_LOW_BITS: Final = 62
_STEP: Final = 2**32


def _milliseconds() -> int:
    return time.time_ns() // 1_000_000


class Sequence:
    """
    Ascending ordinals of 122 bits, 48 of milliseconds and 74 of randomness (RFC 9562, section 6.2, method 2).

    Within one millisecond, and while the clock lies behind the last ordinal, the next one is the last plus a random
    step; a carry out of the random bits moves the time ahead. Any thread may use it.
    """

    def __init__(self, milliseconds: Callable[[], int] = _milliseconds) -> None:
        self._milliseconds = milliseconds
        self._last = 0
        self._lock = threading.Lock()

    def next(self) -> int:
        """Return an ordinal greater than all before."""
        fresh = self._milliseconds() << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
        with self._lock:
            same_time = fresh >> _RANDOM_BITS <= self._last >> _RANDOM_BITS
            self._last = self._last + 1 + secrets.randbelow(_STEP) if same_time else fresh
            return self._last


_OF_THIS_PROCESS: Final = Sequence()


class Uuid7Identifiers:
    """`Identifiers` by RFC 9562, section 5.7; all of a process share one sequence, so that they ascend together."""

    def __init__(self, sequence: Sequence = _OF_THIS_PROCESS) -> None:
        self._sequence = sequence

    def new(self) -> str:
        """Return a UUID that sorts, as text, after every one this process returned before."""
        return str(_uuid7(self._sequence.next()))

    def secret(self) -> str:
        """Return 43 URL-safe characters nobody can guess (256 bits)."""
        return secrets.token_urlsafe(32)


def _uuid7(ordinal: int) -> UUID:
    """Return 122 bits, 48 of milliseconds and 74 of randomness, with version and variant put between them."""
    high, low = ordinal >> _LOW_BITS, ordinal & (1 << _LOW_BITS) - 1
    time_bits, middle = high >> 12, high & 0xFFF
    return UUID(int=time_bits << 80 | 7 << 76 | middle << 64 | 0b10 << 62 | low)
