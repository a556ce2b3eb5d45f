"""What many do to one session at once, on engines that others use as well: files, and DynamoDB's own emulator."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from shared.adapters.files import FileBlobs
from shared.kernel.hashing import Json
from shared.ports.items import Items
from shared.records.events import EventRecords
from shared.records.values import leaf_hash
from tests.unit.services.workspaces import Workshop

FORKS = 100
WRITERS = 50
TURNS = 2
CHECKPOINTS = 20


@pytest.fixture(name="shop", params=["sqlite_file", "local"])
def _shop(request: pytest.FixtureRequest, tmp_path: Path) -> Workshop:
    items: Items = request.getfixturevalue(f"{request.param}_items")
    return Workshop(items, FileBlobs(tmp_path / "blobs"))


def test_a_hundred_forks_at_once_are_a_hundred_sessions_of_their_own(shop: Workshop) -> None:
    shop.create(big="x" * 9_000)
    shop.change("s1", {"a.groovy": "one"}, small=1)
    revision, content = shop.head("s1").revision, shop.hash("s1")
    log = EventRecords(shop.items, shop.blobs)

    with ThreadPoolExecutor(25) as pool:
        forks = list(pool.map(lambda _number: shop.fork("s1").id, range(FORKS)))
        hashes = set(pool.map(shop.hash, forks))
        logs = list(pool.map(lambda fork: [event.kind for event in log.latest(shop.head(fork), limit=9)], forks))
        points = [shop.head(fork).lineage.fork for fork in forks]

    assert (len(set(forks)), hashes, logs) == (FORKS, {content}, [["session.forked"]] * FORKS)
    assert {point and (point.session_id, point.revision, point.content_hash) for point in points} == {
        ("s1", revision, content)
    }
    # One node is what all of them departed from, and to depart is no change.
    assert len({point.node_id for point in points if point}) == 1
    assert (shop.head("s1").revision, shop.hash("s1")) == (revision, content)
    shop.change(forks[0], {"a.groovy": "other"}, small=2)
    assert {shop.hash(fork) for fork in ["s1", *forks[1:]]} == {content}


def test_a_checkpoint_beside_fifty_writers_is_the_content_of_its_revision(shop: Workshop) -> None:
    shop.create()

    def write(writer: int) -> None:
        for turn in range(TURNS):
            # A key and a file change together, and the file of the last turn goes.
            text = None if turn == TURNS - 1 and writer % 5 == 0 else f"{writer} {turn}"
            shop.change("s1", {f"{writer}.groovy": text}, **{f"k{writer}": turn})

    with ThreadPoolExecutor(WRITERS + 8) as pool:
        writers = [pool.submit(write, number) for number in range(WRITERS)]
        saved = list(pool.map(lambda _number: shop.save("s1"), range(CHECKPOINTS)))
        for writer in writers:
            writer.result()

    saved.append(shop.save("s1"))
    contents = dict(replayed(shop))
    assert [*contents] == [*range(1, 2 + WRITERS * TURNS)]
    assert saved[-1].revision == 1 + WRITERS * TURNS
    for checkpoint in saved:
        fork = shop.fork("s1", checkpoint_id=checkpoint.id).id
        leaves = shop.content.view(shop.head(fork)).leaves("code")
        found = shop.data(fork), {name: leaf_hash(leaf) for name, leaf in leaves.items()}
        assert found == contents[checkpoint.revision]


def replayed(shop: Workshop) -> Iterator[tuple[int, tuple[dict[str, Json], dict[str, str]]]]:
    """Return what the log says the data and the code files, by their hashes, were at each revision."""
    data: dict[str, Json] = {}
    files: dict[str, str] = {}
    for event in EventRecords(shop.items, shop.blobs).latest(shop.head("s1"), limit=1_000):
        data |= event.delta
        files |= {each.name: each.hash for each in event.touched}
        if event.kind != "session.checkpointed":
            yield event.revision, (dict(data), {name: hash_ for name, hash_ in files.items() if hash_})
