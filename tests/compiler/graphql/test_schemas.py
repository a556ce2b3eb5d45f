"""Types as classes, queries and mutations as what a REST connector cannot send."""

from __future__ import annotations

import pytest

from shared.compiler.pipeline import Digest
from shared.compiler.reading import codes
from tests.compiler import mutants
from tests.compiler.documents import the
from tests.compiler.graphql.schemas import ACME, INTROSPECTED, digested, fields, introspected
from tests.compiler.watchdog import within

MUTANTS = 250
BOTH = pytest.mark.parametrize(
    "found",
    [digested(ACME), introspected(INTROSPECTED), introspected({"data": INTROSPECTED})],
    ids=["language", "introspection", "answer"],
)


@BOTH
def test_types_are_classes(found: Digest) -> None:
    model = found.model

    assert [each.name for each in model.object_classes] == ["User", "Group", "Address"]
    assert the(model, "User").description == "A person."
    assert [choice.attribute for each in model.object_classes if (choice := each.identifier)] == ["id", "id"]
    assert fields(the(model, "User")) == {
        "id": ("string", "r"),
        "login": ("string", "!cr"),
        "email": ("string email", "cur"),
        "role": ("string ADMIN|MEMBER", "cr"),
        "createdAt": ("string date-time", "r"),
        "groups": ("Group.id*", "r"),
        "manager": ("User.id", "cr"),
        "address": ("(street at)", "r"),
        "tags": ("string*", "r"),
        "password": ("string", "!c"),
    }
    assert fields(the(model, "Group")) == {
        "id": ("string", "r"),
        "name": ("string", "!cr"),
        "members": ("User.id*", "r"),
        "picture": ("anything", "r"),
    }


@BOTH
def test_what_is_sent_may_be_called_otherwise(found: Digest) -> None:
    manager = the(found.model, "User").attribute("manager")
    picture = the(found.model, "Group").attribute("picture")

    assert manager is not None
    assert (manager.create_name, manager.returned_by_default) == ("managerId", False)
    assert picture is not None
    assert picture.returned_by_default is False


@BOTH
def test_no_query_or_mutation_is_offered_as_usable(found: Digest) -> None:
    user, group = the(found.model, "User"), the(found.model, "Group")

    assert (user.operations, group.operations) == ((), ())
    assert [(each.kind, each.operation_id) for each in (*user.other_operations, *group.other_operations)] == [
        ("get", "user"),
        ("list", "users"),
        ("create", "createUser"),
        ("update", "updateUser"),
        ("delete", "deleteUser"),
        ("list", "groups"),
        ("add_member", "addUserToGroup"),
        ("create", "groupCreate"),
    ]
    assert {(each.method, each.path) for each in user.other_operations} == {("POST", "/graphql")}
    assert [each.code for each in found.diagnostics].count("GQL002") == 1


@BOTH
def test_fields_that_lead_to_other_objects_are_relations(found: Digest) -> None:
    [relation] = found.model.relations

    assert (relation.subject, relation.subject_attribute) == ("User", "groups")
    assert (relation.object, relation.object_attribute) == ("Group", "members")


def test_facts_keep_their_place() -> None:
    login = the(digested(ACME).model, "User").attribute("login")
    told = the(introspected(INTROSPECTED).model, "Group").attribute("name")

    assert login is not None
    assert str(login.source[0]) == "acme.graphql#line 4"
    assert told is not None
    assert str(told.source[0]).startswith("acme.json#/__schema/types/")


def test_extensions_and_other_roots() -> None:
    schema = """
        schema { query: Root }
        type Root { teams: [Team] }
        type Team { id: ID! }
        extend type Team { name: String @deprecated }
        extend schema { mutation: Changes }
        type Changes { removeTeam(id: ID!): Boolean }
    """
    team = the(digested(schema).model, "Team")

    assert list(fields(team)) == ["id", "name"]
    assert [each.operation_id for each in team.other_operations] == ["teams", "removeTeam"]


def test_interfaces_are_abstract_parents() -> None:
    schema = """
        interface Principal { id: ID! name: String! }
        type User implements Principal { id: ID! name: String! age: Int }
        type Query { user(id: ID!): User }
    """
    model = digested(schema).model

    assert (the(model, "Principal").abstract, the(model, "User").superclass) == (True, "Principal")


