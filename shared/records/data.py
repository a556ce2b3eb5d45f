"""
A session's data map: one item per key that changed lately, above a folded base.

The base is one immutable blob with the stored form of every key. A change that touches more keys than a transaction
carries folds the whole map into a new base and moves the header's pointer to it; the items of the former generation
are no longer read and may be removed at leisure.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from shared.domain.session import Session
from shared.ports.blobs import Blobs
from shared.ports.items import Action, Delete, Items, Put
from shared.records import keys
from shared.records.paging import every_item
from shared.records.values import StoredValue, to_text

ITEMS_PER_CHANGE: Final = 60
"""How many keys one transaction carries beside the header, the event and what a stage writes with them."""


@dataclass(frozen=True, slots=True)
class DataMap:
    """The stored values of a session's data keys."""

    items: Items
    blobs: Blobs

    def entries(self, session: Session) -> dict[str, StoredValue]:
        """Return the stored value of every key, as of the header `session`."""
        found = self._base(session)
        for item in every_item(self.items, keys.content_partition(session), keys.data_prefix(session)):
            name, text = str(item.attributes["name"]), str(item.attributes["value"])
            if text:
                found[name] = json.loads(text)
            else:
                found.pop(name, None)
        return found

    def change(self, session: Session, delta: Mapping[str, StoredValue], removed: tuple[str, ...]) -> DataChange:
        """Return what writes `delta` and takes `removed` away, on top of `session`."""
        if len(delta) + len(removed) <= ITEMS_PER_CHANGE:
            return DataChange(session.base, session.generation, tuple(_puts(session, delta, removed)))
        folded = {name: value for name, value in self.entries(session).items() if name not in removed} | dict(delta)
        base = self.blobs.put(session.space, to_text(folded).encode("utf-8", "surrogatepass"))
        return DataChange(base, session.generation + 1, ())

    def forget(self, former: Session) -> None:
        """Remove the items of a generation that is no longer read."""
        names = [item.key for item in every_item(self.items, keys.content_partition(former), keys.data_prefix(former))]
        for start in range(0, len(names), 100):
            self.items.transact([Delete(key=key) for key in names[start : start + 100]])

    def _base(self, session: Session) -> dict[str, StoredValue]:
        if not session.base:
            return {}
        folded: dict[str, StoredValue] = json.loads(
            self.blobs.get(session.space, session.base).decode("utf-8", "surrogatepass")
        )
        return folded


@dataclass(frozen=True, slots=True)
class DataChange:
    """What a change does to the map: the base and generation the header must name after it, and the items to write."""

    base: str
    generation: int
    actions: tuple[Action, ...]


def _puts(session: Session, delta: Mapping[str, StoredValue], removed: tuple[str, ...]) -> Iterator[Put]:
    # No conditions: the header's, in the same transaction, guards them.
    for name, value in delta.items():
        yield Put(key=keys.data(session, name), attributes={"name": name, "value": to_text(value)}, conditions=())
    for name in removed:
        # An empty text hides the key in the base below.
        yield Put(key=keys.data(session, name), attributes={"name": name, "value": ""}, conditions=())
