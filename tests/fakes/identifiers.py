"""Identifiers in a known order."""

from __future__ import annotations

import threading
from itertools import count
from uuid import UUID


class FakeIdentifiers:
    """`Identifiers` that count: the same ones, in the same order, in every run."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._lock = threading.Lock()

    def new(self) -> str:
        """Return a version 7 UUID whose last digits are the number of the call."""
        return str(UUID(int=7 << 76 | 0b10 << 62 | self._next()))

    def secret(self) -> str:
        """Return 43 URL-safe characters that end in the number of the call."""
        return f"{self._next():s>43}"

    def _next(self) -> int:
        with self._lock:
            return next(self._numbers)
