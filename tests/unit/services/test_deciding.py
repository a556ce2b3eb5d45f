"""One approval is asked for at a time, and its session goes on, whoever is at it at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Final

import pytest

from shared.domain.session import Session
from shared.kernel.errors import Conflict
from shared.records.events import EventRecords
from tests.unit.services.workspaces import Workshop

HOUR: Final = timedelta(hours=1)


def kinds(shop: Workshop, session: Session) -> list[str]:
    return [event.kind for event in EventRecords(shop.items, shop.blobs).latest(session, limit=100)]


def test_content_cannot_change_between_the_look_and_the_request(shop: Workshop) -> None:
    shop.create(a=1)
    seen = shop.hash("s1")
    shop.change("s1", a=2)

    with pytest.raises(Conflict) as refused:
        shop.request("s1", content_hash=seen)
    assert refused.value.code == "content_changed"


def test_of_all_who_ask_at_once_one_does(shop: Workshop) -> None:
    shop.create(a=1)

    def ask(_number: int) -> str:
        try:
            return shop.request("s1").id
        except Conflict as refused:
            return refused.code

    with ThreadPoolExecutor(6) as pool:
        told = list(pool.map(ask, range(6)))

    [asked] = set(told) - {"approval_already_pending"}
    assert (told.count(asked), shop.head("s1").about.approvals) == (1, (asked,))


def test_writers_at_the_moment_of_expiry_all_get_through(shop: Workshop) -> None:
    shop.create(a=1)
    asked = shop.request("s1", expires_after=HOUR)
    with pytest.raises(Conflict) as refused:
        shop.change("s1", b=1)
    assert refused.value.code == "session_paused"
    shop.clock.advance(hours=1)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda number: shop.change("s1", **{f"b{number}": number}), range(6)))

    head = shop.head("s1")
    assert shop.approvals.records.get(head, asked.id).state == "expired"
    assert kinds(shop, head)[1:] == ["approval.requested", "approval.expired", *["data.changed"] * 6]
    assert shop.data("s1") == {"a": 1} | {f"b{number}": number for number in range(6)}
