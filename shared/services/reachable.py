"""Bytes by their hash, for whoever can reach them through a session: a hash alone opens nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from shared.domain import trie
from shared.domain.content import ZONES, Leaf, Roots, Zone
from shared.domain.principal import Principal
from shared.domain.session import Session
from shared.kernel.errors import NotFound
from shared.records.content import View
from shared.records.documents import DocumentRecords
from shared.records.merges import MergeRecords
from shared.records.values import Values, leaf_hash, to_text
from shared.services.states import States
from shared.services.visibility import visible

_COMMITS: Final = 100
"""How many commits are looked through, the newest ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reachable:
    """What the head, the checkpoints, the last commits and the merges of a session hold."""

    states: States
    documents: DocumentRecords
    merges: MergeRecords

    def read(self, principal: Principal, session_id: str, digest: str) -> bytes:
        """
        Return the bytes with that hash.

        Raises:
            NotFound: as `visible`, or neither the head, nor a saved state, nor a conflict of a merge into the session
                holds them (`not_found`).
        """
        session = visible(self.states.records, principal, session_id)
        session, view = self.states.records.read(session)
        for zone, leaf in self._leaves(session, view):
            found = self._held(session, zone, leaf, digest)
            if found is not None:
                return found
        if self._is_disputed(session, digest):
            return self.states.records.blobs.get(session.space, digest)
        message = f"Session {session_id} holds nothing with the hash {digest}"
        raise NotFound(message)

    def _is_disputed(self, session: Session, digest: str) -> bool:
        """Return whether a side of a conflict holds the bytes, and they were too many to be told."""
        return any(
            value is not None and value.hash == digest and not value.is_inline
            for merge in self.merges.live(session, self.states.clock.now())
            if merge.conflicts
            for found in self.merges.disagreements(session, merge.id)
            for value in (found.base, found.ours, found.theirs)
        )

    def _leaves(self, session: Session, view: View) -> Iterator[tuple[Zone, Leaf]]:
        """Yield every leaf of the head, then of each checkpoint those that differ from the head's."""
        for zone in ZONES:
            yield from ((zone, leaf) for leaf in view.leaves(zone).values())
        head = view.folded()
        for checkpoint in self.states.checkpoints.list(session):
            yield from _others(head, checkpoint.roots, view.store)
        for commit in self.states.commits.page(session, _COMMITS, None)[0]:
            yield from _others(head, commit.roots, view.store)

    def _held(self, session: Session, zone: Zone, leaf: Leaf, digest: str) -> bytes | None:
        if zone == "docs":
            document = self.documents.of_leaf(session, leaf)
            held = digest in {document.raw, *(chunk.content for chunk in document.chunks)}
            return self.states.records.blobs.get(session.space, digest) if held else None
        if leaf_hash(leaf) != digest:
            return None
        values = Values(self.states.records.blobs, session.space)
        text = values.load_text(leaf) if zone == "code" and "v" not in leaf else to_text(values.load(leaf))
        return text.encode("utf-8", "surrogatepass")


def _others(before: Roots, after: Roots, store: trie.Store) -> Iterator[tuple[Zone, Leaf]]:
    """Yield the leaves of a content that are not those of another."""
    for zone, tree in after:
        for _, _, leaf in trie.differences(before.of(zone), tree, store):
            if leaf is not None:
                yield zone, leaf
