"""JSON by field: the table, the paths, and lists with a key."""

from __future__ import annotations

from typing import Any

import pytest

from shared.domain.merging.keyed import ListKeys
from shared.domain.merging.merge import merged
from shared.domain.merging.outcome import Conflict, Stats
from shared.domain.merging.rules import Granularity, ListKey, Rules
from shared.domain.merging.sameness import same
from shared.domain.merging.values import MISSING, Inputs, Sides, Value
from shared.kernel.hashing import Json
from tests.unit.domain.merging.drivers import merge_value, told

BIG = 2**60 + 1
ROOT = "data:/k/"
"""The path of the member whose name is empty."""


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (MISSING, None, False),
        (MISSING, MISSING, True),
        (True, 1, False),
        (False, 0, False),
        (1, 1.0, True),
        (BIG, float(BIG), False),
        (BIG, BIG, True),
        ("1", 1, False),
        ([], {}, False),
        ([1, True], [1.0, True], True),
        ([1, 2], [2, 1], False),
        ({"a": 1, "b": [None]}, {"b": [None], "a": 1.0}, True),
        ({"a": None}, {}, False),
    ],
)
def test_sameness_is_that_of_json(one: Value, other: Value, expected: bool) -> None:  # noqa: FBT001 - an example
    assert same(one, other) is same(other, one) is expected


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "outcome"),
    [
        (1, 2, 2, 2),
        (1, MISSING, MISSING, MISSING),
        (1, 1, 2, 2),
        (1, 1, MISSING, MISSING),
        (MISSING, MISSING, 2, 2),
        (1, 2, 1, 2),
        (1, MISSING, 1, MISSING),
        (MISSING, 2, MISSING, 2),
        (None, None, MISSING, MISSING),
        (1, True, 1.0, True),
        (MISSING, {"a": 1}, {"b": 2}, {"a": 1, "b": 2}),
        ({"a": 1}, {"a": 1, "b": 2}, {"c": 3}, {"b": 2, "c": 3}),
        ({"a": {"b": 1}}, {"a": {"b": 1}, "x": 1}, {"a": {"b": None}}, {"a": {"b": None}, "x": 1}),
    ],
)
def test_what_is_no_conflict(base: Value, ours: Value, theirs: Value, outcome: Value) -> None:
    found = merge_value(base, ours, theirs)

    assert found.conflicts == ()
    assert same(found.data.get("k", ours), outcome)
    assert ("k" in found.data) is not same(ours, outcome)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        (MISSING, 1, 2, [("data:/k", "addAdd")]),
        (1, 2, 3, [("data:/k", "modifyModify")]),
        (1, 2, "3", [("data:/k", "typeChange")]),
        ({}, {"a": 1}, [], [("data:/k", "typeChange")]),
        ([], {"a": 1}, {"b": 1}, [("data:/k", "typeChange")]),
        (1, 2, MISSING, [("data:/k", "modifyDelete")]),
        (1, MISSING, 3, [("data:/k", "deleteModify")]),
        ([1], [1, 2], [1, 3], [("data:/k", "modifyModify")]),
        (MISSING, {"a": 1, "c": 0}, {"a": 2, "b": 0}, [("data:/k/a", "addAdd")]),
        ({"a": {"b": 1}}, {"a": {"b": 2}}, {"a": {"b": True}}, [("data:/k/a/b", "typeChange")]),
        (
            {"~/": 1, "": 1},
            {"~/": 2, "": 2},
            {"~/": 3},
            [("data:/k/", "modifyDelete"), ("data:/k/~0~1", "modifyModify")],
        ),
    ],
)
def test_what_is_a_conflict(base: Value, ours: Value, theirs: Value, expected: list[tuple[str, str]]) -> None:
    assert told(merge_value(base, ours, theirs)) == expected


def test_a_conflict_tells_everything() -> None:
    found = merge_value({"a": None}, {"a": 1}, {}, key="a/b")

    assert found.conflicts == (
        Conflict(
            path="data:/a~1b/a",
            zone="data",
            unit="a/b",
            kind="modifyDelete",
            base=None,
            ours=1,
            theirs=MISSING,
            choices=("ours", "theirs", "base", "value", "delete"),
        ),
    )


def test_counts_what_came_from_where() -> None:
    base: dict[str, Json] = {"a": 1, "b": 1, "c": 1, "d": 1, "e": 1}
    found = merge_value(base, base | {"a": 2, "c": 2, "d": 2}, base | {"b": 2, "c": 2, "d": 3, "f": 1})

    assert found.stats == Stats(taken_from_source=2, kept_from_target=1, same_on_both=1)
    assert found.data == {"k": {"a": 2, "b": 2, "c": 2, "d": 2, "e": 1, "f": 1}}


def test_a_key_as_one_unit() -> None:
    rules = Rules(granularity=Granularity(data="key"))

    found = merge_value({"a": 1}, {"a": 1, "b": 1}, {"a": 1, "c": 1}, rules)

    assert told(found) == [("data:/k", "modifyModify")]


