"""A session's log: one item per event."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from shared.domain.session import Change, Event, Session
from shared.ports.blobs import Blobs
from shared.ports.items import Absent, Item, Items, Put
from shared.records import keys
from shared.records.headers import from_micros, to_micros
from shared.records.values import StoredValue, Values, to_text


@dataclass(frozen=True, slots=True)
class EventRecords:
    """The log of every session."""

    items: Items
    blobs: Blobs

    def action(self, session: Session, change: Change, delta: Mapping[str, StoredValue]) -> Put:
        """Return what writes `change` as the event of the header `session`, which already counts it."""
        stored = Values(self.blobs, session.space).store(dict(delta))
        attributes: dict[str, str | int | bytes] = {
            "id": change.event_id,
            "kind": change.kind,
            "author": change.author,
            "at": to_micros(change.at),
            "revision": session.revision,
            "delta": to_text(stored),
            "removed": to_text(list(change.removed)),
        }
        return Put(key=keys.event(session, session.sequence), attributes=attributes, conditions=(Absent(),))

    def latest(self, session: Session, *, limit: int) -> tuple[Event, ...]:
        """Return the last `limit` events, oldest first, none newer than the header `session`."""
        end = keys.event(session, session.sequence + 1).sort
        page = self.items.query(keys.events_partition(session), after=end, forward=False, limit=limit)
        return tuple(self._event(session, item) for item in reversed(page.items))

    def _event(self, session: Session, item: Item) -> Event:
        values = Values(self.blobs, session.space)
        delta = values.load(json.loads(str(item.attributes["delta"])))
        assert isinstance(delta, dict)  # noqa: S101 - what `action` wrote
        return Event(
            sequence=int(item.key.sort),
            id=str(item.attributes["id"]),
            kind=str(item.attributes["kind"]),
            author=str(item.attributes["author"]),
            at=from_micros(int(item.attributes["at"])),
            revision=int(item.attributes["revision"]),
            delta=values.load_map(delta),  # type: ignore[arg-type]  # every entry is a stored value
            removed=tuple(json.loads(str(item.attributes["removed"]))),
        )
