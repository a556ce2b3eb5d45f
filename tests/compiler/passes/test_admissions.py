"""Objects that are made, changed and ended by what happens to other objects."""

from __future__ import annotations

import pytest

from tests.compiler.documents import (
    TEXT,
    Json,
    accepts,
    an_object,
    an_openapi,
    answers,
    crud,
    endpoints,
    many,
    model_of,
    ref,
    the,
)

PERSON = an_object("login", id=TEXT, login=TEXT)
THING = an_object("name", id=TEXT, name=TEXT)


def doors(place: str, answer: Json) -> Json:
    sent = accepts(an_object("user", user=TEXT))
    return {
        f"{place}/addUser": {"post": {**sent, **answers(answer)}},
        f"{place}/removeUser": {"post": {**sent, **answers()}},
    }


def readable(collection: str, name: str) -> Json:
    return {
        collection: {"get": answers(many(ref(name)))},
        f"{collection}/{{id}}": {"get": answers(ref(name))},
    }


def model_with(paths: Json) -> Json:
    schemas = {"User": PERSON, "Team": THING, "Workspace": THING, "TeamMembership": an_object(id=TEXT, is_admin=TEXT)}
    return an_openapi(paths, schemas)


def test_letting_people_in_makes_a_membership() -> None:
    paths = crud("/users", ref("User")) | crud("/teams", ref("Team")) | readable("/memberships", "TeamMembership")
    model = model_of(model_with(paths | doors("/teams/{id}", ref("TeamMembership"))))

    assert endpoints(the(model, "TeamMembership")) == {
        "list": "GET /memberships",
        "get": "GET /memberships/{id}",
        "create": "POST /teams/{id}/addUser",
        "delete": "POST /teams/{id}/removeUser",
    }
    assert endpoints(the(model, "User"))["create"] == "POST /users"


@pytest.mark.parametrize(
    ("place", "name", "made"),
    [
        ("/workspaces", "Workspace", {"create", "delete", "get", "list"}),
        ("/teams", "Team", {"get", "list"}),
    ],
)
def test_an_organization_lets_users_in_that_nothing_else_makes(place: str, name: str, made: set[str]) -> None:
    paths = readable("/users", "User") | crud(place, ref(name)) | doors(f"{place}/{{id}}", ref("User"))

    assert endpoints(the(model_of(model_with(paths)), "User")).keys() == made


def test_a_profile_is_the_user_where_nothing_else_changes_one() -> None:
    profile = {"/users/{id}/profile": {"put": {**accepts(an_object(login=TEXT)), **answers(an_object(login=TEXT))}}}
    alone, beside = readable("/users", "User") | profile, crud("/users", ref("User")) | profile

    assert endpoints(the(model_of(model_with(alone)), "User"))["update"] == "PUT /users/{id}/profile"
    assert endpoints(the(model_of(model_with(beside)), "User"))["update"] == "PUT /users/{id}"


def test_what_an_update_selects_by_is_no_attribute() -> None:
    group = an_object("name", id=TEXT, name=TEXT, is_group={"type": "boolean"})
    changed = accepts(an_object("group", group=TEXT, name=TEXT))
    root = an_openapi(
        {
            "/groups.list": {"get": answers(an_object(groups=many(ref("Group"))))},
            "/groups.create": {"post": {**accepts(an_object(name=TEXT)), **answers(ref("Group"))}},
            "/groups.update": {"post": {**changed, **answers(ref("Group"))}},
        },
        {"Group": group},
    )

    flags = {a.name: (a.creatable, a.updatable) for a in the(model_of(root), "Group").attributes}
    assert flags == {"id": (False, False), "name": (True, True), "is_group": (False, False)}
