"""The services on real engines: SQLite in memory and files in a temporary folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.adapters.files import FileBlobs
from shared.adapters.sqlite import SqliteItems
from tests.unit.services.workspaces import Workshop


@pytest.fixture(name="shop")
def _shop(tmp_path: Path) -> Iterator[Workshop]:
    items = SqliteItems(":memory:")
    yield Workshop(items, FileBlobs(tmp_path))
    items.close()
