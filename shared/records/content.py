"""A session's content as it is read: its trees, and the layers above them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from shared.domain import trie
from shared.domain.content import ZONES, Leaf, Roots, Zone
from shared.domain.session import Session
from shared.kernel.hashing import digest
from shared.ports.blobs import Blobs
from shared.ports.items import Items
from shared.records.layers import Above, LayerRecords

_NOTHING: Final[Above] = {zone: {} for zone in ZONES}


@dataclass(frozen=True, slots=True)
class View:
    """A content as one reading found it; trees are looked into only where that is asked for."""

    roots: Roots
    above: Above
    store: trie.Store

    def leaves(self, zone: Zone) -> dict[str, Leaf]:
        """Return every leaf of a zone by name."""
        held: Mapping[str, Leaf | None] = trie.leaves(self.roots.of(zone), self.store) | dict(self.above[zone])
        return {name: leaf for name, leaf in held.items() if leaf is not None}

    def find(self, zone: Zone, name: str) -> Leaf | None:
        """Return one leaf, if there is such a one."""
        above = self.above[zone]
        return above[name] if name in above else trie.found(self.roots.of(zone), name, self.store)

    def folded(self) -> Roots:
        """Return the trees of the whole content; nodes that are new are kept in the view's store."""
        return replace(
            self.roots, **{zone: trie.updated(tree, self.above[zone], self.store) for zone, tree in self.roots}
        )


@dataclass(frozen=True, slots=True)
class ContentRecords:
    """The content of every session."""

    items: Items
    blobs: Blobs

    def view(self, session: Session) -> View:
        """
        Return the content of the header `session`, whose changes cost nobody a node until it is folded.

        Where others write meanwhile, it may be a mixture of two revisions: see `SessionRecords.read`.
        """
        return View(session.layers.roots, LayerRecords(self.items, self.blobs).above(session), self.passing(session))

    def of(self, session: Session, roots: Roots) -> View:
        """Return a content that the session's space holds, such as a snapshot's."""
        return View(roots, _NOTHING, self.passing(session))

    def store(self, space: str) -> trie.Store:
        """Return where the nodes of a space are kept."""
        return trie.Store(lambda name: self.blobs.get(space, name), lambda data: self.blobs.put(space, data))

    def passing(self, session: Session) -> trie.Store:
        """Return a store that reads the session's nodes and keeps new ones only for as long as it lives."""
        new: dict[str, bytes] = {}

        def load(name: str) -> bytes:
            if name not in new:
                # Nodes never change, and one reading comes by the same ones again.
                new[name] = self.blobs.get(session.space, name)
            return new[name]

        def save(data: bytes) -> str:
            name = digest(data)
            new[name] = data
            return name

        return trie.Store(load, save)
