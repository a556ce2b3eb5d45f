"""What a file adds to the contract: it outlives its process, and several processes may share it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from shared.adapters.sqlite import SqliteItems
from shared.kernel.errors import Unavailable
from shared.ports.items import Item, Key, Put, Update

KEY = Key("p", "counter")
REPOSITORY = Path(__file__).parents[2]

# Counts for ever, and says each number once it is stored.
WRITER = """
import sys
from shared.adapters.sqlite import SqliteItems
from shared.ports.items import Key, Update

items = SqliteItems(sys.argv[1])
for number in range(1, 100_000):
    items.transact([Update(key=Key(name, "counter"), add={"number": 1}, conditions=()) for name in ("p", "q")])
    print(number, flush=True)
"""


def put(number: int) -> Put:
    return Put(key=KEY, attributes={"number": number}, conditions=())


def test_another_opening_finds_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "made when missing" / "items.sqlite"
    with closing(SqliteItems(path)) as items:
        items.transact([put(7)])

    with closing(SqliteItems(path)) as items:
        assert items.get(KEY) == Item(KEY, {"number": 7})


def test_a_killed_process_loses_nothing_it_answered(tmp_path: Path) -> None:
    path = tmp_path / "items.sqlite"
    command = [sys.executable, "-c", WRITER, str(path)]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as writer:  # noqa: S603
        assert writer.stdout is not None
        for _ in range(50):
            writer.stdout.readline()
        writer.kill()
        answered = [50, *map(int, writer.stdout.read().split())]

    with closing(SqliteItems(path)) as items:
        found = [items.get(Key(name, "counter")) for name in ("p", "q")]
    numbers = [item.attributes["number"] for item in found if item is not None]

    assert numbers in ([answered[-1]] * 2, [answered[-1] + 1] * 2)


def test_two_openings_count_together(tmp_path: Path) -> None:
    path = tmp_path / "items.sqlite"
    with closing(SqliteItems(path)) as one, closing(SqliteItems(path)) as other:
        for items in (one, other) * 20:
            items.transact([Update(key=KEY, add={"number": 1}, conditions=())])

        assert one.get(KEY) == other.get(KEY) == Item(KEY, {"number": 40})


def test_openings_that_write_at_once_wait_for_each_other(tmp_path: Path) -> None:
    path = tmp_path / "items.sqlite"
    with closing(SqliteItems(path)) as one, closing(SqliteItems(path)) as other, ThreadPoolExecutor(4) as threads:

        def count(items: SqliteItems) -> None:
            for _ in range(50):
                items.transact([Update(key=KEY, add={"number": 1}, conditions=())])

        list(threads.map(count, (one, other, one, other), timeout=60))

        assert one.get(KEY) == Item(KEY, {"number": 200})


def test_a_file_somebody_else_keeps_locked_is_unavailable(tmp_path: Path) -> None:
    path = tmp_path / "items.sqlite"
    with closing(SqliteItems(path, busy_seconds=0.05)) as items, closing(sqlite3.connect(path)) as other:
        items.transact([put(1)])
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable, match="the item store could not be used: database is locked"):
            items.transact([put(2)])

        assert items.get(KEY) == Item(KEY, {"number": 1})
        other.rollback()
        items.transact([put(3)])
        assert items.get(KEY) == Item(KEY, {"number": 3})


@pytest.mark.parametrize("path", [":memory:", "items.sqlite"])
def test_a_closed_store_is_unavailable(tmp_path: Path, path: str) -> None:
    items = SqliteItems(path if path == ":memory:" else tmp_path / path)
    items.close()
    items.close()
    with pytest.raises(Unavailable, match="the item store is closed"):
        items.get(KEY)

    with pytest.raises(Unavailable, match="the item store is closed"):
        items.transact([put(1)])


def test_two_stores_in_memory_are_two(tmp_path: Path) -> None:
    with closing(SqliteItems(":memory:")) as one, closing(SqliteItems(":memory:")) as other:
        one.transact([put(1)])

        assert other.get(KEY) is None
    assert list(tmp_path.iterdir()) == []


def test_data_of_a_newer_release_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "items.sqlite"
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("PRAGMA user_version = 2")
    with pytest.raises(RuntimeError, match=r"written by a newer release \(schema 2, this one knows 1\)"):
        SqliteItems(path)
