"""Caches on every engine: what is kept comes back byte for byte, and no writer's value is lost unseen."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.adapters.files import FileBlobs
from shared.adapters.patience import Backoff
from shared.domain.cached import VALUE_BYTES, Entry, NewValue
from shared.domain.session import Change, Session
from shared.kernel.errors import Stale
from shared.kernel.identifiers import SessionId
from shared.ports.items import Items
from shared.records.cache import CacheRecords
from shared.records.cache_items import tally_key, to_tally
from shared.records.sessions import SessionRecords
from tests.contract.test_items_in_parallel import TRIES, at_once

NOW = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
PATIENCE = Backoff(base=0.002, cap=0.1, total=60)
ROUNDS = 5


def a_session(items: Items, folder: Path) -> Session:
    session = Session(
        id=SessionId("s1"), tenant="t", owner="ann", life="life-1", space="life-1", created=NOW, updated=NOW
    )
    change = Change(event_id="e", kind="session.created", author="user:ann", at=NOW)
    return SessionRecords(items, FileBlobs(folder), PATIENCE).create(session, change)


def value(data: bytes) -> NewValue:
    return NewValue(data=data, is_json=False, media_type="application/octet-stream")


def whatever(_present: Entry | None) -> None:
    """Let everything pass."""


@pytest.mark.parametrize("data", [b"", b"\x00\xff", bytes(range(256)) * 5, b"\x80" * VALUE_BYTES], ids=len)
def test_every_value_comes_back(items: Items, tmp_path: Path, data: bytes) -> None:
    cache, session = CacheRecords(items, PATIENCE), a_session(items, tmp_path)

    for kept in (data, data[:1], data):
        cache.put(session, "a#b/é", value(kept), whatever, NOW)
    found = cache.load(session, "a#b/é", NOW)

    assert found is not None
    assert (found.data, found.entry.version, found.entry.size) == (data, 3, len(data))
    assert (cache.remove_all(session, "a#", NOW), cache.load(session, "a#b/é", NOW)) == (1, None)


def test_no_swap_is_lost_and_every_key_is_counted(shared_items: Items, tmp_path: Path) -> None:
    cache, session = CacheRecords(shared_items, PATIENCE), a_session(shared_items, tmp_path)
    cache.put(session, "counter", value(b"0"), whatever, NOW)

    def swap() -> None:
        found = cache.load(session, "counter", NOW)
        assert found is not None

        def unchanged(present: Entry | None) -> None:
            if present is None or present.version != found.entry.version:
                message = "another writer was faster"
                raise Stale(message)

        cache.put(session, "counter", value(b"%d" % (int(found.data) + 1)), unchanged, NOW)

    def write(number: int) -> int:
        wins = 0
        for _ in range(TRIES):
            if wins == ROUNDS:
                break
            try:
                swap()
            except Stale:
                continue
            wins += 1
            cache.put(session, f"of {number} {wins}", value(b"1"), whatever, NOW)
        return wins

    done = sum(at_once(write, 4))

    found = cache.load(session, "counter", NOW)
    assert found is not None
    assert (found.data, found.entry.version) == (b"%d" % done, done + 1)
    assert to_tally(shared_items.get(tally_key(session))).keys == 1 + done == len(list(cache.list(session, "", NOW)))
