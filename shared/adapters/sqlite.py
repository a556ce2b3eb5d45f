"""The item store in one SQLite file: durable, for one machine."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from shared.adapters.item_rules import PAGE_BYTES, check_actions, check_key, check_query, item_size
from shared.adapters.sqlite_connections import Connections
from shared.adapters.sqlite_items import changed, decode_attributes, encode_attributes, refuse_failed
from shared.ports.items import Action, Check, Item, Key, Page

_READ: Final = "SELECT attributes FROM items WHERE partition = ? AND sort = ?"
_WRITE: Final = "INSERT OR REPLACE INTO items (partition, sort, attributes) VALUES (?, ?, ?)"
_REMOVE: Final = "DELETE FROM items WHERE partition = ? AND sort = ?"
_RANGE: Final = "SELECT sort, attributes FROM items WHERE partition = ? AND sort >= ? AND sort < ? ORDER BY sort"
_FORWARD: Final = f"{_RANGE} ASC LIMIT ?"
_BACKWARD: Final = f"{_RANGE} DESC LIMIT ?"

# Far more rows than a page's bytes allow, and an integer SQLite can hold.
_ROWS: Final = 2**31
# No byte of UTF-8 is as large (RFC 3629), so this sorts after every key.
_BEHIND_ALL: Final = b"\xff"


class SqliteItems:
    """
    `Items` in the file at `path`, or in this process's memory for `:memory:`; any thread may use it.

    Threads take turns; another process that writes to the file is waited for up to `busy_seconds`.
    """

    def __init__(self, path: Path | str, *, busy_seconds: float = 10) -> None:
        self._connections = Connections(path, busy_seconds=busy_seconds)

    def close(self) -> None:
        """Let go of the file; every later call raises `Unavailable`."""
        self._connections.close()

    def get(self, key: Key) -> Item | None:
        """Return the item as last written, if it exists."""
        check_key(key)
        with self._connections.reading() as connection:
            return _read(connection, key)

    def get_many(self, keys: Sequence[Key]) -> tuple[Item | None, ...]:
        """Return the item under each key, in their order."""
        for key in keys:
            check_key(key)
        with self._connections.reading() as connection:
            return tuple(_read(connection, key) for key in keys)

    def query(
        self, partition: str, *, prefix: str = "", after: str | None = None, forward: bool = True, limit: int = 1000
    ) -> Page:
        """Return up to `limit` items and about 1 MB of one partition, in key order."""
        check_query(partition, prefix, after, limit)
        low, high = _bounds(prefix, after, forward=forward)
        bound = (partition.encode(), low, high, min(limit, _ROWS) + 1)
        # A cursor left open would hold back its snapshot, and the connection's next transaction could not start.
        with (
            self._connections.reading() as connection,
            closing(connection.execute(_FORWARD if forward else _BACKWARD, bound)) as rows,
        ):
            return _page(rows, partition, limit)

    def transact(self, actions: Sequence[Action]) -> None:
        """Do all of up to 100 actions, or none; they are on the disk when this returns."""
        check_actions(actions)
        if not actions:
            return
        with self._connections.writing() as connection:
            found = [_read(connection, action.key) for action in actions]
            refuse_failed(actions, found)
            for action, old in zip(actions, found, strict=True):
                _write(connection, action, old)


def _read(connection: sqlite3.Connection, key: Key) -> Item | None:
    row = connection.execute(_READ, _columns(key)).fetchone()
    return Item(key, decode_attributes(row[0])) if row else None


def _write(connection: sqlite3.Connection, action: Action, old: Item | None) -> None:
    if isinstance(action, Check):
        return
    attributes = changed(action, old)
    if attributes is None:
        connection.execute(_REMOVE, _columns(action.key))
    else:
        connection.execute(_WRITE, (*_columns(action.key), encode_attributes(attributes)))


def _columns(key: Key) -> tuple[bytes, bytes]:
    return key.partition.encode(), key.sort.encode()


def _bounds(prefix: str, after: str | None, *, forward: bool) -> tuple[bytes, bytes]:
    """Return the first sort key of the range and the first behind it."""
    low = prefix.encode()
    # The last byte of UTF-8 is at most 0xBF, so it can always be made one larger.
    high = low[:-1] + bytes([low[-1] + 1]) if low else _BEHIND_ALL
    if after is None:
        return low, high
    if forward:
        return max(low, after.encode() + b"\0"), high
    return low, min(high, after.encode())


def _page(rows: Iterable[tuple[bytes, str]], partition: str, limit: int) -> Page:
    items: list[Item] = []
    size = 0
    for sort, text in rows:
        if len(items) == limit or size >= PAGE_BYTES:
            return Page(tuple(items), items[-1].key.sort)
        items.append(Item(Key(partition, sort.decode()), decode_attributes(text)))
        size += item_size(items[-1].key, items[-1].attributes)
    return Page(tuple(items), None)
