"""Checkpoints and restores: what was saved comes back, and what it replaced is not lost."""

from __future__ import annotations

import pytest

from shared.domain.workspace import Checkpoint
from shared.kernel.errors import Conflict, Invalid, NotFound, Stale
from shared.records.events import EventRecords
from shared.services import checkpoints
from shared.services.checkpoints import Saving
from shared.services.restoring import Restoring
from shared.services.states import Reference
from tests.unit.services.workspaces import ANN, BOB, Workshop


def test_a_checkpoint_is_the_content_and_no_revision(shop: Workshop) -> None:
    session = shop.create(a=1)

    saved = shop.checkpoints.take(ANN, "s1", Saving(name="before-regen", note="to be safe"))

    head = shop.head("s1")
    assert saved == Checkpoint(
        id=saved.id,
        session_id="s1",
        name="before-regen",
        note="to be safe",
        node_id=head.lineage.node,
        revision=1,
        content_hash=shop.hash("s1"),
        roots=head.layers.roots,
        depth=1,
        sequence=1,
        automatic=False,
        author="user:ann",
        created=shop.clock.now(),
    )
    assert (head.revision, head.updated, head.checkpoints) == (1, session.updated, 1)
    assert shop.checkpoints.list(ANN, "s1") == (saved,)
    assert shop.checkpoints.get(ANN, "s1", saved.id) == saved
    [_, event] = EventRecords(shop.items, shop.blobs).latest(head, limit=5)
    assert (event.kind, event.revision, event.facts["checkpointId"]) == ("session.checkpointed", 1, saved.id)


def test_checkpoints_of_one_content_are_one_node(shop: Workshop) -> None:
    shop.create(a=1)
    first, second = shop.save("s1"), shop.save("s1")
    shop.change("s1", a=2)
    third = shop.save("s1")

    assert first.node_id == second.node_id != third.node_id
    assert shop.lineage.get(shop.head("s1").space, third.node_id).parents == (first.node_id,)


def test_a_name_is_given_once_until_it_is_free_again(shop: Workshop) -> None:
    shop.create(a=1)
    saved = shop.save("s1", "mine")

    with pytest.raises(Conflict) as refused:
        shop.save("s1", "mine")
    assert refused.value.code == "checkpoint_name_taken"
    shop.checkpoints.delete(ANN, "s1", saved.id)

    assert shop.save("s1", "mine").name == "mine"
    with pytest.raises(NotFound):
        shop.checkpoints.get(ANN, "s1", saved.id)
    assert shop.head("s1").checkpoints == 1


def test_there_is_a_quota(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "QUOTA", 2)
    shop.create(a=1)
    shop.save("s1")
    shop.save("s1")

    with pytest.raises(Invalid) as refused:
        shop.save("s1")

    assert refused.value.code == "checkpoint_quota"


def test_a_checkpoint_expires(shop: Workshop) -> None:
    shop.create(a=1)
    saved = shop.checkpoints.take(ANN, "s1", Saving(expires_after=60))
    shop.clock.advance(seconds=60)

    assert shop.checkpoints.list(ANN, "s1") == ()
    with pytest.raises(NotFound):
        shop.restore("s1", saved.id)


def test_automatic_checkpoints_are_kept_for_a_while_and_not_counted(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoints, "AUTOMATIC_QUOTA", 3)
    shop.create(a=0)
    for number in range(5):
        shop.change("s1", a=number)
        shop.checkpoints.take_automatically(shop.head("s1"), "pipeline/digester", f"before {number}")

    found = shop.checkpoints.list(ANN, "s1")

    assert [(saved.note, saved.automatic) for saved in found] == [(f"before {number}", True) for number in (2, 3, 4)]
    assert shop.head("s1").checkpoints == 0
    shop.clock.advance(days=7)
    assert shop.checkpoints.list(ANN, "s1") == ()


