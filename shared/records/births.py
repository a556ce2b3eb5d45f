"""
How sessions come into the world: the header, the first events and their effect at once, or not at all.

More events than one transaction carries arrive under a header that nobody sees; the transaction that reveals it brings
the data. A header whose arrival broke off is found by `SessionRecords.find_going`, like one whose deletion did.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final

from shared.domain.session import Change, Session
from shared.kernel.errors import Conflict
from shared.kernel.hashing import Json
from shared.ports.blobs import Blobs
from shared.ports.items import TRANSACTION_LIMIT, Absent, Action, Check, ConditionFailed, Equals, Items, Put, Update
from shared.records import effects, headers, keys
from shared.records.edits import Also, Edit, Edits
from shared.records.effects import Receipt
from shared.records.events import EventRecords
from shared.records.families import FamilyRecords
from shared.records.index import SessionIndex
from shared.records.values import Values

_EVENTS_IN_A_BATCH: Final = 90


@dataclass(frozen=True, slots=True)
class Births:
    """New sessions."""

    items: Items
    blobs: Blobs

    def create(self, session: Session, changes: Sequence[Change], also: Also | None = None) -> Session:
        """
        Write a new session whose first events are `changes`, at least one; none of them removes a key.

        Raises:
            Conflict: the id is taken (`session_already_exists`).
            ConditionFailed: a condition of `also` did not hold; `index` counts within `also`.
        """
        edits = Edits(self.items, self.blobs)
        session = _rooted(session)
        first = self._first(edits, session, changes)
        states = list(_headers(first.applied(session), changes))
        born = states[-1]
        own = [*self._listed(born), *edits.actions(states[0], first)]
        later = [self._event(*each) for each in zip(states[1:], changes[1:], strict=True)]
        more = tuple(also(born)) if also else ()
        done = effects.receipt(changes[0], born)
        # One place is left for the mark of the request.
        if 1 + len(own) + len(later) + len(more) < TRANSACTION_LIMIT:
            self._reveal(born, done, [_new(born), *own, *later], more)
        else:
            self._arrive(born, later)
            self._reveal(born, done, [_arrived(born), *own], more)
        return born

    def actions(self, session: Session, change: Change) -> tuple[Session, list[Action]]:
        """Return a new session and what writes it with its first event; the first action fails if its id is taken."""
        edits = Edits(self.items, self.blobs)
        edit = edits.edit(session, change)
        born = edit.applied(_rooted(session))
        return born, [_new(born), *self._listed(born), *edits.actions(born, edit)]

    def _listed(self, born: Session) -> tuple[Action, ...]:
        """Return the actions by which a new session is found among its owner's, and among its family."""
        return (*SessionIndex(self.items).entries(born), FamilyRecords(self.items, self.blobs).joined(born))

    def _first(self, edits: Edits, session: Session, changes: Sequence[Change]) -> Edit:
        """Return the edit of the first change, with what all of them together write."""
        together: dict[str, Json] = {name: value for change in changes for name, value in change.delta.items()}
        writes = tuple(write for change in changes for write in change.writes)
        edit = edits.edit(session, replace(changes[0], delta=together, writes=writes))
        delta = Values(self.blobs, session.space).store_map(changes[0].delta)
        return replace(edit, change=changes[0], delta=delta)

    def _event(self, after: Session, change: Change) -> Put:
        delta = Values(self.blobs, after.space).store_map(change.delta)
        return EventRecords(self.items, self.blobs).action(after, change, delta)

    def _arrive(self, born: Session, events: Sequence[Put]) -> None:
        """Write the hidden header and the events, which nobody looks for without it."""
        hidden = _new(born)
        attributes = {**hidden.attributes, "arriving": 1, "version": 0}
        # From here on its family, and so the collector, knows of what is kept for it.
        joined = FamilyRecords(self.items, self.blobs).joined(born)
        self._transact(born, [replace(hidden, attributes=attributes), joined])
        ours = Check(key=hidden.key, conditions=_ours(born))
        for start in range(0, len(events), _EVENTS_IN_A_BATCH):
            self._transact(born, [ours, *events[start : start + _EVENTS_IN_A_BATCH]])

    def _reveal(self, born: Session, done: Receipt, own: Sequence[Action], more: Sequence[Action]) -> None:
        try:
            with _taken(born):
                effects.transact(self.items, [*own, *more], done)
        except ConditionFailed as lost:
            raise ConditionFailed(lost.index - len(own), lost.old) from lost

    def _transact(self, born: Session, actions: Sequence[Action]) -> None:
        with _taken(born):
            self.items.transact(actions)


@contextmanager
def _taken(born: Session) -> Iterator[None]:
    """Say of a first action that failed, the header's, that the id is taken."""
    try:
        yield
    except ConditionFailed as lost:
        if lost.index > 0:
            raise
        message = f"Session {born.agent_id} already exists"
        raise Conflict(message, code="session_already_exists") from lost


def _headers(first: Session, changes: Sequence[Change]) -> Iterator[Session]:
    """Yield the header after each change, of which `first` is the one after the first."""
    yield first
    latest = first.latest_told
    for number, change in enumerate(changes[1:], start=2):
        told = headers.told(change)
        latest = max(latest, told)
        yield replace(
            first, revision=number, sequence=number, revised=number, version=number, told=told, latest_told=latest
        )


def _rooted(session: Session) -> Session:
    """Return the session with a place in the graph of its family; one of a family of its own begins it."""
    lineage = session.lineage
    return session if lineage.node else replace(session, lineage=replace(lineage, node=session.space))


def _new(born: Session) -> Put:
    return Put(key=keys.head(born.id), attributes=headers.to_attributes(born), conditions=(Absent(),))


def _arrived(born: Session) -> Update:
    return Update(key=keys.head(born.id), conditions=_ours(born), set={"version": born.version}, remove=("arriving",))


def _ours(born: Session) -> tuple[Equals, Equals]:
    """Return what holds of the hidden header as long as nobody has marked it as going."""
    return Equals("life", born.life), Equals("version", 0)
