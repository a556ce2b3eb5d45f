"""The life of a family of sessions, the same on every engine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from shared.adapters.clock import SystemClock
from shared.adapters.files import FileBlobs
from shared.adapters.s3 import S3Blobs
from shared.kernel.errors import NotFound, Stale
from shared.ports.blobs import Blobs
from shared.ports.items import Items
from shared.records.holdings import Holdings
from shared.services.collecting import Collecting
from shared.services.commit_gate import Committing
from shared.services.forks import Forking
from shared.services.restoring import Restoring
from shared.services.states import Reference
from shared.services.summaries import Summarising
from tests.contract.engines import aws
from tests.fakes.clock import FakeClock
from tests.unit.services.workspaces import ANN, Workshop


@pytest.fixture(name="stores", params=["sqlite_memory", "moto", "ministack", "local"])
def _stores(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Items, Blobs]:
    """Every item store, with the blob store that belongs to it where there is one."""
    items: Items = request.getfixturevalue(f"{request.param}_items")
    if request.param not in {"moto", "ministack"}:
        return items, FileBlobs(tmp_path)
    client = request.getfixturevalue(f"{request.param}_s3")
    return items, S3Blobs(client, aws.create_bucket(client))


def test_a_family_lives_and_ends(stores: tuple[Items, Blobs]) -> None:
    items, blobs = stores
    shop = Workshop(items, blobs, FakeClock(SystemClock().now()))
    space = shop.create(big="x" * 9000, small=1).space
    saved = shop.save("s1", "good")
    shop.fork("s1", "f1")
    shop.change("s1", {"a.groovy": "two"}, small=2, **{f"k{number}": number for number in range(100)})
    shop.change("f1", small=3)

    with pytest.raises(Stale):
        shop.restores.restore(ANN, "s1", Restoring(to=Reference(checkpoint_id=saved.id)), 1)
    bad = shop.restore("s1", saved.id, keep_current_as="bad").safety_checkpoint_id
    assert (shop.data("s1"), shop.code("s1")) == ({"big": "x" * 9000, "small": 1}, {})
    assert shop.hash("s1") == saved.content_hash
    shop.fork("s1", "f2", checkpoint_id=bad)
    assert (len(shop.data("f2")), shop.code("f2")) == (102, {"a.groovy": "two"})

    shop.delete("s1")
    assert (shop.data("f1"), shop.data("f2")["small"]) == ({"big": "x" * 9000, "small": 3}, 2)
    collecting = Collecting(records=shop.records, holdings=Holdings(items, blobs), blobs=blobs, clock=shop.clock)
    shop.clock.advance(days=30)
    assert not collecting.collect_space(space).gave_up
    assert (shop.data("f1"), len(shop.data("f2"))) == ({"big": "x" * 9000, "small": 3}, 102)

    shop.delete("f1")
    shop.delete("f2")
    assert list(blobs.list(space)) == []
    assert list(shop.records.families.spaces()) == []
    with pytest.raises(NotFound):
        shop.head("f2")


def test_a_commit_outlives_its_family(stores: tuple[Items, Blobs]) -> None:
    items, blobs = stores
    shop = Workshop(items, blobs, FakeClock(SystemClock().now()))
    space = shop.create(big="x" * 9000, small=1).space
    summary = shop.summaries.summarise(ANN, "s1", Summarising()).summary
    first = shop.commits.commit(ANN, "s1", Committing(summary_id=summary.id, message="first"), 1)[1]
    shop.change("s1", {"a.groovy": "two"}, small=2)
    second = shop.commit("s1", "second")
    shop.fork("s1", "f1", commit_id=first.id)

    newest, token = shop.commits.page(ANN, "s1", 1, None)
    oldest, end = shop.commits.page(ANN, "s1", 1, token)
    assert (newest, oldest, end) == ((second,), (first,), None)
    back = Restoring(to=Reference(commit_id=first.id))
    assert shop.restores.restore(ANN, "s1", back, shop.head("s1").revision).content_hash == first.content_hash
    shop.delete("s1")
    shop.delete("f1")
    collecting = Collecting(records=shop.records, holdings=Holdings(items, blobs), blobs=blobs, clock=shop.clock)
    shop.clock.advance(days=30)
    assert not collecting.collect_space(space).gave_up

    assert [shop.commits.get(ANN, each.id) for each in (first, second)] == [first, second]
    shop.forks.begin(ANN, second, Forking(session_id="n1"))
    assert (shop.data("n1"), shop.code("n1")) == ({"big": "x" * 9000, "small": 2}, {"a.groovy": "two"})


def test_forks_and_checkpoints_beside_writers_are_one_revision_each(shared_items: Items, tmp_path: Path) -> None:
    shop = Workshop(shared_items, FileBlobs(tmp_path))
    shop.create()

    def work(number: int) -> str | None:
        if number % 2:
            shop.change("s1", {}, **{f"a{number}": number, f"b{number}": number})
            return None
        shop.save("s1")
        return shop.fork("s1").id

    with ThreadPoolExecutor(8) as pool:
        forks = [name for name in pool.map(work, range(24)) if name]

    for name in forks:
        data = shop.data(name)
        assert {key[1:] for key in data if key[0] == "a"} == {key[1:] for key in data if key[0] == "b"}
        point = shop.head(name).lineage.fork
        assert point is not None
        assert len(data) == 2 * (point.revision - 1)
