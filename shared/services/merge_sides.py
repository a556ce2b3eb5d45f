"""The two states that a merge brings together, and the one they are compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shared.domain.content import Roots, content_hash
from shared.domain.merge import Party, Start
from shared.domain.merging.bases import Bases, nearest
from shared.domain.session import Session
from shared.domain.workspace import Node
from shared.kernel.errors import Conflict, NotFound
from shared.services.states import Reference, Snapshot, States

_DEEPEST: Final = 100
"""How many forks of forks are followed from a session up to one it may descend from."""

_EARLIEST: Final = 1_000
"""How many states are, where a fork between them is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A state of a session that takes part, as a node of the graph; `snapshot` is None for one that was saved."""

    session: Session
    node: Node
    roots: Roots
    revision: int
    snapshot: Snapshot | None = None

    @property
    def party(self) -> Party:
        """What is told of it."""
        hashed = content_hash(self.roots)
        return Party(session_id=self.session.id, revision=self.revision, content_hash=hashed)


@dataclass(frozen=True, slots=True)
class Base:
    """The state that both sides are compared with."""

    start: Start
    roots: Roots


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Find what takes part in a merge."""

    states: States

    def present(self, session: Session) -> Side:
        """Return a session as it is at one moment from now on."""
        snapshot = self.states.snapshot(session, "merge")
        taken = snapshot.session
        place = snapshot.placed(taken.lineage)
        records = self.states.lineage
        node = (
            records.head(taken, place.node_id, "merge", snapshot.at)
            if place.is_new
            else records.get(taken.space, place.node_id)
        )
        return Side(session=taken, node=node, roots=taken.layers.roots, revision=taken.revision, snapshot=snapshot)

    def saved(self, session: Session, reference: Reference) -> Side:
        """
        Return a state of a session that was saved before.

        Raises:
            NotFound: there is none such (`ref_not_found`).
        """
        state = self.states.saved(session, reference, "ref_not_found")
        node = self.states.lineage.get(session.space, state.node_id)
        return Side(session=session, node=node, roots=state.roots, revision=state.revision)

    def base(self, ours: Side, theirs: Side, *, may_be_empty: bool) -> Base:
        """
        Return the nearest state that both descend from.

        Raises:
            Conflict: there is none (`no_common_base`), and an empty one will not do.
        """
        known = {side.node.id: side.node for side in (ours, theirs)}
        found = self._nearest(ours, theirs, known, may_be_empty=may_be_empty)
        kept = next((node for node in _ordered(found) if node.roots is not None), None)
        if kept is not None and kept.roots is not None:
            others = tuple(node.id for node in _ordered(found) if node.id != kept.id)
            kind = _kind(kept, ours.session, theirs.session)
            start = Start(node_id=kept.id, content_hash=kept.content_hash, kind=kind, others=others)
            return Base(start, kept.roots)
        if may_be_empty:
            return Base(Start(node_id="", content_hash=content_hash(Roots()), kind="empty"), Roots())
        message = f"sessions {ours.session.id} and {theirs.session.id} have no state in common"
        raise Conflict(message, code="no_common_base")

    def descends(self, session: Session, ancestor: Session) -> bool:
        """Return whether a session was forked from another, or from a fork of it, even one that is gone."""
        for _ in range(_DEEPEST):
            parent = session.lineage.parent
            if parent == ancestor.id:
                return session.space == ancestor.space
            try:
                session = self.states.records.get(parent)
            except NotFound:
                return session.space == ancestor.space and self._departed(session, ancestor)
        return False

    def _departed(self, session: Session, ancestor: Session) -> bool:
        """Return whether one of the states before the session's first is the ancestor's, merges into those left out."""
        node_id = session.lineage.fork.node_id if session.lineage.fork else ""
        for _ in range(_EARLIEST if node_id else 0):
            node = self.states.lineage.get(session.space, node_id)
            if node.session_id == ancestor.id or not node.parents:
                return node.session_id == ancestor.id
            node_id = node.parents[0]
        return False

    def _nearest(self, ours: Side, theirs: Side, known: Mapping[str, Node], *, may_be_empty: bool) -> Bases:
        try:
            return nearest(ours.node.id, theirs.node.id, lambda node_id: self._load(ours, theirs, known, node_id))
        except Conflict:
            if not may_be_empty:
                raise
            return Bases()

    def _load(self, ours: Side, theirs: Side, known: Mapping[str, Node], node_id: str) -> Node:
        if node_id in known:
            return known[node_id]
        try:
            return self.states.lineage.get(ours.session.space, node_id)
        except NotFound:
            # What was taken from another family before stands in the graphs of both.
            return self.states.lineage.get(theirs.session.space, node_id)


def _ordered(bases: Bases) -> tuple[Node, ...]:
    return () if bases.best is None else (bases.best, *bases.others)


def _kind(node: Node, *sessions: Session) -> str:
    departures = {session.lineage.fork.node_id for session in sessions if session.lineage.fork}
    return "forkPoint" if node.id in departures or node.kind == "fork" else node.kind
