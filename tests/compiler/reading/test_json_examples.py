"""Examples: what their values tell about the shape of all values."""

from __future__ import annotations

import pytest

from shared.compiler.model.schema import Member, Schema
from shared.compiler.reading.json_examples import MAX_DEPTH, schema_of, schema_of_all
from shared.compiler.reading.lenient_json import parse
from shared.kernel.diagnostics import Location
from tests.compiler.documents import Value

AT = Location("acme.md", "line 7")


def shape(schema: Schema | None) -> Value:
    """Return the schema in short: types by name, `?` where null was seen."""
    if schema is None:
        return None
    inner: Value = f"{schema.json_type} {schema.format}".strip()
    if schema.kind == "object":
        inner = {member.name: shape(member.schema) for member in schema.members}
    elif schema.kind in {"array", "map"}:
        inner = [schema.kind, shape(schema.element)]
    elif schema.kind == "anything":
        inner = "anything"
    return (inner, "?") if schema.nullable else inner


@pytest.mark.parametrize(
    ("example", "expected"),
    [
        ("x", "string"),
        (7, "integer"),
        (7.5, "number"),
        (True, "boolean"),
        (None, ("anything", "?")),
        ("2024-05-01", "string date"),
        ("2024-05-01T10:11:12.5+02:00", "string date-time"),
        ("2024-05-01 10:11:12 UTC", "string date-time"),
        ("7c9e6679-7425-40de-944b-e07fc1f90ae7", "string uuid"),
        ("ann@acme.example", "string email"),
        ("https://acme.example/a", "string uri"),
        ("2024-05", "string"),
        ([], ["array", "anything"]),
        ([1, None, 2.5], ["array", ("number", "?")]),
        ([1, "a"], ["array", "anything"]),
        ([{"a": 1}, {"a": None, "b": ["x"]}], ["array", {"a": ("integer", "?"), "b": ["array", "string"]}]),
        ([{"at": "2024-05-01"}, {"at": "soon"}], ["array", {"at": "string"}]),
        ({"17": {"a": 1}, "18": {"b": "x"}}, ["map", {"a": "integer", "b": "string"}]),
        ({"17": 1, "name": "x"}, {"17": "integer", "name": "string"}),
        ({}, {}),
        ({"a": {}, "": 1, 5: 2}, {"a": {}}),
    ],
)
def test_an_example_tells_a_shape(example: Value, expected: Value) -> None:
    assert shape(schema_of(example, AT)) == expected


def test_every_part_keeps_name_and_place() -> None:
    assert schema_of({"id": 1}, AT, "User") == Schema(
        kind="object",
        name="User",
        members=(Member(name="id", schema=Schema(kind="scalar", json_type="integer", source=AT)),),
        source=AT,
    )


def test_several_examples_are_one_schema() -> None:
    seen = schema_of_all([{"a": 1}, {"a": 2.5, "b": [None]}, {"b": ["x"]}], AT, "User")

    assert (seen.name, shape(seen)) == ("User", {"a": "number", "b": ["array", ("string", "?")]})
    assert shape(schema_of_all([], AT)) == "anything"


def test_depth_is_bounded() -> None:
    example: Value = 1
    for _ in range(MAX_DEPTH * 3):
        example = [example]
    schema: Schema | None = schema_of(example, AT)
    for _ in range(MAX_DEPTH + 1):
        schema = schema.element if schema else None

    assert shape(schema) == "anything"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1,}', {"a": 1}),
        ('{"a": {{id}}, // the id\n "b": "x // y", ...}', {"a": None, "b": "x // y"}),
        ('[{"a": 1}, ...]', [{"a": 1}]),
        ('[{"a": "…"}, … ]', [{"a": "…"}]),
        ('{"a": <id>, "b": "{{name}}"}', {"a": None, "b": "{{name}}"}),
        ('{"a": 1, ..., "b": {...}}', {"a": 1, "b": {}}),
        ('/* all */ {"a": "#b"} # end', {"a": "#b"}),
        ("GET /users", None),
        ("", None),
        ("[" * 100_000, None),
        ('{"a": ' * 50_000, None),
    ],
)
def test_examples_are_read_as_people_write_them(text: str, expected: Value) -> None:
    assert parse(text) == expected
