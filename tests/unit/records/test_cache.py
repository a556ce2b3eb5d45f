"""Caches: what expires, how many keys there may be, and what happens when others write meanwhile."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from shared.adapters.patience import Backoff
from shared.adapters.sqlite import SqliteItems
from shared.domain.cached import Entry, NewValue
from shared.domain.session import Session
from shared.kernel.errors import Conflict, NotFound
from shared.records import cache as cache_module
from shared.records.cache import CacheRecords
from shared.records.cache_items import tally_key, to_tally
from shared.records.sessions import SessionRecords
from tests.unit.records.conftest import NOW, a_change, a_session

LATER = NOW + timedelta(seconds=11)
LARGE = b"x" * 700_000


@pytest.fixture(name="cache")
def _cache(items: SqliteItems) -> CacheRecords:
    return CacheRecords(items, Backoff(base=0.002, cap=0.1, total=20))


@pytest.fixture(name="session")
def _session(records: SessionRecords) -> Session:
    return records.create(a_session(), a_change())


def whatever(_present: Entry | None) -> None:
    """Let everything pass."""


def value(data: bytes = b"1", lifetime: int | None = None) -> NewValue:
    return NewValue(data=data, is_json=True, media_type="application/json", lifetime=lifetime)


def names(cache: CacheRecords, session: Session) -> list[str]:
    return [entry.key for entry in cache.list(session, "", LATER)]


def test_what_has_expired_is_not_there(cache: CacheRecords, session: Session) -> None:
    first, _created = cache.put(session, "a", value(LARGE, lifetime=10), whatever, NOW)
    assert cache.load(session, "a", NOW + timedelta(seconds=9)) is not None

    assert (cache.load(session, "a", LATER), cache.find(session, "a", LATER), names(cache, session)) == (None, None, [])
    entry, created = cache.put(session, "a", value(), whatever, LATER)
    assert (created, entry.version, entry.created, first.expires) == (True, 2, LATER, NOW + timedelta(seconds=10))


def test_a_table_that_removes_what_expired_gives_no_version_twice(
    cache: CacheRecords, session: Session, items: SqliteItems
) -> None:
    cache.put(session, "a", value(lifetime=10), whatever, NOW)
    written, _created = cache.put(session, "a", value(lifetime=10), whatever, NOW)
    assert items.get(tally_key(session)) is not None

    cache.remove_all(session, "a", LATER)

    assert cache.put(session, "a", value(), whatever, LATER)[0].version == written.version + 1


def test_there_are_so_many_keys_at_most(
    cache: CacheRecords, session: Session, items: SqliteItems, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_module, "KEYS", 3)
    for key in ("a", "b"):
        cache.put(session, key, value(), whatever, NOW)
    cache.put(session, "c", value(LARGE, lifetime=10), whatever, NOW)

    with pytest.raises(Conflict, match="has 3 keys"):
        cache.put(session, "d", value(), whatever, NOW)
    assert cache.put(session, "c", value(lifetime=10), whatever, NOW)[1] is False
    cache.put(session, "d", value(), whatever, LATER)
    assert names(cache, session) == ["a", "b", "d"]
    assert to_tally(items.get(tally_key(session))).keys == 3


def test_writers_of_many_keys_are_all_counted(cache: CacheRecords, session: Session, items: SqliteItems) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: cache.put(session, f"k{number}", value(), whatever, NOW), range(40)))
        removed = list(pool.map(lambda _: cache.remove_all(session, "k1", NOW), range(2)))

    assert (sum(removed), to_tally(items.get(tally_key(session))).keys) == (11, 29)
    assert cache.remove_all(session, "k", NOW) == 29


def test_values_with_many_parts_are_removed_together(cache: CacheRecords, session: Session) -> None:
    for number in range(40):
        cache.put(session, f"k{number}", value(LARGE), whatever, NOW)

    assert (cache.remove_all(session, "k", NOW), names(cache, session)) == (40, [])


def test_readers_see_whole_values_while_others_write(cache: CacheRecords, session: Session) -> None:
    cache.put(session, "a", value(b"0" * 700_000), whatever, NOW)

    def write(number: int) -> None:
        cache.put(session, "a", value(str(number % 10).encode() * 700_000), whatever, NOW)

    with ThreadPoolExecutor(3) as pool:
        writing = pool.map(write, range(10))
        seen = [cache.load(session, "a", NOW) for _ in range(10)]
        list(writing)

    assert {len({*found.data}) for found in seen if found} == {1}


def test_nothing_is_kept_for_a_session_that_is_gone(
    cache: CacheRecords, session: Session, records: SessionRecords
) -> None:
    cache.put(session, "a", value(LARGE), whatever, NOW)
    records.mark_going(session)

    for act in (
        lambda: cache.put(session, "b", value(), whatever, NOW),
        lambda: cache.remove(session, "a", whatever, NOW),
        lambda: cache.remove_all(session, "a", NOW),
    ):
        with pytest.raises(NotFound, match="s1 not found"):
            act()
    records.sweep(session)
    assert cache.load(session, "a", NOW) is None
