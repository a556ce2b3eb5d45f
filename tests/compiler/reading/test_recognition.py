"""Which reader a document is for: by its content, whatever it is called."""

from __future__ import annotations

import pytest

from shared.compiler.reading.definition_languages import definition_language
from shared.compiler.reading.documents import Document
from shared.compiler.reading.interface_descriptions import described_interface
from tests.compiler.documents import Value

TABLE = "CREATE TABLE users (id int);"
TYPES = "type Query { user: User }\ntype User { id: ID! }"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.sql", TABLE, "sql"),
        ("a.txt", f"-- tables\n{TABLE}", "sql"),
        ("a", TABLE, "sql"),
        ("a.md", f"# Tables\n\n```sql\n{TABLE}\n```", ""),
        ("a.graphql", TYPES, "graphql"),
        ("a.gql", "type User {\n  id: ID!\n}", "graphql"),
        ("a.txt", TYPES, "graphql"),
        ("a.txt", "type User {\n  id: ID!\n}", ""),
        ("a.txt", "type Query = { id: string };", ""),
        ("a.txt", "The type of a user.", ""),
        ("a.json", '{"type": "Query"}', ""),
        ("a.yaml", "openapi: 3.0.0\npaths: {}", ""),
        ("a.pdf", "%PDF-1.7", ""),
        ("a.sql", "", ""),
    ],
)
def test_languages_that_define_data(name: str, text: str, expected: str) -> None:
    assert definition_language(Document(name=name, data=text.encode())) == expected


def test_any_encoding_of_a_language() -> None:
    assert definition_language(Document(name="a.sql", data=TABLE.encode("utf-16"))) == "sql"


@pytest.mark.parametrize(
    ("root", "expected"),
    [
        ({"info": {"name": "x"}, "item": []}, "postman"),
        ({"collection": {"info": {}, "item": [{}]}}, "postman"),
        ({"__schema": {"types": []}}, "graphql"),
        ({"data": {"__schema": {}}}, "graphql"),
        ({"info": {"title": "x"}, "paths": {}}, ""),
        ({"data": []}, ""),
        ([{"item": []}], ""),
        (None, ""),
    ],
)
def test_data_that_describes_an_interface(root: Value, expected: str) -> None:
    assert described_interface(root) == expected
