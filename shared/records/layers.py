"""
What changed lately: items in layers above the trees that hold everything else.

A layer has one item per leaf that was written or taken away, and may start with one item for a change too wide for a
transaction, whose leaves lie in a blob. A later layer hides what an earlier one says of the same leaf.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final, TypeAlias, cast

from shared.domain.content import ZONES, Leaf, Write, Zone
from shared.domain.session import Session
from shared.ports.blobs import Blobs
from shared.ports.items import Action, Delete, Item, Items, Put
from shared.records import keys
from shared.records.values import to_text

ITEMS_PER_CHANGE: Final = 60
"""How many leaves one transaction carries beside the header, the event and what a stage writes with them."""

Above: TypeAlias = Mapping[Zone, Mapping[str, Leaf | None]]
"""The leaves of each zone that hide those of its tree; None hides a leaf that was taken away."""

PORTION: Final = 512
"""How many leaves are held in memory at once where nobody wants them all."""


@dataclass(frozen=True, slots=True)
class LayerRecords:
    """The layers of every session's content."""

    items: Items
    blobs: Blobs

    def actions(self, session: Session, writes: Iterable[Write]) -> list[Action]:
        """Return what puts `writes` into the topmost layer of the header `session`, which already counts them."""
        # No conditions: the header's, in the same transaction, guards them.
        return [
            Put(key=keys.leaf(session, write.zone, write.name), attributes=_attributes(write), conditions=())
            for write in writes
        ]

    def keep(self, session: Session, writes: Iterable[Write]) -> tuple[str, ...]:
        """Return the digests of blobs that hold `writes`, so many in each that one is read at a time."""
        return tuple(self._kept(session, portion) for portion in _portions(writes))

    def kept(self, session: Session, blob: str) -> Iterator[Write]:
        """Yield the writes that a blob holds."""
        # Neither the bytes nor the text stay in memory beside what they say.
        yield from (
            Write(*entry) for entry in json.loads(self.blobs.get(session.space, blob).decode("utf-8", "surrogatepass"))
        )

    def bulk(self, session: Session, blobs: Iterable[str]) -> Put:
        """Return the action that starts the topmost layer of the header `session` with the writes in blobs."""
        return Put(key=keys.bulk(session), attributes={"blob": " ".join(blobs)}, conditions=())

    def above(self, session: Session) -> Above:
        """Return what the layers of the header `session` say; one query, and none where they are empty."""
        return _told(self._all(session))

    def portions(self, session: Session) -> Iterator[Above]:
        """Yield what the layers of the header `session` say portion by portion, each over those before it."""
        return map(_told, _portions(self._all(session)))

    def sweep(self, session: Session, upto: int) -> None:
        """Remove the layers up to one that nobody reads any more."""
        names: list[Action] = []
        for item in self._range(session, session.layers.swept):
            if keys.generation(item.key) > upto:
                break
            names.append(Delete(key=item.key))
        for start in range(0, len(names), 100):
            self.items.transact(names[start : start + 100])

    def _kept(self, session: Session, writes: Iterable[Write]) -> str:
        listed = [[write.zone, write.name, write.leaf] for write in writes]
        return self.blobs.put(session.space, to_text(listed).encode("utf-8", "surrogatepass"))

    def _all(self, session: Session) -> Iterator[Write]:
        for item in self._items(session):
            yield from self._writes(session, item)

    def _items(self, session: Session) -> Iterator[Item]:
        if session.layers.is_flat:
            return
        for item in self._range(session, session.layers.folded):
            if keys.generation(item.key) > session.layers.generation:
                return
            yield item

    def _range(self, session: Session, behind: int) -> Iterator[Item]:
        """Yield the items of the layers above `behind`, from the lowest on."""
        after: str | None = keys.behind_layer(behind)
        while after is not None:
            page = self.items.query(keys.content_partition(session), prefix=keys.LAYERS, after=after)
            yield from page.items
            after = page.after

    def _writes(self, session: Session, item: Item) -> Iterator[Write]:
        at = item.attributes
        if "blob" in at:
            for blob in str(at["blob"]).split():
                yield from self.kept(session, blob)
        else:
            leaf = str(at["leaf"])
            yield Write(cast("Zone", at["zone"]), str(at["name"]), json.loads(leaf) if leaf else None)


def _told(writes: Iterable[Write]) -> Above:
    found: dict[Zone, dict[str, Leaf | None]] = {zone: {} for zone in ZONES}
    for write in writes:
        found[write.zone][write.name] = write.leaf
    return found


def _portions(writes: Iterable[Write]) -> Iterator[Iterator[Write]]:
    """Yield the writes in portions, each to be gone through before the next; none of them is held here."""
    rest = iter(writes)
    for first in rest:
        yield chain((first,), islice(rest, PORTION - 1))


def _attributes(write: Write) -> dict[str, str | int | bytes]:
    # An empty text says that the leaf was taken away.
    leaf = "" if write.leaf is None else to_text(write.leaf)
    return {"zone": write.zone, "name": write.name, "leaf": leaf}
