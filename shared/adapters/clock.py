"""The machine's clock."""

from __future__ import annotations

import time
from datetime import UTC, datetime


class SystemClock:
    """`Clock` of the operating system."""

    def now(self) -> datetime:
        """Return the present moment in UTC, with microseconds."""
        return datetime.now(UTC)


class SystemPauses:
    """`Pauses` of the operating system."""

    def pause(self, seconds: float) -> None:
        """Let so many seconds pass."""
        time.sleep(seconds)
