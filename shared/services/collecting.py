"""
Remove blobs that nobody holds any more, and never one that somebody holds or is about to.

Sessions whose arrival broke off hold what nobody will ever see; they go first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from shared.ports.blobs import RENEWAL, Blobs, KeptBlob
from shared.ports.clock import Clock
from shared.records.holdings import Holdings
from shared.records.sessions import SessionRecords

GRACE: Final = timedelta(days=7)
"""How long bytes stay that nobody holds: pipelines hand them on for hours, and whoever writes may be slow."""

_TRIES: Final = 3

assert GRACE > RENEWAL  # noqa: S101 - a blob that somebody relies on must be younger than one that is removed


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """
    What became of one space: how many blobs it had, which were removed or would be; `gave_up` if it kept moving.

    `broken_off` are the sessions that were removed before, or would be, since they had not arrived in time.
    """

    space: str
    blobs: int
    removed: tuple[str, ...] = ()
    gave_up: bool = False
    broken_off: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Collecting:
    """
    Mark what every family holds, and sweep the rest.

    What is removed was old when it was listed, and held by nobody while nothing was handed from one holder to another
    (`FamilyRecords.moved`). Whoever comes to rely on it afterwards keeps it anew, which makes another version of it.
    """

    records: SessionRecords
    holdings: Holdings
    blobs: Blobs
    clock: Clock

    def collect(self, *, dry_run: bool = False) -> Iterator[Collected]:
        """Yield what became of each space, one after the other; every day begins with others."""
        for space in self.records.families.spaces(self.clock.now().toordinal()):
            yield self.collect_space(space, dry_run=dry_run)

    def collect_space(self, space: str, *, dry_run: bool = False) -> Collected:
        """Return what became of one space; `dry_run` removes nothing."""
        broken_off = tuple(self._broken_off(space, dry_run=dry_run))
        return replace(self._collect(space, dry_run=dry_run), broken_off=broken_off)

    def _broken_off(self, space: str, *, dry_run: bool) -> Iterator[str]:
        # Nobody could send uploads to them, and whoever else takes the id or goes on with them has another life.
        for session in self.records.broken_off(space, self.clock.now()):
            if dry_run or self.records.mark_going(session, unless_changed=True):
                yield session.id
                if not dry_run:
                    self.records.sweep(session)

    def _collect(self, space: str, *, dry_run: bool) -> Collected:
        for _ in range(_TRIES):
            moves = self.records.families.moves(space)
            listed = tuple(self.blobs.list(space))
            old = tuple(blob for blob in listed if self.clock.now() - blob.kept >= GRACE)
            held = self.holdings.held(space, self.clock.now()) if old else set()
            if self.records.families.moves(space) == moves:
                free = tuple(blob for blob in old if blob.digest not in held)
                return self._removed(space, len(listed), free, dry_run=dry_run)
        return Collected(space=space, blobs=len(listed), gave_up=True)

    def _removed(self, space: str, count: int, free: tuple[KeptBlob, ...], *, dry_run: bool) -> Collected:
        for blob in free if not dry_run else ():
            self.blobs.remove(space, blob)
        return Collected(space=space, blobs=count, removed=tuple(sorted({blob.digest for blob in free})))
