"""Merges into one session by many at once: exactly those apply that were decided by what is there."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from shared.adapters.files import FileBlobs
from shared.kernel.errors import Stale
from shared.ports.items import Items
from shared.records.events import EventRecords
from shared.services.merge_wishes import Merging
from tests.unit.services.merges import MergeShop
from tests.unit.services.workspaces import ANN

RACERS = 20


def attempted(shop: MergeShop, fork: str, revision: int) -> bool:
    """Return whether a fork was merged into a session that was to be at a revision."""
    try:
        done = shop.merges.merge(ANN, "s1", Merging(source_id=fork), revision)
    except Stale:
        return False
    assert (done.merge.state, done.merge.revision) == ("applied", revision + 1)
    return True


def insisted(shop: MergeShop, fork: str) -> int:
    """Merge a fork by what is there now, until that holds; return how often that took."""
    return next(count for count in range(1, 200) if attempted(shop, fork, shop.head("s1").revision))


def test_of_twenty_that_race_one_merges_each_time_and_nothing_is_lost(shared_items: Items, tmp_path: Path) -> None:
    shop = MergeShop(shared_items, FileBlobs(tmp_path))
    shop.create(start=0)
    forks = [shop.fork("s1", f"f{number}").id for number in range(RACERS)]
    for fork in forks:
        shop.change(fork, {f"{fork}.txt": fork}, **{fork: 1})

    with ThreadPoolExecutor(RACERS) as pool:
        merged = list(pool.map(lambda fork: attempted(shop, fork, 1), forks))
        assert merged.count(True) == 1
        left = [fork for fork, done in zip(forks, merged, strict=True) if not done]
        assert all(pool.map(lambda fork: insisted(shop, fork), left))

    assert shop.head("s1").revision == RACERS + 1
    assert shop.data("s1") == {"start": 0} | dict.fromkeys(forks, 1)
    assert shop.code("s1") == {f"{fork}.txt": fork for fork in forks}
    log = EventRecords(shop.items, shop.blobs)
    merges = [event for event in log.latest(shop.head("s1"), limit=200) if event.kind == "session.merged"]
    assert sorted(str(event.facts["sourceSessionId"]) for event in merges) == sorted(forks)
    told = [event.kind for fork in forks for event in log.latest(shop.head(fork), limit=200)]
    assert told.count("session.mergedInto") == RACERS
