"""States of a session that somebody refers to, and the place of new ones in the graph of its family."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from shared.domain.commit import Commit
from shared.domain.content import Roots, content_hash
from shared.domain.session import Session
from shared.domain.workspace import Lineage, NodeKind
from shared.kernel.errors import Invalid, NotFound
from shared.ports.clock import Clock, Identifiers
from shared.ports.items import Action
from shared.records.checkpoints import CheckpointRecords
from shared.records.commits import CommitRecords
from shared.records.lineage import LineageRecords
from shared.records.sessions import SessionRecords


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A content somebody refers to, and what is known of it; `sequence` is that of the last event before it."""

    session_id: str
    revision: int
    content_hash: str
    roots: Roots
    node_id: str
    depth: int = 0
    sequence: int = 0
    checkpoint_id: str = ""
    commit_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """How somebody refers to a state of a session: one of these, or none for its head."""

    checkpoint_id: str | None = None
    commit_id: str | None = None
    revision: int | None = None

    @property
    def is_head(self) -> bool:
        """Whether it is the head."""
        return (self.checkpoint_id, self.commit_id, self.revision) == (None, None, None)


HEAD: Final = Reference()


@dataclass(frozen=True, slots=True)
class Place:
    """A node of the graph for a snapshot, its depth, whether it is still to be recorded; and the header's lineage."""

    lineage: Lineage
    node_id: str
    depth: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A session as it was at one moment, and the node that it becomes unless it is one already."""

    session: Session
    node_id: str
    kind: NodeKind
    at: datetime

    def placed(self, lineage: Lineage) -> Place:
        """
        Return where in the graph the snapshot belongs, given the lineage of the session's header.

        The header may have moved on: others may have made a node of the same state, or of a later one.
        """
        taken = self.session
        if lineage.node_changed == taken.changed:
            return Place(lineage, lineage.node, lineage.depth, is_new=False)
        depth = taken.lineage.depth + 1
        if lineage.node == taken.lineage.node:
            lineage = replace(lineage, node=self.node_id, node_changed=taken.changed, depth=depth)
        return Place(lineage, self.node_id, depth, is_new=True)

    def node(self, records: LineageRecords, place: Place, *, anchored: bool = False) -> tuple[Action, ...]:
        """Return the actions that record the snapshot's node, where that is new."""
        if not place.is_new:
            return ()
        node = records.head(self.session, self.node_id, self.kind, self.at)
        return records.recorded(self.session, node, anchored=anchored)

    @property
    def hash(self) -> str:
        """The hash of the content."""
        return content_hash(self.session.layers.roots)


@dataclass(frozen=True, slots=True, kw_only=True)
class States:
    """Find the states of a session."""

    records: SessionRecords
    lineage: LineageRecords
    checkpoints: CheckpointRecords
    commits: CommitRecords
    clock: Clock
    identifiers: Identifiers

    def snapshot(self, session: Session, kind: NodeKind) -> Snapshot:
        """Return the session as it is at one moment from now on."""
        now = self.clock.now()
        return Snapshot(self.records.snapshots.take(session, now), self.identifiers.new(), kind, now)

    def saved(self, session: Session, reference: Reference, code: str) -> State:
        """
        Return a state that was saved before.

        Raises:
            NotFound: there is none such (`code`).
        """
        try:
            return self._saved(session, reference)
        except NotFound as error:
            raise NotFound(str(error), code=code) from error

    def base(self, session: Session) -> Roots:
        """Return what a commit of the session is compared with: its last one, or the content it began with."""
        fork = session.lineage.fork
        if session.lineage.commit or fork is None:
            return self.committed(session)
        return self.lineage.get(session.space, fork.node_id).roots or Roots()

    def committed(self, session: Session) -> Roots:
        """Return the content of the session's last commit, or of the one that it was forked from; or nothing."""
        fork = session.lineage.fork
        commit_id = session.lineage.commit or (fork.commit_id if fork else "")
        return self.commits.get(commit_id).roots if commit_id else Roots()

    def _saved(self, session: Session, reference: Reference) -> State:
        if reference.checkpoint_id is not None:
            return self._of_checkpoint(session, reference.checkpoint_id)
        if reference.commit_id is not None:
            return self._of_commit(session, reference.commit_id)
        if reference.revision is not None:
            return self._of_revision(session, reference.revision)
        message = "name a checkpointId, a commitId or a revision"
        raise Invalid(message, code="validation_failed")

    def _of_checkpoint(self, session: Session, checkpoint_id: str) -> State:
        found = self.checkpoints.get(session, checkpoint_id, self.clock.now())
        return State(
            session_id=session.id,
            revision=found.revision,
            content_hash=found.content_hash,
            roots=found.roots,
            node_id=found.node_id,
            depth=found.depth,
            sequence=found.sequence,
            checkpoint_id=found.id,
        )

    def _of_commit(self, session: Session, commit_id: str) -> State:
        """Return the state that a commit of the session is, or the commit that it was begun from."""
        commit, fork = self.commits.get(commit_id), session.lineage.fork
        is_own = (commit.session_id, commit.life) == (session.id, session.life)
        if not is_own and (fork is None or fork.commit_id != commit_id):
            message = f"Session {session.id} has no commit {commit_id}"
            raise NotFound(message)
        return state_of(commit)

    def _of_revision(self, session: Session, revision: int) -> State:
        fork = session.lineage.fork
        node_id = fork.node_id if fork and revision == 1 else self.lineage.at_revision(session, revision)
        if node_id is None:
            message = f"nothing was saved of revision {revision} of session {session.id}"
            raise NotFound(message)
        node = self.lineage.get(session.space, node_id)
        if node.roots is None:
            message = f"what was saved of revision {revision} of session {session.id} has been removed"
            raise NotFound(message)
        return State(
            session_id=session.id,
            revision=revision,
            content_hash=node.content_hash,
            roots=node.roots,
            node_id=node.id,
            depth=node.depth,
        )


def state_of(commit: Commit) -> State:
    """Return the state that a commit is."""
    return State(
        session_id=commit.session_id,
        revision=commit.revision,
        content_hash=commit.content_hash,
        roots=commit.roots,
        node_id=commit.node_id,
        depth=commit.depth,
        sequence=commit.sequence,
        commit_id=commit.id,
    )
