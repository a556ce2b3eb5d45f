"""Tables described in JSON, in the shapes they come in."""

from __future__ import annotations

import json

import pytest

from shared.compiler.pipeline import Digest, Document, digest
from tests.compiler.documents import Json, Value, the
from tests.compiler.sql.scripts import columns, told

ID: Json = {"name": "id", "typeName": "bigint", "primaryKey": True, "nullable": False, "autoIncrement": True}
NAME: Json = {"name": "login", "type": "varchar(50)", "nullable": False, "unique": True, "description": "The login."}
USERS: Json = {"name": "app_users", "schema": "hr", "columns": [ID, NAME]}


def read(root: Value) -> Digest:
    return digest([Document(name="t.json", data=json.dumps(root).encode())])


@pytest.mark.parametrize(
    "root",
    [
        USERS,
        [USERS],
        {"tables": [USERS]},
        {
            "name": ["app_users"],
            "schema": "hr",
            "tableContent": json.dumps({"name": "app_users", "columns": [ID, NAME]}),
        },
    ],
)
def test_every_shape_is_read(root: Value) -> None:
    found = read(root)
    user = the(found.model, "AppUser")

    assert told(found) == []
    assert (user.schema_name, user.protocol) == ("hr.app_users", "sql")
    assert columns(user) == {"id": ("integer int64", ""), "login": ("string", "!cu")}
    assert [choice.attribute for choice in (user.identifier, user.naming) if choice] == ["id", "login"]
    assert user.attributes[1].description == "The login."


@pytest.mark.parametrize(
    "reference",
    [
        {"columns": [{"name": "org", "typeName": "int", "referencedTable": "orgs", "referencedColumn": "id"}]},
        {"columns": [{"name": "org", "databaseType": "int", "foreignKey": {"referencedTable": "public.orgs"}}]},
        {
            "columns": [{"name": "org", "dataType": "int"}],
            "foreignKeys": [{"definition": 'FOREIGN KEY ("org") REFERENCES orgs ("id")'}],
        },
        {
            "columns": [{"name": "org", "type": "int"}],
            "foreignKeys": [{"columns": ["org"], "referencedTable": "orgs", "referencedColumns": ["id"]}],
        },
    ],
)
def test_every_way_to_tell_a_foreign_key(reference: Json) -> None:
    organizations = {"name": "orgs", "columns": [{"name": "id", "type": "int"}], "primaryKey": ["id"]}
    found = read({"tables": [{"name": "users"} | reference, organizations]})

    assert columns(the(found.model, "User")) == {"org": ("integer -> Org", "cu")}
    assert told(found) == []


def test_a_view_is_read_only() -> None:
    found = read(USERS | {"tableType": "VIEW"})

    assert columns(the(found.model, "AppUser")) == {"id": ("integer int64", ""), "login": ("string", "")}


def test_what_is_no_table_costs_one_finding() -> None:
    odd = {"name": "odd", "columns": [{"name": "x", "type": "shade"}, {"type": "int"}, 7], "foreignKeys": [{}]}
    found = read([USERS, odd, {"name": "empty"}, 7])

    assert [each.name for each in found.model.object_classes] == ["AppUser", "Odd"]
    assert told(found) == [
        "/1/columns/0: SQL003",
        "/1/columns/1: SQL002",
        "/1/columns/2: SQL002",
        "/1/foreignKeys/0: SQL002",
        "/2: SQL002",
        "/3: SQL002",
    ]
