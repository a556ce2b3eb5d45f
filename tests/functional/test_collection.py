"""The daily collection, as the schedule starts it."""

from __future__ import annotations

from types import SimpleNamespace

from functions.on_schedule.handler import handler
from shared.bootstrap import services
from shared.bootstrap.engines import engines
from tests.functional.builders import store_workspace
from tests.functional.stack import Stack


def context(milliseconds: int) -> SimpleNamespace:
    return SimpleNamespace(get_remaining_time_in_millis=lambda: milliseconds)


def test_young_blobs_stay_and_every_family_is_looked_through(stack: Stack) -> None:
    stack.new_session()
    store_workspace()
    space = services.sessions().records.get("conn-hr-41").space
    digest = engines().blobs.put(space, b"left by a task")

    assert handler({}, context(900_000)) == {"spaces": 2, "removed": 0, "sessions": 0, "complete": True}
    assert engines().blobs.get(space, digest) == b"left by a task"


def test_a_collection_ends_before_its_time_is_up(stack: Stack) -> None:
    stack.new_session()
    stack.new_session()

    assert handler({"dryRun": True}, context(60_000)) == {"spaces": 1, "removed": 0, "sessions": 0, "complete": False}
