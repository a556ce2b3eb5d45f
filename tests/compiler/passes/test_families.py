"""Which endpoints are about one class, and what that class is called."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.compiler.model.fragment import Endpoint
from shared.compiler.passes.addresses import address
from shared.compiler.passes.class_names import distinct
from shared.compiler.passes.resources import Kindred, Resource
from shared.compiler.passes.sightings import Sighting
from shared.kernel.diagnostics import Location
from tests.compiler.documents import (
    NUMBER,
    TEXT,
    Json,
    accepts,
    an_object,
    an_openapi,
    answers,
    crud,
    digested,
    endpoints,
    managed,
    many,
    model_of,
    queries,
    ref,
    the,
)

THING = an_object("name", id=NUMBER, name=TEXT)


@pytest.mark.parametrize(
    ("path", "noun", "identifier", "verb"),
    [
        ("/users/{id}", ("user",), "id", ""),
        ("/rest/api/3/users/search", ("user",), "", ""),
        ("/users.list", ("user",), "", ""),
        ("/admin.users.invite", ("user",), "", "create"),
        ("/api/get-users", ("user",), "", "get"),
        ("/users/{id}/activate", ("user",), "id", "activate"),
        ("/users/{id}:suspend", ("user",), "id", "deactivate"),
        ("/users('{id}')", ("user",), "id", ""),
        ("/users/{id}.json", ("user",), "id", ""),
        ("/repos/{owner}/{repo}", ("repo",), "repo", ""),
        ("/usergroups/{group_id}", ("user", "group"), "group_id", ""),
        ("/user/me", (), "", ""),
        ("/settings/users/v3", ("user",), "", ""),
        ("/settings/users/2026-03/{userId}", ("user",), "userId", ""),
        ("/users/id/{id}", ("user",), "id", ""),
        ("/users/by-email/{email}", ("user",), "email", ""),
        ("/u/{username}", ("user",), "username", ""),
        ("/", (), "", ""),
    ],
)
def test_what_a_path_names(path: str, noun: tuple[str, ...], identifier: str, verb: str) -> None:
    found = address(path)

    assert (found.noun, found.identifier, found.verb) == (noun, identifier, verb)


@pytest.mark.parametrize(
    ("collection", "schema_name", "expected"),
    [
        ("/user_management/users", "InternalUserView", "User"),
        ("/accounts/users", "UserRepresentation", "User"),
        ("/auth/roles", "AuthRole", "Role"),
        ("/usergroups", "rest_subteam", "UserGroup"),
        ("/ldap/users", "LdapUser", "LdapUser"),
        ("/project-roles", "ProjectRole", "ProjectRole"),
        ("/people", "Person", "Person"),
        ("/account", "accountAccount", "Account"),
        ("/teams", "v1alpha1Team", "Team"),
        ("/groups", "acme__routers__groups__GroupResponse", "Group"),
        ("/users", "CreateUserCommand", "User"),
    ],
)
def test_what_a_class_is_called(collection: str, schema_name: str, expected: str) -> None:
    model = model_of(an_openapi(crud(collection, ref(schema_name)), {schema_name: THING}))

    assert [each.name for each in model.object_classes] == [expected]


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(path=st.text(alphabet="{}/:().-_$~@aBus1é", max_size=40))
def test_any_path_is_an_address(path: str) -> None:
    assert address(path) == address(path)


def test_two_classes_never_share_a_name() -> None:
    paths = crud("/work-teams", ref("WorkTeam")) | crud("/x/work_team_list", an_object(id=NUMBER, name=TEXT))
    paths |= crud("/workTEAMs", ref("WorkTEAM"))
    found = digested(an_openapi(paths, {"WorkTeam": THING, "WorkTEAM": THING}))

    names = [each.name.lower() for each in found.model.object_classes]
    assert len(names) == len(set(names))


def test_a_taken_name_gets_a_number() -> None:
    at = Location("d", "/x")
    endpoint = Endpoint(method="GET", path="/x", source=at)
    seen = Sighting(endpoint=endpoint, address=address("/x"), kind="list")
    resource = Resource(collection="x", noun=("x",), stem=(), name="", sightings=(seen,))
    twins = [Kindred(name=name, key=(name,), resources=(resource,)) for name in ("Team", "TEAM", "Team")]

    named, findings = distinct(twins)
    assert [family.name for family in named] == ["Team", "TEAM2", "Team3"]
    assert [str(finding) for finding in findings] == [
        "d#/x: warning MOD004: two classes would be called TEAM; the later one is called TEAM2",
        "d#/x: warning MOD004: two classes would be called Team; the later one is called Team3",
    ]


def test_one_class_may_stand_in_several_places() -> None:
    paths: Json = {
        "/admin/users": {
            "get": {**answers(many(ref("User"))), **queries("page", "limit")},
            "post": {**accepts(ref("User")), **answers(ref("User"))},
        },
        "/admin/users/{name}": {"delete": {}},
        "/users/{name}": {"get": answers(ref("User"))},
        "/repos/{repo}/watchers": {"get": answers(many(ref("User")))},
    }

    model = model_of(an_openapi(paths, {"User": THING}))
    assert endpoints(the(model, "User")) == {
        "list": "GET /admin/users",
        "get": "GET /users/{name}",
        "create": "POST /admin/users",
        "delete": "DELETE /admin/users/{name}",
    }


def test_everything_may_lie_inside_a_realm() -> None:
    realm = "/admin/realms/{realm}"
    paths = (
        crud(f"{realm}/users", ref("UserRepresentation"))
        | crud(f"{realm}/groups", ref("GroupRepresentation"))
        | {f"{realm}/users/{{user}}/groups/{{group}}": {"put": {}, "delete": {}}}
    )

    model = model_of(an_openapi(paths, {"UserRepresentation": THING, "GroupRepresentation": THING}))
    assert managed(model) == ["User", "Group"]
    assert endpoints(the(model, "Group"))["delete"] == f"DELETE {realm}/groups/{{id}}"


def test_the_plain_word_wins_over_its_variants() -> None:
    paths = crud("/users", ref("User")) | crud("/applications/{app}/users", ref("ApplicationUser"))

    assert managed(model_of(an_openapi(paths, {"User": THING, "ApplicationUser": THING}))) == ["User"]


def test_what_people_are_put_into_is_managed() -> None:
    paths = crud("/users", ref("User")) | crud("/channels", ref("Channel"))
    paths |= {
        "/channels/{id}/members": {"get": answers(many(ref("User")))},
        "/channels/{id}/members/{user}": {"put": {}, "delete": {}},
    }

    assert managed(model_of(an_openapi(paths, {"User": THING, "Channel": THING}))) == ["User", "Channel"]


def test_applications_and_permissions_are_managed_beside_users_and_roles() -> None:
    plain = crud("/applications", ref("Application")) | crud("/permissions", ref("Permission"))
    beside = plain | crud("/users", ref("User")) | crud("/roles", ref("Role"))
    schemas = dict.fromkeys(["Application", "Permission", "User", "Role"], THING)

    assert managed(model_of(an_openapi(plain, schemas))) == []
    assert sorted(managed(model_of(an_openapi(beside, schemas)))) == ["Application", "Permission", "Role", "User"]


def test_links_of_hal_are_relations() -> None:
    links = an_object(self=an_object(href=TEXT), principal=an_object(href=TEXT), project=an_object(href=TEXT))
    schemas = {"User": THING, "Project": THING, "Membership": an_object(id=NUMBER, created=TEXT, _links=links)}
    paths = crud("/users", ref("User")) | crud("/projects", ref("Project")) | crud("/memberships", ref("Membership"))

    model = model_of(an_openapi(paths, schemas))
    assert [(r.subject, r.object) for r in model.relations] == [
        ("Membership", "User"),
        ("Membership", "Project"),
        ("User", "Project"),
    ]


def test_a_scim_list_has_its_own_paging() -> None:
    users = an_object(Resources=many(ref("User")), totalResults=NUMBER, startIndex=NUMBER)
    change = an_object("Operations", schemas=many(TEXT), Operations=many(an_object(op=TEXT, path=TEXT)))
    paths: Json = {
        "/scim/v2/Users": {"get": {**answers(users), **queries("filter", startIndex=NUMBER, count=NUMBER)}},
        "/scim/v2/Users/{id}": {"get": answers(ref("User")), "patch": accepts(change), "put": accepts(ref("User"))},
    }

    user = the(model_of(an_openapi(paths, {"User": THING})), "User")
    listing = user.operation("list")
    assert listing is not None
    assert (listing.paging.style, listing.paging.position, listing.paging.size) == ("scim", "startIndex", "count")
    assert endpoints(user)["update"] == "PUT /scim/v2/Users/{id}"


def test_retired_attributes_do_not_name_anything() -> None:
    retired = {"type": "string", "description": "Deprecated: no longer available."}
    schema = an_object(id=NUMBER, username=retired, email=TEXT)

    user = the(model_of(an_openapi(crud("/users", ref("User")), {"User": schema})), "User")
    assert user.naming is not None
    assert (user.naming.attribute, user.naming.reason) == ("email", "'email' is what people call such objects by.")


def test_a_header_tells_of_link_paging() -> None:
    paths: Json = {
        "/people": {"get": {**answers(many(ref("Person")), Link=TEXT), **queries("max")}},
        "/people/{id}": {"get": answers(ref("Person"))},
    }

    listing = the(model_of(an_openapi(paths, {"Person": THING})), "Person").operation("list")
    assert listing is not None
    assert (listing.paging.style, listing.paging.size) == ("link_header", "max")


def test_a_header_holds_the_next_cursor() -> None:
    headers: dict[str, Any] = {"X-Next-Cursor": TEXT}
    paths: Json = {
        "/people": {"get": {**answers(many(ref("Person")), **headers), **queries("cursor", "limit")}},
        "/people/{id}": {"get": answers(ref("Person"))},
    }

    listing = the(model_of(an_openapi(paths, {"Person": THING})), "Person").operation("list")
    assert listing is not None
    paging = listing.paging
    assert (paging.style, paging.position, paging.size, paging.next_header) == (
        "cursor",
        "cursor",
        "limit",
        "X-Next-Cursor",
    )


def test_people_read_paths_not_schemas() -> None:
    paths: Json = {
        "/users": {"get": answers(many(ref("UserMatchDTO")))},
        "/users/{id}": {"get": answers(ref("UserPortraitDTO")), "put": accepts(an_object(name=TEXT))},
        "/admin/users": {"post": {**accepts(an_object("name", name=TEXT)), **answers(ref("CreateUserReply"))}},
        "/admin/users/{id}": {"delete": {}},
    }
    schemas = {
        "UserMatchDTO": THING,
        "UserPortraitDTO": an_object(id=NUMBER, name=TEXT, theme=TEXT),
        "CreateUserReply": an_object(id=NUMBER, message=TEXT),
    }

    user = the(model_of(an_openapi(paths, schemas)), "User")
    assert (user.confidence, user.schema_name, len(user.operations)) == ("high", "UserPortraitDTO", 5)


def test_what_ties_two_things_is_a_class_of_its_own() -> None:
    tie = an_object(
        id=NUMBER, type=TEXT, attributes=an_object(role=TEXT), relationships=an_object(user=an_object(data={}))
    )
    paths = crud("/users", ref("User")) | crud("/teams", ref("Team"))
    paths |= {
        "/teams/{team}/memberships": {"get": answers(many(ref("UserTeam"))), "post": accepts(ref("UserTeam"))},
        "/teams/{team}/memberships/{user}": {"delete": {}},
    }

    model = model_of(an_openapi(paths, {"User": THING, "Team": THING, "UserTeam": tie}))
    assert managed(model) == ["TeamMembership", "User", "Team"]
    assert [(r.subject, r.object, r.link_class) for r in model.relations] == [
        ("TeamMembership", "Team", ""),
        ("TeamMembership", "User", ""),
        ("User", "Team", "TeamMembership"),
    ]


@pytest.mark.parametrize(
    ("paths", "code"),
    [
        ({"/users": {"get": answers(many(ref("User"))), "delete": {}}}, "MOD003"),
        ({"/users": {"post": accepts(ref("User"))}, "/users/{id}": {"delete": {}}}, "MOD006"),
        ({"/users": {"get": answers(many(an_object(a=TEXT, b=TEXT))), "post": {}}}, "MOD002"),
        ({}, "OAS006"),
    ],
)
def test_what_a_person_should_know_is_told(paths: Json, code: str) -> None:
    found = digested(an_openapi(paths, {"User": THING}))

    assert code in [finding.code for finding in found.diagnostics]
