"""What differs between two states of a family, by the names that clients give them."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.content import ZONES, Roots, Zone, content_hash
from shared.domain.principal import Principal
from shared.domain.session import Session
from shared.kernel.errors import NotFound
from shared.services.comparison import Comparison, Difference
from shared.services.states import Reference, States
from shared.services.visibility import visible


@dataclass(frozen=True, slots=True)
class Found:
    """The hashes of two contents, and what differs."""

    before: str
    after: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """Compare states of sessions."""

    states: States
    comparison: Comparison

    def between(self, principal: Principal, session_id: str, before: str, after: str, zones: tuple[Zone, ...]) -> Found:
        """
        Return what differs in some zones, or in all without any.

        Raises:
            NotFound: as `visible`, or there is no such state (`ref_not_found`).
        """
        session = visible(self.states.records, principal, session_id)
        one, other = (self.roots(principal, session, reference) for reference in (before, after))
        found = self.comparison.differences(session, one, other, zones or ZONES)
        return Found(content_hash(one), content_hash(other), found)

    def roots(self, principal: Principal, session: Session, reference: str) -> Roots:
        """Return the content of a state; raises as `between`."""
        match reference.partition(":"):
            case ("head", "", _):
                return self._head(session)
            case ("origin", "", _):
                return Roots()
            case ("lastCommit", "", _):
                return self.states.base(session)
            case ("session", ":", other_id):
                return self._other(principal, session, other_id)
            case ("revision", ":", number) if number == str(session.revision):
                return self._head(session)
            case _:
                return self._saved(session, reference)

    def _saved(self, session: Session, reference: str) -> Roots:
        match reference.partition(":"):
            case ("forkPoint", "", _) if session.lineage.fork:
                return self._node(session, session.lineage.fork.node_id)
            case ("revision", ":", number) if number.isdecimal():
                wanted = Reference(revision=int(number[:18]))
            case ("commit", ":", commit_id):
                wanted = Reference(commit_id=commit_id)
            case (checkpoint_id, "", _):
                wanted = Reference(checkpoint_id=checkpoint_id)
            case _:
                raise _missing(session, reference)
        return self.states.saved(session, wanted, "ref_not_found").roots

    def _head(self, session: Session) -> Roots:
        # Nodes are kept, since both contents are compared by what the space holds.
        return self.states.records.snapshots.take(session, self.states.clock.now()).layers.roots

    def _node(self, session: Session, node_id: str) -> Roots:
        roots = self.states.lineage.get(session.space, node_id).roots
        if roots is None:
            raise _missing(session, node_id)
        return roots

    def _other(self, principal: Principal, session: Session, other_id: str) -> Roots:
        try:
            other = visible(self.states.records, principal, other_id)
        except NotFound as error:
            raise _missing(session, f"session:{other_id}") from error
        if other.space != session.space:
            raise _missing(session, f"session:{other_id}")
        return self._head(other)


def _missing(session: Session, reference: str) -> NotFound:
    return NotFound(f"session {session.id} has no state {reference}", code="ref_not_found")
