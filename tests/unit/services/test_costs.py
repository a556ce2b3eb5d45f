"""What forks, checkpoints and restores cost as a session grows. Run with -s to see the table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any, Final, TypeVar

import pytest

from shared.adapters.files import FileBlobs
from shared.adapters.sqlite import SqliteItems
from shared.domain.content import Write
from shared.kernel.errors import Conflict
from shared.services.summaries import Summarising
from tests.functional.stack import Counted
from tests.unit.services.merges import MergeShop
from tests.unit.services.workspaces import ANN, Workshop

SIZES: Final = (30, 300, 3_000)


class Shop(Workshop):
    """A workshop that counts what it asks of the stores."""

    def __init__(self, folder: Path) -> None:
        self.calls: Counter[str] = Counter()
        self.table = SqliteItems(":memory:")
        counted: list[Any] = [
            Counted("items", self.table, self.calls),
            Counted("blobs", FileBlobs(folder), self.calls),
        ]
        super().__init__(*counted)

    def spent(self, work: Callable[[], object]) -> tuple[dict[str, int], float]:
        """Return the calls and the milliseconds of some work."""
        before, start = Counter(self.calls), perf_counter()
        work()
        return dict(self.calls - before), (perf_counter() - start) * 1000


SomeShop = TypeVar("SomeShop", bound=Shop)


@pytest.fixture(name="shops", scope="module")
def _shops(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Shop]]:
    """Sessions with as many data keys, documents of ten chunks each, and code files; folded, but saved nowhere."""
    shops = {size: filled(tmp_path_factory.mktemp("shop"), size) for size in SIZES}
    yield shops
    for shop in shops.values():
        shop.table.close()


def filled(folder: Path, size: int) -> Shop:
    shop = Shop(folder / str(size))
    shop.create()
    writes = [Write("code", f"src/{number}.groovy", {"t": "x" * 500, "w": 500}) for number in range(size)]
    writes += [Write("docs", f"document {number}", {"v": {"chunks": number}, "w": 10}) for number in range(size // 10)]
    delta = {f"key {number}": "y" * 100 for number in range(size)}
    shop.records.change(shop.head("s1"), replace(shop.a_change({**delta}), writes=tuple(writes)))
    return shop


def table(shops: dict[int, SomeShop], name: str, work: Callable[[SomeShop], object]) -> dict[int, dict[str, int]]:
    """Return the calls of some work at each size, and print them."""
    found = {}
    for size, shop in shops.items():
        calls, milliseconds = shop.spent(lambda shop=shop: work(shop))  # type: ignore[misc]  # bound at once
        print(f"{name:28} {size:5} {milliseconds:8.1f} ms  {dict(sorted(calls.items()))}")  # noqa: T201 - the table
        found[size] = calls
    return found


def test_what_has_not_changed_costs_the_same_at_every_size(shops: dict[int, Shop]) -> None:
    saved = {size: shop.save("s1") for size, shop in shops.items()}
    for shop in shops.values():
        shop.fork("s1", "f0")
        shop.change("f0", {}, more=1)
        shop.save("f0")

    forks = table(shops, "fork", lambda shop: shop.fork("s1"))
    checkpoints = table(shops, "checkpoint", lambda shop: shop.save("s1"))
    ids = {id(shop): saved[size].id for size, shop in shops.items()}
    back = table(shops, "restore, nothing to do", lambda shop: shop.restore("s1", ids[id(shop)]))

    assert list(forks.values()) == [{"items.get": 1, "items.transact": 1}] * 3
    assert list(checkpoints.values()) == [{"items.get": 1, "items.transact": 1}] * 3
    assert list(back.values()) == [{"items.get": 3, "items.query": 1}] * 3


def test_what_has_changed_costs_what_changed_and_the_depth_of_the_trees(shops: dict[int, Shop]) -> None:
    saved = {id(shop): shop.save("s1").id for shop in shops.values()}
    for shop in shops.values():
        shop.change("s1", {"src/3.groovy": "changed"}, **{"key 7": "changed"})

    checkpoints = table(shops, "checkpoint, 2 changes", lambda shop: shop.save("s1"))
    restores = table(shops, "restore over 2 changes", lambda shop: shop.restore("s1", saved[id(shop)]))

    records = {"items.get": 1, "items.query": 1, "items.transact": 3}
    assert list(checkpoints.values()) == [records | {"blobs.get": nodes, "blobs.put": nodes} for nodes in (2, 4, 6)]
    assert [calls["items.transact"] for calls in restores.values()] == [1, 1, 1]
    # To tell what a restore changes, both trees are looked into along two paths.
    assert [calls["blobs.get"] for calls in restores.values()] == [4, 8, 12]
    assert all("blobs.put" not in calls for calls in restores.values())


def test_a_commit_costs_what_changed_since_the_last_one(shops: dict[int, Shop]) -> None:
    for shop in shops.values():
        shop.commit("s1")
        shop.change("s1", {"src/5.groovy": "changed"}, **{"key 9": "changed"})

    summaries = table(shops, "summary of 2 changes", lambda shop: shop.summaries.summarise(ANN, "s1", Summarising()))
    commits = table(shops, "commit of 2 changes", lambda shop: shop.commit("s1"))
    for shop in shops.values():
        shop.change("s1", {"src/5.groovy": "more"})
    direct = table(shops, "commit without a summary", lambda shop: shop.commit("s1"))
    refused = table(shops, "nothing to commit", refusal)

    # Two paths through the trees, which the comparison, the list and the validators look at.
    told = {"items.get": 3, "items.query": 2, "items.transact": 3}
    assert list(summaries.values()) == [told | {"blobs.get": 6 * nodes, "blobs.put": nodes} for nodes in (2, 4, 6)]
    gate = {"items.get": 4, "items.query": 2}
    assert list(commits.values()) == [gate | {"items.transact": 1, "blobs.get": 2 * nodes} for nodes in (2, 4, 6)]
    folded = gate | {"items.query": 3, "items.transact": 3}
    assert list(direct.values()) == [folded | {"blobs.get": 3 * nodes, "blobs.put": nodes} for nodes in (1, 2, 3)]
    assert list(refused.values()) == [{"items.get": 3, "items.query": 1}] * 3


def refusal(shop: Shop) -> None:
    with pytest.raises(Conflict):
        shop.commit("s1")


def test_a_merge_costs_what_changed_however_many_chunks_did_not(tmp_path: Path) -> None:
    """The trees get deeper as they grow, by one node for eight times as many leaves; nothing else does."""
    shops = {size: documented(tmp_path, size) for size in SIZES}

    merges = table(shops, "merge, 10 chunks changed", lambda shop: shop.merge("s1", "f1"))

    assert [calls["items.transact"] for calls in merges.values()] == [3, 3, 3]
    assert {calls["items.get"] for calls in merges.values()} == {merges[30]["items.get"]}
    assert {calls["items.query"] for calls in merges.values()} == {merges[30]["items.query"]}
    assert merges[3_000]["blobs.get"] < 100
    assert merges[3_000]["blobs.put"] < 100
    for shop in shops.values():
        shop.table.close()


class MergingShop(Shop, MergeShop):
    """A workshop that counts, and merges."""


def documented(folder: Path, size: int) -> MergingShop:
    """Make a session with as many chunks, in documents of ten, and a fork; each has five chunks of its own since."""
    shop = MergingShop(folder / str(size))
    shop.create()
    texts = [f"chunk {number}" for number in range(10)]
    session, documents = shop.head("s1"), range(size // 10)
    writes = [shop.document(session, number, *texts) for number in documents]
    shop.write("s1", *writes)
    shop.fork("s1", "f1")
    for session_id, first in (("s1", 0), ("f1", 1)):
        changed = [
            f"{text} of {session_id}" if first <= place < first + 5 else text for place, text in enumerate(texts)
        ]
        session = shop.head(session_id)
        shop.write(session_id, shop.document(session, 0, *changed), shop.document(session, 1, *changed))
    shop.save("f1")
    return shop
