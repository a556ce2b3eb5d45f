"""Bring a session back to a state that was saved, whole or by zone, without losing the present one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from shared.domain.content import ZONES, Roots, Zone, content_hash
from shared.domain.principal import Principal
from shared.domain.session import Change, Session, check_open
from shared.domain.workspace import Lineage
from shared.kernel.errors import Conflict
from shared.kernel.hashing import Json
from shared.ports.items import Action, ConditionFailed
from shared.records import expiries
from shared.records.effects import Receipt
from shared.services.approvals import Act, Approvals, overtaken
from shared.services.checkpoints import Checkpoints, Saving
from shared.services.comparison import Comparison, Difference
from shared.services.states import Place, Reference, Snapshot, State, States
from shared.services.visibility import visible
from shared.services.work import Work
from shared.services.workspaces import check_revision


@dataclass(frozen=True, slots=True, kw_only=True)
class Restoring:
    """To which saved state, which zones of it, and what the present one is to be called."""

    to: Reference
    zones: tuple[Zone, ...] = ZONES
    keep_current_as: str = ""
    dry_run: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """The session afterwards, what it was restored from, what that changed, and the checkpoint of what it was."""

    session: Session
    state: State
    content_hash: str
    differences: tuple[Difference, ...]
    changed: bool
    safety_checkpoint_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restores:
    """Restore sessions."""

    states: States
    checkpoints: Checkpoints
    comparison: Comparison
    work: Work
    approvals: Approvals

    def restore(self, principal: Principal, session_id: str, restoring: Restoring, revision: int) -> Restored:
        """
        Bring the session, which must be at `revision`, to a saved state, as one change.

        An approval that is pending is for what the session was, and superseded by it.

        Raises:
            NotFound: as `visible`; or nothing was saved of that state (`ref_not_found`).
            Stale: the session is at another revision.
            Conflict: a job is writing it (`session_busy`), its status forbids it, its policy asks for an approval, as
                `Approvals.granted` says, or the wanted name is taken.
        """
        session = visible(self.states.records, principal, session_id, "session.write")
        check_revision(session, revision)
        self.work.check_idle(session)
        check_open(replace(session, about=session.about.resumed()), self.states.clock.now())
        state = self.states.saved(session, restoring.to, "ref_not_found")
        snapshot = self.states.snapshot(session, "checkpoint")
        check_revision(snapshot.session, revision)
        present = snapshot.session.layers.roots
        wanted = present.with_zones(state.roots, restoring.zones)
        differences = self.comparison.differences(session, present, wanted)
        restored = Restored(
            session=snapshot.session,
            state=state,
            content_hash=content_hash(wanted),
            differences=differences,
            changed=wanted != present,
        )
        if restoring.dry_run or not restored.changed:
            return restored
        return self._apply(principal, snapshot, restoring, restored, wanted)

    def done(self, principal: Principal, session_id: str, receipt: Receipt) -> Restored:
        """
        Return what a restore has done that is known by its receipt.

        Raises:
            NotFound: as `visible`; or what it was restored from, or its checkpoint, is gone.
        """
        session = visible(self.states.records, principal, session_id, "session.write")
        facts = receipt.facts
        state = self.states.saved(session, _reference(facts), "ref_not_found")
        safety_id = str(facts["safetyCheckpointId"])
        present = self.states.checkpoints.get(session, safety_id, self.states.clock.now()).roots
        wanted = present.with_zones(state.roots, _zones(facts))
        return Restored(
            session=replace(session, revision=receipt.revision),
            state=state,
            content_hash=content_hash(wanted),
            differences=self.comparison.differences(session, present, wanted),
            changed=True,
            safety_checkpoint_id=safety_id,
        )

    def _apply(
        self, principal: Principal, snapshot: Snapshot, restoring: Restoring, restored: Restored, wanted: Roots
    ) -> Restored:
        states, author = self.states, f"user:{principal.subject}"
        saving = Saving(name=restoring.keep_current_as, note="before restore", automatic=True)
        safety = self.checkpoints.described(snapshot, saving, author)
        change = self._change(author, snapshot, restoring, replace(restored, safety_checkpoint_id=safety.id))
        act = Act(action="restore", content_hash=snapshot.hash, source_hash=restored.content_hash)
        used = self.approvals.consumed(principal, snapshot.session, act)
        node_id = states.identifiers.new()
        is_committed = wanted == states.base(snapshot.session)

        def amend(after: Session) -> tuple[Session, list[Action]]:
            after, superseding = expiries.superseded(after, snapshot.at)
            place = snapshot.placed(after.lineage)
            saved = replace(safety, node_id=place.node_id, depth=place.depth)
            layers = after.layers.replaced(wanted)
            after = replace(after, changed=after.revision, layers=layers)
            lineage, nodes = self._returned(after, restored, place, node_id)
            lineage = replace(lineage, settled=after.changed) if is_committed else lineage
            actions = [
                *states.checkpoints.stored(after, saved),
                *snapshot.node(states.lineage, place),
                *states.lineage.anchored(after.space, restored.state.node_id, restored.state.roots),
                *nodes,
                states.records.families.moved(after.space),
                *superseding,
                *used,
            ]
            return replace(after, lineage=lineage), actions

        try:
            session = states.records.change(snapshot.session, change, amend=amend, revision=snapshot.session.revision)
        except ConditionFailed as lost:
            if (late := overtaken(lost)) is not None:
                raise late from lost
            message = f"another checkpoint is called {saving.name!r}"
            raise Conflict(message, code="checkpoint_name_taken") from lost
        self.checkpoints.prune(session)
        return replace(restored, session=session, safety_checkpoint_id=safety.id)

    def _returned(
        self, after: Session, restored: Restored, place: Place, node_id: str
    ) -> tuple[Lineage, tuple[Action, ...]]:
        """Return the lineage of the restored header, and what records its revision in the graph."""
        records, state = self.states.lineage, restored.state
        if after.layers.roots == state.roots:
            # It is that state again, not a successor of the one it leaves: else a merge undone by it could never be
            # done again.
            lineage = replace(place.lineage, node=state.node_id, depth=state.depth, node_changed=after.changed)
            return lineage, (records.pointed(after, state.node_id),)
        lineage = replace(place.lineage, node=place.node_id, depth=place.depth)
        node = records.head(replace(after, lineage=lineage), node_id, "restore", after.updated)
        return replace(lineage, node=node.id, depth=node.depth, node_changed=after.changed), records.recorded(
            after, node
        )

    def _change(self, author: str, snapshot: Snapshot, restoring: Restoring, restored: Restored) -> Change:
        return Change(
            event_id=self.states.identifiers.new(),
            kind="session.restored",
            author=author,
            at=snapshot.at,
            facts={
                "checkpointId": restored.state.checkpoint_id or None,
                **({"commitId": restored.state.commit_id} if restored.state.commit_id else {}),
                "revision": restored.state.revision,
                "zones": list(restoring.zones),
                "reason": restoring.reason,
                "contentHash": f"sha256:{restored.content_hash}",
                "previousNodeId": snapshot.session.lineage.node,
                "safetyCheckpointId": restored.safety_checkpoint_id,
            },
        )


def _reference(facts: Mapping[str, Json]) -> Reference:
    """Return to what a restore went back, as its event tells it."""
    if commit := facts.get("commitId"):
        return Reference(commit_id=str(commit))
    if checkpoint := facts["checkpointId"]:
        return Reference(checkpoint_id=str(checkpoint))
    return Reference(revision=int(str(facts["revision"])))


def _zones(facts: Mapping[str, Json]) -> tuple[Zone, ...]:
    named = facts["zones"]
    assert isinstance(named, list)  # noqa: S101 - what `_change` wrote
    return tuple(zone for zone in ZONES if zone in named)
