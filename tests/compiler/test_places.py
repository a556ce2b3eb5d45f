"""Every fact of a model says which document it comes from, and where it stands there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from shared.compiler.model.operation import Paging
from shared.compiler.pipeline import digest
from shared.kernel.diagnostics import Location
from tests.compiler.traps.cases import NAMES, documents


def _facts(value: Any) -> Iterator[Any]:  # noqa: ANN401 - any part of a model
    """Yield every part of a model that has a place and states something."""
    if isinstance(value, tuple):
        for each in value:
            yield from _facts(each)
    elif is_dataclass(value) and not isinstance(value, (Location, type)):
        inner = {each.name: getattr(value, each.name) for each in fields(value)}
        silent = isinstance(value, Paging) and value.style == "none"
        if "source" in inner and not silent:
            yield value
        for each in inner.values():
            yield from _facts(each)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "nobody_reads_this"])
def test_every_fact_has_a_place(name: str) -> None:
    given = documents(name)
    found = list(_facts(digest(given).model))

    assert [each for each in found if not each.source] == []
    assert {place.document for each in found for place in each.source} <= {document.name for document in given}
    assert found
