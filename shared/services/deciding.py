"""Decide what was asked: grant it, deny it, take it back. Who is first decides; the session goes on in any case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, Literal, TypeAlias

from shared.domain.approval import Approval
from shared.domain.content import content_hash
from shared.domain.principal import Principal
from shared.domain.session import Change, Session
from shared.kernel.errors import Conflict, Forbidden, NotFound, Stale
from shared.kernel.hashing import Json
from shared.ports.items import Action, ConditionFailed
from shared.records.approvals import ApprovalRecords
from shared.services.states import States
from shared.services.tokens import Tokens
from shared.services.visibility import check_access, check_scope, visible

Verdict: TypeAlias = Literal["granted", "denied", "cancelled"]

_APPROVE: Final = "session.approve"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is decided, why, and by which version of the approval (None: any)."""

    verdict: Verdict
    comment: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """The approvals of all sessions, as those see them who ask and decide."""

    states: States
    records: ApprovalRecords
    tokens: Tokens

    def get(self, principal: Principal, session_id: str, approval_id: str) -> Approval:
        """
        Return an approval.

        Raises:
            NotFound: the principal neither sees the session nor is asked to decide, or there is no such approval.
        """
        session, found = self.open(principal, session_id, approval_id)
        [seen] = self._as_seen(session, [found])
        return seen

    def page(
        self, principal: Principal, session_id: str, size: int, token: str | None
    ) -> tuple[list[Approval], str | None]:
        """
        Return up to `size` approvals, newest first, and the token of the next part, if there is one.

        Raises:
            NotFound, Forbidden: as `visible`.
            Invalid: the token is not this list's, or too old.
        """
        session = visible(self.states.records, principal, session_id)
        filters: dict[str, Json] = {"approvals": session.life}
        place = self.tokens.place(filters, token)
        latest = self.records.latest(session, before=None if place is None else str(place))
        found = self._as_seen(session, islice(latest, size + 1))
        if len(found) <= size:
            return found, None
        return found[:size], self.tokens.token(filters, found[size - 1].id)

    def open(self, principal: Principal, session_id: str, approval_id: str) -> tuple[Session, Approval]:
        """Return the session and the approval as recorded; raises as `get`."""
        session = self.states.records.get(session_id)
        try:
            check_access(session, principal, "session.read")
        except NotFound:
            asked = self._asked(principal, session, approval_id)
            if asked is None:
                raise
            check_scope(principal, "session.read")
            return session, asked
        return session, self.records.get(session, approval_id)

    def decide(self, principal: Principal, session_id: str, approval_id: str, decision: Decision) -> Approval:
        """
        Move a pending approval on, and the session back to its former status.

        Raises:
            NotFound: as `get`.
            Forbidden: the principal may not decide this, or asked for it (`self_approval`).
            Stale: the approval is at another version.
            Conflict: it was decided already, or not in time (`approval_not_pending`); the `facts` tell its state.
        """
        session, before = self.decidable(principal, session_id, approval_id, decision.verdict)
        now, who = self.states.clock.now(), f"user:{principal.subject}"
        [seen] = self._as_seen(session, [before])
        if decision.version not in {None, seen.version}:
            message = "the approval is not as it was when it was seen"
            raise Stale(message, facts={"currentETag": f'"v{seen.version}"'})
        if seen.state != "pending":
            raise _not_pending(before.id, seen.state)
        after = before.moved(decision.verdict, now, who, decision.comment)
        change = Change(
            event_id=self.states.identifiers.new(),
            kind=f"approval.{decision.verdict}",
            author=who,
            at=now,
            facts={"approvalId": before.id, "action": before.action, "state": after.state},
        )
        self._record(session, change, before, after)
        return after

    def decidable(
        self, principal: Principal, session_id: str, approval_id: str, verdict: Verdict
    ) -> tuple[Session, Approval]:
        """
        Return the session and the approval, if this verdict on it is the principal's to give.

        Whoever is asked by name needs no role; whoever asked may take that back, and so may an owner.

        Raises:
            NotFound, Forbidden: as `decide`.
        """
        session, approval = self.open(principal, session_id, approval_id)
        who = f"user:{principal.subject}"
        if verdict == "cancelled":
            if approval.requester != who:
                check_access(session, principal, "session.delete")
            check_scope(principal, "session.write")
            return session, approval
        check_scope(principal, _APPROVE)
        if who not in approval.reviewers:
            check_access(session, principal, _APPROVE)
        if approval.requester == who and not session.about.policy.self_approval:
            message = "whoever asks for an approval cannot decide it"
            raise Forbidden(message, code="self_approval")
        return session, approval

    def _as_seen(self, session: Session, found: Iterable[Approval]) -> list[Approval]:
        now = self.states.clock.now()
        approvals = [each.as_seen(now, each.content_hash) for each in found]
        if all(each.state != "granted" or each.changed == session.changed for each in approvals):
            return approvals
        # What was written may be what was there, or have been taken back since: only the content tells.
        content = content_hash(self.states.records.read(session)[1].folded())
        return [each.as_seen(now, content) for each in approvals]

    def _record(self, session: Session, change: Change, before: Approval, after: Approval) -> None:
        def amend(present: Session) -> tuple[Session, Sequence[Action]]:
            actions = self.records.decided(present, before, after)
            if before.id not in present.about.approvals:
                return present, actions  # somebody was faster: the condition fails, and brings what became of it
            return replace(present, about=present.about.resumed()), actions

        try:
            self.states.records.change(session, change, amend=amend)
        except ConditionFailed as lost:
            if lost.old is None:
                raise
            raise _not_pending(before.id, str(lost.old.attributes["state"])) from lost

    def _asked(self, principal: Principal, session: Session, approval_id: str) -> Approval | None:
        if session.tenant != principal.tenant:
            return None
        try:
            found = self.records.get(session, approval_id)
        except NotFound:
            return None
        return found if f"user:{principal.subject}" in found.reviewers else None


def _not_pending(approval_id: str, state: str) -> Conflict:
    message = f"approval {approval_id} is {state}, and no longer pending"
    return Conflict(message, code="approval_not_pending", facts={"approvalId": approval_id, "state": state})
