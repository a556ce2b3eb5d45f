"""A session's log: one item per event."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from datetime import datetime
from itertools import islice, takewhile
from typing import Final

from shared.domain.content import Touched, Write, Zone
from shared.domain.session import Change, Event, Session
from shared.kernel.hashing import Json
from shared.ports.blobs import Blobs
from shared.ports.items import Absent, Item, Items, Put
from shared.records import keys
from shared.records.headers import from_micros, to_micros
from shared.records.layers import LayerRecords
from shared.records.values import StoredValue, Values, leaf_hash, to_text

_PAGE: Final = 200
"""How many events one query asks for; a page of the store holds at most 1 MB in any case."""


@dataclass(frozen=True, slots=True)
class Authorship:
    """Who changed which units of the content, and when."""

    kind: str
    author: str
    at: datetime
    revision: int
    units: frozenset[tuple[Zone, str]]


@dataclass(frozen=True, slots=True)
class EventRecords:
    """The log of every session."""

    items: Items
    blobs: Blobs

    def action(self, session: Session, change: Change, delta: Mapping[str, StoredValue]) -> Put:
        """Return what writes `change` as the event of the header `session`, which already counts it."""
        values = Values(self.blobs, session.space)
        attributes: dict[str, str | int | bytes] = {
            "id": change.event_id,
            "kind": change.kind,
            "author": change.author,
            "at": to_micros(change.at),
            "updated": to_micros(session.updated),
            "told": session.told,
            "latestTold": session.latest_told,
            "revision": session.revision,
            "delta": to_text(values.store(dict(delta))),
            "removed": to_text(list(change.removed)),
            "facts": to_text(dict(change.facts)),
            "touched": to_text(values.store(_listed(change.writes))),
            **({"touchedBefore": to_text(list(self._touched_apart(session, change)))} if change.kept else {}),
            **({} if change.body is None else {"body": to_text(values.store(dict(change.body)))}),
        }
        return Put(key=keys.event(session, session.sequence), attributes=attributes, conditions=(Absent(),))

    def latest(self, session: Session, *, limit: int) -> tuple[Event, ...]:
        """Return the last `limit` events, oldest first, none newer than the header `session`."""
        return self.read(session, limit=limit)

    def read(
        self,
        session: Session,
        *,
        before: int | None = None,
        limit: int | None = None,
        told_from: int | None = None,
    ) -> tuple[Event, ...]:
        """
        Return the last `limit` events, oldest first, none newer than the header `session`.

        With `before` only those of a smaller sequence; with `told_from` only those whose author gave that time or a
        later one.
        """
        if limit == 0:
            return ()
        last = session.sequence if before is None else min(before - 1, session.sequence)
        page = _PAGE if limit is None or told_from is not None else min(limit, _PAGE)
        earlier = self._backwards(session, last, told_from, page)
        found = (event for event in earlier if told_from is None or event.told >= told_from)
        return tuple(islice(found, limit if limit is None else min(limit, session.sequence)))[::-1]

    def find(self, session: Session, sequence: int) -> Event | None:
        """Return the event of that sequence, if there is one."""
        item = self.items.get(keys.event(session, sequence))
        return None if item is None else self._event(session, item)

    def last_active(self, session: Session, at: datetime) -> datetime:
        """
        Return when the session had last changed as of a moment at which it was there: what its header said then.

        That never decreases along the log, so a few events tell.
        """

        def updated(sequence: int) -> int:
            item = self.items.get(keys.event(session, sequence))
            assert item is not None  # noqa: S101 - a log has no holes
            return int(item.attributes.get("updated", item.attributes["at"]))

        place = bisect_right(range(1, session.sequence + 1), to_micros(at), key=updated)
        return from_micros(updated(place)) if place else session.created

    def told(self, session: Session, mark: str) -> Event | None:
        """Return the event that was given under this mark, if one was."""
        item = self.items.get(keys.told(session, mark))
        return None if item is None else self.find(session, int(item.attributes["sequence"]))

    def between(
        self, session: Session, behind: int, *, newest_first: bool, before: int | None = None
    ) -> Iterator[Event]:
        """Yield the events behind a sequence, up to that of the header `session`; newest first those `before` one."""
        if newest_first:
            last = session.sequence if before is None else min(before - 1, session.sequence)
            newest = self._backwards(session, last, None, _PAGE)
            yield from takewhile(lambda event: event.sequence > behind, newest)
            return
        after: str | None = keys.event(session, behind).sort
        while after is not None:
            page = self.items.query(keys.events_partition(session), after=after, limit=_PAGE)
            for item in page.items:
                if int(item.key.sort) > session.sequence:
                    return
                yield self._event(session, item)
            after = page.after

    def authors(self, session: Session) -> Iterator[Authorship]:
        """Yield who changed what, newest first, up to the header `session`; no values are loaded."""
        values = Values(self.blobs, session.space)
        after: str | None = keys.event(session, session.sequence + 1).sort
        while after is not None:
            page = self.items.query(keys.events_partition(session), after=after, forward=False, limit=_PAGE)
            yield from (_authorship(item, values) for item in page.items)
            after = page.after

    def _backwards(self, session: Session, last: int, told_from: int | None, size: int) -> Iterator[Event]:
        """Yield the events up to `last`, newest first, as far back as one may be told at `told_from` or later."""
        after: str | None = keys.event(session, last + 1).sort
        while after is not None:
            page = self.items.query(keys.events_partition(session), after=after, forward=False, limit=size)
            for item in page.items:
                if told_from is not None and int(item.attributes["latestTold"]) < told_from:
                    return
                yield self._event(session, item)
            after = page.after

    def _touched_apart(self, session: Session, change: Change) -> Iterator[StoredValue]:
        """Yield what the log says of the writes in each blob of a change, of one blob after the other."""
        layers, values = LayerRecords(self.items, self.blobs), Values(self.blobs, session.space)
        return (values.store(_listed(layers.kept(session, blob))) for blob in change.kept)

    def _event(self, session: Session, item: Item) -> Event:
        values, at = Values(self.blobs, session.space), item.attributes
        delta = values.load(json.loads(str(at["delta"])))
        assert isinstance(delta, dict)  # noqa: S101 - what `action` wrote
        return Event(
            sequence=int(item.key.sort),
            id=str(at["id"]),
            kind=str(at["kind"]),
            author=str(at["author"]),
            at=from_micros(int(at["at"])),
            told=int(at["told"]),
            latest_told=int(at["latestTold"]),
            revision=int(at["revision"]),
            delta=values.load_map(delta),  # type: ignore[arg-type]  # every entry is a stored value
            removed=tuple(json.loads(str(at["removed"]))),
            facts=json.loads(str(at["facts"])),
            touched=tuple(_touched(item, values)),
            body=_body(values.load(json.loads(str(at["body"])))) if "body" in at else None,
        )


def _authorship(item: Item, values: Values) -> Authorship:
    at = item.attributes
    delta = values.load(json.loads(str(at["delta"])))
    assert isinstance(delta, dict)  # noqa: S101 - what `action` wrote
    data: list[tuple[Zone, str]] = [("data", name) for name in (*delta, *json.loads(str(at["removed"])))]
    others = [(each.zone, each.name) for each in _touched(item, values)]
    moment = from_micros(int(at["at"]))
    return Authorship(str(at["kind"]), str(at["author"]), moment, int(at["revision"]), frozenset(data + others))


def _body(value: Json) -> dict[str, Json]:
    assert isinstance(value, dict)  # noqa: S101 - what `action` wrote
    return value


def touched(writes: Iterable[Write]) -> Iterable[Touched]:
    """Return what a log says about writes: hashes instead of contents."""
    return (Touched(write.zone, write.name, "" if write.leaf is None else leaf_hash(write.leaf)) for write in writes)


def _listed(writes: Iterable[Write]) -> list[Json]:
    return [list(astuple(each)) for each in touched(writes)]


def _touched(item: Item, values: Values) -> Iterator[Touched]:
    before = json.loads(str(item.attributes.get("touchedBefore", "[]")))
    for stored in (*before, json.loads(str(item.attributes["touched"]))):
        listed = values.load(stored)
        assert isinstance(listed, list)  # noqa: S101 - what `action` wrote
        yield from (Touched(*entry) for entry in listed)  # type: ignore[misc]  # its three fields