@pytest.mark.parametrize(
    ("mutation", "kind"),
    [
        ("teamAddMember", "add_member"),
        ("teamMemberAdd", "add_member"),
        ("removePersonFromTeam", "remove_member"),
        ("personDeactivateNow", "deactivate"),
        ("teamAddColour", None),
        ("teamPreviewUpdates", None),
    ],
)
def test_the_verb_of_a_mutation_may_stand_anywhere(mutation: str, kind: str | None) -> None:
    schema = f"""
        type Person {{ id: ID! login: String }}
        type Team {{ id: ID! name: String! }}
        type Query {{ teams: [Team!]! persons: [Person!]! }}
        type Mutation {{ {mutation}(teamId: ID!, personId: ID!): Team }}
    """
    model = digested(schema).model

    listed = [each for name in ("Team", "Person") for each in the(model, name).other_operations]
    assert [each.kind for each in listed if each.operation_id == mutation] == ([kind] if kind else [])


def test_fields_that_hold_identifiers_of_others_refer_to_them() -> None:
    schema = """
        scalar UUID
        type Person { id: UUID! login: String! teamIds: [UUID!]! homeTeamId: UUID personId: ID leaderIds: Int }
        type Team { id: UUID! name: String! owner_id: ID organizationId: ID! organization: Organization }
        type Organization { id: ID! name: String! }
        type Query { teams: [Team!]! persons: [Person!]! organizations: [Organization!]! }
    """
    model = digested(schema).model

    assert fields(the(model, "Person"))["teamIds"] == ("Team.*", "r")
    assert fields(the(model, "Person"))["homeTeamId"] == ("string uuid", "r")
    assert fields(the(model, "Person"))["personId"] == ("string", "r")
    assert fields(the(model, "Team"))["organizationId"] == ("Organization.", "r")
    assert [(each.subject, each.subject_attribute, each.object) for each in model.relations] == [
        ("Person", "teamIds", "Team"),
        ("Team", "organization", "Organization"),
    ]


@pytest.mark.parametrize(
    ("broken", "line"),
    [("type Broken { id: ID! name }\n", 1), ("enum\n", 1), ("type A { id: ID!\n", 1), ("input X { a: }\n", 1)],
)
def test_a_broken_definition_costs_one_finding(broken: str, line: int) -> None:
    found = digested(broken + ACME)

    assert "email" in fields(the(found.model, "User"))
    assert [str(each.at) for each in found.diagnostics if each.code == "GQL001"] == [f"acme.graphql#line {line}"]


def test_a_schema_without_objects_is_told() -> None:
    found = digested("type Query { version: String }\n")

    assert [each.code for each in found.diagnostics] == ["GQL003"]


def test_what_is_no_type_in_an_introspection_is_told() -> None:
    types = [*INTROSPECTED["__schema"]["types"], 7, {"kind": "WHAT", "name": "x"}]
    found = introspected({"__schema": INTROSPECTED["__schema"] | {"types": types}})

    assert [each.code for each in found.diagnostics].count("GQL001") == 2
    assert [each.name for each in found.model.object_classes] == ["User", "Group", "Address"]


def test_broken_schemas_never_raise() -> None:
    for text in mutants.of_text(ACME, MUTANTS):
        with within():
            found = digested(text)

        assert all(each.code in codes.MEANINGS for each in found.diagnostics)


def test_broken_introspections_never_raise() -> None:
    small = {"__schema": INTROSPECTED["__schema"] | {"types": INTROSPECTED["__schema"]["types"][:12], "directives": []}}
    for root in mutants.of_value(small, MUTANTS):
        found = introspected(root)

        assert all(each.code in codes.MEANINGS for each in found.diagnostics)


@pytest.mark.parametrize(
    "text",
    [
        "type User { id: ID! }\n" * 2_000,
        "type User { id: " + "[" * 50_000,
        "type User { id: ID!\n" * 2_000,
        'type Query { a: Int }\n"""' * 5_000,
    ],
    ids=range(4),
)
def test_long_and_deep_schemas_are_read_in_time(text: str) -> None:
    with within():
        digested(text)
