"""Snapshots: one revision's content each, whatever goes on beside, and free where nothing changed."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from shared.adapters.files import FileBlobs
from shared.adapters.patience import Backoff
from shared.adapters.sqlite import SqliteItems
from shared.domain.content import Roots, Write, content_hash
from shared.domain.session import Change, Session
from shared.kernel.errors import NotFound
from shared.kernel.hashing import Json
from shared.records.content import ContentRecords
from shared.records.events import EventRecords
from shared.records.layers import PORTION
from shared.records.sessions import SessionRecords
from shared.records.snapshots import SnapshotRecords
from tests.unit.records.conftest import NOW, a_change, a_session


@pytest.fixture(name="snapshots")
def _snapshots(items: SqliteItems, blobs: FileBlobs) -> SnapshotRecords:
    return SnapshotRecords(items, blobs, Backoff(base=0.002, cap=0.1, total=20))


def written(zone_names: dict[str, str], **delta: Json) -> Change:
    writes = tuple(Write("code", name, {"t": text, "w": len(text)}) for name, text in zone_names.items())
    return replace(a_change(), delta=delta, writes=writes)


def test_a_snapshot_is_the_content_as_trees(records: SessionRecords, snapshots: SnapshotRecords) -> None:
    session = records.create(a_session(), written({"a.groovy": "one"}, colour="red"))
    session = records.change(session, written({"a.groovy": "two", "b.groovy": "three"}, big="x" * 9000))

    taken = snapshots.take(session, NOW)

    assert (taken.revision, taken.sequence, taken.layers.is_flat) == (2, 2, True)
    assert (taken.layers.roots.code.count, taken.layers.roots.code.weight) == (2, 8)
    assert (taken.layers.roots.data.count, taken.layers.roots.docs) == (2, Roots().docs)
    assert records.get("s1") == taken
    assert records.data(taken)[1] == {"colour": "red", "big": "x" * 9000}


def test_what_was_folded_is_hidden_by_later_changes(records: SessionRecords, snapshots: SnapshotRecords) -> None:
    session = records.create(a_session(), written({"a.groovy": "one"}, kept=1, gone=2, changed=3))
    first = snapshots.take(session, NOW)
    removal = replace(a_change(changed=4), removed=("gone",), writes=(Write("code", "a.groovy", None),))

    session = records.change(first, removal)
    second = snapshots.take(session, NOW)

    assert records.data(session)[1] == records.data(second)[1] == {"kept": 1, "changed": 4}
    assert second.layers.roots.code == Roots().code
    assert records.data(first)[1] == {"kept": 1, "gone": 2, "changed": 3}


def test_equal_contents_have_equal_hashes_whatever_their_history(
    records: SessionRecords, snapshots: SnapshotRecords, items: SqliteItems, blobs: FileBlobs
) -> None:
    wide: dict[str, Json] = {f"k{number}": number for number in range(100)}
    one = records.create(a_session(), replace(a_change(), delta=wide))
    other = records.create(a_session(id="s2", life="life-2", space="life-2"), a_change(k0="old", extra=1))
    for number in range(100):
        other = records.change(other, written({}, **{f"k{number}": number}))
    other = records.change(other, replace(a_change(), removed=("extra",)))

    unfolded = content_hash(ContentRecords(items, blobs).view(other).folded())
    hashes = {content_hash(snapshots.take(session, NOW).layers.roots) for session in (one, other)}

    assert hashes == {unfolded}


def test_an_unchanged_session_is_its_last_snapshot(
    records: SessionRecords, snapshots: SnapshotRecords, items: SqliteItems
) -> None:
    taken = snapshots.take(records.create(a_session(), a_change(a=1)), NOW)
    items.close()  # whatever is asked from now on fails

    assert snapshots.take(taken, NOW) is taken


def test_a_full_layer_is_folded_by_whoever_fills_it(records: SessionRecords) -> None:
    session = records.create(a_session(), a_change())
    for number in range(300):
        session = records.change(session, written({}, **{f"k{number}": number}))

    layers = records.get("s1").layers
    assert (layers.dirty, layers.roots.data.count) == (44, 256)
    assert records.data(session)[1] == {f"k{number}": number for number in range(300)}


def test_twenty_snapshots_beside_fifty_writers_are_one_revision_each(
    records: SessionRecords, snapshots: SnapshotRecords, items: SqliteItems, blobs: FileBlobs
) -> None:
    session = records.create(a_session(), a_change())
    revisions: dict[int, dict[str, Json]] = {}

    def write(writer: int) -> None:
        for turn in range(6):
            # Both keys always change together, and the code with them.
            change = written({f"{writer}.groovy": f"{turn}"}, **{f"a{writer}": turn, f"b{writer}": turn})
            records.change(session, change)

    def snapshot(_number: int) -> tuple[Session, dict[str, Json], dict[str, str]]:
        taken = snapshots.take(records.get("s1"), NOW)
        code = ContentRecords(items, blobs).view(taken).leaves("code")
        return taken, records.data(taken)[1], {name: str(leaf["t"]) for name, leaf in code.items()}

    with ThreadPoolExecutor(60) as pool:
        writers = [pool.submit(write, number) for number in range(50)]
        taken = list(pool.map(snapshot, range(20)))
        for writer in writers:
            writer.result()

    for found, data, code in taken:
        assert sum(int(str(value)) + 1 for name, value in data.items() if name[0] == "a") == found.revision - 1
        assert {name[1:]: value for name, value in data.items() if name[0] == "a"} == {
            name[1:]: value for name, value in data.items() if name[0] == "b"
        }
        assert code == {f"{name[1:]}.groovy": str(value) for name, value in data.items() if name[0] == "a"}
        assert revisions.setdefault(found.revision, data) == data
    final = snapshots.take(records.get("s1"), NOW)
    assert (final.revision, final.layers.roots.data.count, final.layers.roots.code.count) == (301, 100, 50)


def test_a_session_deleted_meanwhile_has_no_snapshot(records: SessionRecords, snapshots: SnapshotRecords) -> None:
    session = records.create(a_session(), a_change(a=1))
    records.mark_going(session)
    records.sweep(session)

    with pytest.raises(NotFound, match="Session s1 not found"):
        snapshots.take(session, NOW)


@pytest.mark.parametrize("apart", [True, False], ids=["kept apart", "in the change"])
def test_a_change_of_many_leaves_is_one_change(records: SessionRecords, *, apart: bool) -> None:
    session = records.create(a_session(), written({"a.groovy": "one"}, kept=1))
    writes = written({f"{number}.groovy": f"text {number}" for number in range(2 * PORTION + 3)}).writes
    change = replace(a_change(told=1), writes=() if apart else writes, kept=records.keep(session, writes) * apart)

    after = records.change(session, change)

    session, view = records.read(records.get("s1"))
    assert (after.revision, session.layers.is_flat) == (2, True)
    assert view.leaves("code") == {"a.groovy": {"t": "one", "w": 3}} | {each.name: each.leaf for each in writes}
    [event] = EventRecords(records.items, records.blobs).latest(session, limit=1)
    assert {touched.name for touched in event.touched} == {each.name for each in writes}
    assert dict(event.delta) == {"told": 1}


def test_what_a_change_keeps_apart_is_never_in_memory_as_a_whole(records: SessionRecords) -> None:
    def leaves(count: int) -> Iterator[Write]:
        return (Write("docs", f"d{number}", {"v": f"{number} " * 1500, "w": 1}) for number in range(count))

    def peak(name: str, portions: int) -> int:
        session = records.create(a_session(id=name, life=name, space=name), a_change())
        tracemalloc.start()
        try:
            records.change(session, replace(a_change(), kept=records.keep(session, leaves(portions * PORTION))))
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak("long", 4) < 1.5 * peak("short", 1)
