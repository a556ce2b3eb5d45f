"""Merge sessions: what both changed since they parted comes together in one of them; the other stays as it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import count

from shared.domain.merging.merge import merged
from shared.domain.merging.values import Inputs
from shared.domain.principal import Principal
from shared.domain.session import Session, check_open
from shared.kernel.errors import Conflict, Invalid, Stale, Unavailable
from shared.services.approvals import Act, Approvals
from shared.services.merge_applying import Applying, SourceMoved
from shared.services.merge_imports import Imports
from shared.services.merge_keeping import Keeping
from shared.services.merge_plans import Plan, Plans
from shared.services.merge_sides import Side, Sides
from shared.services.merge_wishes import Done, Meeting, Merging
from shared.services.states import States
from shared.services.validation import Validators
from shared.services.visibility import check_access, visible
from shared.services.work import Work
from shared.services.workspaces import check_revision


@dataclass(frozen=True, slots=True, kw_only=True)
class Merges:
    """Merge sessions into others."""

    states: States
    sides: Sides
    plans: Plans
    imports: Imports
    validators: Validators
    approvals: Approvals
    work: Work
    applying: Applying
    keeping: Keeping

    def merge(self, principal: Principal, session_id: str, merging: Merging, revision: int) -> Done:
        """
        Merge a state of another session into this one, which must be at `revision`, as one change or not at all.

        With conflicts, which `Done.found` has, the content stays as it is; they are remembered for a day.

        Raises:
            NotFound: as `visible`, for either; or nothing was saved of that state (`ref_not_found`).
            Forbidden: the principal may not merge into the target, or not close the source.
            Stale: the target is at another revision, or the states are not those expected (`merge_inputs_changed`).
            Conflict: the status of the target, or of a source to close, forbids it, a job is writing it
                (`session_busy`), the source has moved on (`source_moved`), is no descendant (`not_a_descendant`) or not
                even related (`no_common_base`), or leave is wanted (`approval_required`, `approval_stale`,
                `approval_denied`).
            Invalid: a session was to be merged into itself (`same_session`), the rules do not fit what differs, or what
                would come out does not pass (`merge_result_invalid`).
            TooLarge: too much differs.
            Unavailable: the source kept changing for longer than we wait.
        """
        target = self.target(principal, session_id)
        for attempt in count(1):
            source = self._source(principal, target, merging)
            check_revision(target, revision)
            try:
                return self._once(principal, target, source, merging)
            except SourceMoved:
                if not self.states.records.patience.wait(attempt):
                    break
        message = f"session {merging.source_id} is being changed by too many writers; try again"
        raise Unavailable(message, retry_after=2)

    def done(self, principal: Principal, session_id: str, merging: Merging, merge_id: str) -> Done:
        """Return what came of a merge whose answer was lost, after doing what goes with it; raises as `visible`."""
        session = self.target(principal, session_id)
        merge = self.keeping.records.get(session, merge_id)
        if merge.state != "applied":
            return Done(merge=merge, session=session, found=self.keeping.records.disagreements(session, merge_id))
        source = visible(self.states.records, principal, merging.source_id)
        self.applying.carry(principal, source, session, merging)
        return Done(merge=merge, session=session)

    def target(self, principal: Principal, session_id: str) -> Session:
        """Return the session, if the principal may merge into it; raises as `visible`."""
        session = visible(self.states.records, principal, session_id, "session.write")
        check_access(session, principal, "session.merge")
        return session

    def _source(self, principal: Principal, target: Session, merging: Merging) -> Session:
        source = visible(self.states.records, principal, merging.source_id)
        if source.id == target.id:
            message = "a session cannot be merged into itself"
            raise Invalid(message, code="same_session")
        if merging.close_source:
            check_access(source, principal, "session.write")
        return source

    def _once(self, principal: Principal, target: Session, source: Session, merging: Merging) -> Done:
        target = self._admitted(target, source, merging)
        meeting = self._meeting(target, source, merging)
        ours, theirs = meeting.ours, meeting.theirs
        if meeting.base.start.node_id == theirs.node.id:
            merged(Inputs(), merging.rules)  # refuses rules that could never fit
            return self.keeping.already(principal, meeting, merging)
        self.imports.bring(ours.session, theirs.session, meeting.base.roots, theirs.roots)
        plan = self.plans.plan(ours.session, meeting.contents, merging.rules)
        if plan.conflicts:
            return self.keeping.kept(principal, meeting, plan, merging)
        self._check_result(ours, plan)
        if merging.dry_run:
            return self.keeping.foreseen(principal, meeting, plan, merging)
        source_hash = theirs.party.content_hash
        act = Act(action="merge", content_hash=ours.party.content_hash, source_hash=source_hash)
        leave = self.approvals.consumed(principal, ours.session, act)
        return self.applying.apply(principal, meeting, plan, merging, leave)

    def _admitted(self, target: Session, source: Session, merging: Merging) -> Session:
        now = self.states.clock.now()
        target = self.states.records.settled(target, now)
        hold = target.about.hold
        if hold is not None and target.about.pause is None:
            self.keeping.check_resolving(target, hold, merging)
        else:
            check_open(target, now)
        self.work.check_idle(target)
        if merging.close_source:
            self._check_closing(source, now)
        if merging.descending and not self.sides.descends(source, target):
            message = f"session {source.id} was not forked from {target.id}; mergeFrom takes any related one"
            raise Conflict(message, code="not_a_descendant")
        if merging.expected_revision not in {None, source.revision}:
            message = f"session {source.id} is at revision {source.revision}, not {merging.expected_revision}"
            raise Conflict(message, code="source_moved", facts={"sourceRevision": source.revision})
        return target

    def _check_closing(self, source: Session, now: datetime) -> None:
        if source.about.status != "archived":
            check_open(source, now)  # whoever decides what it waits for would open it again
        self.work.check_idle(source)

    def _meeting(self, target: Session, source: Session, merging: Merging) -> Meeting:
        ours = self.sides.present(target)
        check_revision(ours.session, target.revision)
        theirs = self.sides.present(source) if merging.at.is_head else self.sides.saved(source, merging.at)
        if theirs.session.revision != source.revision:
            raise SourceMoved
        base = self.sides.base(ours, theirs, may_be_empty=merging.may_be_unrelated)
        meeting = Meeting(ours, theirs, base, merging.rules.zones)
        if merging.expect not in {None, meeting.expected}:
            message = "the base or a content is not the one that was decided by"
            raise Stale(message, code="merge_inputs_changed", facts={"expect": meeting.expected.told})
        return meeting

    def _check_result(self, ours: Side, plan: Plan) -> None:
        found = self.validators.check(ours.session, ours.roots, plan.roots)
        errors = [
            {"pointer": each.path, "code": each.code, "message": each.message}
            for validation in found
            for each in validation.findings
        ]
        if errors:
            message = f"what would come out does not pass: {errors[0]['pointer']}: {errors[0]['message']}"
            raise Invalid(message, code="merge_result_invalid", facts={"errors": errors})
