"""The records on real engines: SQLite in memory and files in a temporary folder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from shared.adapters.files import FileBlobs
from shared.adapters.patience import Backoff
from shared.adapters.sqlite import SqliteItems
from shared.domain.session import Change, Session
from shared.kernel.hashing import Json
from shared.kernel.identifiers import SessionId
from shared.records.sessions import SessionRecords

NOW = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)


@pytest.fixture(name="items")
def _items() -> Iterator[SqliteItems]:
    items = SqliteItems(":memory:")
    yield items
    items.close()


@pytest.fixture(name="blobs")
def _blobs(tmp_path: Path) -> FileBlobs:
    return FileBlobs(tmp_path)


@pytest.fixture(name="records")
def _records(items: SqliteItems, blobs: FileBlobs) -> SessionRecords:
    return SessionRecords(items, blobs, Backoff(base=0.002, cap=0.1, total=20))


def a_session(**but: Any) -> Session:  # noqa: ANN401 - any field of a session
    times = {"created": NOW, "updated": NOW}
    return Session(
        **{"id": SessionId("s1"), "tenant": "t", "owner": "ann", "life": "life-1", "space": "life-1"} | times | but
    )


def a_change(event_id: str = "e", **delta: Json) -> Change:
    return Change(event_id=event_id, kind="data.changed", author="user:ann", at=NOW, delta=delta)
