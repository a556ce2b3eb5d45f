"""
What stages made, after a merge of what they made it from.

It is never merged: the side whose inputs are those of the whole has what fits it. Where neither has, the target's stays
until the stage runs again, and is told to be stale.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from shared.domain import trie
from shared.domain.content import Leaf, Ref, Zone, made
from shared.domain.merge import Stale
from shared.services.merge_units import Contents, Leaves3, Units, same

_MADE: Final[Mapping[Zone, tuple[str, ...]]] = {
    "data": (made("model"), made("diagnostics")),
    "code": (made("code"), made("bundle")),
    "env": (made("origin"),),
}
"""In which zone lies what; what is in the data was made from the documents, the others from their own zone."""

Written = Mapping[Zone, Mapping[str, Leaf | None]]


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one thing that a stage made: its leaf, whether that is the target's, and whether it is stale."""

    zone: Zone
    name: str
    leaf: Leaf | None
    is_kept: bool
    is_stale: bool

    @property
    def stale(self) -> Stale:
        """What is told of it."""
        name = self.name.lstrip("\0")
        inputs = "documents" if self.zone == "data" else f"{self.zone} zone"
        detail = f"the {name} was made from other {inputs} than the merged ones; run its stage again"
        return Stale(path=f"{self.zone}:/@{name}", detail=detail)


@dataclass(frozen=True, slots=True)
class Makings:
    """What was made, on either side of a merge of which `docs` is the tree of the documents afterwards."""

    units: Units
    contents: Contents
    written: Written
    docs: Ref
    store: trie.Store

    def settled(self) -> Iterator[Made]:
        """Return what becomes of each."""
        for zone, names in _MADE.items():
            fits = self._fits(zone)
            differing = self.units.made.get(zone, {})
            for name in names:
                if name in differing:
                    yield _settled(zone, name, differing[name], *fits)
                elif not fits[0]:
                    leaf = trie.found(self.contents.ours.of(zone), name, self.store)
                    yield _settled(zone, name, Leaves3(leaf, leaf, leaf), *fits)

    def _fits(self, zone: Zone) -> tuple[bool, bool]:
        """Return whether what the target made fits the whole, and whether what the source made does."""
        contents = self.contents
        if zone == "data":
            merged = self.docs.digest
            return merged == contents.ours.docs.digest, merged == contents.theirs.docs.digest
        after = self.written.get(zone, {})
        own = self.units.of(zone).items()
        return not after, all(same(after.get(name, three.ours), three.theirs) for name, three in own)


def _settled(zone: Zone, name: str, leaves: Leaves3, fits_ours: bool, fits_theirs: bool) -> Made:  # noqa: FBT001
    _base, ours, theirs = leaves
    if same(ours, theirs):
        return Made(zone, name, ours, is_kept=True, is_stale=ours is not None and not (fits_ours or fits_theirs))
    if fits_theirs and (not fits_ours or same(leaves.base, ours)):
        return Made(zone, name, theirs, is_kept=False, is_stale=False)
    return Made(zone, name, ours, is_kept=True, is_stale=ours is not None and not fits_ours)
