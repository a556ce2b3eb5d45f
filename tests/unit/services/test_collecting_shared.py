"""Blobs of what many sessions share, and sessions that never arrived: what nobody holds goes, the rest stays."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from shared.adapters.patience import Backoff
from shared.adapters.sqlite import SqliteItems
from shared.domain.agent_artifact import NewArtifact
from shared.kernel.errors import Conflict, NotFound, Unavailable
from shared.kernel.hashing import Json
from shared.ports.items import ConditionFailed, Delete, Item, Key
from shared.records import keys, state_keys
from shared.records.agent_artifacts import AgentArtifactRecords, user_shelf
from shared.records.families import FamilyRecords
from shared.records.scopes import ScopeRecords
from tests.unit.records.conftest import a_change, a_session
from tests.unit.records.test_births import HISTORY, Interrupted, break_off
from tests.unit.services.test_collecting import Yard

APP = keys.app_scope("acme", "chat")
USER = keys.user_scope("acme", "chat", "ann")
SHELF = user_shelf("acme", "chat", "ann")
TEXTS = [f"text {number} " * 2000 for number in range(6)]


class LateItems(SqliteItems):
    """A view of a yard's items in which the first read is overtaken by a change and a collection."""

    def __init__(self, yard: SharedYard) -> None:
        self.yard, self.reads = yard, 0

    def get_many(self, keys: Sequence[Key]) -> tuple[Item | None, ...]:
        self.reads += 1
        found = self.yard.items.get_many(keys)
        if self.reads == 1:
            self.yard.tell(value=TEXTS[1])
            assert self.yard.collected() == 1
        return found


class SharedYard(Yard):
    """A yard in which agents share states and files."""

    items: Interrupted

    def __init__(self, items: Interrupted, folder: Path) -> None:
        super().__init__(items, folder)
        self.scopes = ScopeRecords(items, self.blobs)
        self.files = AgentArtifactRecords(items, self.blobs, Backoff(base=0.002, cap=0.1, total=20))

    def tell(self, **delta: Json) -> None:
        """Change the state of the app, however often others are faster."""
        while True:
            [scope] = self.scopes.read(APP)
            try:
                self.items.transact([self.scopes.changed(scope, delta)])
            except ConditionFailed:
                continue
            return

    def keep(self, name: str, text: str) -> None:
        self.files.save(
            SHELF, NewArtifact(name=name, part={"text": text}, metadata={}), self.clock.now(), self.identifiers.new()
        )

    def load(self, name: str) -> Json:
        found = self.files.find(SHELF, name)
        assert found is not None
        return self.files.part(SHELF, found)["text"]

    def spaces(self) -> set[str]:
        return set(self.records.families.spaces())


@pytest.fixture(name="yard")
def _yard(tmp_path: Path) -> Iterator[SharedYard]:
    items = Interrupted(":memory:")
    yield SharedYard(items, tmp_path)
    items.close()


def test_values_of_a_shared_state_go_once_they_are_replaced(yard: SharedYard) -> None:
    yard.tell(small=1)
    assert yard.spaces() == set()
    yard.tell(first=TEXTS[0], second=TEXTS[1])
    yard.clock.advance(days=30)
    assert yard.collected() == 0
    yard.tell(first=TEXTS[2])

    assert (yard.collected(dry_run=True), yard.collected(), yard.collected()) == (1, 1, 0)
    assert yard.scopes.read_values(APP, USER) == ({"small": 1, "first": TEXTS[2], "second": TEXTS[1]}, {})


def test_a_state_that_is_large_as_a_whole_holds_what_it_names(yard: SharedYard) -> None:
    wanted: dict[str, Json] = {"large": TEXTS[0], **{f"k{number}": "x" * 100 for number in range(200)}}
    yard.tell(**wanted)
    yard.clock.advance(days=30)
    yard.tell(k0="y")
    yard.clock.advance(days=30)

    assert yard.collected() == 1
    assert yard.scopes.read_values(APP) == (wanted | {"k0": "y"},)


def test_who_lost_to_a_state_that_is_gone_by_now_begins_with_the_newest(yard: SharedYard) -> None:
    yard.tell(**{f"k{number}": "x" * 100 for number in range(200)})
    yard.clock.advance(days=30)
    lost = yard.items.get(APP)
    yard.tell(k0="y")
    assert yard.collected() == 1

    with pytest.raises(NotFound):
        yard.scopes.of_item(APP, lost)
    assert yard.scopes.of_lost(APP, lost) == yard.scopes.read(APP)[0]


def test_who_read_what_was_replaced_and_collected_meanwhile_reads_again(yard: SharedYard) -> None:
    yard.tell(value=TEXTS[0])
    yard.clock.advance(days=30)
    late = LateItems(yard)

    assert ScopeRecords(late, yard.blobs).read_values(APP) == ({"value": TEXTS[1]},)
    assert late.reads == 2


