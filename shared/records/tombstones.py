"""Which sessions were deleted lately, and who owned them: an owner is told for a month, everybody else never."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from shared.domain.principal import Principal
from shared.domain.session import Session
from shared.ports.items import Delete, Equals, Item, Items, Key, Put
from shared.records import state_keys
from shared.records.headers import from_micros, to_micros
from shared.records.paging import every_item
from shared.records.values import to_text

KEPT: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class TombstoneRecords:
    """The sessions of every tenant that were deleted lately; of one id, the one deleted last."""

    items: Items

    def put(self, session: Session, at: datetime) -> Put:
        """Return the action that keeps in mind that a session was deleted."""
        owners = [principal for principal, role in session.access.items() if role == "owner"]
        attributes: dict[str, str | int | bytes] = {
            "tenant": session.tenant,
            "owners": to_text(list(owners)),
            "at": to_micros(at),
        }
        return Put(key=state_keys.tombstone(session.id), attributes=attributes, conditions=())

    def is_known(self, session_id: str, principal: Principal, now: datetime) -> bool:
        """Return whether a session of that id was deleted lately that the principal owned."""
        place = state_keys.tombstone(session_id)
        for item in self.items.query(place.partition, prefix=place.sort, limit=1).items:
            at = item.attributes
            return (
                item.key == place
                and not _is_over(item, now)
                and at["tenant"] == principal.tenant
                and f"user:{principal.subject}" in json.loads(str(at["owners"]))
            )
        return False

    def forget(self, now: datetime) -> int:
        """Remove what was kept for long enough; return how many there were."""
        over = list(self._over(now))
        for key, at in over:
            self.items.transact([Delete(key=key, conditions=(Equals("at", at),))])
        return len(over)

    def _over(self, now: datetime) -> Iterator[tuple[Key, int]]:
        for digit in state_keys.SHARDS:
            for item in every_item(self.items, state_keys.tombstones(digit)):
                if _is_over(item, now):
                    yield item.key, int(item.attributes["at"])


def _is_over(item: Item, now: datetime) -> bool:
    return now - from_micros(int(item.attributes["at"])) >= KEPT
