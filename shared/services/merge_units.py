"""The units that differ between the contents of a merge, as their leaves, at the cost of what differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from shared.domain import trie
from shared.domain.content import ZONES, Leaf, Roots, Zone, is_made
from shared.kernel.errors import TooLarge
from shared.records.values import leaf_size, to_text

UNITS: Final = 20_000
"""How many units may differ."""

LOADED_BYTES: Final = 64 * 1024 * 1024
"""How many bytes their values may have together, since all of them are held at once."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents of a merge, all of one space: the base, the target's (`ours`) and the source's (`theirs`)."""

    base: Roots
    ours: Roots
    theirs: Roots

    def is_forward(self, zones: tuple[Zone, ...]) -> bool:
        """Return whether a merge of these zones leads from the base, where the target is, to what the source has."""
        return self.ours == self.base and self.ours.with_zones(self.theirs, zones) == self.theirs


@dataclass(frozen=True, slots=True)
class Leaves3:
    """The leaf of one unit in each of the contents, None where it has none."""

    base: Leaf | None
    ours: Leaf | None
    theirs: Leaf | None

    def __iter__(self) -> Iterator[Leaf | None]:
        return iter((self.base, self.ours, self.theirs))

    @property
    def is_new(self) -> bool:
        """Whether the base has no such unit."""
        return self.base is None


Named: TypeAlias = Mapping[str, Leaves3]


@dataclass(frozen=True, slots=True)
class Units:
    """What differs in each zone: its own units, and what stages made of others."""

    own: Mapping[Zone, Named] = field(default_factory=dict)
    made: Mapping[Zone, Named] = field(default_factory=dict)

    def of(self, zone: Zone) -> Named:
        """Return the units of a zone."""
        return self.own.get(zone, {})


def units(contents: Contents, zones: tuple[Zone, ...], store: trie.Store) -> Units:
    """
    Return what differs from the base on either side, in some zones.

    Raises:
        TooLarge: too much differs (`payload_too_large`).
    """
    found = {zone: _of_zone(contents, zone, store) for zone in ZONES if zone in zones}
    own = {zone: {name: three for name, three in named.items() if not is_made(name)} for zone, named in found.items()}
    made = {zone: {name: three for name, three in named.items() if is_made(name)} for zone, named in found.items()}
    _check_size(own)
    return Units(own, made)


def same(one: Leaf | None, other: Leaf | None) -> bool:
    """Return whether two leaves hold the same; to Python 1, 1.0 and True are equal, to us their texts are not."""
    return one is other or (one is not None and other is not None and to_text(one) == to_text(other))


def _of_zone(contents: Contents, zone: Zone, store: trie.Store) -> Named:
    base, ours, theirs = contents.base.of(zone), contents.ours.of(zone), contents.theirs.of(zone)
    mine = {name: (before, after) for name, before, after in trie.differences(base, ours, store)}
    others = {name: (before, after) for name, before, after in trie.differences(base, theirs, store)}
    found: dict[str, Leaves3] = {}
    for name in sorted({**mine, **others}):
        before = mine[name][0] if name in mine else others[name][0]
        # What one side did not change, it has as the base has it.
        found[name] = Leaves3(before, mine.get(name, (None, before))[1], others.get(name, (None, before))[1])
    return found


def _check_size(own: Mapping[Zone, Named]) -> None:
    changed = [three for named in own.values() for three in named.values()]
    size = sum(leaf_size(leaf) for three in changed for leaf in three if leaf is not None)
    if len(changed) > UNITS or size > LOADED_BYTES:
        message = f"a merge is of up to {UNITS} units that differ, of up to {LOADED_BYTES} bytes together"
        raise TooLarge(message)
