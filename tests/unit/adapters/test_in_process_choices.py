from __future__ import annotations

import pytest

from shared.adapters.in_process.choices import parse_rule
from shared.adapters.in_process.faults import BadDefinition, StateError
from shared.kernel.hashing import Json

DATA: Json = {"text": "b", "number": 2, "yes": True, "nothing": None}


def rule(variable: str, operator: str, operand: Json) -> dict[str, Json]:
    return {"Variable": f"$.{variable}", operator: operand}


@pytest.mark.parametrize(
    ("variable", "operator", "operand", "holds"),
    [
        ("text", "StringEquals", "b", True),
        ("text", "StringEquals", "B", False),
        ("text", "StringLessThan", "c", True),
        ("text", "StringGreaterThan", "b", False),
        ("text", "StringGreaterThanEquals", "b", True),
        ("text", "StringLessThanEquals", "a", False),
        ("number", "NumericEquals", 2.0, True),
        ("number", "NumericLessThan", 2, False),
        ("number", "NumericLessThanEquals", 2, True),
        ("number", "NumericGreaterThan", 1, True),
        ("number", "NumericGreaterThanEquals", 3, False),
        ("yes", "BooleanEquals", True, True),
        ("yes", "BooleanEquals", False, False),
        ("yes", "NumericEquals", 1, False),
        ("number", "BooleanEquals", True, False),
        ("number", "StringEquals", "2", False),
        ("nothing", "IsNull", True, True),
        ("text", "IsNull", False, True),
        ("nothing", "IsPresent", True, True),
        ("gone", "IsPresent", True, False),
        ("gone", "IsPresent", False, True),
        ("gone.deep", "IsPresent", False, True),
        ("text", "IsString", True, True),
        ("yes", "IsNumeric", True, False),
        ("yes", "IsBoolean", True, True),
    ],
)
def test_comparisons(variable: str, operator: str, operand: Json, holds: bool) -> None:  # noqa: FBT001 - a column
    assert parse_rule(rule(variable, operator, operand)).holds(DATA, {}) is holds


TRUE, FALSE = rule("yes", "BooleanEquals", operand=True), rule("yes", "BooleanEquals", operand=False)


@pytest.mark.parametrize(
    ("combined", "holds"),
    [
        ({"And": [TRUE, TRUE]}, True),
        ({"And": [TRUE, FALSE]}, False),
        ({"Or": [FALSE, TRUE]}, True),
        ({"Or": [FALSE, FALSE]}, False),
        ({"Not": FALSE}, True),
        ({"Not": {"Or": [FALSE, {"And": [TRUE, TRUE]}]}}, False),
        ({**TRUE, "Comment": "why"}, True),
    ],
)
def test_combinations(combined: dict[str, Json], holds: bool) -> None:  # noqa: FBT001 - a column
    assert parse_rule(combined).holds(DATA, {}) is holds


def test_a_second_rule_is_not_asked_when_the_first_decides() -> None:
    present = rule("gone", "IsPresent", operand=True)

    assert not parse_rule({"And": [present, rule("gone", "StringEquals", "x")]}).holds(DATA, {})


def test_asking_for_what_is_not_there_fails() -> None:
    with pytest.raises(StateError, match=r"^States\.Runtime: a Choice asks for \$\.gone matches nothing$"):
        parse_rule(rule("gone", "StringEquals", "x")).holds(DATA, {})


def nested(depth: int) -> dict[str, Json]:
    found = TRUE
    for _ in range(depth):
        found = {"Not": found}
    return found


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"Variable": "$.x"},
        {"And": []},
        {"And": ["x"]},
        {"Variable": "$.x", "StringMatches": "*"},
        {"Variable": "$.x", "StringEquals": 1},
        {"Variable": "$.x", "NumericEquals": True},
        {"Variable": "$.x", "IsNull": "yes"},
        {"Variable": "$.x", "StringEquals": "a", "NumericEquals": 1},
        {"And": [TRUE], "Or": [TRUE]},
        nested(11),
    ],
)
def test_other_rules_are_refused(value: dict[str, Json]) -> None:
    with pytest.raises(BadDefinition, match="a Choice has a rule that is not supported"):
        parse_rule(value)


def test_rules_may_be_nested_ten_deep() -> None:
    assert parse_rule(nested(10)).holds(DATA, {})
