"""The gate before acts that need leave: an approval is good for one act, by one person, on one content."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.approval import Approval, ApprovalState, Source
from shared.domain.session import Session
from shared.domain.workspace import POLICIES, About, Pause
from shared.kernel.errors import Conflict
from shared.ports.items import ConditionFailed
from shared.services.approvals import Act, overtaken
from tests.unit.services.workspaces import ANN, BOB, Workshop

REVIEW = About(purpose="review", policy=POLICIES["review"])
HASH = "5d41"


def approved(shop: Workshop, session: Session, state: ApprovalState = "granted", **but: object) -> Approval:
    """Record an approval of Ann's commit, and its decision."""
    now, records = shop.clock.now(), shop.approvals.records
    fields: dict[str, object] = {"content_hash": HASH, "changed": session.changed, "requester": "user:ann"} | but
    pending = Approval(
        id=shop.identifiers.new(),
        action=fields.pop("action", "commit"),  # type: ignore[arg-type]  # one of them
        created=now,
        updated=now,
        expires=now + timedelta(hours=1),
        **fields,  # type: ignore[arg-type]  # its own fields
    )
    shop.items.transact(records.requested(session, pending))
    if state == "pending":
        return pending
    decided = pending.moved(state, now, "user:bob", "fine")
    shop.items.transact(records.decided(session, pending, decided))
    return decided


def under_review(shop: Workshop) -> Session:
    return replace(shop.create(a=1), about=REVIEW)


def refused(shop: Workshop, session: Session, act: Act) -> tuple[str, object]:
    with pytest.raises(Conflict) as found:
        shop.approvals.consumed(ANN, session, act)
    return found.value.code, found.value.facts.get("state")


def test_an_approval_is_needed_where_the_policy_asks_for_one(shop: Workshop) -> None:
    session = shop.create(a=1)

    assert shop.approvals.consumed(ANN, session, Act(action="commit", content_hash=HASH)) == ()
    assert refused(shop, replace(session, about=REVIEW), Act(action="commit", content_hash=HASH)) == (
        "approval_required",
        None,
    )


def test_a_commit_beside_a_pending_approval_needs_one_of_its_own(shop: Workshop) -> None:
    session = shop.create(a=1)
    pause = Pause(approval_id="a1", until=shop.clock.now() + timedelta(seconds=9))
    paused = replace(session, about=session.about.paused(pause))
    act = Act(action="commit", content_hash=HASH)

    assert refused(shop, paused, act) == ("approval_required", None)
    shop.clock.advance(seconds=9)
    assert shop.approvals.consumed(ANN, paused, act) == ()


def test_a_granted_approval_is_used_once(shop: Workshop) -> None:
    session = under_review(shop)
    granted = approved(shop, session)
    act = Act(action="commit", content_hash=HASH)
    first, second = shop.approvals.consumed(ANN, session, act), shop.approvals.consumed(ANN, session, act)
    shop.clock.advance(seconds=5)

    shop.items.transact(first)
    with pytest.raises(ConditionFailed) as lost:
        shop.items.transact(second)

    late = overtaken(lost.value)
    assert late is not None
    assert late.code == "approval_required"
    assert shop.approvals.records.get(session, granted.id) == replace(granted, state="consumed", version=3)
    assert refused(shop, session, act) == ("approval_required", "consumed")


def test_the_newest_that_fits_is_used(shop: Workshop) -> None:
    session = under_review(shop)
    earlier = approved(shop, session)
    newer = approved(shop, session)
    approved(shop, session, "cancelled")
    approved(shop, session, action="delete")

    assert shop.approvals.granted(ANN, session, Act(action="commit", content_hash=HASH)) == newer
    named = Act(action="commit", content_hash=HASH, approval_id=earlier.id)
    assert shop.approvals.granted(ANN, session, named) == earlier


def test_one_that_is_named_counts_even_where_none_is_needed(shop: Workshop) -> None:
    session = shop.create(a=1)

    act = Act(action="commit", content_hash=HASH, approval_id="none")

    assert refused(shop, session, act) == ("approval_required", None)


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("pending", "approval_required"),
        ("denied", "approval_denied"),
        ("cancelled", "approval_required"),
        ("expired", "approval_stale"),
        ("superseded", "approval_stale"),
    ],
)
def test_what_is_not_granted_does_not_do(shop: Workshop, state: ApprovalState, code: str) -> None:
    session = under_review(shop)
    found = approved(shop, session, state)

    assert refused(shop, session, Act(action="commit", content_hash=HASH)) == (code, state)
    assert refused(shop, session, Act(action="commit", content_hash=HASH, approval_id=found.id)) == (code, state)


def test_one_that_nobody_decided_in_time_is_stale(shop: Workshop) -> None:
    session = under_review(shop)
    approved(shop, session, "pending")
    shop.clock.advance(hours=1)

    assert refused(shop, session, Act(action="commit", content_hash=HASH)) == ("approval_stale", "expired")


def test_a_grant_that_nobody_used_in_time_is_stale(shop: Workshop) -> None:
    session = under_review(shop)
    granted = approved(shop, session)
    act = Act(action="commit", content_hash=HASH)
    shop.clock.advance(minutes=59)
    assert shop.approvals.granted(ANN, session, act) == granted
    shop.clock.advance(minutes=1)

    assert refused(shop, session, act) == ("approval_stale", "expired")
    assert shop.approvals.records.get(session, granted.id).state == "granted"


def test_one_for_another_content_is_stale_until_its_own_comes_back(shop: Workshop) -> None:
    session = under_review(shop)
    granted = approved(shop, session)
    moved = replace(session, changed=session.changed + 2)

    assert refused(shop, moved, Act(action="commit", content_hash="b2")) == ("approval_stale", "superseded")
    assert shop.approvals.granted(ANN, moved, Act(action="commit", content_hash=HASH)) == granted


def test_one_is_good_for_its_act_alone(shop: Workshop) -> None:
    session = under_review(shop)
    approved(shop, session, action="merge", source=Source(session_id="s2", content_hash="b2"))

    merge = Act(action="merge", content_hash=HASH, source_hash="b2")
    assert len(shop.approvals.consumed(ANN, session, merge)) == 1
    assert refused(shop, session, replace(merge, source_hash="c3")) == ("approval_stale", "granted")
    assert refused(shop, session, Act(action="commit", content_hash=HASH)) == ("approval_required", None)


def test_one_is_good_for_who_asked_for_it(shop: Workshop) -> None:
    session = under_review(shop)
    approved(shop, session)

    with pytest.raises(Conflict, match="request one"):
        shop.approvals.consumed(BOB, session, Act(action="commit", content_hash=HASH))
