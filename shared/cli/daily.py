"""The daily work of a host that runs for long: a thread of its own, which stops with the host."""

from __future__ import annotations

from threading import Event, Thread
from time import monotonic
from typing import Final

from shared.bootstrap.housekeeping import housekeeping
from shared.kernel.errors import ApplicationError
from shared.observability.logging import logger

_FIRST_SECONDS: Final = 600.0
"""A host that has just started has better things to do, and one that runs for minutes never does this."""

_DAY_SECONDS: Final = 24 * 3600.0
_AT_MOST_SECONDS: Final = 900.0
_PATIENCE_SECONDS: Final = 10.0


class Daily:
    """Tidies up once a day, for a quarter of an hour at most: the next day goes on with other families."""

    def __init__(self, first: float = _FIRST_SECONDS, every: float = _DAY_SECONDS) -> None:
        self._first, self._every = first, every
        self._stopped = Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        """Begin to wait for the first time; a second call changes nothing."""
        if self._thread is None:
            self._thread = Thread(target=self._run, name="daily", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Stop, after the family that is being looked through."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(_PATIENCE_SECONDS)

    def _run(self) -> None:
        pause = self._first
        while not self._stopped.wait(pause):
            pause = self._every
            try:
                self._tidy(monotonic() + _AT_MOST_SECONDS)
            except ApplicationError:
                logger.exception("the daily work was cut short")  # another day goes on with it

    def _tidy(self, until: float) -> None:
        for done in housekeeping().tidy():
            blobs = done.collected
            told = {"space": blobs.space, "removed": len(blobs.removed), "sessions": len(done.sessions)}
            logger.info("space collected", extra=told | {"gaveUp": blobs.gave_up})
            if self._stopped.is_set() or monotonic() > until:
                return
