"""Write what a merge came to: everything in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from shared.domain.content import ZONES, content_hash
from shared.domain.merge import Merge
from shared.domain.principal import Principal
from shared.domain.session import Change, Session
from shared.domain.workspace import Checkpoint, Node
from shared.kernel.errors import Stale
from shared.kernel.hashing import Json
from shared.ports.items import Action, ConditionFailed
from shared.records.companions import Companions
from shared.services.carrying import Carrying
from shared.services.checkpoints import Checkpoints, Saving
from shared.services.merge_keeping import Keeping
from shared.services.merge_plans import Plan
from shared.services.merge_wishes import Done, Meeting, Merging
from shared.services.states import Place, States


class SourceMoved(Exception):  # noqa: N818 - reads as a sentence where it is caught
    """The source's header has moved on since it was read; nothing was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applying:
    """Write merges."""

    states: States
    checkpoints: Checkpoints
    companions: Companions
    keeping: Keeping
    carrying: Carrying

    def apply(
        self, principal: Principal, meeting: Meeting, plan: Plan, merging: Merging, leave: Sequence[Action]
    ) -> Done:
        """
        Make what came out the target's content, and tell both sessions; `leave` uses up the approval it needed.

        Raises:
            SourceMoved: somebody wrote the source's header meanwhile.
            Stale: the target has changed, or the leave was used meanwhile.
        """
        writing = self._writing(principal, meeting, plan, merging)
        told = writing.told()

        def amend(after: Session) -> tuple[Session, list[Action]]:
            after, own = writing.amended(after)
            # The source's header comes first, so that its condition is told from others.
            return after, [*told, *leave, *own]

        try:
            session = self.states.records.change(
                meeting.ours.session, writing.change(), amend=amend, revision=meeting.ours.session.revision
            )
        except ConditionFailed as lost:
            if lost.index == 0:
                raise SourceMoved from lost
            message = f"session {meeting.ours.session.id} has changed, or what the merge needed was used by another"
            raise Stale(message) from lost
        self.checkpoints.prune(session)
        self.keeping.prune(session, writing.merge.created)
        self.carry(principal, meeting.theirs.session, session, merging)
        return Done(merge=writing.merge, session=session)

    def _writing(self, principal: Principal, meeting: Meeting, plan: Plan, merging: Merging) -> _Writing:
        snapshot = meeting.ours.snapshot
        assert snapshot is not None  # noqa: S101 - the target takes part as it is
        author = f"user:{principal.subject}"
        safety = self.checkpoints.described(snapshot, Saving(note="before merge", automatic=True), author)
        reported = self.keeping.reporter(principal, meeting, merging).merge(
            "applied", plan, merge_id=self.states.identifiers.new()
        )
        merge = replace(reported, revision=meeting.ours.session.revision + 1, safety_checkpoint_id=safety.id)
        return _Writing(self, meeting, plan, merging, merge, safety, self.states.identifiers.new())

    def carry(self, principal: Principal, source: Session, session: Session, merging: Merging) -> None:
        """Give the target what it is to have of the source beside its content; what it has already is left alone."""
        self.carrying.carry(principal, source, (session,), annotations=merging.carry, cache=False)


