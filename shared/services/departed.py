"""Sessions that are gone: what their owners are told, and which are removed since nobody has changed them for long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from shared.domain.principal import Principal
from shared.domain.session import Session
from shared.kernel.errors import Conflict, NotFound
from shared.ports.clock import Clock
from shared.records.events import EventRecords
from shared.records.sessions import SessionRecords
from shared.records.tombstones import TombstoneRecords
from shared.services.sessions import Sessions
from shared.services.work import Work

_LONGEST: Final = 128
"""Characters of an id in this interface; a longer one is no key of the store either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Departed:
    """Sessions that were deleted lately."""

    records: SessionRecords
    tombstones: TombstoneRecords
    clock: Clock

    def explained(self, error: NotFound, principal: Principal, session_id: str) -> NotFound:
        """Return the error for a session that is not there, which tells its owner that it was deleted."""
        if error.code != "session_not_found" or not self._was(principal, session_id):
            return error
        return NotFound(f"Session {session_id} was deleted", code="session_deleted")

    def _was(self, principal: Principal, session_id: str) -> bool:
        if len(session_id) > _LONGEST:
            return False
        [present] = self.records.find_many([session_id])
        return present is None and self.tombstones.is_known(session_id, principal, self.clock.now())


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiring:
    """
    Sessions whose policy gives them so many seconds without a change.

    One that a job works on, or that waits for somebody, is being used, and so is one whose log goes on.
    """

    sessions: Sessions
    events: EventRecords
    work: Work
    clock: Clock

    def expire(self, space: str, *, dry_run: bool = False) -> Iterator[str]:
        """Remove the sessions of a family whose time is over, and yield their ids; `dry_run` removes nothing."""
        records = self.sessions.records
        for member in records.families.sessions(space):
            [session] = records.find_many([member.session_id])
            if session is None or session.life != member.life or not self._is_over(session):
                continue
            # Whoever changes it meanwhile wins.
            if dry_run or records.mark_going(session, unless_changed=True):
                if not dry_run:
                    self.sessions.sweep(session, deleted=self.clock.now())
                yield session.id

    def _is_over(self, session: Session) -> bool:
        seconds = session.about.policy.expires
        if not seconds or session.about.status not in {"active", "pendingReview"} or session.about.approvals:
            return False
        if self._since(session.updated) < seconds:
            return False
        last = self.events.find(session, session.sequence)
        return (last is None or self._since(last.at) >= seconds) and self._is_idle(session)

    def _since(self, at: datetime) -> float:
        """Return how many seconds have passed since `at`."""
        return (self.clock.now() - at).total_seconds()

    def _is_idle(self, session: Session) -> bool:
        try:
            self.work.check_idle(session)
        except Conflict:
            return False
        return True
