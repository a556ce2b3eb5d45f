"""Forks: the same content under another id, from then on untouched by the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from shared.domain.workspace import ForkPoint, Lineage
from shared.kernel.errors import Conflict, NotFound
from shared.records.events import EventRecords
from shared.services.forks import Forking
from tests.unit.services.workspaces import ANN, BOB, Workshop


def test_a_fork_has_the_content_and_goes_its_own_way(shop: Workshop) -> None:
    shop.create(colour="red")
    shop.change("s1", {"a.groovy": "one"}, big="x" * 9000)
    before = shop.hash("s1")

    fork = shop.fork("s1", "f1")
    assert shop.hash("f1") == before
    shop.change("f1", {"a.groovy": None, "b.groovy": "two"}, colour="green")
    changed = shop.hash("f1")
    assert shop.hash("s1") == before
    shop.change("s1", {"a.groovy": "three"}, colour="blue")

    assert shop.hash("f1") == changed
    assert (shop.data("f1"), shop.code("f1")) == ({"colour": "green", "big": "x" * 9000}, {"b.groovy": "two"})
    assert (shop.data("s1")["colour"], shop.code("s1")) == ("blue", {"a.groovy": "three"})
    assert (fork.revision, fork.owner, fork.space) == (1, "ann", shop.head("s1").space)


def test_a_fork_knows_where_it_departed(shop: Workshop) -> None:
    shop.create(a=1)
    first = shop.fork("s1", "f1")
    second = shop.fork("f1", "f2")
    node = shop.head("s1").lineage.node

    point = ForkPoint(session_id="s1", revision=1, node_id=node, content_hash=shop.hash("s1"), sequence=1)
    assert first.lineage == Lineage(parent="s1", root="s1", fork=point, node=node, depth=1)
    assert (second.lineage.parent, second.lineage.root, second.lineage.node) == ("f1", "s1", node)
    assert shop.lineage.get(first.space, node).parents == (first.space,)


def test_a_forks_log_begins_with_its_fork(shop: Workshop) -> None:
    shop.create(a=1)
    shop.change("s1", a=2)
    fork = shop.fork("s1")

    [event] = EventRecords(shop.items, shop.blobs).latest(fork, limit=10)

    assert (event.sequence, event.kind, event.author) == (1, "session.forked", "user:ann")
    assert event.facts == {
        "sourceSessionId": "s1",
        "sourceRevision": 2,
        "sourceEventSeq": 2,
        "nodeId": fork.lineage.node,
        "contentHash": f"sha256:{shop.hash('s1')}",
    }


def test_a_fork_can_start_where_something_was_saved(shop: Workshop) -> None:
    shop.create(a=1)
    saved = shop.save("s1")
    shop.change("s1", a=2)
    shop.save("s1")
    shop.change("s1", a=3)

    assert shop.data(shop.fork("s1", checkpoint_id=saved.id).id) == {"a": 1}
    assert shop.data(shop.fork("s1", revision=2).id) == {"a": 2}
    for start in ({"revision": 3}, {"revision": 9}, {"checkpoint_id": "none"}):
        with pytest.raises(NotFound) as refused:
            shop.fork("s1", **start)
        assert refused.value.code == "start_point_not_found"


def test_a_session_cannot_be_forked_into_itself(shop: Workshop) -> None:
    shop.create(a=1)
    before = shop.head("s1")

    with pytest.raises(Conflict) as refused:
        shop.fork("s1", "s1")

    assert (refused.value.code, shop.head("s1")) == ("session_id_taken", before)


def test_forks_are_made_all_or_none(shop: Workshop) -> None:
    shop.create(a=1)
    shop.create("taken")

    forks = shop.forks.fork(ANN, "s1", Forking(count=4))
    with pytest.raises(Conflict, match="Session taken already exists") as refused:
        shop.fork("s1", "taken")

    assert refused.value.code == "session_id_taken"
    assert [shop.data(fork.id) for fork in forks] == [{"a": 1}] * 4
    assert len({fork.id for fork in forks}) == 4


def test_strangers_see_nothing_to_fork(shop: Workshop) -> None:
    shop.create(a=1)

    with pytest.raises(NotFound, match="Session s1 not found"):
        shop.forks.fork(BOB, "s1", Forking())
    with pytest.raises(NotFound, match="Session s1 not found"):
        shop.forks.fork(replace(ANN, tenant="other"), "s1", Forking())


def test_deleting_the_parent_leaves_the_fork_whole(shop: Workshop) -> None:
    shop.create(big="x" * 9000)
    shop.change("s1", {"a.groovy": "y" * 9000})
    fork = shop.fork("s1", "f1")
    late = shop.head("s1")

    shop.delete("s1")
    with pytest.raises(NotFound, match="Session s1 not found"):
        shop.records.change(late, shop.a_change({"big": "z" * 9000}))

    assert (shop.data("f1"), shop.code("f1")) == ({"big": "x" * 9000}, {"a.groovy": "y" * 9000})
    shop.delete(fork.id)
    with pytest.raises(NotFound):
        shop.blobs.get(fork.space, fork.layers.roots.data.digest)
    assert list(shop.records.families.spaces()) == []


def test_a_hundred_forks_at_once_are_a_hundred_whole_forks(shop: Workshop) -> None:
    shop.create(a=1, big="x" * 9000)

    def fork(number: int) -> str:
        if number % 10 == 0:
            shop.change("s1", {}, **{f"k{number}": number})
        return shop.fork("s1").id

    with ThreadPoolExecutor(25) as pool:
        forks = list(pool.map(fork, range(100)))

    final = shop.data("s1")
    assert len(set(forks)) == 100
    for name in forks:
        found = shop.data(name)
        assert found == {key: final[key] for key in found}
        revision = shop.head(name).lineage.fork
        assert revision is not None
        assert len(found) == revision.revision + 1


def test_forks_of_a_session_being_deleted_are_whole_or_none(shop: Workshop) -> None:
    shop.create(big="x" * 9000)
    shop.save("s1")
    made: list[str] = []

    def fork(_number: int) -> None:
        try:
            made.append(shop.fork("s1").id)
        except NotFound:
            return

    with ThreadPoolExecutor(20) as pool:
        running = [pool.submit(fork, number) for number in range(40)]
        pool.submit(shop.delete, "s1").result()
        for each in running:
            each.result()

    assert [shop.data(name) for name in made] == [{"big": "x" * 9000}] * len(made)
