"""What a session's content is made of: four zones of named leaves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal, TypeAlias, get_args

from shared.kernel.hashing import Json, digest

Zone: TypeAlias = Literal["data", "docs", "code", "env"]
ZONES: Final[tuple[Zone, ...]] = get_args(Zone)

Leaf: TypeAlias = dict[str, Json]
"""
A stored leaf: `v` its JSON value, `t` its text, or `b` the digest of the blob that holds one of them, with `n` its
bytes. `w` is what it weighs in its zone's tally, `r` lists further blobs it names, `d` the values it was derived from,
each by path and hash.
"""

Leaves: TypeAlias = Mapping[str, Leaf]


@dataclass(frozen=True, slots=True)
class Ref:
    """A tree: the digest of its root node ("" when it is empty), how many leaves it has, and what they weigh."""

    digest: str = ""
    count: int = 0
    weight: int = 0


EMPTY: Final = Ref()


@dataclass(frozen=True, slots=True)
class Roots:
    """A whole content: the tree of each zone."""

    data: Ref = EMPTY
    docs: Ref = EMPTY
    code: Ref = EMPTY
    env: Ref = EMPTY

    def of(self, zone: Zone) -> Ref:
        """Return the tree of a zone."""
        tree: Ref = getattr(self, zone)
        return tree

    def with_zones(self, other: Roots, zones: tuple[Zone, ...]) -> Roots:
        """Return these trees with those of `other` in the place of some zones'."""
        return replace(self, **{zone: other.of(zone) for zone in zones})

    def __iter__(self) -> Iterator[tuple[Zone, Ref]]:
        return iter((zone, self.of(zone)) for zone in ZONES)


def content_hash(roots: Roots) -> str:
    """Return the digest of a whole content: over the digests of its zones' trees, in the order of `ZONES`."""
    return digest("\n".join(tree.digest for _, tree in roots).encode())


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    """
    Where a session's content lies: `roots`, and above them the layers `folded + 1` to `generation`.

    Only the last layer is written to, and has `dirty` entries at most. Those up to `swept` are removed; the others up
    to `folded` are kept for readers of an older header, since `folded_at`.
    """

    roots: Roots = Roots()
    folded: int = 0
    generation: int = 1
    dirty: int = 0
    swept: int = 0
    folded_at: datetime | None = None

    @property
    def is_flat(self) -> bool:
        """Whether the roots are the whole content: no layer has an entry."""
        return self.dirty == 0 and self.generation == self.folded + 1

    def written(self, entries: int) -> Layers:
        """Return the layers after `entries` more in the last one."""
        return replace(self, dirty=self.dirty + entries)

    def rotated(self) -> Layers:
        """Return the layers with a new, empty one on top; those below never change again."""
        return replace(self, generation=self.generation + 1, dirty=0)

    def replaced(self, roots: Roots) -> Layers:
        """Return layers whose whole content is `roots`."""
        top = self.generation + 1
        return replace(self, roots=roots, folded=top - 1, generation=top, dirty=0)


@dataclass(frozen=True, slots=True)
class Write:
    """One leaf to write, or to take away when it is None."""

    zone: Zone
    name: str
    leaf: Leaf | None


_MADE: Final = "\0"


def made(name: str) -> str:
    """Return the name of a leaf that a stage made of others; no data key or path can be such a one."""
    return _MADE + name


def is_made(name: str) -> bool:
    """Return whether a leaf is none of a zone's own, but made of others."""
    return name.startswith(_MADE)


@dataclass(frozen=True, slots=True)
class Touched:
    """What a log says about a write outside the data: which leaf, and its hash, or "" when it was taken away."""

    zone: Zone
    name: str
    hash: str
