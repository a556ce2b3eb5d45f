"""An approval is decided once, used once, and its session goes on, whoever is at it at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest

from shared.domain.approval import Approval
from shared.domain.session import Session
from shared.domain.workspace import POLICIES, About
from shared.kernel.errors import Conflict
from shared.ports.items import ConditionFailed
from shared.records.events import EventRecords
from shared.services.approvals import Act, overtaken
from shared.services.deciding import Verdict
from tests.unit.services.workspaces import ANN, Workshop

VERDICTS: Final[tuple[Verdict, ...]] = ("granted", "denied", "cancelled")
HOUR: Final = timedelta(hours=1)


def kinds(shop: Workshop, session: Session) -> list[str]:
    return [event.kind for event in EventRecords(shop.items, shop.blobs).latest(session, limit=100)]


def test_of_all_who_decide_at_once_one_does(shop: Workshop) -> None:
    def decide(session_id: str, asked: Approval, verdict: Verdict) -> str:
        try:
            return shop.decide(session_id, asked, verdict).state
        except Conflict as refused:
            return refused.code

    def expire(session: Session, asked: Approval) -> str:
        shop.records.settled(session, asked.expires)
        return "approval_not_pending"

    seen: set[str] = set()
    with ThreadPoolExecutor(4) as pool:
        for number in range(12):
            session_id = f"s{number}"
            shop.create(session_id, a=1)
            asked = shop.request(session_id, expires_after=HOUR)
            session = shop.head(session_id)
            # Whoever is submitted first tends to win: each of them is, in turn.
            works = [*((decide, session_id, asked, verdict) for verdict in VERDICTS), (expire, session, asked)]
            turn = number % len(works)
            told = [pool.submit(*work) for work in works[turn:] + works[:turn]]  # type: ignore[arg-type]  # of two kinds
            won = {each.result() for each in told} - {"approval_not_pending"}

            head, found = shop.head(session_id), shop.approvals.records.get(session, asked.id)
            assert (won or {"expired"}) == {found.state}
            assert (head.about.status, head.about.pause, head.revision, found.version) == ("active", None, 3, 2)
            assert kinds(shop, head) == ["data.changed", "approval.requested", f"approval.{found.state}"]
            seen.add(found.state)
    assert len(seen) > 1


def test_of_all_acts_that_use_a_grant_at_once_one_does(shop: Workshop) -> None:
    session = shop.create(a=1)
    shop.decide("s1", shop.request("s1"), "granted")
    head = replace(shop.head("s1"), about=About(policy=POLICIES["review"]))
    act = Act(action="commit", content_hash=shop.hash("s1"))

    def use(_number: int) -> str:
        try:
            used = shop.approvals.consumed(ANN, head, act)
            shop.records.change(head, shop.a_change({}), also=lambda _after: used)
        except Conflict as late:
            return late.code
        except ConditionFailed as lost:
            late_too = overtaken(lost)
            return late_too.code if late_too else "lost"
        return "done"

    with ThreadPoolExecutor(8) as pool:
        uses = list(pool.map(use, range(8)))

    assert sorted(uses) == ["approval_required"] * 7 + ["done"]
    assert kinds(shop, shop.head(session.id)).count("data.changed") == 2


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
