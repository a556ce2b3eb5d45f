"""
Blob spaces that belong to no session: of the states and the files that many sessions of an agent app share.

Each is listed among the families before its first blob is kept, with the place of the items that hold its blobs, so
that the collector finds both. A space is never removed as a whole, since its states and files may come back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shared.ports.items import Attributes, Item, Items, Key, Put
from shared.records import state_keys
from shared.records.paging import every_item

_PLACE = "P"


@dataclass(frozen=True, slots=True)
class SharedSpaces:
    """The spaces that many sessions share."""

    items: Items

    def add(self, space: str, partition: str, sort: str = "") -> None:
        """List a space whose blobs one item holds, or without `sort` every item of the partition; again is no error."""
        place: Attributes = {"partition": partition, **({"sort": sort} if sort else {})}
        self.items.transact([Put(key=_place(space), attributes=place, conditions=())])

    def holders(self, space: str) -> Iterator[Item]:
        """Yield the items that may hold blobs of a space, none of one that is not listed."""
        place = self.items.get(_place(space))
        if place is None:
            return
        partition = str(place.attributes["partition"])
        if "sort" not in place.attributes:
            yield from every_item(self.items, partition)
        elif (found := self.items.get(Key(partition, str(place.attributes["sort"])))) is not None:
            yield found


def _place(space: str) -> Key:
    return state_keys.member(space, _PLACE, "-")