def test_a_restore_brings_everything_back_and_saves_what_it_replaces(shop: Workshop) -> None:
    shop.create(kept=1, changed="old", gone=True)
    shop.change("s1", {"a.groovy": "one"})
    saved = shop.save("s1", "good")
    shop.change("s1", {"a.groovy": "two", "b.groovy": "three"}, changed="new", more=2)
    before = shop.hash("s1")

    restored = shop.restore("s1", saved.id, keep_current_as="bad", reason="worse")

    head = shop.head("s1")
    assert (head.revision, head.changed, restored.changed) == (4, 4, True)
    assert (shop.hash("s1"), restored.content_hash) == (saved.content_hash, saved.content_hash)
    assert shop.data("s1") == {"kept": 1, "changed": "old", "gone": True}
    assert [(found.path, found.kind) for found in restored.differences] == [
        ("code:/a.groovy", "modified"),
        ("code:/b.groovy", "removed"),
        ("data:/changed", "modified"),
        ("data:/more", "removed"),
    ]
    safety = shop.checkpoints.get(ANN, "s1", restored.safety_checkpoint_id)
    assert (safety.name, safety.content_hash, safety.automatic, safety.expires) == ("bad", before, True, None)
    assert head.lineage.node == saved.node_id
    shop.restore("s1", safety.id)
    assert shop.hash("s1") == before
    kinds = [event.kind for event in EventRecords(shop.items, shop.blobs).latest(shop.head("s1"), limit=9)]
    assert kinds[-2:] == ["session.restored", "session.restored"]


def test_a_restore_of_some_zones_is_an_edit(shop: Workshop) -> None:
    shop.create(a="old")
    shop.change("s1", {"a.groovy": "old"})
    saved = shop.save("s1")
    shop.change("s1", {"a.groovy": "new"}, a="new")

    restored = shop.restore("s1", saved.id, zones=("code",))

    assert (shop.data("s1"), shop.code("s1")) == ({"a": "new"}, {"a.groovy": "old"})
    safety = shop.checkpoints.get(ANN, "s1", restored.safety_checkpoint_id)
    node = shop.lineage.get(shop.head("s1").space, shop.head("s1").lineage.node)
    assert (node.parents, node.content_hash, node.kind) == ((safety.node_id,), shop.hash("s1"), "restore")


def test_a_dry_run_and_a_return_to_where_one_is_change_nothing(shop: Workshop) -> None:
    shop.create(a=1)
    saved = shop.save("s1")
    assert not shop.restore("s1", saved.id).changed
    shop.change("s1", a=2)

    tried = shop.restore("s1", saved.id, dry_run=True)

    assert (tried.changed, tried.content_hash, tried.safety_checkpoint_id) == (True, saved.content_hash, "")
    assert (shop.head("s1").revision, shop.data("s1")) == (2, {"a": 2})
    assert len(shop.checkpoints.list(ANN, "s1")) == 1


def test_a_restore_is_refused_where_the_session_has_moved_on(shop: Workshop) -> None:
    shop.create(a=1)
    saved = shop.save("s1")
    shop.change("s1", a=2)

    with pytest.raises(Stale, match="If-Match names r1, but the session is at r2"):
        shop.restores.restore(ANN, "s1", Restoring(to=Reference(checkpoint_id=saved.id)), 1)
    with pytest.raises(NotFound, match="Session s1 not found"):
        shop.restores.restore(BOB, "s1", Restoring(to=Reference(checkpoint_id=saved.id)), 2)


def test_what_was_saved_can_be_departed_from_after_its_checkpoint_is_gone(shop: Workshop) -> None:
    shop.create(a=1)
    saved = shop.save("s1")
    shop.fork("s1", "f1", checkpoint_id=saved.id)
    shop.change("s1", a=2)
    other = shop.save("s1")
    shop.change("s1", a=3)
    for checkpoint in (saved, other):
        shop.checkpoints.delete(ANN, "s1", checkpoint.id)

    assert shop.data(shop.fork("s1", revision=1).id) == {"a": 1}
    with pytest.raises(NotFound):
        shop.fork("s1", revision=2)
