"""What counts as a relation, and what only looks like one."""

from __future__ import annotations

import pytest

from tests.compiler.documents import (
    NUMBER,
    TEXT,
    Json,
    accepts,
    an_object,
    an_openapi,
    answers,
    crud,
    managed,
    many,
    model_of,
    queries,
    ref,
    the,
)

PERSON = an_object("login", id=TEXT, login=TEXT)
THING = an_object("name", id=TEXT, name=TEXT)
FLAG: Json = {"type": "boolean"}
MOMENT: Json = {"type": "string", "format": "date-time"}


def ties(root: Json) -> list[tuple[str, str]]:
    return [(relation.subject, relation.object) for relation in model_of(root).relations]


def people_and(collection: str, name: str, schema: Json, **more: Json) -> Json:
    paths = crud("/users", ref("User")) | crud(collection, ref(name)) | more
    return an_openapi(paths, {"User": PERSON, name: schema})


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("can_create_organization", FLAG),
        ("joined_organization", MOMENT),
        ("in_organization", {"type": "number"}),
        ("default_organization_id", TEXT),
        ("created_by_organization_id", TEXT),
    ],
)
def test_flags_dates_and_mentions_carry_no_relation(attribute: str, value: Json) -> None:
    user = an_object("login", id=TEXT, login=TEXT, **{attribute: value})
    paths = crud("/users", ref("User")) | crud("/organizations", ref("Organization"))
    model = model_of(an_openapi(paths, {"User": user, "Organization": THING}))

    found = the(model, "User").attribute(attribute)
    assert model.relations == ()
    assert found is not None
    assert found.type.kind == "scalar"


def test_an_identifier_carries_a_relation() -> None:
    user = an_object("login", id=TEXT, login=TEXT, organization_id=TEXT)
    paths = crud("/users", ref("User")) | crud("/organizations", ref("Organization"))
    model = model_of(an_openapi(paths, {"User": user, "Organization": THING}))

    assert [(r.subject, r.subject_attribute, r.object) for r in model.relations] == [
        ("User", "organization_id", "Organization")
    ]


def test_a_mark_that_every_object_bears_is_no_relation() -> None:
    names = ("User", "Group", "Role")
    marked = {name: an_object("name", id=TEXT, name=TEXT, tenant_id=TEXT) for name in names}
    paths = crud("/tenants", ref("Tenant"))
    for name in names:
        paths |= crud(f"/{name.lower()}s", ref(name))
    inside = {"/tenants/{id}/users": {"get": answers(many(ref("User")))}}

    assert ties(an_openapi(paths, {"Tenant": THING, **marked})) == []
    assert ties(an_openapi(paths | inside, {"Tenant": THING, **marked})) == [("User", "Tenant")]


def test_a_membership_ties_others_only_to_what_it_is_named_after() -> None:
    member = an_object(id=TEXT, user_id=TEXT, group_id=TEXT, project_id=TEXT)
    paths = crud("/users", ref("User")) | crud("/groups", ref("Group")) | crud("/projects", ref("Project"))
    root = an_openapi(
        paths | crud("/project-memberships", ref("ProjectMembership")),
        {"User": PERSON, "Group": THING, "Project": THING, "ProjectMembership": member},
    )

    through = [(r.subject, r.object) for r in model_of(root).relations if r.link_class]
    assert through == [("User", "Project"), ("Group", "Project")]


def test_two_of_one_rank_have_one_relation() -> None:
    group = an_object("name", id=TEXT, name=TEXT, team_ids=many(TEXT))
    team = an_object("name", id=TEXT, name=TEXT, group_ids=many(TEXT))
    paths = crud("/groups", ref("Group")) | crud("/teams", ref("Team"))
    model = model_of(an_openapi(paths, {"Group": group, "Team": team}))

    assert [(r.subject, r.subject_attribute, r.object, r.object_attribute) for r in model.relations] == [
        ("Group", "team_ids", "Team", "group_ids")
    ]


def test_a_verb_in_the_path_says_more_than_the_method() -> None:
    body = {"post": {**accepts(an_object(user=TEXT)), **answers()}}
    root = people_and("/teams", "Team", THING, **{"/teams/{id}/addUser": body, "/teams/{id}/removeUser": body})

    (relation,) = model_of(root).relations
    assert {(o.kind, o.path) for o in relation.operations} == {
        ("add_member", "/teams/{id}/addUser"),
        ("remove_member", "/teams/{id}/removeUser"),
    }


def test_what_people_are_invited_to_is_managed() -> None:
    body = {"post": {**accepts(an_object(room=TEXT, users=many(TEXT))), **answers()}}
    paths: Json = {
        "/rooms.list": {"get": answers(an_object(rooms=many(ref("Room"))))},
        "/rooms.create": {"post": {**accepts(an_object(name=TEXT)), **answers(an_object(room=ref("Room")))}},
        "/rooms.archive": {"post": {**accepts(an_object(room=TEXT)), **answers()}},
        "/rooms.members": {"get": answers(an_object(members=many(TEXT)))},
        "/rooms.invite": body,
        "/rooms.kick": body,
    }
    model = model_of(an_openapi(crud("/users", ref("User")) | paths, {"User": PERSON, "Room": THING}))

    (relation,) = model.relations
    assert managed(model) == ["User", "Room"]
    assert {(o.kind, o.path) for o in relation.operations} == {
        ("list", "/rooms.members"),
        ("add_member", "/rooms.invite"),
        ("remove_member", "/rooms.kick"),
    }


def test_counts_are_no_identifiers() -> None:
    user = an_object("login", id=TEXT, login=TEXT, groups_count=NUMBER)
    paths = crud("/users", ref("User")) | crud("/groups", ref("Group"))

    assert ties(an_openapi(paths, {"User": user, "Group": THING})) == []


def test_the_members_of_something_have_pages_of_their_own() -> None:
    pages = queries(offset=NUMBER, limit={"type": "integer", "maximum": 10})
    members = {"/groups/{id}/users": {"get": {**answers(many(ref("User"))), **pages}}}

    (relation,) = model_of(people_and("/groups", "Group", THING, **members)).relations

    assert [
        (it.kind, it.paging.style, it.paging.position, it.paging.size, it.paging.cap) for it in relation.operations
    ] == [("list", "offset", "offset", "limit", 10)]
