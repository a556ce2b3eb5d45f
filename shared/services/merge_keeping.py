"""Merges that change no content: what they found is remembered for a day, and may hold the target up."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from shared.domain.merge import LIFETIME, Disagreement, Merge, MergeState
from shared.domain.principal import Principal
from shared.domain.session import Change, Session
from shared.domain.workspace import Hold
from shared.kernel.errors import Conflict
from shared.ports.items import Action, Check, ConditionFailed, Delete, Equals
from shared.records import effects, keys
from shared.records.events import EventRecords
from shared.records.headers import no_session
from shared.records.merges import MergeRecords
from shared.services.merge_conflicts import Conflicts
from shared.services.merge_plans import Plan
from shared.services.merge_wishes import Done, Meeting, Merging, Reporter
from shared.services.states import States

_TOLD: Final = timedelta(days=29)
"""For how long it is told that a merge is over, instead of that there never was one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """Remember merges."""

    states: States
    records: MergeRecords
    events: EventRecords

    def already(self, principal: Principal, meeting: Meeting, merging: Merging) -> Done:
        """Return what is told of a source whose state the target descends from; nothing is remembered."""
        return Done(merge=self.reporter(principal, meeting, merging).merge("tried", None), session=meeting.ours.session)

    def foreseen(self, principal: Principal, meeting: Meeting, plan: Plan, merging: Merging) -> Done:
        """Return what is told of a dry run without conflicts; nothing is remembered."""
        return Done(merge=self.reporter(principal, meeting, merging).merge("tried", plan), session=meeting.ours.session)

    def kept(self, principal: Principal, meeting: Meeting, plan: Plan, merging: Merging) -> Done:
        """Remember a merge with its conflicts, and hold the target with them if that is wanted."""
        ours, theirs = meeting.ours, meeting.theirs
        shown = Conflicts(ours.session, self.states.records.blobs, self.events).shown(plan.conflicts, ours, theirs)
        state: MergeState = "tried" if merging.dry_run else "held" if merging.hold else "rejected"
        reporter = self.reporter(principal, meeting, merging)
        merge = reporter.merge(state, plan, merge_id=self.states.identifiers.new())
        if merging.dry_run:
            self._remember(ours.session, merge, shown)
            return Done(merge=merge, session=ours.session, found=shown)
        session = self._refuse(ours.session, merge, shown)
        return Done(merge=replace(merge, revision=session.revision), session=session, found=shown)

    def check_resolving(self, session: Session, hold: Hold, merging: Merging) -> None:
        """
        Refuse a merge into a session that is held, unless it resolves what holds it.

        Raises:
            Conflict: it does not (`session_in_conflict`).
        """
        held = self.records.get(session, hold.merge_id)
        if not merging.rules.resolutions or held.source.session_id != merging.source_id:
            message = f"Session {session.id} has a merge to resolve or abort first"
            raise Conflict(message, code="session_in_conflict", facts={"mergeId": hold.merge_id})

    def prune(self, session: Session, now: datetime) -> None:
        """Forget merges that have been over for long."""
        old = self.records.over(session, now - _TOLD)
        for start in range(0, len(old), 100):
            self.states.records.items.transact([Delete(key=key) for key in old[start : start + 100]])

    def reporter(self, principal: Principal, meeting: Meeting, merging: Merging) -> Reporter:
        """Return what tells what comes of a merge of the principal's."""
        return Reporter(meeting=meeting, merging=merging, author=principal, at=self.states.clock.now())

    def _remember(self, session: Session, merge: Merge, shown: Sequence[Disagreement]) -> None:
        guard = (Equals("life", session.life), Equals("standing", 1))
        actions: list[Action] = [
            Check(key=keys.head(session.id), conditions=guard),
            self.records.recorded(session, merge, shown),
            self.states.records.families.moved(session.space),
        ]
        try:
            self.states.records.items.transact(actions)
        except ConditionFailed as lost:
            raise no_session(session.id) from lost

    def _refuse(self, session: Session, merge: Merge, shown: Sequence[Disagreement]) -> Session:
        recorded = self.records.recorded(session, merge, shown)
        is_held = merge.state == "held"

        def amend(after: Session) -> tuple[Session, list[Action]]:
            actions: list[Action] = [recorded, self.states.records.families.moved(after.space)]
            if not is_held:
                return after, actions
            if after.about.hold is not None:
                actions.append(self.records.ended(after, after.about.hold.merge_id, "aborted"))
                after = replace(after, about=after.about.released())
            hold = Hold(merge_id=merge.id, until=merge.created + LIFETIME, former=after.about.status)
            return replace(after, about=after.about.held(hold)), actions

        change = Change(
            event_id=self.states.identifiers.new(),
            kind="session.mergeConflicted",
            author=merge.author,
            at=merge.created,
            counts=is_held,
            facts={
                "mergeId": merge.id,
                "sourceSessionId": merge.source.session_id,
                "conflicts": merge.conflicts,
                "held": is_held,
            },
        )
        # A merge that is refused may be tried again under its key: it counts as no effect.
        with nullcontext() if is_held else effects.unmarked():
            session = self.states.records.change(session, change, amend=amend, revision=session.revision)
        self.prune(session, merge.created)
        return session
