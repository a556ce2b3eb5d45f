"""A clock that tests set."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class FakeClock:
    """`Clock` that stands still until it is told to move."""

    def __init__(self, now: datetime = datetime(2024, 2, 29, 12, 0, tzinfo=UTC)) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def advance(self, **span: float) -> None:
        """Move ahead by a `timedelta` given by its parts: `advance(seconds=5)`."""
        self._now += timedelta(**span)
