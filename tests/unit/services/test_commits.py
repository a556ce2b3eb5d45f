"""Commits: a node and a record in one transaction, whoever else is at work on the session."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.annotation import Annotation
from shared.domain.approval import Approval
from shared.domain.commit import Commit
from shared.domain.session import Session
from shared.domain.workspace import POLICIES, Policy
from shared.kernel.errors import Conflict, NotFound, Stale
from shared.ports.items import Action
from shared.records.annotations import AnnotationRecords
from shared.services.commit_gate import Committing
from shared.services.summaries import LIFETIME, Summarising
from tests.unit.services.test_approvals import approved
from tests.unit.services.workspaces import ANN, BOB, Workshop


def test_a_commit_is_a_node_that_its_session_goes_on_from(shop: Workshop) -> None:
    session = shop.create(a=1)
    saved = shop.save("s1")

    commit = shop.commit("s1", "first")

    head = shop.head("s1")
    assert commit == Commit(
        id=commit.id,
        tenant="acme",
        session_id="s1",
        life=session.life,
        space=session.space,
        root="s1",
        parents=(),
        node_id=head.lineage.node,
        depth=2,
        revision=1,
        sequence=2,
        content_hash=shop.hash("s1"),
        roots=head.layers.roots,
        message="first",
        summary_id="",
        approval_id="",
        author="user:ann",
        created=shop.clock.now(),
        access={"user:ann": "owner"},
        purpose="disposable",
        policy=POLICIES["disposable"],
    )
    assert shop.commits.get(ANN, commit.id) == commit
    node = shop.lineage.get(session.space, commit.node_id)
    assert (node.kind, node.parents, node.roots, node.revision) == ("commit", (saved.node_id,), commit.roots, 1)
    assert [shop.lineage.at_revision(head, number) for number in (1, 2)] == [commit.node_id] * 2
    assert (head.revision, head.changed, head.lineage.commit, head.uncommitted) == (2, 1, commit.id, False)
    shop.change("s1", a=2)
    assert (shop.head("s1").uncommitted, shop.head("s1").lineage.commit) == (True, commit.id)
    assert shop.save("s1").depth == 3


def test_what_was_put_back_is_nothing_to_commit(shop: Workshop) -> None:
    shop.create(a=1)
    first = shop.commit("s1")
    shop.change("s1", a=2)
    shop.change("s1", a=1)

    with pytest.raises(Conflict) as refused:
        shop.commit("s1")
    empty = shop.commit("s1", allow_empty=True)

    assert refused.value.code == "nothing_to_commit"
    assert (empty.parents, empty.content_hash, shop.head("s1").uncommitted) == ((first.id,), first.content_hash, False)


def test_a_commit_is_refused_where_the_session_has_moved_on(shop: Workshop) -> None:
    shop.create(a=1)
    shop.change("s1", a=2)

    with pytest.raises(Stale):
        shop.commits.commit(ANN, "s1", Committing(), 1)
    with pytest.raises(NotFound):
        shop.commits.commit(BOB, "s1", Committing(), 2)
    assert shop.commits.page(ANN, "s1", 10, None) == ((), None)


def test_a_summary_is_good_for_a_day(shop: Workshop) -> None:
    shop.create(a=1)
    summary = shop.summaries.summarise(ANN, "s1", Summarising()).summary
    shop.clock.advance(seconds=int((LIFETIME - timedelta(seconds=1)).total_seconds()))
    assert shop.summaries.records.find(shop.head("s1"), summary.id, shop.clock.now()) == summary
    shop.clock.advance(seconds=1)

    with pytest.raises(Conflict) as refused:
        shop.commits.commit(ANN, "s1", Committing(summary_id=summary.id), 1)

    assert refused.value.code == "summary_stale"


def test_summaries_make_room_for_new_ones(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.records.summaries.MOST", 3)
    session = shop.create(a=1)
    made = [shop.summaries.summarise(ANN, "s1", Summarising()).summary for _ in range(5)]

    found = [shop.summaries.records.find(session, each.id, shop.clock.now()) for each in made]

    assert found == [None, None, *made[2:]]


def test_who_could_read_a_session_reads_its_commits_for_good(shop: Workshop) -> None:
    shop.create(a=1)
    alone = shop.commit("s1")
    session = shop.head("s1")
    access = replace(session.about, access={"user:ann": "owner", "user:bob": "reader"})
    shop.records.change(session, shop.a_change({"a": 2}), amend=lambda after: (replace(after, about=access), ()))
    shared = shop.commit("s1")
    shop.delete("s1")

    assert shop.commits.get(BOB, shared.id).message == shared.message
    with pytest.raises(NotFound):
        shop.commits.get(BOB, alone.id)
    with pytest.raises(NotFound):
        shop.commits.get(replace(BOB, tenant="other"), shared.id)


def test_an_objection_that_comes_at_the_last_moment_counts(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.create(a=1)
    gate = shop.commits.gate
    checked = type(gate).check_content

    def objected(*arguments: object) -> None:
        checked(*arguments)  # type: ignore[arg-type]  # its own
        session, now = shop.head("s1"), shop.clock.now()
        note = Annotation(
            id="n1",
            path="",
            content_hash="",
            lines=None,
            kind="blocker",
            status="open",
            body="No.",
            author="user:bob",
            created=now,
            updated=now,
        )
        change = replace(shop.a_change({}), counts=False)
        shop.records.change(session, change, also=lambda _: (AnnotationRecords(shop.items).added(session, note),))

    monkeypatch.setattr(type(gate), "check_content", objected)
    with pytest.raises(Conflict) as refused:
        shop.commit("s1")

    assert (refused.value.code, refused.value.facts) == ("open_blockers", {"annotationIds": ["n1"]})
    assert shop.head("s1").lineage.commit == ""


def test_a_commit_among_writers_and_checkpoints_is_one_revisions_content(shop: Workshop) -> None:
    shop.create(first=0, second=0)

    def write(number: int) -> None:
        shop.change("s1", first=number, second=number)

    def save(_number: int) -> None:
        shop.save("s1")

    def commit(_number: int) -> None:
        with suppress(Stale, Conflict):
            shop.commit("s1")

    with ThreadPoolExecutor(12) as pool:
        work = [pool.submit(each, number) for number in range(12) for each in (write, save, commit)]
        for done in work:
            done.result()

    shop.commit("s1", allow_empty=True)
    found, _ = shop.commits.page(ANN, "s1", 200, None)
    assert [each.parents for each in found] == [*((each.id,) for each in found[1:]), ()]
    for each in found:
        leaves = shop.content.of(shop.head("s1"), each.roots).leaves("data")
        assert leaves["first"] == leaves["second"]


def test_a_commit_under_review_uses_its_approval_up(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    session = shop.create(a=1)
    about = replace(session.about, policy=Policy(approval=True))
    shop.records.change(session, shop.a_change({}), amend=lambda after: (replace(after, about=about), ()))

    with pytest.raises(Conflict) as refused:
        shop.commit("s1")
    approval = approved(shop, shop.head("s1"), content_hash=shop.hash("s1"))
    commit = shop.commit("s1")

    assert (refused.value.code, commit.approval_id) == ("approval_required", approval.id)
    assert shop.approvals.records.get(shop.head("s1"), approval.id).state == "consumed"
    assert refusal(shop, allow_empty=True) == "approval_required"
    # Another act uses the next one while this one is being prepared.
    other = approved(shop, shop.head("s1"), content_hash=shop.hash("s1"))
    used = shop.approvals.used

    def overtaken(head: Session, found: Approval) -> Action:
        action = used(head, found)
        shop.items.transact([action])
        return action

    monkeypatch.setattr(type(shop.approvals), "used", lambda _self, head, found: overtaken(head, found))
    assert (refusal(shop, allow_empty=True), other.state) == ("approval_required", "granted")
    assert shop.head("s1").lineage.commit == commit.id


def refusal(shop: Workshop, *, allow_empty: bool) -> str:
    with pytest.raises(Conflict) as refused:
        shop.commit("s1", allow_empty=allow_empty)
    return refused.value.code
