"""Whole exports: five kinds of documents that may all be called the same, and the shapes each may come in."""

from __future__ import annotations

import itertools
import json

import pytest

from shared.compiler.model.object_class import Choice
from shared.compiler.model.types import Complex, Reference
from shared.compiler.reading.dialects import Dialect, recognise
from tests.compiler.conndev.documents import (
    EVERYTHING,
    EXPORTED_CONFIGURATION,
    EXPORTED_EMAILS,
    EXPORTED_GROUP,
    EXPORTED_RESOURCE,
    EXPORTED_SCHEMA,
    EXPORTED_USER,
    a_class,
    a_column,
    a_table,
    an_attribute,
)
from tests.compiler.documents import Json, Value, endpoints, managed, the
from tests.compiler.scim.documents import STAFF, USER, digested


def findings(documents: dict[str, Value], *codes: str) -> list[str]:
    return [str(each) for each in digested(documents).diagnostics if each.code in codes]


@pytest.mark.parametrize("root", [*EVERYTHING.values(), a_table("users", a_column("id")), [EXPORTED_USER]])
def test_every_kind_is_recognised(root: Value) -> None:
    assert recognise(root) == Dialect.CONNDEV


def test_documents_of_one_name_do_not_overwrite_each_other() -> None:
    model = digested(EVERYTHING).model
    user = the(model, "User")

    assert managed(model) == ["User", "Group"]
    assert [(each.name, each.path) for each in user.attributes] == [
        ("id", ()),
        ("externalId", ()),
        ("meta", ()),
        ("userName", ()),
        ("badge", (STAFF, "badge")),
        ("groups", ()),
        ("emails", ()),
        (f"{STAFF}:desk", (STAFF, "desk")),
    ]
    assert endpoints(user)["list"] == "GET /People"
    listing = user.operation("list")
    assert listing is not None
    assert listing.paging.cap == 20
    assert [each.kind for each in model.authentications] == ["basic"]


def test_the_export_is_believed_before_the_schema() -> None:
    counts = "what conndev_ObjectClass_User.json says counts"
    groups = f"info MOD007: User.groups is described differently (creatable, updatable); {counts}"
    resource = "conndev_ScimResource_User.json#"

    assert findings(EVERYTHING, "MOD007") == [
        f"{resource}/primarySchema/attributes/1: {groups}",
        f"conndev_ScimSchema_User.json#/schemaContent/attributes/1: {groups}",
        f"{resource}/schemaExtensions/attributes/0: info MOD007: User.badge is described differently (type); {counts}",
    ]


def test_embedded_classes_are_values_of_the_class_before_the_underscores() -> None:
    model = digested(EVERYTHING).model
    inner = the(model, "User__emails")
    emails = the(model, "User").attribute("emails")

    assert inner.embedded
    assert emails is not None
    assert emails.type == Complex(name="User__emails", attributes=inner.attributes)


def test_references_of_both_sides_are_one_relation() -> None:
    [relation] = digested(EVERYTHING).model.relations
    groups = the(digested(EVERYTHING).model, "User").attribute("groups")

    assert (relation.name, relation.subject_attribute, relation.object_attribute) == (
        "user_to_group",
        "groups",
        "members",
    )
    assert groups is not None
    assert groups.type == Reference(object_class="Group", carrier="object", member="id")


def wrapped(node: Json) -> Json:
    return {"object": {"attributes": node}}


def as_lists(node: Json) -> Json:
    return {key: [value] if isinstance(value, str) else value for key, value in node.items()}


def prefixed(node: Json) -> Json:
    return {f"ri:{key}": value for key, value in node.items()}


@pytest.mark.parametrize("shape", [wrapped, as_lists, prefixed, lambda node: wrapped(prefixed(as_lists(node)))])
def test_the_shape_of_an_export_changes_nothing(shape: Value) -> None:
    def told(documents: dict[str, Value]) -> list[Value]:
        model = digested(documents).model
        classes = [
            (each.name, each.protocol, endpoints(each), [(a.name, a.multivalued, a.path) for a in each.attributes])
            for each in model.object_classes
        ]
        return [classes, [(each.subject, each.object) for each in model.relations], len(model.authentications)]

    assert told({name: shape(root) for name, root in EVERYTHING.items()}) == told(EVERYTHING)


def test_a_single_attribute_is_no_list() -> None:
    root = a_class("User") | {"attributes": an_attribute("login", "boolean")}

    assert [each.name for each in the(digested({"d.json": root}).model, "User").attributes] == ["login"]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ({"namespace": USER, "locator": "/Users"}, ("scim", USER)),
        ({"namespace": "public", "locator": "users"}, ("sql", "public.users")),
        ({"namespace": "public", "table": "users"}, ("sql", "public.users")),
        ({"sql": {"table": "users"}}, ("sql", "users")),
        ({"endpoint": "/users"}, ("rest", "")),
        ({}, ("rest", "")),
    ],
)
def test_classes_say_in_which_protocol_they_are(place: Json, expected: tuple[str, str]) -> None:
    found = the(digested({"d.json": a_class("User", an_attribute("login"), **place)}).model, "User")

    assert (found.protocol, found.schema_name) == expected


