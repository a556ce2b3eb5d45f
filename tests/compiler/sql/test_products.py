"""One script for each product: how it spells types, keys, defaults, comments and changes."""

from __future__ import annotations

import pytest

from shared.compiler.frontends.sql.products import product
from shared.compiler.model.object_class import ObjectClass
from tests.compiler.documents import the
from tests.compiler.sql.scripts import MYSQL, ORACLE, POSTGRES, SCRIPTS, SQL_SERVER, SQLITE, columns, digested, told


def roles(each: ObjectClass) -> tuple[str, str]:
    return (each.identifier.attribute if each.identifier else "", each.naming.attribute if each.naming else "")


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_product_is_told_by_its_peculiarities(name: str) -> None:
    assert product(SCRIPTS[name]) == name
    assert product("CREATE TABLE a (b int)") == "postgres"


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_sound_script_costs_no_finding(name: str) -> None:
    found = digested(SCRIPTS[name])

    assert told(found) == []
    assert found.model.application.protocols == ("sql",)
    assert found.model.object_class("trap") is None


def test_postgres() -> None:
    model = digested(POSTGRES).model
    user = the(model, "AppUser")

    assert (user.schema_name, user.protocol, user.description) == ("public.app_users", "sql", "People who log in.")
    assert roles(user) == ("id", "login")
    assert columns(user) == {
        "id": ("integer int64", ""),
        "login": ("string", "!cu"),
        "mail": ("string", "cu"),
        "mood": ("string calm|cat's", "cu"),
        "tags": ("string*", "cu"),
        "valid": ("string duration", "cu"),
        "desk": ("string", "cu"),
        "created_at": ("string date-time", "cu"),
        "org_id": ("string -> Org", "cu"),
    }
    assert [a.description for a in user.attributes if a.description] == ["It's the login."]
    assert str(user.attributes[1].source[0]) == "acme.sql#line 7"
    assert columns(the(model, "Org")) == {"id": ("string uuid", "c"), "name": ("string", "!cu")}


def test_mysql() -> None:
    model = digested(MYSQL).model
    user, organization = the(model, "User"), the(model, "Org")

    assert (user.description, roles(user), roles(organization)) == (
        "People; all of them",
        ("id", "user_name"),
        ("id", "title"),
    )
    assert columns(user) == {
        "id": ("integer int32", ""),
        "user_name": ("string", "!cu"),
        "active": ("boolean", "cu"),
        "rank": ("integer int32", "!cu"),
        "kind": ("string a|b", "!cu"),
        "flags": ("string x|y*", "cu"),
        "key": ("string", "cu"),
        "org_id": ("integer -> Org", "!cu"),
    }
    assert [a.description for a in user.attributes][:2] == ["the number", "it's; the login"]
    assert columns(organization) == {"id": ("integer int32", ""), "title": ("string", "!cu")}


def test_sql_server() -> None:
    model = digested(SQL_SERVER).model
    user, organization = the(model, "AppUser"), the(model, "Org")

    assert (roles(user), roles(organization)) == (("Id", "UserName"), ("Id", "Code"))
    assert columns(user) == {
        "Id": ("integer int32", ""),
        "UserName": ("string", "!cu"),
        "Enabled": ("boolean", "cu"),
        "Stamp": ("string binary", ""),
        "FullName": ("anything", ""),
        "OrgId": ("string -> Org", "cu"),
        "Created": ("string date-time", "!cu"),
    }
    assert user.attributes[1].description == "The user's name"
    assert columns(organization) == {
        "Id": ("string uuid", "c"),
        "Code": ("string", "!cu"),
        "Level": ("integer int32", "cu"),
    }


def test_oracle() -> None:
    model = digested(ORACLE).model
    user, role = the(model, "User"), the(model, "Role")

    assert (user.schema_name, roles(user), roles(role)) == ("HR.USERS", ("ID", "LOGIN"), ("id", "name"))
    assert columns(user) == {
        "ID": ("integer int64", ""),
        "LOGIN": ("string", "cu"),
        "AMOUNT": ("number", "cu"),
        "HIRED": ("string date-time", "cu"),
        "SHIFT": ("string duration", "cu"),
        "PHOTO": ("string binary", "cu"),
    }
    assert columns(role) == {
        "id": ("number", "!c"),
        "name": ("string", "!cu"),
        "code": ("string", "!cu"),
        "user_id": ("integer -> User", "cu"),
    }


def test_sqlite() -> None:
    model = digested(SQLITE).model

    assert columns(the(model, "User")) == {
        "id": ("integer int32", ""),
        "name": ("string", "!cu"),
        "created": ("string date-time", "cu"),
        "team": ("string -> Team", "cu"),
        "anything": ("anything", "cu"),
        "active": ("boolean", "cu"),
    }
    assert roles(the(model, "Team")) == ("key", "title")


@pytest.mark.parametrize(
    ("key", "flags"),
    [("id INTEGER, PRIMARY KEY (id)", ""), ("id INT, PRIMARY KEY (id)", "!c"), ("id TEXT, PRIMARY KEY (id)", "!c")],
)
def test_sqlite_numbers_rows_with_a_key_of_one_integer(key: str, flags: str) -> None:
    user = the(digested(f"PRAGMA x;\nCREATE TABLE users ({key});").model, "User")

    assert columns(user)["id"][1] == flags
