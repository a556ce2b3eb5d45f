"""References: what they reach, and what a bad one costs."""

from __future__ import annotations

from typing import Any

import pytest

from shared.compiler.reading.pointers import References, escape, value_at

ROOT: dict[str, Any] = {
    "a/b": {"c~d": [10, {"e": "found"}]},
    "hop": {"$ref": "#/a~1b"},
    "round": {"$ref": "#/about"},
    "about": {"$ref": "#/round"},
}


def test_pointers_unescape_their_tokens() -> None:
    assert value_at(ROOT, f"/{escape('a/b')}/{escape('c~d')}/1/e") == "found"


@pytest.mark.parametrize("pointer", ["/nowhere", "/a~1b/c~0d/7", "/a~1b/c~0d/-1", "/a~1b/c~0d/x"])
def test_pointers_to_nothing_are_lookup_errors(pointer: str) -> None:
    with pytest.raises(LookupError, match=pointer.rpartition("/")[2]):
        value_at(ROOT, pointer)


def test_references_lead_through_references() -> None:
    assert References(ROOT, "d").follow({"$ref": "#/hop"}, "/x") == (ROOT["a/b"], "/a~1b")


@pytest.mark.parametrize(
    ("ref", "finding"),
    [
        ("#/nowhere", "d#/x: warning OAS001: the reference '#/nowhere' points at nothing"),
        ("#nowhere", "d#/x: warning OAS001: the reference '#nowhere' points at nothing"),
        ("other.yaml#/A", "d#/x: warning OAS002: the reference 'other.yaml#/A' points outside the document"),
        ("#/round", "d#/x: warning OAS003: the reference '#/round' leads in a circle"),
    ],
)
def test_a_bad_reference_costs_one_finding_however_often_it_is_used(ref: str, finding: str) -> None:
    references = References(ROOT, "d")

    assert [references.target(ref, "/x") for _ in range(3)] == [None, None, None]
    assert [str(found) for found in references.findings] == [finding]
