"""Where classes stand: in areas, inside each other, beside their like."""

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
    endpoints,
    managed,
    many,
    model_of,
    ref,
    the,
)

THING = an_object("name", id=NUMBER, name=TEXT)
PERSON = an_object("email", id=NUMBER, email=TEXT, role=TEXT, first_name=TEXT)


def kept(paths: Json, schemas: Json) -> list[str]:
    return sorted(managed(model_of(an_openapi(paths, schemas))))


def test_a_word_that_orders_paths_is_no_thing_they_go_through() -> None:
    paths = crud("/users/users", ref("User")) | crud("/users/groups", ref("Group"))
    paths |= crud("/stock/item-groups", ref("ItemGroup")) | crud("/tenancy/tenant-groups", ref("TenantGroup"))
    schemas = {"User": PERSON, "Group": THING, "ItemGroup": THING, "TenantGroup": THING}

    assert kept(paths, schemas) == ["Group", "User"]


def test_a_collection_is_not_given_to_what_stands_inside_something() -> None:
    bare = crud("/roles", an_object(id=NUMBER, name=TEXT, permissions=many(TEXT)))
    inside = crud("/system/users/{user}/roles", ref("SystemUserRole"))
    model = model_of(an_openapi(bare | inside | crud("/users", ref("User")), {"SystemUserRole": THING, "User": PERSON}))

    assert endpoints(the(model, "Role"))["create"] == "POST /roles"


def test_what_is_managed_in_two_protocols_is_kept_twice() -> None:
    native = crud("/groups", ref("Group")) | crud("/users", ref("User"))
    scim = crud("/scim/v2/Groups", ref("ScimGroup")) | crud("/scim/v2/Users", ref("ScimUser"))
    schemas = dict.fromkeys(("Group", "ScimGroup"), THING) | {"User": PERSON, "ScimUser": PERSON}

    assert kept(native | scim, schemas) == ["Group", "ScimGroup", "ScimUser", "User"]


def test_counting_from_an_index_is_not_the_standard_for_identities() -> None:
    listing = answers(an_object(totalResults=NUMBER, startIndex=NUMBER, groups=many(ref("Group"))))
    indexed: Json = {
        "parameters": [{"name": name, "in": "query", "schema": NUMBER} for name in ("startIndex", "count")]
    }
    model = model_of(an_openapi({"/groups": {"get": listing | indexed}} | crud("/users", ref("User")),
                                {"Group": THING, "User": PERSON}))  # fmt: skip

    found = the(model, "Group")
    assert found.protocol == "rest"
    assert found.operations[0].paging.style == "offset"


def test_roles_nobody_has_are_not_managed() -> None:
    elsewhere = crud("/net/roles", ref("Role")) | crud("/people/users", ref("User"))
    plain = an_object(id=NUMBER, name=TEXT, weight=NUMBER)
    user = an_object("email", id=NUMBER, email=TEXT)

    assert kept(elsewhere, {"Role": plain, "User": user}) == ["User"]
    assert kept(elsewhere, {"Role": plain, "User": PERSON}) == ["Role", "User"]


@pytest.mark.parametrize("name", ["Admin", "Agent", "Operator"])
def test_staff_that_signs_in_is_managed(name: str) -> None:
    paths = crud("/users", ref("User")) | crud(f"/{name.lower()}s", ref(name))

    assert kept(paths, {"User": PERSON, name: PERSON}) == sorted([name, "User"])
    assert kept(paths, {"User": PERSON, name: THING}) == ["User"]


def test_accounts_of_money_are_not_managed() -> None:
    paths = crud("/users", ref("User")) | crud("/accounts", ref("Account"))
    account = an_object("name", id=NUMBER, name=TEXT, iban=TEXT, currency_code=TEXT)

    assert kept(paths, {"User": PERSON, "Account": account}) == ["User"]
    assert kept(paths, {"User": PERSON, "Account": THING}) == ["Account", "User"]


