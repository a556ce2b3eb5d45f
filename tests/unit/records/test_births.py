"""Long histories, whose arrival may break off, be taken over, or come to its end after all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

import pytest

from shared.adapters.files import FileBlobs
from shared.adapters.sqlite import SqliteItems
from shared.kernel.errors import Conflict, Unavailable
from shared.ports.items import Action
from shared.records.events import EventRecords
from shared.records.sessions import SessionRecords
from tests.unit.records.conftest import NOW, a_change, a_session

HISTORY = tuple(a_change(f"e{number}", **{f"k{number}": number}) for number in range(250))
LATER = NOW + timedelta(minutes=21)


class Interrupted(SqliteItems):
    """A store that does something else before its n-th transaction."""

    before: int = 0
    meanwhile: Callable[[], object] = staticmethod(lambda: None)

    def transact(self, actions: Sequence[Action]) -> None:
        self.before -= 1
        if self.before == 0:
            self.meanwhile()
        super().transact(actions)


@pytest.fixture(name="items")
def _items() -> Iterator[SqliteItems]:
    items = Interrupted(":memory:")
    yield items
    items.close()


def break_off() -> None:
    message = "the power is gone"
    raise Unavailable(message)


def taken_over(records: SessionRecords) -> None:
    """Do what whoever creates a session does with the rest of one that did not arrive."""
    leftover = records.find_going("s1", LATER)
    assert leftover is not None
    if records.mark_going(leftover, unless_changed=True):
        records.sweep(leftover)
    records.create(a_session(life="life-2", space="life-2"), a_change(second=2))


@pytest.mark.parametrize("transaction", [2, 3, 4])
def test_what_broke_off_is_hidden_and_makes_way_after_a_while(
    records: SessionRecords, items: Interrupted, blobs: FileBlobs, transaction: int
) -> None:
    items.before, items.meanwhile = transaction, break_off
    with pytest.raises(Unavailable):
        records.create(a_session(), *HISTORY)

    with pytest.raises(Conflict):
        records.create(a_session(life="life-2", space="life-2"), a_change(second=2))
    assert records.find_going("s1", NOW + timedelta(minutes=19)) is None

    taken_over(records)
    session = records.get("s1")
    assert records.data(session)[1] == {"second": 2}
    assert len(EventRecords(items, blobs).latest(session, limit=500)) == 1
    assert items.query("EVENTS#s1#life-1").items == ()


@pytest.mark.parametrize("transaction", [2, 3, 4])
def test_who_comes_to_the_end_after_that_has_lost(
    records: SessionRecords, items: Interrupted, transaction: int
) -> None:
    items.before, items.meanwhile = transaction, lambda: taken_over(records)

    with pytest.raises(Conflict, match="Session s1 already exists"):
        records.create(a_session(), *HISTORY)

    assert records.data(records.get("s1"))[1] == {"second": 2}
    assert items.query("EVENTS#s1#life-1").items == ()


@pytest.mark.parametrize("transaction", [3, 4])
def test_who_arrives_while_another_takes_over_has_lost(
    records: SessionRecords, items: Interrupted, transaction: int
) -> None:
    def mark() -> None:
        leftover = records.find_going("s1", LATER)
        assert leftover is not None
        assert records.mark_going(leftover, unless_changed=True)

    items.before, items.meanwhile = transaction, mark
    with pytest.raises(Conflict, match="Session s1 already exists"):
        records.create(a_session(), *HISTORY)


def test_what_has_arrived_is_not_taken_over(records: SessionRecords, items: Interrupted) -> None:
    found = []

    def look() -> None:
        leftover = records.find_going("s1", LATER)
        assert leftover is not None
        found.append(leftover)

    items.before, items.meanwhile = 4, look
    session = records.create(a_session(), *HISTORY)

    assert not records.mark_going(found[0], unless_changed=True)
    assert records.get("s1") == session
    assert session.sequence == 250
