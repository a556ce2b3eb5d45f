"""Pieces of work done side by side, a bounded number at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence

from shared.adapters.in_process.faults import Stopped
from shared.kernel.hashing import Json

Work = Callable[[], Json]


def side_by_side(work: Sequence[Work], width: int, stopping: threading.Event) -> list[Json]:
    """
    Return the results in the order of `work`; at most `width` pieces run at once.

    After a failure, or when `stopping` is set, no further piece begins. The failure of the earliest piece is raised.

    Raises:
        Stopped: there was work left when it was time to stop.
    """
    group = _Group(work, stopping)
    threads = [
        threading.Thread(target=group.take_part, name=f"branch-{number}", daemon=True)
        for number in range(min(width, len(work)))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return group.results()


class _Group:
    def __init__(self, work: Sequence[Work], stopping: threading.Event) -> None:
        self._work = work
        self._stopping = stopping
        self._waiting = iter(range(len(work)))
        self._results: dict[int, Json] = {}
        self._failures: dict[int, Exception] = {}
        self._lock = threading.Lock()

    def take_part(self) -> None:
        for index in self._numbers():
            try:
                self._results[index] = self._work[index]()
            except Exception as error:  # noqa: BLE001 - handed to the thread that waits for it
                self._failures[index] = error

    def results(self) -> list[Json]:
        if self._failures:
            raise self._failures[min(self._failures)]
        if len(self._results) < len(self._work):
            raise Stopped
        return [self._results[index] for index in range(len(self._work))]

    def _numbers(self) -> Iterator[int]:
        while not self._failures and not self._stopping.is_set():
            with self._lock:
                index = next(self._waiting, None)
            if index is None:
                return
            yield index
