"""Sessions: the header, and the one way its content changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count
from typing import Final

from shared.domain.session import Change, Session
from shared.kernel.errors import Conflict, NotFound, Stale, Unavailable
from shared.kernel.hashing import Json
from shared.ports.blobs import Blobs
from shared.ports.clock import Patience
from shared.ports.items import Absent, Action, ConditionFailed, Delete, Equals, Item, Items, Put, Update
from shared.records import headers, keys
from shared.records.data import DataMap
from shared.records.events import EventRecords
from shared.records.index import SessionIndex
from shared.records.paging import every_item
from shared.records.values import StoredValue, Values

Also = Callable[[Session], Sequence[Action]]
"""Actions that must happen in the same transaction as a change, given the header as it will be."""

_CONSISTENT_READS: Final = 20


@dataclass(frozen=True, slots=True)
class SessionRecords:
    """Session headers, their data and their log, changed together or not at all."""

    items: Items
    blobs: Blobs
    patience: Patience

    def create(self, session: Session, change: Change, also: Also | None = None) -> Session:
        """
        Write a new session whose first event is `change`.

        Raises:
            Conflict: the id is taken (`session_already_exists`).
            ConditionFailed: a condition of `also` did not hold; `index` counts within `also`.
        """
        delta = Values(self.blobs, session.space).store_map(change.delta)
        data = self._data.change(session, delta, ())
        told = change.told or change.at
        born = replace(
            session, revision=1, sequence=1, base=data.base, generation=data.generation, told=told, latest_told=told
        )
        put = Put(key=keys.head(born.id), attributes=headers.to_attributes(born), conditions=(Absent(),))
        event = EventRecords(self.items, self.blobs).action(born, change, delta)
        own = [put, event, *SessionIndex(self.items).entries(born), *data.actions]
        try:
            self.items.transact([*own, *(also(born) if also else ())])
        except ConditionFailed as lost:
            if lost.index > 0:
                raise ConditionFailed(lost.index - len(own), lost.old) from lost
            message = f"Session {session.agent_id} already exists"
            raise Conflict(message, code="session_already_exists") from lost
        return born

    def get(self, session_id: str) -> Session:
        """
        Return the header.

        Raises:
            NotFound: there is no such session (`session_not_found`).
        """
        return _existing(self.items.get(keys.head(session_id)), session_id)

    def change(
        self, session: Session, change: Change, *, also: Also | None = None, revision: int | None = None
    ) -> Session:
        """
        Append one event, apply its delta and do `also`, in one transaction; return the new header.

        Other writers make us try again on top of their change, without reading: the lost condition brings the header.

        Raises:
            NotFound: the session was deleted meanwhile.
            Stale: `revision` was given, and the session is no longer at it.
            Unavailable: it kept changing for longer than we wait; nothing was written.
            ConditionFailed: a condition of `also` did not hold; `index` counts within `also`.
        """
        delta = Values(self.blobs, session.space).store_map(change.delta)
        for attempt in count(1):
            if revision is not None and session.revision != revision:
                message = f"session {session.id} is at revision {session.revision}, not {revision}"
                raise Stale(message)
            try:
                return self._change_once(session, change, delta, also)
            except ConditionFailed as lost:
                session = self._moved_on(lost, session)
            if not self.patience.wait(attempt):
                break
        message = f"session {session.id} is being changed by too many writers; try again"
        raise Unavailable(message, retry_after=2)

    def data(self, session: Session) -> tuple[Session, dict[str, Json]]:
        """Return the header and the value of every data key, both of one revision."""
        session, entries = self._consistent_entries(session)
        return session, Values(self.blobs, session.space).load_map(entries)

    def value(self, session: Session, name: str) -> Json:
        """Return the value of one data key, or None."""
        _session, entries = self._consistent_entries(session)
        return Values(self.blobs, session.space).load(entries[name]) if name in entries else None

    def mark_going(self, session: Session) -> bool:
        """Mark the session as being deleted, so that only `find_going` finds it; False when this life has ended."""
        # Moving the sequence on makes every change that is under way lose, and find the mark.
        mark = Update(
            key=keys.head(session.id),
            conditions=(Equals("life", session.life),),
            set={"deleting": 1},
            add={"sequence": 1},
        )
        try:
            self.items.transact([mark])
        except ConditionFailed:
            return False
        return True

    def find_going(self, session_id: str) -> Session | None:
        """Return the session, if it is being deleted or its deletion was cut short."""
        item = self.items.get(keys.head(session_id))
        return headers.from_item(item) if item is not None and headers.is_going(item) else None

    def is_gone(self, session: Session) -> bool:
        """Return whether this life of the session has ended."""
        item = self.items.get(keys.head(session.id))
        return item is None or headers.is_going(item) or headers.from_item(item).life != session.life

    def sweep(self, session: Session) -> None:
        """Remove everything a marked session holds, its jobs first: no task writes without its job. The header last."""
        for partition in (
            keys.jobs_partition(session), keys.content_partition(session), keys.events_partition(session)
        ):  # fmt: skip
            names = [item.key for item in every_item(self.items, partition)]
            for start in range(0, len(names), 100):
                self.items.transact([Delete(key=key) for key in names[start : start + 100]])
        self.blobs.delete_space(session.space)
        head = Delete(key=keys.head(session.id), conditions=(Equals("life", session.life),))
        with suppress(ConditionFailed):
            self.items.transact([head, *SessionIndex(self.items).removals(session)])

    @property
    def _data(self) -> DataMap:
        return DataMap(self.items, self.blobs)

    def _change_once(
        self, session: Session, change: Change, delta: Mapping[str, StoredValue], also: Also | None
    ) -> Session:
        data = self._data.change(session, delta, change.removed)
        after = replace(
            session,
            updated=max(change.at, session.updated),
            told=(told := change.told or change.at),
            latest_told=max(told, session.latest_told or told),
            revision=session.revision + 1,
            sequence=session.sequence + 1,
            base=data.base,
            generation=data.generation,
        )
        guard = (Equals("life", session.life), Equals("sequence", session.sequence))
        head = Update(key=keys.head(session.id), conditions=guard, set=headers.to_changing(after))
        event = EventRecords(self.items, self.blobs).action(after, change, delta)
        own: list[Action] = [head, event, *data.actions]
        try:
            self.items.transact([*own, *(also(after) if also else ())])
        except ConditionFailed as lost:
            raise ConditionFailed(lost.index - len(own), lost.old) from lost
        if data.generation != session.generation:
            self._data.forget(session)
        return after

    def _moved_on(self, lost: ConditionFailed, session: Session) -> Session:
        try:
            return _moved_on(lost, session)
        except NotFound:
            # What was spilled for this change went into a space that was swept already.
            self.blobs.delete_space(session.space)
            raise

    def _consistent_entries(self, session: Session) -> tuple[Session, dict[str, StoredValue]]:
        # A query is not a snapshot: what was read is one revision's only if the header did not move meanwhile.
        for _ in range(_CONSISTENT_READS):
            entries = self._data.entries(session)
            after = self.get(session.id)
            if (after.life, after.revision) == (session.life, session.revision):
                return session, entries
            session = after
        message = f"session {session.id} changes too fast to be read; try again"
        raise Unavailable(message)


def _existing(item: Item | None, session_id: str) -> Session:
    if item is None or headers.is_going(item):
        message = f"Session {session_id} not found"
        raise NotFound(message, code="session_not_found")
    return headers.from_item(item)


def _moved_on(lost: ConditionFailed, session: Session) -> Session:
    """Return the header as the winner of the race left it, or raise what a lost race means."""
    # `_change_once` counts from the first action of `also`; its own actions are negative, the header the lowest.
    if lost.index >= 0:
        raise lost
    if lost.old is not None and "life" not in lost.old.attributes:
        raise lost  # not the header's condition: a defect of ours
    found = _existing(lost.old, session.id)
    if found.life != session.life:
        message = f"Session {session.id} not found"
        raise NotFound(message, code="session_not_found")
    return found
