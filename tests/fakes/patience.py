"""Patience that takes no time."""

from __future__ import annotations


class FakePatience:
    """`Patience` that never waits and gives up after so many tries; `waited` holds the attempts it was asked for."""

    def __init__(self, tries: int = 3) -> None:
        self._tries = tries
        self.waited: list[int] = []

    def wait(self, attempt: int) -> bool:
        self.waited.append(attempt)
        return attempt <= self._tries
