"""How sessions end: marked first, so that nobody finds them, then swept away, wherever that was cut short."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from shared.domain.session import Session
from shared.ports.blobs import Blobs
from shared.ports.items import Action, ConditionFailed, Delete, Equals, Item, Items, Update
from shared.records import headers, keys
from shared.records.families import FamilyRecords
from shared.records.index import SessionIndex
from shared.records.paging import every_item
from shared.records.tombstones import TombstoneRecords

_LONGEST_ARRIVAL: Final = timedelta(minutes=20)
"""Longer than any function runs: by then, whoever was writing a session has given up."""


@dataclass(frozen=True, slots=True)
class SessionEnds:
    """The ends of all sessions."""

    items: Items
    blobs: Blobs

    @property
    def families(self) -> FamilyRecords:
        """The families of all sessions."""
        return FamilyRecords(self.items, self.blobs)

    def mark_going(self, session: Session, *, unless_changed: bool = False, also: tuple[Action, ...] = ()) -> bool:
        """
        Mark the session as being deleted, so that only `find_going` finds it, and do `also` in the same transaction.

        Return False when this life has ended, with `unless_changed` when the header has moved on, and when a condition
        of `also` does not hold.
        """
        exactly = (Equals("version", session.version),) if unless_changed else ()
        # Moving the version on makes every change that is under way lose, and find the mark.
        mark = Update(
            key=keys.head(session.id),
            conditions=(Equals("life", session.life), *exactly),
            set={"deleting": 1, "standing": 0},
            add={"version": 1},
        )
        try:
            self.items.transact([mark, *also])
        except ConditionFailed:
            return False
        return True

    def find_going(self, session_id: str, now: datetime) -> Session | None:
        """Return the session, if it is being deleted, or its deletion or its arrival was cut short."""
        item = self.items.get(keys.head(session_id))
        if item is None or not headers.is_going(item):
            return None
        return None if _may_arrive(item, now) else headers.from_item(item)

    def broken_off(self, space: str, now: datetime) -> Iterator[Session]:
        """Yield the sessions of a family whose arrival was cut short."""
        for member in self.families.sessions(space):
            item = self.items.get(keys.head(member.session_id))
            if item is None or not headers.is_arriving(item) or _may_arrive(item, now):
                continue
            session = headers.from_item(item)
            if session.life == member.life:
                yield session

    def is_gone(self, session: Session) -> bool:
        """Return whether this life of the session has ended."""
        item = self.items.get(keys.head(session.id))
        return item is None or headers.is_going(item) or headers.from_item(item).life != session.life

    def sweep(self, session: Session, *, deleted: datetime | None = None) -> None:
        """
        Remove everything a marked session holds, its jobs first: no task writes without its job. The header last.

        With `deleted` it is kept in mind that it was.
        """
        for partition in keys.partitions(session):
            names = [item.key for item in every_item(self.items, partition)]
            for start in range(0, len(names), 100):
                self.items.transact([Delete(key=key) for key in names[start : start + 100]])
        self.families.left(session)
        head = Delete(key=keys.head(session.id), conditions=(Equals("life", session.life),))
        with suppress(ConditionFailed):
            told = () if deleted is None else (TombstoneRecords(self.items).put(session, deleted),)
            self.items.transact([head, *SessionIndex(self.items).removals(session), *told])


def _may_arrive(item: Item, now: datetime) -> bool:
    """Return whether a session is arriving, and whoever writes it may still be at it."""
    return headers.is_arriving(item) and now - headers.from_item(item).created < _LONGEST_ARRIVAL
