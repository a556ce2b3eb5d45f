"""Restores and deletions under a policy that asks for leave, and what a pending approval holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.session import Session
from shared.domain.workspace import POLICIES, About, Checkpoint
from shared.kernel.errors import Conflict, NotFound, Stale
from shared.services.removal import Removal
from shared.services.states import Reference
from tests.unit.services.workspaces import ANN, BOB, Workshop

HOUR = timedelta(hours=1)


def reviewed(shop: Workshop) -> Checkpoint:
    """Make a session whose policy asks for approvals, with a checkpoint and a change since."""
    session = shop.create(a=1)
    about = About(purpose="review", policy=POLICIES["review"])
    shop.records.change(session, shop.a_change({}), amend=lambda after: (replace(after, about=about), ()))
    saved = shop.save("s1")
    shop.change("s1", a=2)
    return saved


def code(attempt: object) -> str:
    with pytest.raises(Conflict) as refused:
        attempt()  # type: ignore[operator]  # a call without arguments
    return refused.value.code


def test_a_restore_uses_the_approval_for_it(shop: Workshop) -> None:
    saved = reviewed(shop)
    assert code(lambda: shop.restore("s1", saved.id)) == "approval_required"
    assert shop.restore("s1", saved.id, dry_run=True).changed
    asked = shop.request("s1", action="restore", at=Reference(checkpoint_id=saved.id), zones=("data",))
    shop.decide("s1", asked, "granted")

    assert shop.restore("s1", saved.id, zones=("data",)).changed

    assert shop.approvals.records.get(shop.head("s1"), asked.id).state == "consumed"
    assert shop.data("s1") == {"a": 1}


def test_a_restore_to_something_else_than_was_approved_is_refused(shop: Workshop) -> None:
    saved = reviewed(shop)
    other = shop.save("s1")
    shop.change("s1", a=3)
    asked = shop.request("s1", action="restore", at=Reference(checkpoint_id=saved.id))
    shop.decide("s1", asked, "granted")

    assert code(lambda: shop.restore("s1", other.id)) == "approval_stale"
    assert shop.data("s1") == {"a": 3}


def test_a_restore_supersedes_what_is_pending(shop: Workshop) -> None:
    shop.create(a=1)
    saved = shop.save("s1")
    shop.change("s1", a=2)
    asked = shop.request("s1", action="restore", at=Reference(checkpoint_id=saved.id))

    shop.restore("s1", saved.id)

    head = shop.head("s1")
    assert (head.about.status, head.about.pause, shop.data("s1")) == ("active", None, {"a": 1})
    assert shop.approvals.records.get(head, asked.id).state == "superseded"
    assert code(lambda: shop.decide("s1", asked, "granted")) == "approval_not_pending"
    shop.checkpoints.delete(ANN, "s1", saved.id)


def test_a_deletion_uses_the_approval_for_it(shop: Workshop) -> None:
    reviewed(shop)
    removal = Removal(records=shop.records, approvals=shop.approvals)

    def mark(session: Session) -> bool:
        return removal.mark(ANN, session, unless_changed=True)

    assert code(lambda: mark(shop.head("s1"))) == "approval_required"
    earlier = shop.head("s1")
    shop.decide("s1", shop.request("s1", action="delete"), "granted")

    with pytest.raises(Stale):
        mark(earlier)
    assert mark(shop.head("s1"))
    with pytest.raises(NotFound):
        shop.head("s1")


def test_a_checkpoint_stays_while_an_approval_names_it(shop: Workshop) -> None:
    shop.create(a=1)
    saved = shop.save("s1")
    shop.change("s1", a=2)
    for verdict in ("denied", "cancelled"):
        asked = shop.request("s1", action="restore", at=Reference(checkpoint_id=saved.id))
        assert code(lambda: shop.checkpoints.delete(ANN, "s1", saved.id)) == "checkpoint_in_use"
        shop.decide("s1", asked, verdict)
    shop.request("s1", action="restore", at=Reference(checkpoint_id=saved.id), expires_after=HOUR)
    shop.clock.advance(hours=1)

    shop.checkpoints.delete(ANN, "s1", saved.id)

    assert shop.checkpoints.list(ANN, "s1") == ()
    assert shop.head("s1").about.status == "active"


def test_an_automatic_checkpoint_that_is_named_outlives_its_time(shop: Workshop) -> None:
    shop.create(a=1)
    shop.checkpoints.take_automatically(shop.head("s1"), "pipeline/digester", "before")
    [saved] = shop.checkpoints.list(ANN, "s1")
    shop.change("s1", a=2)
    shop.request("s1", action="restore", at=Reference(checkpoint_id=saved.id), expires_after=timedelta(days=9))
    shop.clock.advance(days=8)

    shop.checkpoints.prune(shop.head("s1"))

    assert [each.id for each in shop.states.checkpoints.list(shop.head("s1"))] == [saved.id]


def test_whoever_is_asked_by_name_sees_a_session_until_the_decision(shop: Workshop) -> None:
    shop.create(a=1)
    asked = shop.request("s1", reviewers=("user:bob",))
    assert shop.checkpoints.list(BOB, "s1") == ()
    shop.decide("s1", asked, "denied")

    with pytest.raises(NotFound):
        shop.checkpoints.list(BOB, "s1")
    assert shop.decisions.get(BOB, "s1", asked.id).state == "denied"
