"""
Which blobs of a family are held by anything that is remembered of it.

Whatever looks like a digest holds the blob it names: in an attribute of any item of the family, and in the JSON text of
any blob that is held, unless an item says that its time is over. So no kind of record can be forgotten here; what is
held too long is a blob whose digest somebody happens to have written down.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Final

from shared.kernel.errors import NotFound
from shared.ports.blobs import Blobs
from shared.ports.items import Item, Items
from shared.records import headers, keys, state_keys
from shared.records.families import FamilyRecords, Member
from shared.records.paging import every_item
from shared.records.shared_spaces import SharedSpaces

HOLDS_UNTIL: Final = "holdsUntil"
"""The attribute of an item that holds nothing from then on: microseconds since 1970 UTC."""

_DIGEST: Final = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_DIGEST_BYTES: Final = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_JSON_STARTS: Final = (b"{", b"[")


@dataclass(frozen=True, slots=True)
class Holdings:
    """What families hold."""

    items: Items
    blobs: Blobs

    def held(self, space: str, now: datetime) -> set[str]:
        """Return the digests that the family of a space holds; every live blob of JSON is read."""
        todo = {digest for item in self._items(space) if not _is_over(item, now) for digest in _named(item)}
        seen: set[str] = set()
        while todo:
            digest = todo.pop()
            if digest not in seen:
                seen.add(digest)
                todo.update(self._inside(space, digest))
        return seen

    def _items(self, space: str) -> Iterator[Item]:
        families = FamilyRecords(self.items, self.blobs)
        yield from every_item(self.items, state_keys.family_partition(space))
        yield from SharedSpaces(self.items).holders(space)
        for member in families.sessions(space):
            yield from self._of_member(member)
        for commit_id in families.commits(space):
            if (item := self.items.get(state_keys.commit(commit_id))) is not None:
                yield item

    def _of_member(self, member: Member) -> Iterator[Item]:
        head = self.items.get(keys.head(member.session_id))
        if head is None or head.attributes["life"] != member.life:
            return
        yield head
        session = headers.from_item(head)
        parts = (every_item(self.items, partition) for partition in keys.partitions(session))
        yield from chain.from_iterable(parts)

    def _inside(self, space: str, digest: str) -> set[str]:
        try:
            data = self.blobs.get(space, digest)
        except NotFound:
            return set()  # a digest of something else, or of another space
        return named_in(data)


def named_in(data: bytes) -> set[str]:
    """Return the digests in the bytes of a blob, if they may be JSON."""
    if not data.startswith(_JSON_STARTS):
        return set()
    return {found.decode() for found in _DIGEST_BYTES.findall(data)}


def _is_over(item: Item, now: datetime) -> bool:
    until = item.attributes.get(HOLDS_UNTIL)
    return isinstance(until, int) and until <= headers.to_micros(now)


def _named(item: Item) -> Iterator[str]:
    for value in item.attributes.values():
        if isinstance(value, str):
            yield from _DIGEST.findall(value)
