"""The stack every route is tested on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.functional.stack import Stack


@pytest.fixture(name="stack")
def _stack(tmp_path: Path) -> Iterator[Stack]:
    with Stack(tmp_path) as stack:
        yield stack


@pytest.fixture(name="keyed_stack")
def _keyed_stack(tmp_path: Path) -> Iterator[Stack]:
    with Stack(tmp_path, authentication="keys") as stack:
        yield stack
