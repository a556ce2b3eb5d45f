"""What is done once a day: sessions whose time is over go, then blobs that nobody holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shared.records.tombstones import TombstoneRecords
from shared.services.collecting import Collected, Collecting
from shared.services.departed import Expiring


@dataclass(frozen=True, slots=True)
class Tidied:
    """What became of one family: its blobs, and the sessions that were removed, or would be."""

    collected: Collected
    expired: tuple[str, ...]

    @property
    def sessions(self) -> tuple[str, ...]:
        """Every session that was removed, or would be."""
        return (*self.collected.broken_off, *self.expired)


@dataclass(frozen=True, slots=True, kw_only=True)
class Housekeeping:
    """The daily work on everything that is kept."""

    collecting: Collecting
    expiring: Expiring
    tombstones: TombstoneRecords

    def tidy(self, *, dry_run: bool = False) -> Iterator[Tidied]:
        """Yield what became of each family, one after the other; every day begins with others."""
        now = self.collecting.clock.now()
        if not dry_run:
            self.tombstones.forget(now)
        for space in self.collecting.records.families.spaces(now.toordinal()):
            expired = tuple(self.expiring.expire(space, dry_run=dry_run))
            yield Tidied(self.collecting.collect_space(space, dry_run=dry_run), expired)
