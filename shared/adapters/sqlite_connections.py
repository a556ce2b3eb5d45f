"""Connections to one SQLite file, shared by the threads of a process."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from shared.adapters.durable_files import create_folder
from shared.kernel.errors import Unavailable

MEMORY: Final = ":memory:"

_FILE_CONNECTIONS: Final = 8
_SCHEMA_VERSION: Final = 1

# WAL with synchronous=FULL syncs the log at every commit: an answered transaction outlives the process and the power.
# https://www.sqlite.org/pragma.html#pragma_synchronous; fullfsync is what macOS needs for the same.
_SETTINGS: Final = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA fullfsync = ON",
    "PRAGMA checkpoint_fullfsync = ON",
)

# Keys are UTF-8 in BLOB columns: they compare byte by byte, and the end of a prefix's range is a value.
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS items (
    partition BLOB NOT NULL,
    sort BLOB NOT NULL,
    attributes TEXT NOT NULL,
    PRIMARY KEY (partition, sort)
)
"""

_TRANSIENT: Final = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
    }
)


class Connections:
    """
    A small pool: a connection serves one thread at a time and any thread over time.

    An in-memory database is its connection, so there is exactly one, which readers and writers take in turn.
    """

    def __init__(self, path: Path | str, *, busy_seconds: float) -> None:
        self._path = str(path)
        self._busy_seconds = busy_seconds
        self._slots = threading.Semaphore(1 if self._path == MEMORY else _FILE_CONNECTIONS)
        # Writers of this process queue here; SQLite's own waiting, by polling, is left to other processes.
        self._writing = threading.Lock()
        self._idle: list[sqlite3.Connection] = []
        self._closing = threading.Lock()
        self._closed = False
        if self._path != MEMORY:
            create_folder(Path(self._path).parent)
        try:
            with self.writing() as connection:
                _create_schema(connection)
        except BaseException:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection for one statement, which sees one state of the database."""
        with self._slots, _explained():
            connection = self._take()
            try:
                yield connection
            finally:
                self._give_back(connection)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection inside a transaction that commits at the end and rolls back when an exception leaves it."""
        with self._writing, self.reading() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def close(self) -> None:
        """Close the idle connections now and the lent ones when they come back; closing twice changes nothing."""
        with self._closing:
            self._closed = True
            while self._idle:
                self._idle.pop().close()

    def _take(self) -> sqlite3.Connection:
        with self._closing:
            if self._closed:
                message = "the item store is closed"
                raise Unavailable(message)
            if self._idle:
                return self._idle.pop()
        return _open(self._path, self._busy_seconds)

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with self._closing:
            if self._closed:
                connection.close()
            else:
                self._idle.append(connection)


def _open(path: str, busy_seconds: float) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=busy_seconds, isolation_level=None, check_same_thread=False)
    try:
        for setting in _SETTINGS:
            connection.execute(setting)
    except BaseException:
        connection.close()
        raise
    return connection


def _create_schema(connection: sqlite3.Connection) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > _SCHEMA_VERSION:
        message = f"the data were written by a newer release (schema {version}, this one knows {_SCHEMA_VERSION})"
        raise RuntimeError(message)
    connection.execute(_SCHEMA)
    connection.execute(f"PRAGMA user_version = {_SCHEMA_VERSION}")


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        # The low byte is the primary code: https://www.sqlite.org/rescode.html
        if error.sqlite_errorcode & 0xFF not in _TRANSIENT:
            raise
        message = f"the item store could not be used: {error}"
        raise Unavailable(message) from error
