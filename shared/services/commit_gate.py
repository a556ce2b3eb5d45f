"""What a commit must get past, in this order: status, summary, change, approval, blockers, validators."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from shared.domain.annotation import Annotation
from shared.domain.approval import Approval
from shared.domain.principal import Principal
from shared.domain.session import Session, check_open
from shared.kernel.errors import Conflict, Invalid
from shared.records.annotations import AnnotationRecords
from shared.records.summaries import SummaryRecords
from shared.services.approvals import Act, Approvals
from shared.services.states import Snapshot, States
from shared.services.summaries import check_changed
from shared.services.validation import Validators
from shared.services.work import Work

_NAMED: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Committing:
    """
    What somebody wants committed: the content with that hash ("" where only the summary says which), as summarised.

    Without a `message`, the summary's title is it; without an `approval_id`, the newest approval that fits is used.
    """

    summary_id: str = ""
    content_hash: str = ""
    message: str = ""
    approval_id: str | None = None
    allow_empty: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """The gate before commits."""

    states: States
    summaries: SummaryRecords
    annotations: AnnotationRecords
    approvals: Approvals
    validators: Validators
    work: Work

    def check_status(self, session: Session, committing: Committing) -> None:
        """
        Refuse what the status forbids, or the policy without a summary.

        Raises:
            Conflict: the session is closed, or a job is writing it (`session_busy`).
            Invalid: the policy asks for a summary (`summary_required`).
        """
        now = self.states.clock.now()
        if session.about.as_seen(now).pause is None:  # a pause is for the approval to decide
            check_open(session, now)
        self.work.check_idle(session)
        if session.about.policy.summary and not committing.summary_id:
            message = f"commits of session {session.id} need a summary; generate one"
            raise Invalid(message, code="summary_required")

    def check_summary(self, snapshot: Snapshot, committing: Committing) -> str:
        """
        Refuse what was decided by another content; return the title of the summary.

        Raises:
            Conflict: the summary, or the hash that was given, is not that of the content (`summary_stale`).
        """
        if committing.content_hash and committing.content_hash != snapshot.hash:
            raise _stale(snapshot, "the content is not the one that was named")
        if not committing.summary_id:
            return ""
        summary = self.summaries.find(snapshot.session, committing.summary_id, self.states.clock.now())
        if summary is None:
            raise _stale(snapshot, f"there is no summary {committing.summary_id} (any more)")
        if summary.content_hash != snapshot.hash:
            raise _stale(snapshot, "the content has changed since it was summarised")
        return summary.title

    def check_content(self, principal: Principal, snapshot: Snapshot, committing: Committing) -> Approval | None:
        """
        Refuse a content that is not to be committed; return the approval that lets it be, where one is needed.

        Raises:
            Conflict: it is that of the last commit (`nothing_to_commit`), there is no approval of it
                (`approval_required`, `approval_stale`, `approval_denied`), or a blocker is open (`open_blockers`).
            Invalid: a validator refuses it (`validation_failed`); its `facts` say where and why.
        """
        session = snapshot.session
        if not committing.allow_empty:
            check_changed(session, self.states.base(session))
        act = Act(action="commit", content_hash=snapshot.hash, approval_id=committing.approval_id)
        approval = self.approvals.granted(principal, session, act)
        self.check_blockers(session)
        self._validate(session)
        return approval

    def check_blockers(self, session: Session) -> None:
        """
        Refuse to go on while somebody objects.

        Raises:
            Conflict: a blocker is open (`open_blockers`); its `facts` name the first ones.
        """
        names = [note.id for note in islice(self._blockers(session), _NAMED)]
        if names:
            message = f"session {session.id} has open blockers; resolve them first"
            raise Conflict(message, code="open_blockers", facts={"annotationIds": names})

    def _validate(self, session: Session) -> None:
        found = [
            {"pointer": each.path, "code": each.code, "message": each.message}
            for validation in self.validators.check(session, self.states.committed(session), session.layers.roots)
            for each in validation.findings
        ]
        if found:
            message = f"{len(found)} units of session {session.id} are not what they should be"
            raise Invalid(message, code="validation_failed", facts={"errors": found})

    def _blockers(self, session: Session) -> Iterator[Annotation]:
        notes = self.annotations.list(session)
        return (note for note in notes if note.kind == "blocker" and note.status == "open")


def _stale(snapshot: Snapshot, message: str) -> Conflict:
    current = {
        "currentETag": f'"r{snapshot.session.revision}"',
        "currentContentHash": f"sha256:{snapshot.hash}",
    }
    return Conflict(message, code="summary_stale", facts=current)
