from __future__ import annotations

import threading
import time

from shared.adapters.in_process.executions import Identity
from shared.adapters.in_process.schedule import Schedule

A: Identity = ("codegen", "a")
B: Identity = ("codegen", "b")


def test_what_is_due_first_is_taken_first() -> None:
    schedule = Schedule()
    schedule.add(A, 0.02)
    schedule.add(B)

    assert [schedule.take(), schedule.take()] == [B, A]


def test_an_execution_is_never_handed_out_twice() -> None:
    schedule = Schedule()
    schedule.add(A)
    schedule.add(A)
    schedule.take()
    schedule.add(A)
    schedule.add(B)

    assert schedule.take() == B


def test_an_execution_given_back_is_handed_out_again_when_it_is_due() -> None:
    schedule = Schedule()
    schedule.add(A)
    schedule.take()
    began = time.monotonic()
    schedule.give_back(A, 0.03)

    assert schedule.take() == A
    assert time.monotonic() - began >= 0.03


def test_an_execution_that_waits_can_be_hastened() -> None:
    schedule = Schedule()
    schedule.add(A, 600)
    schedule.hasten(A)

    assert schedule.take() == A


def test_an_execution_hastened_while_it_is_taken_does_not_wait_when_it_is_given_back() -> None:
    schedule = Schedule()
    schedule.add(A)
    schedule.take()
    schedule.hasten(A)
    schedule.give_back(A, 600)

    assert schedule.take() == A


def test_hastening_does_not_outlive_its_turn() -> None:
    schedule = Schedule()
    schedule.add(A)
    schedule.take()
    schedule.hasten(A)
    schedule.give_back(A, None)
    schedule.add(B, 0.01)
    schedule.hasten(A)

    assert schedule.take() == B
    assert not schedule.wait_until_empty(0)


def test_closing_wakes_everybody() -> None:
    schedule = Schedule()
    taken: list[Identity | None] = []
    waiting = [threading.Thread(target=lambda: taken.append(schedule.take())) for _ in range(3)]
    for thread in waiting:
        thread.start()
    schedule.close()
    for thread in waiting:
        thread.join(5)

    assert taken == [None, None, None]


def test_an_empty_schedule_is_known_when_the_last_one_is_given_back() -> None:
    schedule = Schedule()
    schedule.add(A)

    assert not schedule.wait_until_empty(0)
    schedule.take()
    assert not schedule.wait_until_empty(0)
    schedule.give_back(A, None)
    assert schedule.wait_until_empty(0)
