"""
The items of caches: one per key, and parts for values that one item would not hold.

    CACHED#{key}                      what is known of a value, and a small value itself
    CACHEDPART#{key}#{version}#{n}    one part of a larger one
    CACHETALLY                        how many keys there are, and which versions were given to keys that are gone
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from shared.domain.cached import Entry
from shared.domain.session import Session
from shared.ports.items import Absent, Condition, Delete, Equals, Item, Key, Put
from shared.records import keys
from shared.records.headers import from_micros, to_micros

ENTRIES: Final = "CACHED#"

_INLINE_BYTES: Final = 1024
"""Larger values lie in parts of their own, so that lists of keys need not read them."""

_PART_BYTES: Final = 300_000


@dataclass(frozen=True, slots=True)
class Tally:
    """
    How many keys a cache has, at most: expired ones are counted until somebody counts again.

    No key that is gone had a version above `floor`. `moves` grows with every write of the tally.
    """

    keys: int = 0
    floor: int = 0
    moves: int = 0


def entry_key(session: Session, key: str) -> Key:
    """Return the place of what is known of a value."""
    return Key(keys.content_partition(session), ENTRIES + keys.escaped(key))


def tally_key(session: Session) -> Key:
    """Return the place of the tally."""
    return Key(keys.content_partition(session), "CACHETALLY")


def unchanged(session: Session, old: Item | None) -> tuple[Condition, ...]:
    """Return the conditions under which an entry or tally is still as it was read."""
    if old is None:
        return (Absent(),)
    mark = "moves" if old.key == tally_key(session) else "version"
    return (Equals(mark, old.attributes[mark]),)


def put_entry(session: Session, entry: Entry, data: bytes, old: Item | None) -> list[Put | Delete]:
    """Return the actions that write a value in the place of the one in the item `old`."""
    pieces = _pieces(data)
    attributes = _attributes(entry) | ({"data": data} if not pieces else {"parts": len(pieces)})
    entry_put = Put(
        key=entry_key(session, entry.key), attributes=attributes | _ends(entry), conditions=unchanged(session, old)
    )
    # No other value has parts under this version: the condition of the entry guards them.
    parts = [
        Put(key=_part_key(session, entry, number), attributes={"data": piece} | _ends(entry), conditions=())
        for number, piece in enumerate(pieces)
    ]
    return [entry_put, *parts, *_old_parts(session, old)]


def delete_entry(session: Session, old: Item) -> list[Delete]:
    """Return the actions that remove a value."""
    return [Delete(key=old.key, conditions=unchanged(session, old)), *_old_parts(session, old)]


def part_keys(session: Session, item: Item) -> list[Key]:
    """Return the places of a value's parts, none of a small value."""
    entry = to_entry(item)
    return [_part_key(session, entry, number) for number in range(int(item.attributes.get("parts", 0)))]


def to_entry(item: Item) -> Entry:
    """Return what is known of a value."""
    at = item.attributes
    return Entry(
        key=str(at["key"]),
        version=int(at["version"]),
        size=int(at["size"]),
        is_json=bool(at["json"]),
        media_type=str(at["type"]),
        created=from_micros(int(at["created"])),
        updated=from_micros(int(at["updated"])),
        expires=from_micros(int(at["ends"])) if "ends" in at else None,
    )


def to_tally(item: Item | None) -> Tally:
    """Return the tally; without an item, that of an empty cache."""
    if item is None:
        return Tally()
    at = item.attributes
    return Tally(keys=int(at["keys"]), floor=int(at["floor"]), moves=int(at["moves"]))


def put_tally(session: Session, tally: Tally, old: Item | None) -> Iterator[Put]:
    """Yield the action that writes a tally, if it differs from the one in the item `old`."""
    if tally == to_tally(old):
        return
    moved = replace(tally, moves=tally.moves + 1)
    attributes = {"keys": moved.keys, "floor": moved.floor, "moves": moved.moves}
    yield Put(key=tally_key(session), attributes=attributes, conditions=unchanged(session, old))


def written(old: Item | None, tally: Tally, new: Entry, now: datetime) -> tuple[Entry, Tally]:
    """Return a new entry with its version, and the tally after it, given what lies in its place."""
    present = None if old is None else to_entry(old)
    version = tally.floor + 1 if present is None else present.version + 1
    alive = present is not None and not present.is_over(now)
    created = present.created if present is not None and alive else now
    count = tally.keys + (present is None)
    # What expires may be gone before anybody removes it.
    floor = max(tally.floor, version) if new.expires is not None else tally.floor
    return replace(new, version=version, created=created), replace(tally, keys=count, floor=floor)


def _old_parts(session: Session, old: Item | None) -> list[Delete]:
    return [] if old is None else [Delete(key=key) for key in part_keys(session, old)]


def _part_key(session: Session, entry: Entry, number: int) -> Key:
    sort = f"CACHEDPART#{keys.escaped(entry.key)}#{entry.version:012d}#{number:02d}"
    return Key(keys.content_partition(session), sort)


def _pieces(data: bytes) -> list[bytes]:
    if len(data) <= _INLINE_BYTES:
        return []
    return [data[start : start + _PART_BYTES] for start in range(0, len(data), _PART_BYTES)]


def _attributes(entry: Entry) -> dict[str, str | int | bytes]:
    return {
        "key": entry.key,
        "version": entry.version,
        "size": entry.size,
        "json": int(entry.is_json),
        "type": entry.media_type,
        "created": to_micros(entry.created),
        "updated": to_micros(entry.updated),
    }


def _ends(entry: Entry) -> dict[str, str | int | bytes]:
    """Return when a value ends, to the microsecond, and the second from which the table itself may remove it."""
    if entry.expires is None:
        return {}
    ends = to_micros(entry.expires)
    return {"ends": ends, "expires": ends // 1_000_000 + 1}
