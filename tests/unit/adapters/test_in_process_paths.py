from __future__ import annotations

import pytest

from shared.adapters.in_process.faults import BadDefinition
from shared.adapters.in_process.paths import ROOT, ReferencePath, Unmatched
from shared.kernel.hashing import Json

DATA: Json = {"a": {"b": [10, {"c": None}]}, "x-y": 1, "odd name": 2}


@pytest.mark.parametrize(
    ("path", "node"),
    [
        ("$", DATA),
        ("$.a.b[0]", 10),
        ("$.a.b[1].c", None),
        ("$.x-y", 1),
        ("$['odd name']", 2),
        ("$$", {"Map": 7}),
        ("$$.Map", 7),
    ],
)
def test_a_path_names_a_node(path: str, node: Json) -> None:
    assert ReferencePath.parse(path).read(DATA, {"Map": 7}) == node


@pytest.mark.parametrize("path", ["$.b", "$.a.b[2]", "$.a.b.c", "$.a[0]", "$.x-y.z", "$$.Task"])
def test_a_path_may_lead_nowhere(path: str) -> None:
    with pytest.raises(Unmatched, match="matches nothing"):
        ReferencePath.parse(path).read(DATA, {})


@pytest.mark.parametrize("text", ["", "a", ".a", "$a", "$.", "$..a", "$.a[*]", "$.a[-1]", "$.a[?(@)]", "$.a b", "$[]"])
def test_what_may_name_many_nodes_or_none_is_no_path(text: str) -> None:
    with pytest.raises(BadDefinition, match="is not a reference path"):
        ReferencePath.parse(text)


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("$", 5),
        ("$.x-y", {"a": {"b": [10, {"c": None}]}, "x-y": 5, "odd name": 2}),
        ("$.new.deep", {"a": {"b": [10, {"c": None}]}, "x-y": 1, "odd name": 2, "new": {"deep": 5}}),
        ("$.a.b[0]", {"a": {"b": [5, {"c": None}]}, "x-y": 1, "odd name": 2}),
        ("$.a.b[1].c", {"a": {"b": [10, {"c": 5}]}, "x-y": 1, "odd name": 2}),
    ],
)
def test_writing_returns_a_copy(path: str, written: Json) -> None:
    before = str(DATA)

    assert ReferencePath.parse(path).write(DATA, 5) == written
    assert str(DATA) == before


@pytest.mark.parametrize("path", ["$.a.b[2]", "$.x-y.z", "$.a.b.c", "$.a[0]"])
def test_a_place_that_cannot_be_made_is_refused(path: str) -> None:
    with pytest.raises(Unmatched, match="matches nothing"):
        ReferencePath.parse(path).write(DATA, 5)


def test_the_root_is_the_whole() -> None:
    assert ReferencePath.parse("$") == ROOT
