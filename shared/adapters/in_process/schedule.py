"""When which execution is due; one is never handed out twice at the same time."""

from __future__ import annotations

import threading
import time

from shared.adapters.in_process.executions import Identity


class Schedule:
    """A queue with due times for any number of workers; nobody polls."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._due: dict[Identity, float] = {}
        self._taken: set[Identity] = set()
        self._hastened: set[Identity] = set()
        self._closed = False

    def add(self, identity: Identity, delay: float = 0.0) -> None:
        """Hand the execution out after `delay` seconds, unless it is already known here."""
        with self._changed:
            if identity not in self._due and identity not in self._taken:
                self._due[identity] = time.monotonic() + delay
                self._changed.notify_all()

    def take(self) -> Identity | None:
        """Wait for the next execution that is due and return it; None when the schedule is closed."""
        with self._changed:
            while not self._closed:
                now = time.monotonic()
                first = min(self._due, key=self._due.__getitem__, default=None)
                if first is not None and self._due[first] <= now:
                    del self._due[first]
                    self._taken.add(first)
                    return first
                self._changed.wait(None if first is None else min(self._due[first] - now, threading.TIMEOUT_MAX))
            return None

    def give_back(self, identity: Identity, delay: float | None) -> None:
        """Hand a taken execution out again after `delay` seconds, or never for None."""
        with self._changed:
            self._taken.discard(identity)
            if delay is not None:
                at_once = identity in self._hastened
                self._due[identity] = time.monotonic() + (0.0 if at_once else delay)
            self._hastened.discard(identity)
            self._changed.notify_all()

    def hasten(self, identity: Identity) -> None:
        """Make an execution that waits due now; one that is taken becomes due as soon as it is given back."""
        with self._changed:
            if identity in self._taken:
                self._hastened.add(identity)
            elif identity in self._due:
                self._due[identity] = time.monotonic()
                self._changed.notify_all()

    def close(self) -> None:
        """Hand out nothing more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def wait_until_empty(self, seconds: float) -> bool:
        """Wait until nothing is due or taken; False when that took too long."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._due and not self._taken, seconds)
