"""JSON Schema to neutral schemas: the idioms of three dialects."""

from __future__ import annotations

import pytest

from shared.compiler.model.schema import Schema
from shared.compiler.reading.json_schema import Schemas
from shared.compiler.reading.pointers import References
from tests.compiler.documents import Value

NAMED: dict[str, Value] = {
    "Text": {"type": "string"},
    "Base": {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {"type": "integer"}, "kind": {"type": "string"}},
    },
    "Tree": {"type": "object", "properties": {"children": {"type": "array", "items": {"$ref": "#/definitions/Tree"}}}},
    "Self": {"allOf": [{"$ref": "#/definitions/Self"}, {"type": "object", "properties": {"a": {"type": "string"}}}]},
}


def read(node: Value) -> tuple[Schema, list[str]]:
    root = {"definitions": NAMED, "here": node}
    references = References(root, "d")
    schemas = Schemas(references, "d")
    schema = schemas.read(node, "/here")
    return schema, [str(finding) for finding in (*references.findings, *schemas.findings)]


def sketch(schema: Schema | None) -> Value:
    """Return the gist of a schema: scalars by type, objects by member, arrays and maps by element."""
    if schema is None:
        return "nothing"
    gists: dict[str, Value] = {
        "scalar": schema.json_type,
        "object": {m.name + ("!" if m.required else ""): sketch(m.schema) for m in schema.members},
        "named": f"->{schema.name}",
        "anything": "anything",
    }
    return gists.get(schema.kind) or {"array": [sketch(schema.element)], "map": ("map", sketch(schema.element))}.get(
        schema.kind, {}
    )


@pytest.mark.parametrize(
    ("node", "gist"),
    [
        ({"type": "string", "nullable": True}, "string"),
        ({"type": ["string", "null"]}, "string"),
        ({"type": ["integer", "number"]}, "number"),
        ({"type": ["string", "integer"]}, "anything"),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "string"),
        ({"oneOf": [{"$ref": "#/definitions/Base"}, {"type": "null"}]}, "->Base"),
        ({"oneOf": [{"type": "integer"}, {"type": "number"}]}, "number"),
        ({"oneOf": [{"type": "string"}, {"type": "boolean"}]}, "anything"),
        ({"oneOf": [{"type": "string"}, {"$ref": "#/definitions/Base"}]}, {"id!": "integer", "kind": "string"}),
        ({"allOf": [{"$ref": "#/definitions/Base"}], "readOnly": True}, "->Base"),
        (
            {"allOf": [{"$ref": "#/definitions/Base"}, {"properties": {"name": {"type": "string"}},
             "required": ["name"]}]},
            {"id!": "integer", "kind": "string", "name!": "string"},
        ),
        (
            {"anyOf": [{"$ref": "#/definitions/Base"}, {"properties": {"b": {"const": 1}}}]},
            {"id": "integer", "kind": "string", "b": "integer"},
        ),
        ({"properties": {"a": {"enum": ["x", None]}}}, {"a": "string"}),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, ("map", "integer")),
        ({"type": "object", "additionalProperties": True}, {}),
        ({"type": "array", "items": {"$ref": "#/definitions/Text"}}, ["->Text"]),
        ({"type": "array"}, ["nothing"]),
        ({"type": "array", "items": [{"type": "string"}, {"type": "integer"}]}, ["anything"]),
        ({"items": [{"properties": {"a": {"type": "string"}}}, {"properties": {"b": {"type": "string"}}}]},
         {"a": "string", "b": "string"}),
        ({"$ref": "#/definitions/Tree"}, "->Tree"),
        ({"allOf": [{"$ref": "#/definitions/Self"}, {"properties": {"b": {}}}]}, {"a": "string", "b": "anything"}),
        ({"minLength": 1}, "string"),
        ({"properties": {"x": {"type": "string", "required": True}}}, {"x!": "string"}),
        ({}, "anything"),
        (True, "anything"),
        ({"type": "file"}, "anything"),
    ],
)  # fmt: skip
def test_idioms(node: Value, gist: Value) -> None:
    schema, findings = read(node)

    assert (sketch(schema), findings) == (gist, [])


def test_notes_beside_a_reference_are_kept() -> None:
    schema, _ = read({"$ref": "#/definitions/Base", "description": "Ours.", "readOnly": True})

    assert (schema.target, schema.description, schema.read_only) == ("d#/definitions/Base", "Ours.", True)


def test_references_in_examples_and_defaults_are_data() -> None:
    node = {"type": "object", "properties": {"a": {"type": "string", "example": {"$ref": "#/nowhere"}}},
            "default": {"$ref": "#/nowhere"}, "enum": [{"$ref": "#/nowhere"}]}  # fmt: skip

    assert read(node)[1] == []


def test_what_is_no_schema_is_told() -> None:
    schema, findings = read({"properties": {"a": 5}})

    assert sketch(schema) == {"a": "anything"}
    assert findings == ["d#/here/properties/a: warning OAS005: what stands here is no schema"]


def test_a_bottomless_schema_is_cut() -> None:
    node: Value = {"type": "string"}
    for _ in range(100):
        node = {"type": "object", "properties": {"x": node}}

    _, findings = read(node)
    assert [finding.partition(": ")[2] for finding in findings] == [
        "warning OAS004: the schema is nested deeper than 24 levels"
    ]


def test_limits_and_values_of_scalars() -> None:
    schema, _ = read({"type": "integer", "format": "int32", "maximum": 100, "default": 20, "enum": [1, 2]})

    assert (schema.format, schema.maximum, schema.default, schema.values) == ("int32", 100, "20", ("1", "2"))
