"""What a merge takes from a session of another family, whose blobs lie in another space: they are copied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from shared.domain import trie
from shared.domain.content import Leaf, Roots
from shared.domain.session import Session
from shared.kernel.errors import NotFound, TooLarge
from shared.ports.blobs import Blobs
from shared.records.content import ContentRecords
from shared.records.holdings import named_in
from shared.records.values import to_text

COPIES: Final = 2_000
"""How many blobs are copied at most, one after the other."""


@dataclass(frozen=True, slots=True)
class Imports:
    """Copy contents from one space to another."""

    content: ContentRecords

    def bring(self, target: Session, source: Session, base: Roots, theirs: Roots) -> None:
        """
        Make the target's space hold `theirs`, a content of the source's, given that both hold `base`.

        Nobody holds the copies until the merge is recorded; new blobs are kept for longer than that takes.

        Raises:
            TooLarge: they differ in more than can be copied (`payload_too_large`).
        """
        if target.space == source.space:
            return
        copying = _Copying(self.content.blobs, source.space, target.space, set())
        own = self.content.store(target.space)
        either = trie.Store(copying.load, own.save)
        for zone, tree in theirs:
            changes = {name: leaf for name, _, leaf in trie.differences(base.of(zone), tree, either)}
            for leaf in changes.values():
                copying.copy(leaf)
            # The same leaves make the same tree, so its nodes need not be copied one by one.
            trie.updated(base.of(zone), changes, own)


@dataclass(frozen=True, slots=True)
class _Copying:
    blobs: Blobs
    source: str
    target: str
    copied: set[str]

    def load(self, name: str) -> bytes:
        """Return the bytes of a node, wherever they lie."""
        try:
            return self.blobs.get(self.target, name)
        except NotFound:
            return self.blobs.get(self.source, name)

    def copy(self, leaf: Leaf | None) -> None:
        """Copy every blob that a leaf names, and what those name in turn."""
        todo = set() if leaf is None else named_in(to_text(leaf).encode("utf-8", "surrogatepass"))
        while todo:
            name = todo.pop()
            if name in self.copied:
                continue
            self.copied.add(name)
            if len(self.copied) > COPIES:
                message = f"more than {COPIES} blobs would be copied from another family; fork the session instead"
                raise TooLarge(message)
            todo |= self._copy(name)

    def _copy(self, name: str) -> set[str]:
        try:
            data = self.blobs.get(self.source, name)
        except NotFound:
            return set()  # the digest of something else
        self.blobs.put(self.target, data)
        return named_in(data)
