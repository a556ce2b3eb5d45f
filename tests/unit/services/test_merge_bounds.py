"""What merges bear: how much may differ, and collectors, deletions and other merges at the same time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from shared.adapters.clock import SystemClock
from shared.adapters.files import FileBlobs
from shared.adapters.sqlite import SqliteItems
from shared.domain.merging.rules import Rules
from shared.kernel.errors import ApplicationError, NotFound, TooLarge
from shared.records.code import CodeRecords
from shared.records.holdings import Holdings
from shared.services.collecting import Collecting
from tests.fakes.clock import FakeClock
from tests.unit.services.merges import MergeShop

TEXTS = [f"text {number} " * 2_000 for number in range(6)]


@pytest.fixture(name="shop")
def _shop(tmp_path: Path) -> Iterator[MergeShop]:
    items, clock = SqliteItems(":memory:"), FakeClock(SystemClock().now())
    yield MergeShop(items, FileBlobs(tmp_path, clock=clock), clock)
    items.close()


def write(shop: MergeShop, name: str, files: dict[str, str]) -> None:
    session, records = shop.head(name), CodeRecords(shop.blobs)
    shop.write(name, *(records.stored(session, path, text) for path, text in files.items()))


def refused(shop: MergeShop) -> str:
    before = shop.hash("s1")
    with pytest.raises(TooLarge) as error:
        shop.merge("s1", "f1")
    assert shop.hash("s1") == before
    return error.value.code


def test_of_what_differs_number_and_size_are_bounded(shop: MergeShop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.create(same="x" * 100)
    shop.fork("s1", "f1")
    shop.change("s1", a="x" * 100)
    shop.change("f1", b="x" * 100)

    monkeypatch.setattr("shared.services.merge_units.UNITS", 1)
    assert refused(shop) == "payload_too_large"
    monkeypatch.setattr("shared.services.merge_units.UNITS", 2)
    monkeypatch.setattr("shared.services.merge_units.LOADED_BYTES", 200)
    assert refused(shop) == "payload_too_large"
    monkeypatch.setattr("shared.services.merge_units.LOADED_BYTES", 204)
    assert shop.merge("s1", "f1").merge.stats.taken_from_source == 1


def test_what_is_copied_from_another_family_is_bounded(shop: MergeShop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.create()
    shop.create("f1")
    write(shop, "f1", {"a.txt": TEXTS[0], "b.txt": TEXTS[1]})

    monkeypatch.setattr("shared.services.merge_imports.COPIES", 1)
    with pytest.raises(TooLarge) as error:
        shop.merge("s1", "f1", may_be_unrelated=True)
    assert error.value.code == "payload_too_large"
    monkeypatch.setattr("shared.services.merge_imports.COPIES", 2)
    assert shop.merge("s1", "f1", may_be_unrelated=True).merge.state == "applied"


def test_nothing_held_is_removed_while_merges_and_deletions_race_with_it(shop: MergeShop) -> None:
    space = shop.create("root").space
    # Left behind long ago, and wanted again just when it is to be removed.
    for text in TEXTS:
        shop.blobs.put(space, text.encode())
    shop.clock.advance(days=30)
    names = ["root", *(f"n{number}" for number in range(24))]
    collecting = Collecting(
        records=shop.records, holdings=Holdings(shop.items, shop.blobs), blobs=shop.blobs, clock=shop.clock
    )

    def work(number: int) -> None:
        chance = random.Random(number)  # noqa: S311 - which of the others it meets
        source, name = names[chance.randrange(number + 1)], names[number + 1]
        with suppress(ApplicationError):  # it was deleted or changed meanwhile, or was never made
            shop.fork(source, name)
            write(shop, name, {"big.txt": chance.choice(TEXTS), f"{name}.txt": chance.choice(TEXTS)})
            shop.clock.advance(hours=2)
            shop.merge(source, name, rules=Rules(strategy="theirs" if number % 2 else "fail"), hold=number % 4 == 0)
            if number % 3 == 0:
                shop.delete(name if number % 2 else source)

    with ThreadPoolExecutor(8) as pool:
        workers = [pool.submit(work, number) for number in range(24)]
        while not all(worker.done() for worker in workers):
            for space_done in collecting.collect():
                assert space_done.space == space
        for worker in workers:
            worker.result()

    list(collecting.collect())
    standing = [name for name in names if exists(shop, name)]
    found = [
        value
        for name in standing
        for merge in shop.keeping.records.live(shop.head(name), shop.clock.now())
        for each in shop.keeping.records.disagreements(shop.head(name), merge.id)
        for value in (each.base, each.ours, each.theirs)
        if value is not None
    ]
    assert standing
    assert {shop.blobs.get(space, value.hash).decode() for value in found} <= set(TEXTS)
    assert {text for name in standing for text in texts(shop, name)} <= set(TEXTS)
    shop.clock.advance(days=30)
    list(collecting.collect())
    assert {text for name in standing for text in texts(shop, name)} <= set(TEXTS)


def exists(shop: MergeShop, name: str) -> bool:
    try:
        shop.head(name)
    except NotFound:
        return False
    return True


def texts(shop: MergeShop, name: str) -> list[str]:
    """Return the text of every file of a session."""
    session = shop.head(name)
    leaves = shop.content.view(session).leaves("code")
    return [shop.blobs.get(session.space, str(leaf["b"])).decode() for leaf in leaves.values()]