def test_files_of_a_user_go_once_they_are_removed(yard: SharedYard) -> None:
    yard.keep("user:a", "one")
    yard.keep("user:a", "two")
    yard.keep("user:b", "three")
    yard.clock.advance(days=30)
    assert yard.collected() == 0
    yard.files.delete(SHELF, "user:a")

    assert (yard.collected(dry_run=True), yard.collected(), yard.collected()) == (2, 2, 0)
    assert yard.load("user:b") == "three"


def test_a_shelf_from_before_is_found_when_something_leaves_it(yard: SharedYard) -> None:
    yard.keep("user:a", "one")
    yard.keep("user:b", "two")
    yard.items.transact([Delete(key=state_keys.member(SHELF.space, "P", "-"))])
    assert yard.spaces() == set()
    yard.files.delete(SHELF, "user:a")
    yard.clock.advance(days=30)

    assert yard.collected() == 1
    assert yard.load("user:b") == "two"


def test_nothing_shared_is_removed_while_writers_race_with_the_collector(yard: SharedYard) -> None:
    yard.tell(**{f"k{number}": TEXTS[number] for number in range(3)})
    for text in TEXTS:
        yard.keep("user:first", text)
        yard.blobs.put(SHELF.space, text.encode())
    yard.clock.advance(days=30)

    def work(number: int) -> None:
        chance = random.Random(number)  # noqa: S311 - which of the others it meets
        yard.tell(**{f"k{chance.randrange(3)}": chance.choice(TEXTS)})
        yard.clock.advance(days=2)
        name = f"user:{chance.randrange(3)}"
        yard.keep(name, chance.choice(TEXTS))
        if number % 3 == 0:
            yard.files.delete(SHELF, name)
        assert set(yard.scopes.read_values(APP)[0].values()) <= set(TEXTS)

    with ThreadPoolExecutor(6) as pool:
        workers = [pool.submit(work, number) for number in range(24)]
        while not all(worker.done() for worker in workers):
            yard.collected()
        for worker in workers:
            worker.result()

    yard.clock.advance(days=30)
    yard.collected()
    assert set(yard.scopes.read_values(APP)[0].values()) <= set(TEXTS)
    names = yard.files.names(SHELF)
    assert "user:first" in names
    for name in names:
        for version in yard.files.versions(SHELF, name):
            assert yard.files.part(SHELF, version)["text"] in TEXTS


@pytest.mark.parametrize("transaction", [2, 3, 4])
def test_what_never_arrived_goes_with_its_blobs(yard: SharedYard, transaction: int) -> None:
    yard.items.before, yard.items.meanwhile = transaction, break_off
    session = a_session(created=yard.clock.now(), updated=yard.clock.now())
    with pytest.raises(Unavailable):
        yard.records.create(session, a_change("e", large=TEXTS[0]), *HISTORY)
    yard.clock.advance(minutes=19)
    assert [done.broken_off for done in yard.collecting.collect()] == [()]
    yard.clock.advance(minutes=2)

    [told] = yard.collecting.collect(dry_run=True)
    assert (told.broken_off, yard.count(session.space) > 0) == (("s1",), True)
    [done] = yard.collecting.collect()
    assert (done.broken_off, yard.count(session.space)) == (("s1",), 0)
    assert yard.items.get(keys.head("s1")) is None
    assert yard.items.query(keys.events_partition(session)).items == ()
    assert yard.spaces() == set()


def test_who_arrives_after_all_is_whole_or_not_there(yard: SharedYard) -> None:
    session = a_session(created=yard.clock.now() - timedelta(minutes=21), updated=yard.clock.now())
    outcomes = set()
    for transaction in range(1, 6):
        yard.items.before, yard.items.meanwhile = transaction, lambda: list(yard.collecting.collect())
        try:
            yard.records.create(session, *HISTORY)
        except Conflict:
            assert yard.items.get(keys.head("s1")) is None
            assert yard.spaces() == set()
            outcomes.add("gone")
        else:
            assert len(yard.data("s1")) == len(HISTORY)
            outcomes.add("there")
            yard.delete("s1")

    assert outcomes == {"gone", "there"}


def test_a_family_knows_of_who_is_still_arriving(yard: SharedYard) -> None:
    session = a_session(created=yard.clock.now(), updated=yard.clock.now())
    found: list[str] = []
    yard.items.before = 3
    yard.items.meanwhile = lambda: found.extend(it.session_id for it in families.sessions(session.space))
    families = FamilyRecords(yard.items, yard.blobs)
    yard.records.create(session, *HISTORY)

    assert found == ["s1"]