def test_what_a_body_makes_may_stand_under_another_path() -> None:
    paths: Json = {
        "/users": {"get": answers(many(ref("UserModel")))},
        "/users/{id}": {"get": answers(ref("UserModel")), "delete": answers(status="204")},
        "/auth/add": {"post": accepts(ref("AddUserForm")) | answers(status="201")},
        "/models/create": {"post": accepts(ref("ModelForm")) | answers(ref("ModelUserResponse"))},
        "/models": {"get": answers(many(ref("ModelUserResponse")))},
        "/models/delete/all": {"delete": answers(status="204")},
    }
    schemas = {"UserModel": PERSON, "AddUserForm": PERSON, "ModelForm": THING, "ModelUserResponse": PERSON}

    user = the(model_of(an_openapi(paths, schemas)), "User")

    assert endpoints(user) == {
        "list": "GET /users",
        "get": "GET /users/{id}",
        "create": "POST /auth/add",
        "delete": "DELETE /users/{id}",
    }


def test_a_card_of_an_object_is_not_the_object() -> None:
    paths: Json = {
        "/users": {"get": answers(many(ref("User")))},
        "/users/{id}": {"get": answers(ref("UserCard")), "delete": answers(status="204")},
    }
    model = model_of(an_openapi(paths, {"User": PERSON, "UserCard": an_object(email=TEXT, picture=TEXT)}))

    assert [each.name for each in the(model, "User").attributes] == ["id", "email", "role", "first_name"]


@pytest.mark.parametrize(
    ("path", "body", "chosen"),
    [
        ("/user", an_object(email=TEXT), None),
        ("/users", many(an_object(email=TEXT)), None),
        ("/users", an_object("id", id=NUMBER, email=TEXT), "PUT /users"),
    ],
)
def test_an_update_says_whom_it_is_about(path: str, body: Json, chosen: str | None) -> None:
    paths = crud("/users", ref("User"))
    paths["/users/{id}"] = {kind: each for kind, each in paths["/users/{id}"].items() if kind not in {"put", "patch"}}
    paths[path] = paths.get(path, {}) | {"put": accepts(body) | answers(ref("User"))}

    assert endpoints(the(model_of(an_openapi(paths, {"User": PERSON})), "User")).get("update") == chosen


def test_members_of_what_people_are_put_into_are_managed() -> None:
    members = crud("/sites/{site}/members", ref("SiteMember"))
    seen_by_people: Json = {
        "/people/{person}/sites": {"get": answers(many(ref("SiteRole")))},
        "/people/{person}/sites/{site}": {"get": answers(ref("SiteRole")), "delete": answers(status="204")},
    }
    paths = crud("/people", ref("Person")) | crud("/sites", ref("Site")) | members | seen_by_people
    schemas = {"Person": PERSON, "Site": THING, "SiteMember": an_object(id=TEXT, role=TEXT), "SiteRole": THING}

    assert kept(paths, schemas) == ["Person", "Site", "SiteMember"]


@pytest.mark.parametrize(
    ("name", "expected"), [("GroupMember", ["Group", "GroupMember", "User"]), ("", ["Group", "User"])]
)
def test_members_with_a_name_of_their_own_are_memberships(name: str, expected: list[str]) -> None:
    paths = crud("/users", ref("User")) | crud("/groups", ref("Group"))
    shown = an_object(id=NUMBER, email=TEXT, first_name=TEXT)
    paths |= crud("/groups/{group}/members", ref(name) if name else shown)

    assert kept(paths, {"User": PERSON, "Group": THING, name or "Unused": shown}) == expected


