"""Sessions: one way to change them, and nothing lost on it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from shared.adapters.files import FileBlobs
from shared.adapters.sqlite import SqliteItems
from shared.domain.session import Change, Session
from shared.kernel.errors import Conflict, NotFound, Stale
from shared.kernel.hashing import Json
from shared.ports.items import ConditionFailed, Key, Present, Put
from shared.records.events import EventRecords
from shared.records.sessions import SessionRecords
from tests.unit.records.conftest import NOW, a_change, a_session


def test_a_new_session_has_one_event_and_its_delta_as_data(records: SessionRecords) -> None:
    session = records.create(a_session(), a_change(colour="red"))

    assert (session.revision, session.sequence) == (1, 1)
    assert records.data(session) == (session, {"colour": "red"})


def test_an_id_can_be_taken_once(records: SessionRecords) -> None:
    records.create(a_session(), a_change())

    with pytest.raises(Conflict, match="Session s1 already exists"):
        records.create(a_session(life="life-2"), a_change())


def test_a_change_replaces_named_keys_as_a_whole_and_keeps_the_others(records: SessionRecords) -> None:
    session = records.create(a_session(), a_change(kept=1, nested={"a": 1, "b": 2}))

    session = records.change(session, a_change(nested={"a": 3}, nothing=None))

    assert records.data(session)[1] == {"kept": 1, "nested": {"a": 3}, "nothing": None}


def test_a_removed_key_is_gone(records: SessionRecords) -> None:
    session = records.create(a_session(), a_change(kept=1, gone=2))

    change = Change(event_id="e", kind="data.changed", author="a", at=NOW, removed=("gone",))
    session = records.change(session, change)

    assert records.data(session)[1] == {"kept": 1}


@pytest.mark.parametrize(
    "value",
    [1, 1.0, True, None, 2**53 + 1, -(10**40), "", "\u0000é😀", [], {}, {"": {"z": 1, "a": 2}}, "x" * 3_000_000],
    ids=lambda value: repr(value)[:20],
)
def test_values_come_back_exactly(records: SessionRecords, value: Json) -> None:
    session = records.create(a_session(), a_change(value=value))

    found = records.data(session)[1]["value"]

    assert repr(found) == repr(value)


def test_a_deep_value_comes_back(records: SessionRecords) -> None:
    deep: Json = "bottom"
    for _ in range(40):
        deep = [deep]
    session = records.create(a_session(), a_change(deep=deep))

    assert records.data(session)[1]["deep"] == deep


def test_a_change_of_more_keys_than_a_transaction_carries_happens_as_a_whole(records: SessionRecords) -> None:
    session = records.create(a_session(), a_change(first=0, k7="old"))
    wide: dict[str, Json] = {f"k{number}": number for number in range(400)}

    session = records.change(session, replace(a_change(), delta=wide))
    session = records.change(session, a_change(k1="new"))
    change = Change(event_id="e", kind="data.changed", author="a", at=NOW, removed=("k2",))
    session = records.change(session, change)

    expected = {"first": 0} | wide | {"k1": "new"}
    del expected["k2"]
    assert records.data(session)[1] == expected


def test_folded_layers_are_removed_when_nobody_can_be_reading_them_any_more(
    records: SessionRecords, items: SqliteItems
) -> None:
    def left(minutes: int) -> int:
        later = NOW + timedelta(minutes=minutes)
        change = replace(a_change(), at=later, delta={f"k{n}": minutes for n in range(200)})
        records.change(records.get("s1"), change)
        return len(items.query("CONTENT#s1#life-1").items)

    records.create(a_session(), replace(a_change(), delta={f"k{n}": n for n in range(30)}))

    # Thirty leaves, and one item for each of the wide changes.
    assert [left(0), left(1), left(62)] == [31, 32, 1]
    assert records.data(records.get("s1"))[1] == {f"k{n}": 62 for n in range(200)}


def test_a_stale_revision_changes_nothing(records: SessionRecords) -> None:
    old = records.create(a_session(), a_change(colour="red"))
    new = records.change(old, a_change(colour="green"))

    with pytest.raises(Stale, match="session s1 is at revision 2, not 1"):
        records.change(new, a_change(colour="blue"), revision=1)
    with pytest.raises(Stale, match="session s1 is at revision 2, not 1"):
        records.change(old, a_change(colour="blue"), revision=1)

    assert records.data(new)[1] == {"colour": "green"}


def test_a_change_from_an_old_header_lands_on_top_of_the_new_one(records: SessionRecords) -> None:
    old = records.create(a_session(), a_change(a=1))
    records.change(old, a_change(b=2))

    session = records.change(old, a_change(c=3))

    assert session.revision == 3
    assert records.data(session)[1] == {"a": 1, "b": 2, "c": 3}


def test_a_lost_condition_of_the_rest_undoes_the_change(records: SessionRecords) -> None:
    session = records.create(a_session(), a_change(a=1))
    extra = Put(key=Key("X", "x"), attributes={}, conditions=(Present(),))

    with pytest.raises(ConditionFailed, match="action 1 ") as lost:
        records.change(session, a_change(a=2), also=lambda _after: [_check(extra), extra])

    assert lost.value.index == 1
    assert records.data(records.get("s1"))[1] == {"a": 1}


def _check(put: Put) -> Put:
    return Put(key=Key(put.key.partition, "other"), attributes={}, conditions=())


def test_the_log_tells_every_change_in_order(records: SessionRecords, items: SqliteItems, blobs: FileBlobs) -> None:
    session = records.create(a_session(), a_change("first", a=1))
    for number in range(5):
        session = records.change(session, a_change(f"event {number}", b=number))

    events = EventRecords(items, blobs).latest(session, limit=3)

    assert [(e.sequence, e.id, dict(e.delta)) for e in events] == [
        (4, "event 2", {"b": 2}),
        (5, "event 3", {"b": 3}),
        (6, "event 4", {"b": 4}),
    ]


def test_two_hundred_parallel_changes_all_survive(
    records: SessionRecords, items: SqliteItems, blobs: FileBlobs
) -> None:
    session = records.create(a_session(), a_change())

    with ThreadPoolExecutor(50) as pool:
        list(pool.map(lambda n: records.change(session, a_change(f"e{n}", **{f"key{n}": n})), range(200)))

    session, data = records.data(records.get("s1"))
    events = EventRecords(items, blobs).latest(session, limit=300)
    assert data == {f"key{n}": n for n in range(200)}
    assert [event.sequence for event in events] == list(range(1, 202))


def test_a_deleted_session_leaves_nothing_to_a_new_one_of_its_name(
    records: SessionRecords, items: SqliteItems, blobs: FileBlobs
) -> None:
    session = records.create(a_session(), a_change(a=1, big="x" * 50_000))

    delete(records, session)

    with pytest.raises(NotFound, match="Session s1 not found"):
        records.get("s1")
    reborn = records.create(a_session(life="life-2", space="life-2"), a_change(b=2))
    assert records.data(reborn)[1] == {"b": 2}
    assert len(EventRecords(items, blobs).latest(reborn, limit=10)) == 1


def test_a_change_to_a_session_deleted_meanwhile_is_refused(records: SessionRecords) -> None:
    session = records.create(a_session(), a_change())
    delete(records, session)

    with pytest.raises(NotFound, match="Session s1 not found"):
        records.change(session, a_change(a=1))

    records.create(a_session(life="life-2", space="life-2"), a_change())
    with pytest.raises(NotFound, match="Session s1 not found"):
        records.change(session, a_change(a=1))


def test_a_deletion_that_was_cut_short_can_be_found_and_gone_on_with(
    records: SessionRecords, items: SqliteItems
) -> None:
    session = records.create(a_session(), a_change(a=1))
    records.mark_going(session)
    with pytest.raises(NotFound, match="Session s1 not found"):
        records.get("s1")
    with pytest.raises(Conflict, match="Session s1 already exists"):
        records.create(a_session(life="life-2", space="life-2"), a_change())

    found = records.find_going("s1", NOW)
    assert found is not None
    records.sweep(found)

    reborn = records.create(a_session(life="life-2", space="life-2"), a_change(b=2))
    assert records.data(reborn)[1] == {"b": 2}
    assert items.query("CONTENT#s1#life-1").items == ()


def test_what_a_lost_change_spilled_is_removed_with_its_session(
    records: SessionRecords, blobs: FileBlobs, tmp_path: Path
) -> None:
    session = records.create(a_session(), a_change())
    delete(records, session)

    with pytest.raises(NotFound, match="Session s1 not found"):
        records.change(session, a_change(big="x" * 50_000))

    assert blobs
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


def delete(records: SessionRecords, session: Session) -> None:
    records.mark_going(session)
    records.sweep(session)
