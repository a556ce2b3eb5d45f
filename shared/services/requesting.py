"""Ask for leave to do something with a session; until that is decided, its content stands still."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from shared.domain.approval import Approval, ApprovalAction, Source
from shared.domain.content import ZONES, Roots, Zone, content_hash
from shared.domain.principal import Principal
from shared.domain.session import Change, Session, check_open
from shared.domain.workspace import Pause
from shared.kernel.errors import Conflict, Invalid, NotFound
from shared.kernel.hashing import Json
from shared.ports.items import Action, ConditionFailed
from shared.records.approvals import ApprovalRecords
from shared.services.states import HEAD, Reference, States
from shared.services.visibility import visible

LIFETIME: Final = timedelta(days=1)

_SCOPES: Final[Mapping[ApprovalAction, str]] = {
    "commit": "session.write",
    "merge": "session.merge",
    "restore": "session.write",
    "delete": "session.delete",
}
"""What somebody needs to do an act, and so to ask for leave to do it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requesting:
    """
    Leave for `action` on the content whose digest is `content_hash`.

    A merge takes the state `at` of the session `source_id`, whose digest is `source_hash`; a restore returns `zones`
    to the state `at`. After `expires_after` it is too late to decide.
    """

    action: ApprovalAction
    content_hash: str
    reason: str = ""
    details: Mapping[str, Json] = field(default_factory=dict)
    reviewers: tuple[str, ...] = ()
    expires_after: timedelta = LIFETIME
    at: Reference = HEAD
    zones: tuple[Zone, ...] = ZONES
    source_id: str = ""
    source_hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requests:
    """The requests for approvals."""

    states: States
    records: ApprovalRecords

    def request(self, principal: Principal, session_id: str, wish: Requesting) -> Approval:
        """
        Ask for an approval; the session waits for it from then on.

        Raises:
            NotFound, Forbidden: as `visible`, for the session and for the source of a merge; or nothing was saved of
                the state of a restore (`ref_not_found`).
            Conflict: another one is pending (`approval_already_pending`), the content is not what it is asked for
                (`content_changed`), or the session's status forbids it.
            Invalid: a session is to be merged into itself (`same_session`).
        """
        session = visible(self.states.records, principal, session_id, _SCOPES[wish.action])
        now = self.states.clock.now()
        _check_free(session, now)
        session, view = self.states.records.read(session)
        present = view.folded()
        _check_content(content_hash(present), wish.content_hash)
        approval = Approval(
            id=self.states.identifiers.new(),
            action=wish.action,
            content_hash=wish.content_hash,
            changed=session.changed,
            requester=f"user:{principal.subject}",
            created=now,
            updated=now,
            expires=now + wish.expires_after,
            reason=wish.reason,
            details=wish.details,
            reviewers=wish.reviewers,
            source=self._source(principal, session, present, wish),
        )
        self._record(session, approval)
        return approval

    def _source(self, principal: Principal, session: Session, present: Roots, wish: Requesting) -> Source | None:
        source = Source(
            session_id=wish.source_id,
            checkpoint_id=wish.at.checkpoint_id or "",
            commit_id=wish.at.commit_id or "",
            revision=wish.at.revision or 0,
        )
        if wish.action == "merge":
            found = content_hash(self._taken(principal, session, wish))
            _check_content(found, wish.source_hash)
            return replace(source, content_hash=found)
        if wish.action == "restore":
            saved = self.states.saved(session, wish.at, "ref_not_found").roots
            wanted = content_hash(present.with_zones(saved, wish.zones))
            return replace(source, zones=wish.zones, content_hash=wanted)
        return None

    def _taken(self, principal: Principal, session: Session, wish: Requesting) -> Roots:
        other = visible(self.states.records, principal, wish.source_id)
        if other.id == session.id:
            message = "a session cannot be merged into itself"
            raise Invalid(message, code="same_session")
        if not wish.at.is_head:
            return self.states.saved(other, wish.at, "ref_not_found").roots
        return self.states.records.read(other)[1].folded()

    def _record(self, session: Session, approval: Approval) -> None:
        change = Change(
            event_id=self.states.identifiers.new(),
            kind="approval.requested",
            author=approval.requester,
            at=approval.created,
            facts={
                "approvalId": approval.id,
                "action": approval.action,
                "contentHash": f"sha256:{approval.content_hash}",
            },
        )
        pause = Pause(
            approval_id=approval.id, until=approval.expires, reviewers=approval.reviewers, checkpoint_id=approval.holds
        )

        def amend(after: Session) -> tuple[Session, Sequence[Action]]:
            _check_free(after, approval.created)
            if after.changed != approval.changed:
                raise _changed(None)
            about = after.about.paused(replace(pause, former=after.about.status))
            return replace(after, about=about), self.records.requested(after, approval)

        try:
            self.states.records.change(session, change, amend=amend)
        except ConditionFailed as lost:
            message = f"checkpoint {approval.holds} is gone"
            raise NotFound(message, code="ref_not_found") from lost


def _check_free(session: Session, now: datetime) -> None:
    pause = session.about.as_seen(now).pause
    if pause is not None:
        message = f"approval {pause.approval_id} is pending; session {session.id} waits for one at a time"
        raise Conflict(message, code="approval_already_pending", facts={"approvalId": pause.approval_id})
    check_open(session, now)


def _check_content(found: str, expected: str) -> None:
    if found != expected:
        raise _changed(found)


def _changed(found: str | None) -> Conflict:
    facts = {} if found is None else {"currentContentHash": f"sha256:{found}"}
    return Conflict("what is there is not what the approval is asked for", code="content_changed", facts=facts)
