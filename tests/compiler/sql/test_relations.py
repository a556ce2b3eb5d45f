"""Foreign keys and link tables: who belongs to what, and through what."""

from __future__ import annotations

import pytest

from shared.compiler.model.connector import ConnectorModel
from tests.compiler.documents import managed, the
from tests.compiler.sql.scripts import columns, digested

TABLES = """
CREATE TABLE users (id int PRIMARY KEY, login text UNIQUE NOT NULL, team_id int REFERENCES teams);
CREATE TABLE teams (id int PRIMARY KEY, name text UNIQUE NOT NULL, created_by int REFERENCES users);
CREATE TABLE roles (id int PRIMARY KEY, name text UNIQUE NOT NULL);
"""


def tied(model: ConnectorModel) -> list[tuple[str, ...]]:
    return [(each.subject, each.subject_attribute, each.object, each.link_class) for each in model.relations]


@pytest.mark.parametrize(
    "link",
    [
        "user_id int REFERENCES users, role_id int REFERENCES roles, PRIMARY KEY (user_id, role_id)",
        "role_id int REFERENCES roles, user_id int REFERENCES users, UNIQUE (user_id, role_id)",
        "role_id int NOT NULL REFERENCES roles, user_id int NOT NULL REFERENCES users",
        "id serial PRIMARY KEY, user_id int NOT NULL REFERENCES users, role_id int NOT NULL REFERENCES roles, at date",
    ],
)
def test_a_table_that_only_links_is_a_relation(link: str) -> None:
    model = digested(f"{TABLES}CREATE TABLE user_roles ({link});").model

    assert tied(model) == [("User", "", "Role", "UserRole"), ("User", "team_id", "Team", "")]
    assert [(each.name, each.kind) for each in model.relations] == [
        ("user_to_role", "link_object"),
        ("user_to_team", "foreign_key"),
    ]
    assert managed(model) == ["User", "Team", "Role"]
    assert the(model, "UserRole").confidence == "medium"


def test_a_link_with_values_of_its_own_is_related_to_both_sides() -> None:
    link = "user_id int REFERENCES users, role_id int REFERENCES roles, level int, PRIMARY KEY (user_id, role_id)"
    model = digested(f"{TABLES}CREATE TABLE user_roles ({link});").model

    assert tied(model) == [
        ("User", "", "Role", "UserRole"),
        ("User", "", "UserRole", ""),
        ("UserRole", "role_id", "Role", ""),
        ("User", "team_id", "Team", ""),
    ]


def test_a_thing_with_two_references_is_no_link() -> None:
    ends = "owner_id int NOT NULL REFERENCES users, team_id int NOT NULL REFERENCES teams"
    thing = f"id int PRIMARY KEY, name text UNIQUE, {ends}"
    model = digested(f"{TABLES}CREATE TABLE projects ({thing});").model

    assert all(not each.link_class for each in model.relations)
    assert "Project" in managed(model)


def test_who_wrote_a_row_is_no_relation_and_still_a_reference() -> None:
    model = digested(TABLES).model

    assert tied(model) == [("User", "team_id", "Team", "")]
    assert columns(the(model, "Team"))["created_by"] == ("integer -> User", "cu")


def test_references_find_tables_of_other_schemas() -> None:
    script = """
        CREATE TABLE a.users (id int PRIMARY KEY, org int REFERENCES b.orgs(id), twin int REFERENCES users);
        CREATE TABLE b.users (id uuid PRIMARY KEY, code text REFERENCES b.orgs(code));
        CREATE TABLE b.orgs (id int PRIMARY KEY, code text UNIQUE);
    """
    found = digested(script)

    assert {each.name: each.schema_name for each in found.model.object_classes} == {
        "User": "a.users",
        "BUser": "b.users",
        "Org": "b.orgs",
    }
    assert columns(the(found.model, "User")) == {
        "id": ("integer int32", "!c"),
        "org": ("integer -> Org", "cu"),
        "twin": ("integer -> User", "cu"),
    }
    assert columns(the(found.model, "BUser"))["code"] == ("string", "cu")
    assert [each.code for each in found.diagnostics] == ["MOD004"]


def test_names_of_columns_tell_what_no_foreign_key_declares() -> None:
    script = """
CREATE TABLE app_users (id int PRIMARY KEY, login text UNIQUE NOT NULL);
CREATE TABLE app_roles (role_id int PRIMARY KEY, name text UNIQUE NOT NULL);
CREATE TABLE app_user_roles (user_id int, role_id int, PRIMARY KEY (user_id, role_id));
CREATE TABLE app_notes (id int PRIMARY KEY, user_id text, name text, team_id int, role_id int);
"""
    found = digested(script)

    assert tied(found.model) == [("AppUser", "", "AppRole", "AppUserRole"), ("AppRole", "", "AppNote", "")]
    assert [each.code for each in found.diagnostics if each.code == "SQL007"] == ["SQL007"]


def test_names_of_columns_tell_nothing_where_keys_are_declared() -> None:
    model = digested(f"{TABLES}CREATE TABLE notes (id int PRIMARY KEY, user_id int, role_id int);").model

    assert tied(model) == [("User", "team_id", "Team", "")]


def test_a_prefix_that_all_tables_share_says_nothing_about_them() -> None:
    tables = "".join(f"CREATE TABLE acme_{name} (id int PRIMARY KEY);" for name in ("users", "groups", "notes", "jobs"))

    assert managed(digested(tables).model) == ["AcmeUser", "AcmeGroup"]
    assert managed(digested(tables.replace("acme_groups", "guest_groups")).model) == ["AcmeUser"]
    assert managed(digested("CREATE TABLE acme_users (id int PRIMARY KEY);").model) == []
