"""Examples that tell more than the schema beside them."""

from __future__ import annotations

import pytest

from shared.compiler.reading.examples import telling_example
from tests.compiler.documents import NUMBER, TEXT, Json, Value, an_object, many, ref

STATUS = an_object("ok", ok={"type": "boolean"})
TEAMS: Json = {"ok": True, "teams": [{"id": "t1"}]}


@pytest.mark.parametrize(
    ("schema", "example", "told"),
    [
        (STATUS, TEAMS, TEAMS),
        (STATUS, {"ok": True, "team": {"id": "t1"}}, {"ok": True, "team": {"id": "t1"}}),
        ({"type": "object"}, {"ok": True}, {"ok": True}),
        (None, [1], [1]),
        (STATUS, {"ok": True, "names": ["a"]}, None),
        (STATUS, {"teams": [{"id": "t1"}]}, None),
        (STATUS, {"ok": True}, None),
        (STATUS, [TEAMS], None),
        (STATUS | {"additionalProperties": False}, TEAMS, None),
        (an_object(ok=TEXT, teams=many(TEXT), count=NUMBER), TEAMS | {"count": 1, "users": [{"id": 1}]}, None),
        (ref("Status"), TEAMS, None),
    ],
)
def test_an_example_tells_what_the_schema_leaves_open(schema: Value, example: Value, told: Value) -> None:
    assert telling_example({"schema": schema, "example": example}) == told
