from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest

from shared.adapters.in_process.calls import Calls
from shared.adapters.in_process.faults import Stopped
from shared.adapters.in_process.side_by_side import side_by_side
from shared.kernel.hashing import Json


def test_a_task_that_runs_is_abandoned_and_none_is_called_afterwards() -> None:
    reached, released, called = threading.Event(), threading.Event(), list[str]()

    def handler(_event: Json, _context: object) -> dict[str, Json]:
        called.append("once")
        reached.set()
        released.wait(5)
        return {}

    calls = Calls({"Work": handler})

    def abandon() -> None:
        reached.wait(5)
        calls.abandon()

    waiting = threading.Thread(target=abandon)
    waiting.start()

    with pytest.raises(Stopped, match=r"^$"):
        calls.invoke("Work", {}, 9)
    with pytest.raises(Stopped, match=r"^$"):
        calls.invoke("Work", {}, 9)
    released.set()
    waiting.join(5)
    assert called == ["once"]


def test_no_piece_of_work_begins_when_it_is_time_to_stop() -> None:
    stopping, done = threading.Event(), list[int]()

    def work(number: int) -> Json:
        done.append(number)
        stopping.set()
        return number

    pieces: list[Callable[[], Json]] = [partial(work, number) for number in range(3)]

    with pytest.raises(Stopped, match=r"^$"):
        side_by_side(pieces, 1, stopping)
    assert done == [0]


def test_nothing_to_do_is_done_at_once() -> None:
    assert side_by_side([], 4, threading.Event()) == []
