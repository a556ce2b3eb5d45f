"""Save states of a session, list and remove them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from shared.domain.principal import Principal
from shared.domain.session import Change, Session
from shared.domain.workspace import Checkpoint
from shared.kernel.errors import ApplicationError, Conflict, Invalid
from shared.ports.items import Action, ConditionFailed, Update
from shared.records import keys
from shared.services.states import Snapshot, States
from shared.services.visibility import visible

QUOTA: Final = 100
"""How many checkpoints of its own a session may have, beside those that were taken by themselves."""

AUTOMATIC_QUOTA: Final = 20
AUTOMATIC_LIFETIME: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """What a checkpoint is to be called, why it is taken, and how many seconds it is to be kept (None: for good)."""

    name: str = ""
    note: str = ""
    expires_after: int | None = None
    automatic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoints:
    """The saved states of sessions."""

    states: States

    def take(self, principal: Principal, session_id: str, saving: Saving) -> Checkpoint:
        """
        Save the session's present content.

        Raises:
            NotFound, Forbidden: as `visible`.
            Conflict: another checkpoint has the name (`checkpoint_name_taken`).
            Invalid: there are too many (`checkpoint_quota`).
        """
        session = visible(self.states.records, principal, session_id, "session.write")
        return self._save(self.states.snapshot(session, "checkpoint"), saving, f"user:{principal.subject}")

    def take_automatically(self, session: Session, author: str, note: str) -> None:
        """Save the content before something rewrites it; what cannot be saved does not hold that up."""
        with suppress(ApplicationError):
            snapshot = self.states.snapshot(session, "checkpoint")
            self._save(snapshot, Saving(note=note, automatic=True), author)
            self.prune(session)

    def described(self, snapshot: Snapshot, saving: Saving, author: str) -> Checkpoint:
        """Return the checkpoint of a snapshot, before its place in the graph is known."""
        taken = snapshot.session
        lifetime = AUTOMATIC_LIFETIME if saving.automatic and not saving.name else None
        if saving.expires_after is not None:
            lifetime = timedelta(seconds=saving.expires_after)
        return Checkpoint(
            id=self.states.identifiers.new(),
            session_id=taken.id,
            name=saving.name,
            note=saving.note,
            node_id=snapshot.node_id,
            depth=0,
            revision=taken.revision,
            content_hash=snapshot.hash,
            roots=taken.layers.roots,
            sequence=taken.sequence,
            automatic=saving.automatic,
            author=author,
            created=snapshot.at,
            expires=None if lifetime is None else snapshot.at + lifetime,
        )

    def list(self, principal: Principal, session_id: str) -> tuple[Checkpoint, ...]:
        """
        Return the session's checkpoints, oldest first.

        Raises:
            NotFound, Forbidden: as `visible`.
        """
        session = visible(self.states.records, principal, session_id)
        now = self.states.clock.now()
        return tuple(found for found in self.states.checkpoints.list(session) if not found.is_over(now))

    def get(self, principal: Principal, session_id: str, checkpoint_id: str) -> Checkpoint:
        """
        Return one checkpoint.

        Raises:
            NotFound: as `visible`, or the session has no such checkpoint.
        """
        session = visible(self.states.records, principal, session_id)
        return self.states.checkpoints.get(session, checkpoint_id, self.states.clock.now())

    def delete(self, principal: Principal, session_id: str, checkpoint_id: str) -> None:
        """
        Remove one checkpoint.

        Raises:
            NotFound: as `get`.
            Conflict: a pending approval names it (`checkpoint_in_use`).
        """
        session = visible(self.states.records, principal, session_id, "session.write")
        session = self.states.records.settled(session, self.states.clock.now())
        self._remove(session, self.states.checkpoints.get(session, checkpoint_id, self.states.clock.now()))

    def prune(self, session: Session) -> None:
        """Remove what has expired, and of those taken automatically all but the newest."""
        now = self.states.clock.now()
        found = tuple(self.states.checkpoints.list(session))
        unnamed = [checkpoint for checkpoint in found if checkpoint.automatic and not checkpoint.name]
        surplus = {checkpoint.id for checkpoint in unnamed[:-AUTOMATIC_QUOTA]}
        for checkpoint in found:
            if checkpoint.is_over(now) or checkpoint.id in surplus:
                with suppress(Conflict):
                    self._remove(session, checkpoint)

    def _save(self, snapshot: Snapshot, saving: Saving, author: str) -> Checkpoint:
        states = self.states
        checkpoint = self.described(snapshot, saving, author)
        change = Change(
            event_id=states.identifiers.new(),
            kind="session.checkpointed",
            author=author,
            at=snapshot.at,
            counts=False,
            facts={"checkpointId": checkpoint.id, "revision": checkpoint.revision, "name": checkpoint.name},
        )
        placed = checkpoint

        def amend(after: Session) -> tuple[Session, list[Action]]:
            nonlocal placed
            _check_quota(after, saving)
            place = snapshot.placed(after.lineage)
            placed = replace(checkpoint, node_id=place.node_id, depth=place.depth)
            moved = states.records.families.moved(after.space)
            actions = [*states.checkpoints.stored(after, placed), *snapshot.node(states.lineage, place), moved]
            count = after.checkpoints + (not saving.automatic)
            return replace(after, lineage=place.lineage, checkpoints=count), actions

        try:
            states.records.change(snapshot.session, change, amend=amend)
        except ConditionFailed as lost:
            message = f"another checkpoint is called {saving.name!r}"
            raise Conflict(message, code="checkpoint_name_taken") from lost
        return placed

    def _remove(self, session: Session, checkpoint: Checkpoint) -> None:
        states = self.states
        counted = (
            () if checkpoint.automatic else (Update(key=keys.head(session.id), conditions=(), add={"checkpoints": -1}),)
        )
        try:
            states.records.items.transact([*states.checkpoints.removed(session, checkpoint), *counted])
        except ConditionFailed as lost:
            if lost.index == 0:
                return  # somebody else removed it
            message = f"an approval that is pending names checkpoint {checkpoint.id}"
            raise Conflict(message, code="checkpoint_in_use") from lost
        states.lineage.let_go(session.space, checkpoint.node_id)


def _check_quota(session: Session, saving: Saving) -> None:
    if not saving.automatic and session.checkpoints >= QUOTA:
        message = f"session {session.id} has {QUOTA} checkpoints; remove one first"
        raise Invalid(message, code="checkpoint_quota")