@dataclass(frozen=True, slots=True)
class _Writing:
    """One merge that is being written."""

    applying: Applying
    meeting: Meeting
    plan: Plan
    merging: Merging
    merge: Merge
    safety: Checkpoint
    node_id: str

    @property
    def _states(self) -> States:
        return self.applying.states

    def change(self) -> Change:
        """Return the event in the target's log."""
        merge = self.merge
        stats = merge.stats
        return self._event(
            "session.merged",
            {
                "mergeId": merge.id,
                "result": merge.result,
                "sourceSessionId": merge.source.session_id,
                "sourceRevision": merge.source.revision,
                "sourceNodeId": self.meeting.theirs.node.id,
                "baseNodeId": merge.start.node_id or None,
                "nodeId": self.node_id,
                "contentHash": f"sha256:{merge.content_hash}",
                "message": merge.message,
                "counts": {
                    "takenFromSource": stats.taken_from_source,
                    "keptFromTarget": stats.kept_from_target,
                    "sameOnBoth": stats.same_on_both,
                    "conflictsResolved": stats.conflicts_resolved,
                },
            },
        )

    def told(self) -> tuple[Action, ...]:
        """Return the actions that tell the source, and keep the state of it that takes part for good."""
        theirs, lineage = self.meeting.theirs, self._states.lineage
        place = theirs.snapshot.placed(theirs.session.lineage) if theirs.snapshot else None
        change = self._event(
            "session.mergedInto",
            {
                "mergeId": self.merge.id,
                "targetSessionId": self.merge.target.session_id,
                "targetRevision": self.merge.revision,
                "nodeId": theirs.node.id,
                "closed": self.merging.close_source,
            },
        )
        change = replace(change, counts=self.merging.close_source)

        def amend(after: Session) -> Session:
            after = replace(after, lineage=place.lineage) if place else after
            if not self.merging.close_source:
                return after
            reason, about = f"merged into {self.merge.target.session_id}", after.about.as_seen(change.at)
            return replace(after, about=replace(about, status="archived", reason=reason))

        _, actions = self.applying.companions.told(theirs.session, change, amend)
        if place and place.is_new and theirs.snapshot:
            return (*actions, *theirs.snapshot.node(lineage, place, anchored=True))
        return (*actions, *lineage.anchored(theirs.session.space, theirs.node.id, theirs.roots))

    def amended(self, after: Session) -> tuple[Session, list[Action]]:
        """Return the target's header with what came out, and what goes with it."""
        states, snapshot = self._states, self.meeting.ours.snapshot
        assert snapshot is not None  # noqa: S101 - see `Applying.apply`
        place = snapshot.placed(after.lineage)
        if self.plan.roots != self.meeting.ours.roots:
            after = replace(after, changed=after.revision, layers=after.layers.replaced(self.plan.roots))
        node = self._node(after, place)
        lineage = replace(place.lineage, node=node.id, depth=node.depth, node_changed=after.changed)
        saved = replace(self.safety, node_id=place.node_id, depth=place.depth)
        before = snapshot.node(states.lineage, place, anchored=True) or states.lineage.anchored(
            after.space, place.node_id, self.meeting.ours.roots
        )
        actions = [
            *states.checkpoints.stored(after, saved),
            *before,
            *states.lineage.recorded(after, node),
            *self._adopted(after),
            self.applying.keeping.records.recorded(after, self.merge),
            *self._resolved(after),
            states.records.families.moved(after.space),
        ]
        return replace(after, lineage=lineage, about=after.about.released()), actions

    def _node(self, after: Session, place: Place) -> Node:
        theirs = self.meeting.theirs.node
        parents = ((place.node_id, place.depth), *([(theirs.id, theirs.depth)] if self._takes_all() else []))
        return Node(
            id=self.node_id,
            session_id=after.id,
            kind="merge",
            revision=after.revision,
            content_hash=content_hash(self.plan.roots),
            roots=self.plan.roots,
            parents=tuple(parent for parent, _ in parents),
            depth=max(depth for _, depth in parents) + 1,
            at=self.merge.created,
        )

    def _takes_all(self) -> bool:
        """Return whether nothing of the source was left out, which a later merge would have to find."""
        contents = self.meeting.contents
        left_out = (zone for zone in ZONES if zone not in self.merging.rules.zones)
        return all(contents.base.of(zone) == contents.theirs.of(zone) for zone in left_out)

    def _adopted(self, after: Session) -> tuple[Action, ...]:
        theirs = self.meeting.theirs
        if theirs.session.space == after.space:
            return ()
        return (self._states.lineage.adopted(after.space, replace(theirs.node, roots=theirs.roots)),)

    def _resolved(self, after: Session) -> tuple[Action, ...]:
        hold = after.about.hold
        return () if hold is None else (self.applying.keeping.records.ended(after, hold.merge_id, "resolved"),)

    def _event(self, kind: str, facts: dict[str, Json]) -> Change:
        return Change(
            event_id=self._states.identifiers.new(),
            kind=kind,
            author=self.merge.author,
            at=self.merge.created,
            facts=facts,
        )
