"""What differs between two contents of a family, at the cost of what differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from shared.domain import trie
from shared.domain.content import ZONES, Leaf, Roots, Zone, is_made
from shared.domain.document import StoredChunk
from shared.domain.session import Session
from shared.kernel.hashing import canonical, digest
from shared.records.content import ContentRecords
from shared.records.documents import DocumentRecords
from shared.records.values import leaf_hash

Kind: TypeAlias = Literal["added", "modified", "removed"]
KINDS: Final[tuple[Kind, ...]] = ("added", "modified", "removed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One unit that differs: a data key, a chunk, a code file, the environment; a hash is "" where there is none."""

    path: str
    zone: Zone
    kind: Kind
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Compare contents."""

    content: ContentRecords
    documents: DocumentRecords

    def differences(
        self, session: Session, before: Roots, after: Roots, zones: tuple[Zone, ...] = ZONES
    ) -> tuple[Difference, ...]:
        """Return what differs in these zones, by path."""
        store = self.content.store(session.space)
        found = [
            difference
            for zone in zones
            for name, one, other in trie.differences(before.of(zone), after.of(zone), store)
            if not is_made(name)
            for difference in self._of_leaf(session, zone, name, one, other)
        ]
        return tuple(sorted(found, key=lambda difference: difference.path))

    def _of_leaf(
        self, session: Session, zone: Zone, name: str, before: Leaf | None, after: Leaf | None
    ) -> Iterator[Difference]:
        if zone == "docs":
            yield from _changes("docs", self._chunks(session, before), self._chunks(session, after))
        else:
            yield from _changes(zone, _named(name, before), _named(name, after))

    def _chunks(self, session: Session, leaf: Leaf | None) -> Mapping[str, str]:
        chunks = () if leaf is None else self.documents.of_leaf(session, leaf).chunks
        return {chunk.id: chunk_hash(chunk) for chunk in chunks}


def tally(differences: tuple[Difference, ...]) -> dict[Zone, dict[Kind, int]]:
    """Return how many units of each zone were added, modified and removed."""
    counts: dict[Zone, dict[Kind, int]] = {zone: dict.fromkeys(KINDS, 0) for zone in ZONES}
    for difference in differences:
        counts[difference.zone][difference.kind] += 1
    return counts


def chunk_hash(chunk: StoredChunk) -> str:
    """Return the digest of everything a chunk holds."""
    return digest(canonical([chunk.content, chunk.summary, dict(chunk.metadata)]))


def path_of(zone: Zone, name: str) -> str:
    """Return the path of a unit: its zone, and its name as a JSON Pointer (RFC 6901); code has paths of its own."""
    return f"{zone}:/{name if zone == 'code' else name.replace('~', '~0').replace('/', '~1')}"


def _named(name: str, leaf: Leaf | None) -> Mapping[str, str]:
    return {} if leaf is None else {name: leaf_hash(leaf)}


def _changes(zone: Zone, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Difference]:
    for name in {**before, **after}:
        one, other = before.get(name, ""), after.get(name, "")
        if one != other:
            kind: Kind = "added" if not one else "modified" if other else "removed"
            yield Difference(path=path_of(zone, name), zone=zone, kind=kind, before=one, after=other)
