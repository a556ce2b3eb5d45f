"""
Caches of sessions: values under keys, each written only from the state that was seen.

A cache is no content: nothing here moves the session's revision, or is in its snapshots.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Final, TypeAlias, TypeVar

from shared.domain.cached import KEYS, Cached, Entry, NewValue
from shared.domain.session import Session
from shared.kernel.errors import Conflict, NotFound, Unavailable
from shared.ports.clock import Patience
from shared.ports.items import Action, Check, ConditionFailed, Equals, Item, Items
from shared.records import cache_items, keys
from shared.records.paging import every_item

Result = TypeVar("Result")
Seen: TypeAlias = Callable[[Entry | None], None]
"""Raises unless an entry, or none, is what a writer saw."""

_READS: Final = 10
_ACTIONS: Final = 90
"""How many actions a transaction of removals has: below the most that is possible, with room for its guards."""


@dataclass(frozen=True, slots=True)
class CacheRecords:
    """The caches of all sessions."""

    items: Items
    patience: Patience

    def find(self, session: Session, key: str, now: datetime) -> Entry | None:
        """Return what is known of a value, if there is one."""
        return _alive(self.items.get(cache_items.entry_key(session, key)), now)

    def load(self, session: Session, key: str, now: datetime) -> Cached | None:
        """
        Return a value, if there is one.

        Raises:
            Unavailable: it was replaced again and again while it was being read.
        """
        for _ in range(_READS):
            item = self.items.get(cache_items.entry_key(session, key))
            entry = _alive(item, now)
            if item is None or entry is None:
                return None
            if (data := self._data(session, item)) is not None:
                return Cached(entry, data)
        message = f"the cached value {key} changes too fast to be read; try again"
        raise Unavailable(message)

    def put(self, session: Session, key: str, value: NewValue, seen: Seen, now: datetime) -> tuple[Entry, bool]:
        """
        Keep a value; return what is known of it, and whether the key is new.

        Raises:
            what `seen` raises.
            NotFound: the session was deleted meanwhile (`session_not_found`).
            Conflict: there are too many keys (`cache_full`).
            Unavailable: others kept writing for longer than we wait.
        """
        new = _entry(key, value, now)

        def attempt() -> tuple[Entry, bool]:
            old, counted = self._read(session, key)
            present = _alive(old, now)
            seen(present)
            if old is None and cache_items.to_tally(counted).keys >= KEYS:
                counted = self._counted_again(session, now)
            entry, tally = cache_items.written(old, cache_items.to_tally(counted), new, now)
            actions = cache_items.put_entry(session, entry, value.data, old)
            self._write(session, [*actions, *cache_items.put_tally(session, tally, counted)])
            return entry, present is None

        return self._persist(session, attempt)

    def remove(self, session: Session, key: str, seen: Seen, now: datetime) -> None:
        """Remove a value, if `seen` lets what there is pass. Raises as `put` does."""

        def attempt() -> None:
            old, _counted = self._read(session, key)
            seen(_alive(old, now))
            if old is not None:
                self._remove(session, [old])

        self._persist(session, attempt)

    def remove_all(self, session: Session, prefix: str, now: datetime) -> int:
        """Remove every value whose key starts with `prefix`; return how many there were. Raises as `put` does."""

        def attempt() -> list[Item]:
            page = self.items.query(keys.content_partition(session), prefix=_prefix(prefix), limit=_ACTIONS)
            chosen = _fitting(session, page.items)
            self._remove(session, chosen)
            return chosen

        removed = 0
        for _ in range(KEYS):  # others may add as fast as we remove
            batch = self._persist(session, attempt)
            removed += sum(_alive(item, now) is not None for item in batch)
            if not batch:
                break
        return removed

    def list(self, session: Session, prefix: str, now: datetime, *, after: str | None = None) -> Iterator[Entry]:
        """Yield what is known of the values whose key starts with `prefix`, by key, from behind the key `after` on."""
        start = None if after is None else _prefix(after)
        for item in every_item(self.items, keys.content_partition(session), _prefix(prefix), after=start):
            if (entry := _alive(item, now)) is not None:
                yield entry

    def _read(self, session: Session, key: str) -> tuple[Item | None, Item | None]:
        places = (cache_items.entry_key(session, key), cache_items.tally_key(session))
        old, counted = self.items.get_many(places)
        return old, counted

    def _data(self, session: Session, item: Item) -> bytes | None:
        """Return a value, or None when it was replaced meanwhile."""
        if "data" in item.attributes:
            return _bytes(item)
        parts = self.items.get_many(cache_items.part_keys(session, item))
        return None if None in parts else b"".join(_bytes(part) for part in parts if part is not None)

    def _remove(self, session: Session, old: Sequence[Item]) -> None:
        if not old:
            return
        counted = self.items.get(cache_items.tally_key(session))
        tally = cache_items.to_tally(counted)
        highest = max(cache_items.to_entry(item).version for item in old)
        after = replace(tally, keys=max(tally.keys - len(old), 0), floor=max(tally.floor, highest))
        actions: list[Action] = [action for item in old for action in cache_items.delete_entry(session, item)]
        self._write(session, [*actions, *cache_items.put_tally(session, after, counted)])

    def _counted_again(self, session: Session, now: datetime) -> Item | None:
        """Remove what has expired, correct the tally and return it; others may write meanwhile."""
        counted = self.items.get(cache_items.tally_key(session))
        found = list(every_item(self.items, keys.content_partition(session), cache_items.ENTRIES))
        dead = [item for item in found if _alive(item, now) is None]
        if len(found) - len(dead) >= KEYS:
            message = f"the cache of session {session.id} has {KEYS} keys; remove some first"
            raise Conflict(message, code="cache_full")
        tally = replace(cache_items.to_tally(counted), keys=len(found))
        self._write(session, list(cache_items.put_tally(session, tally, counted)))
        while batch := _fitting(session, dead):
            self._remove(session, batch)
            dead = dead[len(batch) :]
        return self.items.get(cache_items.tally_key(session))

    def _write(self, session: Session, actions: Sequence[Action]) -> None:
        """Write, unless the session is gone; the tally, which almost every writer moves, is the last."""
        alive = Check(key=keys.head(session.id), conditions=(Equals("life", session.life), Equals("standing", 1)))
        self.items.transact([alive, *actions])

    def _persist(self, session: Session, attempt: Callable[[], Result]) -> Result:
        for number in count(1):
            try:
                return attempt()
            except ConditionFailed as lost:
                if lost.index == 0:
                    message = f"Session {session.id} not found"
                    raise NotFound(message, code="session_not_found") from lost
            if not self.patience.wait(number):
                break
        message = f"the cache of session {session.id} is being changed by too many writers; try again"
        raise Unavailable(message, retry_after=2)


def _entry(key: str, value: NewValue, now: datetime) -> Entry:
    return Entry(
        key=key,
        version=0,
        size=len(value.data),
        is_json=value.is_json,
        media_type=value.media_type,
        created=now,
        updated=now,
        expires=None if value.lifetime is None else now + timedelta(seconds=value.lifetime),
    )


def _alive(item: Item | None, now: datetime) -> Entry | None:
    entry = None if item is None else cache_items.to_entry(item)
    return None if entry is None or entry.is_over(now) else entry


def _fitting(session: Session, found: Sequence[Item]) -> list[Item]:
    """Return the first of the items, as many as one transaction removes with their parts."""
    chosen: list[Item] = []
    actions = 0
    for item in found:
        actions += 1 + len(cache_items.part_keys(session, item))
        if actions > _ACTIONS:
            break
        chosen.append(item)
    return chosen


def _prefix(text: str) -> str:
    return cache_items.ENTRIES + keys.escaped(text)


def _bytes(item: Item) -> bytes:
    data = item.attributes["data"]
    assert isinstance(data, bytes)  # noqa: S101 - nothing else is written
    return data
