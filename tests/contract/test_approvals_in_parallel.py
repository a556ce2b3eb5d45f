"""An approval is decided once and used once, whoever is at it at the same time, the same on every engine."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from shared.adapters.files import FileBlobs
from shared.domain.approval import Approval
from shared.domain.session import Session
from shared.domain.workspace import POLICIES, About
from shared.kernel.errors import ApplicationError, Conflict
from shared.ports.items import ConditionFailed, Items
from shared.records.events import EventRecords
from shared.services.approvals import Act, overtaken
from shared.services.deciding import Verdict
from shared.services.removal import Removal
from tests.unit.services.workspaces import ANN, Workshop

VERDICTS: Final[tuple[Verdict, ...]] = ("granted", "denied", "cancelled")
HOUR: Final = timedelta(hours=1)


def kinds(shop: Workshop, session: Session) -> list[str]:
    return [event.kind for event in EventRecords(shop.items, shop.blobs).latest(session, limit=100)]


def outcome(work: Callable[[], object]) -> str:
    """Do some work and return what became of it."""
    try:
        work()
    except ConditionFailed as lost:
        late = overtaken(lost)
        return late.code if late else "lost"
    except ApplicationError as refused:
        return refused.code
    return "done"


def under_review(shop: Workshop, session_id: str) -> None:
    session = shop.create(session_id, a=1)
    about = About(purpose="review", policy=replace(POLICIES["review"], summary=False))
    shop.records.change(session, shop.a_change({}), amend=lambda after: (replace(after, about=about), ()))


def test_of_all_who_decide_at_once_one_does(shared_items: Items, tmp_path: Path) -> None:
    shop = Workshop(shared_items, FileBlobs(tmp_path))

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
            works = works[:3] if number % 2 else works  # an expiry has less to read
            turn = number % len(works)
            told = [pool.submit(*work) for work in works[turn:] + works[:turn]]  # type: ignore[arg-type]  # of two kinds
            won = {each.result() for each in told} - {"approval_not_pending"}

            head, found = shop.head(session_id), shop.approvals.records.get(session, asked.id)
            assert (won or {"expired"}) == {found.state}
            assert (head.about.status, head.about.pause, head.revision, found.version) == ("active", None, 3, 2)
            assert kinds(shop, head) == ["data.changed", "approval.requested", f"approval.{found.state}"]
            seen.add(found.state)
    assert seen & set(VERDICTS)


def test_of_all_commits_with_one_grant_one_happens(shared_items: Items, tmp_path: Path) -> None:
    shop = Workshop(shared_items, FileBlobs(tmp_path))
    under_review(shop, "s1")
    asked = shop.request("s1")
    shop.decide("s1", asked, "granted")

    with ThreadPoolExecutor(6) as pool:
        told = list(pool.map(lambda _: outcome(lambda: shop.commit("s1", allow_empty=True)), range(6)))

    head = shop.head("s1")
    assert told.count("done") == 1
    assert set(told) <= {"done", "precondition_failed", "approval_required"}
    assert (kinds(shop, head).count("session.committed"), shop.states.commits.get(head.lineage.commit).approval_id) == (
        1,
        asked.id,
    )
    assert shop.approvals.records.get(head, asked.id).state == "consumed"


def test_of_two_acts_that_found_the_same_grant_one_uses_it(items: Items, tmp_path: Path) -> None:
    shop = Workshop(items, FileBlobs(tmp_path))
    under_review(shop, "s1")
    asked = shop.request("s1")
    shop.decide("s1", asked, "granted")
    head, act = shop.head("s1"), Act(action="commit", content_hash=shop.hash("s1"))
    both = [shop.approvals.consumed(ANN, head, act) for _ in range(2)]

    told = [
        outcome(lambda used=used: shop.records.change(head, shop.a_change({}), also=lambda _after: used))  # type: ignore[misc]
        for used in both
    ]

    assert told == ["done", "approval_required"]
    found = shop.approvals.records.get(head, asked.id)
    assert (found.state, found.version, kinds(shop, shop.head("s1")).count("data.changed")) == ("consumed", 3, 3)


@pytest.mark.parametrize("first", ["delete", "commit"])
def test_a_deletion_and_a_commit_do_not_share_a_grant(first: str, items: Items, tmp_path: Path) -> None:
    shop = Workshop(items, FileBlobs(tmp_path))
    under_review(shop, "s1")
    shop.decide("s1", shop.request("s1", action="delete"), "granted")
    removal = Removal(records=shop.records, approvals=shop.approvals)
    works = {
        "commit": lambda: shop.commit("s1"),
        "delete": lambda: removal.mark(ANN, shop.head("s1"), unless_changed=True),
    }
    second = "commit" if first == "delete" else "delete"

    told = [outcome(works[name]) for name in (first, second)]

    assert told == (["done", "session_not_found"] if first == "delete" else ["approval_required", "done"])