def test_the_connector_tells_identifier_and_name() -> None:
    key = {"name": "key", "connId": {"name": "__UID__", "type": "string"}}
    root = a_class("User", key, {"name": "nick", "connId": {"name": "__NAME__"}}, an_attribute("__UID__"))
    user = the(digested({"d.json": root}).model, "User")

    reason = "The running connector uses it so."
    assert user.identifier == Choice(attribute="key", reason=reason)
    assert user.naming == Choice(attribute="nick", reason=reason)
    assert [each.name for each in user.attributes] == ["key", "nick"]


def test_names_are_kept_as_exported() -> None:
    root = a_class("m_user", an_attribute("id"), sql={"table": "m_user"})

    assert managed(digested({"d.json": root}).model) == ["m_user"]


def test_tables_of_several_documents_belong_together() -> None:
    key: Json = {"primaryKey": True}
    model = digested(
        {
            "conndev_SqlTable_users.json": a_table("users", a_column("id", **key), a_column("login", "varchar")),
            "conndev_SqlTable_teams.json": a_table("teams", a_column("id", **key), a_column("name", "varchar")),
            "conndev_SqlTable_user_teams.json": a_table(
                "user_teams",
                a_column("user_id", referencedTable="users", referencedColumn="id"),
                a_column("team_id", referencedTable="teams", referencedColumn="id"),
            ),
        }
    ).model

    assert {each.name: each.protocol for each in model.object_classes} == {
        "User": "sql",
        "Team": "sql",
        "UserTeam": "sql",
    }
    assert [(each.subject, each.object, each.link_class, each.kind) for each in model.relations] == [
        ("User", "Team", "UserTeam", "link_object")
    ]


@pytest.mark.parametrize(
    ("table", "expected"), [("memberships", "high"), ("user_teams", "medium"), ("access_roles", "medium")]
)
def test_memberships_are_managed_and_other_links_support(table: str, expected: str) -> None:
    key: Json = {"primaryKey": True}
    ends = [a_column(f"{name}_id", referencedTable=f"{name}s", referencedColumn="id") for name in ("user", "team")]
    model = digested(
        {
            "users.json": a_table("users", a_column("id", **key)),
            "teams.json": a_table("teams", a_column("id", **key)),
            "link.json": a_table(table, *ends),
        }
    ).model

    assert [each.confidence for each in model.object_classes if each.name not in {"User", "Team"}] == [expected]


def test_a_class_and_its_table_are_one() -> None:
    table = a_table("users", a_column("id", primaryKey=True), a_column("login", "varchar"))
    team = a_table("teams", a_column("id", primaryKey=True), a_column("owner", referencedTable="users"))
    exported = a_class("m_user", an_attribute("login", required=True), sql={"table": "users", "schema": "public"})
    model = digested({"t.json": table, "u.json": team, "c.json": exported}).model

    assert [(each.name, [a.name for a in each.attributes]) for each in model.object_classes] == [
        ("m_user", ["login", "id"]),
        ("Team", ["id", "owner"]),
    ]
    assert [(each.name, each.subject, each.object_attribute) for each in model.relations] == [
        ("m_user_to_team", "m_user", "owner")
    ]


@pytest.mark.parametrize(
    ("root", "message"),
    [
        (
            {"id": "x", "name": "x", "schemaContent": "{"},
            "d.json#/schemaContent: warning CND002: the text under 'schemaContent' holds no JSON object",
        ),
        (
            [EXPORTED_EMAILS, {"name": "x"}],
            "d.json#/1: warning CND001: what stands here is no kind of export we know",
        ),
    ],
)
def test_what_is_wrong_costs_one_finding(root: Value, message: str) -> None:
    assert findings({"d.json": root}, "CND001", "CND002") == [message]


def test_the_order_of_documents_says_nothing() -> None:
    names = list(EVERYTHING)
    orders = itertools.islice(itertools.permutations(names), 0, 720, 37)
    found = [digested({name: EVERYTHING[name] for name in order}) for order in orders]

    assert all(each == found[0] for each in found)


def test_one_document_may_hold_them_all() -> None:
    every = [EXPORTED_USER, EXPORTED_GROUP, EXPORTED_SCHEMA, EXPORTED_RESOURCE, EXPORTED_CONFIGURATION]

    assert managed(digested({"d.json": json.loads(json.dumps(every))}).model) == ["User", "Group"]
