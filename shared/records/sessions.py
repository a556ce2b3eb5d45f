"""Sessions: the header, and the one way its content changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Final

from shared.domain.content import Write, is_made
from shared.domain.session import Change, Session, check_open
from shared.kernel.errors import NotFound, Stale, Unavailable
from shared.kernel.hashing import Json
from shared.ports.clock import Patience
from shared.ports.items import Action, ConditionFailed, Equals, Update
from shared.records import effects, expiries, headers, keys
from shared.records.births import Births
from shared.records.content import ContentRecords, View
from shared.records.departures import SessionEnds
from shared.records.edits import Also, Amend, Edit, Edits
from shared.records.layers import LayerRecords
from shared.records.snapshots import FOLD_AFTER, SnapshotRecords
from shared.records.values import Values

_CONSISTENT_READS: Final = 20


@dataclass(frozen=True, slots=True)
class SessionRecords(SessionEnds):
    """Session headers, their data and their log, changed together or not at all."""

    patience: Patience

    def create(self, session: Session, *changes: Change, also: Also | None = None) -> Session:
        """
        Write a new session whose first events are `changes`, at least one; what fails leaves nothing behind.

        Raises:
            Conflict: the id is taken (`session_already_exists`).
            ConditionFailed: a condition of `also` did not hold; `index` counts within `also`.
        """
        try:
            return Births(self.items, self.blobs).create(session, changes, also)
        except ConditionFailed:
            self.sweep(session)
            raise

    @property
    def _edits(self) -> Edits:
        return Edits(self.items, self.blobs)

    @property
    def snapshots(self) -> SnapshotRecords:
        """The snapshots of every session."""
        return SnapshotRecords(self.items, self.blobs, self.patience)

    def get(self, session_id: str) -> Session:
        """
        Return the header.

        Raises:
            NotFound: there is no such session (`session_not_found`).
        """
        return headers.existing(self.items.get(keys.head(session_id)), session_id)

    def find_many(self, session_ids: Sequence[str]) -> Iterator[Session | None]:
        """Yield the header of each session, in their order, None where there is none."""
        for item in self.items.get_many([keys.head(session_id) for session_id in session_ids]):
            yield None if item is None or headers.is_going(item) else headers.from_item(item)

    def change(
        self,
        session: Session,
        change: Change,
        *,
        also: Also | None = None,
        amend: Amend | None = None,
        revision: int | None = None,
    ) -> Session:
        """
        Append one event, apply its delta and `amend`, and do `also`, in one transaction; return the new header.

        Other writers make us try again on top of their change, without reading: the lost condition brings the header.
        An approval whose time is over is recorded as expired first, and a merge that was held for too long as given up,
        which is a revision of its own; whoever decided by the one before is not refused for that.

        Raises:
            NotFound: the session was deleted meanwhile.
            Stale: `revision` was given, and the session is no longer at it.
            Conflict: the content may not be changed now (`session_paused`, `session_in_conflict`, `session_archived`).
            Unavailable: it kept changing for longer than we wait; nothing was written.
            ConditionFailed: a condition of `also` or `amend` did not hold; `index` counts within both, in this order.
        """
        _check(session, change, revision)
        edit = self._edits.edit(session, change)
        for attempt in count(1):
            _check(session, change, revision)
            try:
                while session.about.is_overdue(change.at):
                    session = self._settle(session, change.at)
                    revision = None if revision is None else session.revision
                return self._change_once(session, edit, also, amend)
            except ConditionFailed as lost:
                session = self._moved_on(lost, session)
            if not self.patience.wait(attempt):
                break
        message = f"session {session.id} is being changed by too many writers; try again"
        raise Unavailable(message, retry_after=2)

    def settled(self, session: Session, now: datetime) -> Session:
        """
        Return the header after the expiry of whatever it waited for for too long was recorded, by whomever.

        Raises:
            NotFound: the session was deleted meanwhile.
            Unavailable: it kept changing for longer than we wait.
        """
        for attempt in count(1):
            if not session.about.is_overdue(now):
                return session
            try:
                session = self._settle(session, now)
            except ConditionFailed as lost:
                session = self._moved_on(lost, session)
                if not self.patience.wait(attempt):
                    break
        message = f"session {session.id} is being changed by too many writers; try again"
        raise Unavailable(message, retry_after=2)

    def keep(self, session: Session, writes: Iterable[Write]) -> tuple[str, ...]:
        """Return the blobs that hold `writes` until a change brings them (`Change.kept`)."""
        return LayerRecords(self.items, self.blobs).keep(session, writes)

    def read(self, session: Session) -> tuple[Session, View]:
        """
        Return the header and the whole content, both of one revision.

        Raises:
            NotFound: the session was deleted meanwhile.
            Unavailable: it kept changing for longer than we try.
        """
        # A query is not a snapshot: what was read is one revision's only if the header did not move meanwhile.
        for _ in range(_CONSISTENT_READS):
            view = ContentRecords(self.items, self.blobs).view(session)
            if session.layers.is_flat:
                return session, view
            after = self.get(session.id)
            if (after.life, after.changed) == (session.life, session.changed):
                return session, view
            session = after
        message = f"session {session.id} changes too fast to be read; try again"
        raise Unavailable(message)

    def data(self, session: Session) -> tuple[Session, dict[str, Json]]:
        """Return the header and the value of every data key, both of one revision."""
        session, view = self.read(session)
        return session, self.values_of(session, view)

    def values_of(self, session: Session, view: View) -> dict[str, Json]:
        """Return the value of every data key of a content."""
        kept = {name: leaf for name, leaf in view.leaves("data").items() if not is_made(name)}
        return Values(self.blobs, session.space).load_map(kept)

    def value(self, session: Session, name: str) -> Json:
        """Return the value of one data key, or None."""
        _session, found = self.values(session, (name,))
        return found.get(name)

    def values(self, session: Session, names: Collection[str]) -> tuple[Session, dict[str, Json]]:
        """Return the header and the values of those of the data keys `names` that there are, all of one revision."""
        session, view = self.read(session)
        found = {name: leaf for name in names if (leaf := view.find("data", name)) is not None}
        return session, Values(self.blobs, session.space).load_map(found)

    def _settle(self, session: Session, now: datetime) -> Session:
        change, amend = expiries.due(session, now)
        with effects.unmarked():
            return self._change_once(session, self._edits.edit(session, change), None, amend)

    def _change_once(self, session: Session, edit: Edit, also: Also | None, amend: Amend | None) -> Session:
        after = edit.applied(session)
        after, amending = amend(after) if amend else (after, ())
        guard = (Equals("life", session.life), Equals("version", session.version))
        head = Update(key=keys.head(session.id), conditions=guard, set=_changed(session, after))
        own: list[Action] = [head, *self._edits.actions(after, edit)]
        try:
            done = effects.receipt(edit.change, after)
            effects.transact(self.items, [*own, *(also(after) if also else ()), *amending], done)
        except ConditionFailed as lost:
            raise ConditionFailed(lost.index - len(own), lost.old) from lost
        if edit.blobs or after.layers.dirty // FOLD_AFTER > session.layers.dirty // FOLD_AFTER:
            self._fold(after, edit.change)
        return after

    def _fold(self, session: Session, change: Change) -> None:
        # The change has happened, whatever becomes of this; whoever changes or snapshots next may do it as well.
        with suppress(NotFound, Unavailable):
            self.snapshots.take(session, change.at)

    def _moved_on(self, lost: ConditionFailed, session: Session) -> Session:
        # `_change_once` counts from the first action of `also`; its own actions are negative, the header the lowest.
        if lost.index >= 0 or (lost.old is not None and "life" not in lost.old.attributes):
            raise lost  # a condition of `also`, or a defect of ours
        try:
            return headers.moved_on(lost.old, session)
        except NotFound:
            # What was spilled for this change went into a space that was swept already.
            self.families.discard(session)
            raise


def _check(session: Session, change: Change, revision: int | None) -> None:
    if revision is not None and session.revision != revision:
        message = f"session {session.id} is at revision {session.revision}, not {revision}"
        raise Stale(message)
    if change.touches_content:
        check_open(session, change.at)


def _changed(before: Session, after: Session) -> dict[str, str | int | bytes]:
    """Return the attributes of a header that a change has to write; what nobody altered is not written over."""
    attributes = headers.to_changing(after)
    if (before.about, before.lineage) != (after.about, after.lineage):
        attributes |= headers.to_described(after)
    if before.layers.folded != after.layers.folded:
        attributes |= headers.to_folded(after)
    if before.checkpoints != after.checkpoints:
        attributes["checkpoints"] = after.checkpoints
    return attributes
