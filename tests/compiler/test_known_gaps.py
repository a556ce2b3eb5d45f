"""What is known not to be read; an entry that has become untrue must go."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

import pytest

from shared.compiler.pipeline import Document, digest
from tests.compiler.facts import facts

GAPS: Final[list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "known_gaps.toml").read_text(encoding="utf-8")
)["gap"]


@pytest.mark.parametrize("gap", GAPS, ids=lambda gap: gap["name"])
def test_a_known_gap_is_still_open(gap: dict[str, Any]) -> None:
    documents = [Document(name=name, data=text.encode()) for name, text in gap["documents"].items()]
    found = facts(digest(documents))

    closed = gap["missed"] in found if "missed" in gap else gap["invented"] not in found
    assert not closed, "the gap has closed: take its entry out of known_gaps.toml, and keep its documents as a trap"


def test_a_gap_says_what_and_why() -> None:
    for gap in GAPS:
        assert gap.keys() - {"missed", "invented"} == {"name", "reason", "documents"}
        assert len(gap.keys() & {"missed", "invented"}) == 1
        assert gap["reason"].endswith(".")
        assert gap["documents"]
