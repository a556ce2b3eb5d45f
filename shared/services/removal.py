"""Whether a session may be removed: one whose policy asks for approvals takes one with it."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.content import content_hash
from shared.domain.principal import Principal
from shared.domain.session import Session
from shared.kernel.errors import Stale
from shared.records.sessions import SessionRecords
from shared.services.approvals import Act, Approvals


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """Mark sessions as going, where that is allowed."""

    records: SessionRecords
    approvals: Approvals

    def mark(self, principal: Principal, session: Session, *, unless_changed: bool = False) -> bool:
        """
        Mark the session as being deleted, and use up the approval that its policy asks for, in one transaction.

        Return False when this life has ended already.

        Raises:
            Conflict: an approval is needed, as `Approvals.granted` says.
            Stale: the session has moved on, where that matters.
        """
        if not session.about.policy.approval:
            done = self.records.mark_going(session, unless_changed=unless_changed)
            matters = unless_changed
        else:
            act = Act(action="delete", content_hash=content_hash(self.records.read(session)[1].folded()))
            used = self.approvals.consumed(principal, session, act)
            done = self.records.mark_going(session, unless_changed=True, also=used)
            matters = True
        if not done and matters and not self.records.is_gone(session):
            message = f"session {session.id} has changed"
            raise Stale(message)
        return done