def test_only_wanted_zones_are_merged() -> None:
    inputs = Inputs(data={"k": Sides(1, 1, 2)}, env={"runtime": Sides(1, 1, 2)})

    found = merged(inputs, Rules(zones=("env",)))

    assert (found.data, found.env) == ({}, {"runtime": 2})


def classes(*names: str, **more: str) -> dict[str, Json]:
    return {"objectClasses": [{"name": name, "description": more.get(name, "")} for name in names]}


def test_classes_go_by_name_in_the_target_s_order() -> None:
    base = classes("User", "Group", "Old")
    ours = classes("Group", "User", "Mine", "Old", Group="ours")
    theirs = classes("New", "User", "Group", "Newer", User="theirs")

    found = merge_value(base, ours, theirs, key="objectClassesOutput")

    assert found.conflicts == ()
    merged_classes = classes("Group", "User", "Mine", "New", "Newer", Group="ours", User="theirs")
    assert found.data == {"objectClassesOutput": merged_classes}


@pytest.mark.parametrize(
    ("key", "path", "elements"),
    [
        ("objectClassesOutput", "objectClasses/User/n", {"name": "User"}),
        ("userEndpointsOutput", "endpoints/GET ~1users~1{id}/n", {"method": "GET", "path": "/users/{id}"}),
        ("connectivityEndpointOutput", "endpoints/GET ~1me/n", {"method": "GET", "path": "/me"}),
        ("userAttributesOutput", "attributes/a~0b/n", {"name": "a~b"}),
        ("relationsOutput", "relations/user_to_group/n", {"name": "user_to_group"}),
        ("authOutput", "auth/Token bearer/n", {"name": "Token", "type": "bearer"}),
    ],
)
def test_registered_lists(key: str, path: str, elements: dict[str, Any]) -> None:
    name = path.split("/", maxsplit=1)[0]
    values: list[Value] = [{name: [elements | {"n": number}]} for number in (1, 2, 3)]

    found = merge_value(values[0], values[1], values[2], key=key)

    assert told(found) == [(f"data:/{key}/{path}", "modifyModify")]


def test_evidence_of_both_sides_is_kept() -> None:
    def attributes(*chunks: str) -> dict[str, Json]:
        return {"attributes": {"id": {"relevantDocumentations": [{"docId": "d", "chunkId": each} for each in chunks]}}}

    found = merge_value(attributes("1"), attributes("1", "2"), attributes("3", "1"), key="userAttributesOutput")

    assert found.data == {"userAttributesOutput": attributes("1", "2", "3")}


@pytest.mark.parametrize(
    "broken",
    [
        [{"name": "a"}, {"name": "a", "n": 1}],
        [{"name": "a"}, {"n": 1}],
        [{"name": "a"}, {"name": 1}],
        [{"name": ""}],
        [{"name": "a"}, "b"],
        "a",
    ],
    ids=["twice", "without", "number", "empty", "no object", "no list"],
)
def test_a_list_that_cannot_be_told_apart_is_one_unit(broken: Value) -> None:
    sides: list[Any] = [[{"name": "a", "n": 1}], [{"name": "a", "n": 2}], broken]

    for number in range(3):
        base, ours, theirs = ({"relations": each} for each in sides[number:] + sides[:number])
        found = merge_value(base, ours, theirs, key="relationsOutput")
        assert [each.path for each in found.conflicts] == ["data:/relationsOutput/relations"]


def test_labels_that_only_look_alike_are_not_taken_for_one_another() -> None:
    keys = ListKeys((ListKey("data:/k", ("a", "b")),))

    assert keys.indexes("data:/k", ([{"a": "x y", "b": "z"}], [{"a": "x", "b": "y z"}])) is None
    assert keys.indexes("data:/k", ([{"a": "x", "b": "y"}], MISSING)) == ({"x y": {"a": "x", "b": "y"}}, {})


def test_list_keys_of_the_request_come_first() -> None:
    def value(n: int) -> dict[str, Json]:
        return {"relations": [{"name": "same", "id": "1", "n": n}], "more": [{"id": "2", "n": n}]}

    asked = (ListKey("data:/relationsOutput/relations", ("id",)), ListKey("data:/*/more", ("id",)))
    found = merge_value(value(1), value(2), value(3), Rules(list_keys=asked), key="relationsOutput")

    assert [each.path for each in found.conflicts] == [
        "data:/relationsOutput/more/2/n",
        "data:/relationsOutput/relations/1/n",
    ]


def test_what_lies_very_deep_is_one_value() -> None:
    def nested(leaf: int) -> Json:
        value: Json = leaf
        for _ in range(1_000):
            value = {"a": value}
        return value

    found = merge_value(nested(1), nested(2), nested(3))

    assert told(found) == [("data:/k" + "/a" * 100, "modifyModify")]