@pytest.mark.parametrize(
    "envelope",
    [
        an_object(affected_items=many(ref("UserAnswer")), failed_items=many(ref("Error")), total=NUMBER),
        an_object(found=many(ref("UserAnswer")), included=many(ref("Team"))),
    ],
)
def test_a_list_is_told_from_others_by_what_it_holds(envelope: Json) -> None:
    paths: Json = {
        "/users": {"get": answers(an_object(message=TEXT, data=envelope)), "post": accepts(PERSON) | answers()},
        "/users/{id}": {"put": accepts(PERSON) | answers()},
    }
    listing = the(
        model_of(an_openapi(paths, {"UserAnswer": PERSON, "Error": THING, "Team": THING})), "User"
    ).operations[0]

    assert listing.answer_path == ("data", next(iter(envelope["properties"])))


def test_a_token_that_comes_back_is_a_cursor() -> None:
    listing = answers(an_object(items=many(ref("User")), list_token=TEXT))
    listing["parameters"] = [{"name": name, "in": "query", "schema": TEXT} for name in ("list_token", "page_size")]
    paths = crud("/users", ref("User"))
    paths["/users"]["get"] = listing

    paging = the(model_of(an_openapi(paths, {"User": PERSON})), "User").operations[0].paging

    assert (paging.style, paging.position, paging.size) == ("cursor", "list_token", "page_size")
    assert paging.next_path == ("list_token",)


def test_the_answer_tells_of_the_standard_for_identities() -> None:
    listed = answers(an_object(Resources=many(ref("UserResource")), totalResults=NUMBER))
    paths = crud("/orgs/{org}/users", ref("User")) | crud("/Users", ref("UserResource"), get=listed)
    model = model_of(an_openapi(paths, {"User": PERSON, "UserResource": PERSON}))

    assert endpoints(the(model, "ScimUser"))["get"] == "GET /Users/{id}"
    assert endpoints(the(model, "User"))["get"] == "GET /orgs/{org}/users/{id}"


def test_organizations_contain_and_other_things_use() -> None:
    paths = crud("/boards/{board}/groups", ref("Group")) | crud("/orgs/{org}/groups", ref("Group"))
    found = endpoints(the(model_of(an_openapi(paths, {"Group": THING})), "Group"))

    assert set(found.values()) == {
        "GET /orgs/{org}/groups",
        "POST /orgs/{org}/groups",
        "GET /orgs/{org}/groups/{id}",
        "PUT /orgs/{org}/groups/{id}",
        "DELETE /orgs/{org}/groups/{id}",
    }


def test_a_parameter_may_begin_the_path() -> None:
    paths = crud("/tenants", ref("Tenant")) | crud("/{tenant_id}/users", ref("User"))
    found = model_of(an_openapi(paths, {"Tenant": THING, "User": PERSON}))

    assert [(each.subject, each.object) for each in found.relations] == [("User", "Tenant")]


def test_people_are_called_by_their_login_where_the_name_is_a_path() -> None:
    user = an_object(name=TEXT, username=TEXT, email=TEXT)
    paths = {"/users": {"get": answers(many(ref("User"))), "post": accepts(ref("User")) | answers(ref("User"))}}
    paths["/users/{user}"] = {"get": answers(ref("User"))}
    found = the(model_of(an_openapi(paths, {"User": user})), "User")

    assert (found.identifier and found.identifier.attribute, found.naming and found.naming.attribute) == (
        "name",
        "username",
    )


def test_where_nobody_manages_people_members_are_the_people() -> None:
    paths = crud("/guilds/{guild}/members", ref("GuildMember")) | crud("/guilds/{guild}/roles", ref("GuildRole"))
    paths |= crud("/guilds/{guild}/emojis", ref("GuildEmoji"))
    member = an_object(id=NUMBER, nick=TEXT, roles=many(TEXT))
    schemas = {"GuildMember": member, "GuildRole": THING, "GuildEmoji": THING}

    assert kept(paths, schemas) == ["GuildMember", "GuildRole"]
    assert kept(paths | crud("/users", ref("User")), schemas | {"User": PERSON}) == ["User"]
