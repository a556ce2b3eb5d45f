"""Blobs that nobody holds go; those that somebody holds stay, whatever happens beside."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from shared.adapters.clock import SystemClock
from shared.adapters.files import FileBlobs
from shared.adapters.sqlite import SqliteItems
from shared.domain.commit import Commit
from shared.domain.content import Write
from shared.kernel.errors import ApplicationError, NotFound
from shared.records.holdings import Holdings
from shared.services.collecting import Collecting
from shared.services.forks import Forking
from tests.fakes.clock import FakeClock
from tests.unit.services.workspaces import ANN, Workshop


class Yard(Workshop):
    """A workshop with a collector; its clock also tells the blob store how old things are."""

    def __init__(self, items: SqliteItems, folder: Path) -> None:
        clock = FakeClock(SystemClock().now())
        super().__init__(items, FileBlobs(folder, clock=clock), clock)
        self.collecting = Collecting(
            records=self.records, holdings=Holdings(items, self.blobs), blobs=self.blobs, clock=clock
        )

    def collected(self, *, dry_run: bool = False) -> int:
        return sum(len(done.removed) for done in self.collecting.collect(dry_run=dry_run))

    def count(self, space: str) -> int:
        return len(list(self.blobs.list(space)))

    def big(self, session_id: str, text: str) -> None:
        write = Write("code", "big.groovy", {"b": self.blobs.put(self.head(session_id).space, text.encode()), "n": 1})
        self.records.change(self.head(session_id), replace(self.a_change({}), writes=(write,)))

    def read(self, session_id: str) -> str:
        view = self.content.view(self.head(session_id))
        leaf = view.find("code", "big.groovy")
        assert leaf is not None
        return self.blobs.get(self.head(session_id).space, str(leaf["b"])).decode()


@pytest.fixture(name="yard")
def _yard(tmp_path: Path) -> Iterator[Yard]:
    items = SqliteItems(":memory:")
    yield Yard(items, tmp_path)
    items.close()


def test_what_nobody_holds_goes_when_it_is_old(yard: Yard) -> None:
    space = yard.create().space
    yard.blobs.put(space, b"left by a task")
    yard.create("s2")

    assert yard.collected() == 0
    yard.clock.advance(days=8)
    assert (yard.collected(dry_run=True), yard.count(space)) == (1, 1)
    assert (yard.collected(), yard.count(space), yard.collected()) == (1, 0, 0)


def test_what_a_head_a_checkpoint_or_a_fork_holds_stays(yard: Yard) -> None:
    space = yard.create().space
    yard.big("s1", "first" * 5000)
    saved = yard.save("s1")
    yard.big("s1", "second" * 5000)
    yard.fork("s1", "f1")
    yard.big("s1", "third" * 5000)
    yard.save("s1")
    yard.clock.advance(days=30)

    yard.collected()

    assert (yard.read("s1"), yard.read("f1")) == ("third" * 5000, "second" * 5000)
    assert yard.restore("s1", saved.id).changed
    assert yard.read("s1") == "first" * 5000
    yard.delete("s1")
    yard.clock.advance(days=30)
    yard.collected()
    assert yard.read("f1") == "second" * 5000
    yard.delete("f1")
    assert yard.count(space) == 0


def test_what_a_commit_holds_stays_when_every_session_is_gone(yard: Yard) -> None:
    space = yard.create().space
    yard.big("s1", "first" * 5000)
    first = yard.commit("s1")
    yard.big("s1", "second" * 5000)
    yard.fork("s1", "f1")
    second = yard.commit("s1")
    yard.big("s1", "third" * 5000)
    yard.delete("s1")
    yard.delete("f1")
    yard.clock.advance(days=30)

    assert yard.collected() > 0
    assert yard.collected() == 0
    for commit, text in ((first, "first" * 5000), (second, "second" * 5000)):
        assert yard.commits.get(ANN, commit.id) == commit
        name = f"of {text[:5]}"
        yard.forks.begin(ANN, commit, Forking(session_id=name))
        assert (yard.read(name), yard.hash(name)) == (text, commit.content_hash)
        yard.delete(name)
    assert yard.count(space) > 0


def test_what_only_a_removed_checkpoint_held_goes(yard: Yard) -> None:
    space = yard.create().space
    yard.big("s1", "first" * 5000)
    saved = yard.save("s1")
    yard.big("s1", "second" * 5000)
    yard.save("s1")
    yard.checkpoints.delete(ANN, "s1", saved.id)
    # The log names hashes, and so holds what it tells of.
    before = yard.count(space)
    yard.clock.advance(days=30)

    assert yard.collected() > 0
    assert yard.count(space) < before
    assert yard.read("s1") == "second" * 5000


def test_what_is_kept_again_is_young_again(yard: Yard) -> None:
    space = yard.create().space
    digest = yard.blobs.put(space, b"wanted")
    yard.clock.advance(days=30)
    yard.blobs.put(space, b"wanted")

    assert yard.collected() == 0
    assert yard.blobs.get(space, digest) == b"wanted"


def test_nothing_held_is_removed_while_forks_and_deletions_race_with_it(yard: Yard) -> None:
    texts = [f"text {number} " * 2000 for number in range(6)]
    space = yard.create("root").space
    yard.big("root", texts[0])
    yard.save("root")
    # Left behind long ago, and wanted again just when it is to be removed.
    for text in texts:
        yard.blobs.put(space, text.encode())
    yard.clock.advance(days=30)
    names = ["root", *(f"n{number}" for number in range(40))]
    commits: list[tuple[Commit, str]] = []

    def work(number: int) -> None:
        chance = random.Random(number)  # noqa: S311 - which of the others it meets
        source = names[chance.randrange(number + 1)]
        with suppress(ApplicationError):  # it was deleted meanwhile, or was never made
            yard.fork(source, names[number + 1])
            yard.clock.advance(hours=2)
            yard.big(names[number + 1], texts[chance.randrange(len(texts))])
            yard.save(names[number + 1])
            if number % 4 == 0:
                commits.append((yard.commit(names[number + 1]), yard.read(names[number + 1])))
            if number % 3 == 0:
                yard.delete(source)

    with ThreadPoolExecutor(12) as pool:
        workers = [pool.submit(work, number) for number in range(40)]
        while not all(worker.done() for worker in workers):
            yard.collected()
        for worker in workers:
            worker.result()

    yard.clock.advance(days=30)
    yard.collected()
    standing = [name for name in names if exists(yard, name)]
    assert standing
    for name in standing:
        assert yard.read(name) in texts
        for saved in yard.checkpoints.list(ANN, name):
            assert shown(yard, name, saved.id)
        yard.delete(name)
    yard.clock.advance(days=30)
    yard.collected()
    assert commits
    for commit, text in commits:
        assert yard.read(yard.forks.begin(ANN, commit, Forking()).id) == text


def exists(yard: Yard, name: str) -> bool:
    try:
        yard.head(name)
    except NotFound:
        return False
    return True


def shown(yard: Yard, name: str, checkpoint_id: str) -> bool:
    """Return whether everything a checkpoint names can be read."""
    session = yard.head(name)
    roots = yard.checkpoints.get(ANN, name, checkpoint_id).roots
    for leaf in yard.content.of(session, roots).leaves("code").values():
        yard.blobs.get(session.space, str(leaf["b"]))
    return True
