"""The gate before acts that need leave: it finds the approval that is good for one, and uses it up with the act."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from shared.domain.approval import Approval, ApprovalAction
from shared.domain.principal import Principal
from shared.domain.session import Session
from shared.domain.workspace import About
from shared.kernel.errors import Conflict, NotFound
from shared.ports.clock import Clock
from shared.ports.items import Action, ConditionFailed
from shared.records.approvals import ApprovalRecords, is_approval

_LOOKED_THROUGH: Final = 200
"""How many of a session's newest approvals are looked at for one that nobody names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """
    What somebody wants to do to the content whose digest is `content_hash`.

    `source_hash` is the digest of what a merge takes, or of what a restore leads to. `approval_id` names the approval
    to use; None stands for the newest that fits.
    """

    action: ApprovalAction
    content_hash: str
    source_hash: str = ""
    approval_id: str | None = None

    def fits(self, approval: Approval, who: str) -> bool:
        """Return whether an approval is, or was, about this act of `who`."""
        bound = (approval.action, approval.content_hash, approval.source_hash, approval.requester)
        return bound == (self.action, self.content_hash, self.source_hash, who)


@dataclass(frozen=True, slots=True, kw_only=True)
class Approvals:
    """The approvals that acts need."""

    records: ApprovalRecords
    clock: Clock

    def consumed(self, principal: Principal, session: Session, act: Act) -> tuple[Action, ...]:
        """
        Return the actions that use up the approval `granted` finds; they belong in the act's own transaction.

        Whoever loses their condition was overtaken by another act that used it.
        """
        found = self.granted(principal, session, act)
        return () if found is None else (self.used(session, found),)

    def used(self, session: Session, approval: Approval) -> Action:
        """Return the action that uses an approval up, if nobody else has done that."""
        return self.records.used(session, approval, self.clock.now())

    def granted(self, principal: Principal, session: Session, act: Act) -> Approval | None:
        """
        Return the approval that lets the principal do `act`, or None where none is needed.

        One is needed where the session's policy asks for it, for a commit while an approval is pending, and wherever
        one is named. It is good for who asked for it, for that content alone, and once.

        Raises:
            Conflict: there is none (`approval_required`), it is for another content, or its time is over
                (`approval_stale`), or it was denied (`approval_denied`); the `facts` name it and its state.
        """
        now, who = self.clock.now(), f"user:{principal.subject}"
        if not _is_needed(session.about.as_seen(now), act):
            return None
        newest: Approval | None = None
        for recorded in self._candidates(session, act):
            approval = recorded.as_seen(now, act.content_hash)
            if approval.state == "granted" and act.fits(approval, who):
                return approval
            newest = newest or approval
        raise _refusal(act, newest, who)

    def _candidates(self, session: Session, act: Act) -> Iterator[Approval]:
        if act.approval_id is None:
            newest = islice(self.records.latest(session), _LOOKED_THROUGH)
            return (approval for approval in newest if approval.action == act.action)
        try:
            return iter([self.records.get(session, act.approval_id)])
        except NotFound:
            return iter([])


def overtaken(lost: ConditionFailed) -> Conflict | None:
    """Return why an act lost, if that is because another one used its approval up."""
    if lost.old is None or not is_approval(lost.old):
        return None
    return Conflict("the approval was used by another act", code="approval_required")


def _is_needed(about: About, act: Act) -> bool:
    asked = about.policy.approval or act.approval_id is not None
    return asked or (about.pause is not None and act.action == "commit")


def _refusal(act: Act, found: Approval | None, who: str) -> Conflict:
    if found is None or (found.action, found.requester) != (act.action, who):
        return Conflict(f"to {act.action} needs an approval; request one", code="approval_required")
    facts = {"approvalId": found.id, "state": found.state}
    if found.state == "denied" and act.fits(found, who):
        return Conflict(f"approval {found.id} was denied", code="approval_denied", facts=facts)
    if found.state in {"granted", "superseded", "expired"}:
        message = f"approval {found.id} is not for what is there now, or its time is over; request another"
        return Conflict(message, code="approval_stale", facts=facts)
    message = f"approval {found.id} is {found.state}; to {act.action} needs one that is granted"
    return Conflict(message, code="approval_required", facts=facts)
