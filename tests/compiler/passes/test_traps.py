"""What real documentation does to its readers, one trap each, in invented documents."""

from __future__ import annotations

import pytest

from tests.compiler.documents import (
    NUMBER,
    TEXT,
    Value,
    accepts,
    an_object,
    an_openapi,
    answers,
    crud,
    endpoints,
    managed,
    many,
    model_of,
    queries,
    ref,
    the,
)

USER = an_object("username", id=NUMBER, username=TEXT, email=TEXT)
GROUP = an_object("name", id=NUMBER, name=TEXT)


def lists(schema: Value, **parameters: Value) -> Value:
    return an_openapi(
        {
            "/users": {"get": {**answers(schema), **queries(**parameters)}},
            "/users/{id}": {"get": answers(ref("User")), "delete": answers(status="204")},
        },
        {"User": USER},
    )


def answer_path(root: Value) -> tuple[str, ...]:
    listing = the(model_of(root), "User").operation("list")
    assert listing is not None
    return listing.answer_path


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        (many(ref("User")), ()),
        (an_object(data=many(ref("User"))), ("data",)),
        (an_object(users=many(ref("User")), total=NUMBER), ("users",)),
        (an_object(status=TEXT, data=an_object(users=many(ref("User")), page=NUMBER)), ("data", "users")),
        (
            an_object(
                _embedded=an_object(users=many(ref("User"))),
                _links=an_object(next=an_object(href=TEXT)),
                page=an_object(size=NUMBER),
            ),
            ("_embedded", "users"),
        ),
        (an_object(value=many(ref("User")), **{"@odata.nextLink": TEXT}), ("value",)),
        (an_object(users={"type": "object", "additionalProperties": ref("User")}), ("users",)),
        (an_object(ok={"type": "boolean"}, members=many(ref("User")), cursor=TEXT), ("members",)),
    ],
)
def test_a_list_is_found_in_its_envelope(schema: Value, path: tuple[str, ...]) -> None:
    assert answer_path(lists(schema)) == path


def test_a_collection_may_be_a_map() -> None:
    listing = the(model_of(lists({"type": "object", "additionalProperties": ref("User")})), "User").operation("list")

    assert listing is not None
    assert listing.collection == "map"


def test_an_object_is_found_in_its_envelope_both_ways() -> None:
    wrapped = an_object(user=ref("User"))
    root = an_openapi(
        {
            "/users": {
                "get": answers(an_object(users=many(ref("User")))),
                "post": {**accepts(wrapped), **answers(wrapped)},
            },
            "/users/{id}": {"get": answers(wrapped)},
        },
        {"User": USER},
    )

    created = the(model_of(root), "User").operation("create")
    assert created is not None
    assert (created.body_path, created.answer_path) == (("user",), ("user",))


def test_a_resource_of_json_api_shows_its_attributes() -> None:
    resource = an_object(id=TEXT, type=TEXT, attributes=an_object(username=TEXT, email=TEXT))
    root = an_openapi(
        {
            "/users": {"get": answers(an_object(data=many(ref("UserResource")), links=an_object(next=TEXT)))},
            "/users/{id}": {"get": answers(an_object(data=ref("UserResource"))), "delete": answers(status="204")},
        },
        {"UserResource": resource},
    )

    user = the(model_of(root), "User")
    assert [(a.name, a.path) for a in user.attributes] == [
        ("id", ()),
        ("username", ("attributes",)),
        ("email", ("attributes",)),
    ]


def test_a_document_without_named_schemas_has_classes_all_the_same() -> None:
    model = model_of(an_openapi(crud("/people", an_object("email", id=TEXT, email=TEXT, name=TEXT))))

    assert [(each.name, each.schema_name) for each in model.object_classes] == [("Person", "")]


def test_a_document_without_responses_has_operations_all_the_same() -> None:
    root = an_openapi(
        {
            "/users": {"get": {}, "post": accepts(ref("User"))},
            "/users/{id}": {"get": {}, "patch": accepts(ref("User")), "delete": {}},
        },
        {"User": USER},
    )

    user = the(model_of(root), "User")
    assert endpoints(user) == {
        "list": "GET /users",
        "get": "GET /users/{id}",
        "create": "POST /users",
        "update": "PATCH /users/{id}",
        "delete": "DELETE /users/{id}",
    }
    assert [a.name for a in user.attributes] == ["id", "username", "email"]


def test_deleting_a_collection_is_never_deleting_one_object() -> None:
    root = an_openapi(
        {
            "/users": {"get": answers(many(ref("User"))), "delete": {}},
            "/users/{id}": {"get": answers(ref("User"))},
        },
        {"User": USER},
    )

    assert endpoints(the(model_of(root), "User")) == {"list": "GET /users", "get": "GET /users/{id}"}


def test_ending_a_membership_is_not_deleting_a_user() -> None:
    root = an_openapi(
        crud("/groups", ref("Group"))
        | {
            "/users": {"get": answers(many(ref("User")))},
            "/users/{id}": {"get": answers(ref("User"))},
            "/groups/{id}/users": {"get": answers(many(ref("User")))},
            "/groups/{id}/users/{userId}": {"put": {}, "delete": {}},
        },
        {"User": USER, "Group": GROUP},
    )

    model = model_of(root)
    assert endpoints(the(model, "User")) == {"list": "GET /users", "get": "GET /users/{id}"}
    assert [(r.subject, r.object, [f"{o.method} {o.path}" for o in r.operations]) for r in model.relations] == [
        (
            "User",
            "Group",
            ["GET /groups/{id}/users", "PUT /groups/{id}/users/{userId}", "DELETE /groups/{id}/users/{userId}"],
        )
    ]


@pytest.mark.parametrize(
    ("methods", "chosen"),
    [(("post", "put", "patch"), "PATCH"), (("post", "put"), "PUT"), (("post",), "POST")],
)
def test_a_partial_update_is_preferred(methods: tuple[str, ...], chosen: str) -> None:
    item = {method: {**accepts(ref("User")), **answers(ref("User"))} for method in methods}
    paths = {"/users": {"get": answers(many(ref("User")))}, "/users/{id}": {"get": answers(ref("User"))} | item}

    assert endpoints(the(model_of(an_openapi(paths, {"User": USER})), "User"))["update"] == f"{chosen} /users/{{id}}"


def test_a_json_patch_is_worse_than_replacing() -> None:
    change = many(an_object("op", "path", op=TEXT, path=TEXT, value={}))
    item = {
        "get": answers(ref("User")),
        "put": {**accepts(ref("User")), **answers(ref("User"))},
        "patch": {**accepts(change, "application/json-patch+json"), **answers(ref("User"))},
    }
    paths = {"/users": {"get": answers(many(ref("User")))}, "/users/{id}": item}

    assert endpoints(the(model_of(an_openapi(paths, {"User": USER})), "User"))["update"] == "PUT /users/{id}"


@pytest.mark.parametrize(
    "paths",
    [
        ["/api/get-users", "/api/get-user", "/api/add-user", "/api/update-user", "/api/delete-user"],
        ["/users.list", "/users.info", "/users.create", "/users.update", "/users.delete"],
        ["/listUsers", "/getUser", "/createUser", "/updateUser", "/deleteUser"],
        ["/user/list", "/user/get", "/user/create", "/user/update", "/user/delete"],
    ],
)
def test_verbs_in_paths_are_operations(paths: list[str]) -> None:
    listing, getting, *changing = paths
    root = an_openapi(
        {
            listing: {"get": answers(many(ref("User")))},
            getting: {"get": {**answers(ref("User")), **queries("id")}},
            **{path: {"post": {**accepts(ref("User")), **answers()}} for path in changing},
        },
        {"User": USER},
    )

    assert endpoints(the(model_of(root), "User")) == {
        "list": f"GET {listing}",
        "get": f"GET {getting}",
        "create": f"POST {changing[0]}",
        "update": f"POST {changing[1]}",
        "delete": f"POST {changing[2]}",
    }


def test_keys_in_parentheses_are_path_parameters() -> None:
    root = an_openapi(
        {
            "/users": {"get": answers(an_object(value=many(ref("User"))))},
            "/users('{user-id}')": {"get": answers(ref("User"))},
        },
        {"User": USER},
    )

    assert endpoints(the(model_of(root), "User")) == {"list": "GET /users", "get": "GET /users('{user-id}')"}


def test_a_ladder_of_schemas_is_one_class() -> None:
    compact = an_object(id=NUMBER, username=TEXT)
    schemas = {
        "UserCompact": compact,
        "User": {
            "allOf": [ref("UserCompact"), an_object(email=TEXT, created={"type": "string", "format": "date-time"})]
        },
        "CreateUserOption": an_object("username", "password", username=TEXT, password=TEXT, email=TEXT),
        "PatchedUserRequest": an_object(email=TEXT),
    }
    root = an_openapi(
        {
            "/users": {
                "get": answers(many(ref("UserCompact"))),
                "post": {**accepts(ref("CreateUserOption")), **answers(ref("User"))},
            },
            "/users/{id}": {
                "get": answers(ref("User")),
                "patch": {**accepts(ref("PatchedUserRequest")), **answers(ref("User"))},
            },
        },
        schemas,
    )

    model = model_of(root)
    assert managed(model) == ["User"]
    flags = {a.name: (a.required, a.creatable, a.updatable, a.readable) for a in the(model, "User").attributes}
    assert flags == {
        "id": (False, False, False, True),
        "username": (True, True, False, True),
        "email": (False, True, True, True),
        "created": (False, False, False, True),
        "password": (True, True, False, False),
    }


def test_a_name_may_differ_between_answers_and_requests() -> None:
    read = an_object(id=NUMBER, login=TEXT, is_admin={"type": "boolean"}, email=TEXT)
    sent = an_object("username", username=TEXT, admin={"type": "boolean"}, email=TEXT)
    root = an_openapi(
        {
            "/users": {
                "get": answers(many(ref("User"))),
                "post": {**accepts(ref("CreateUser")), **answers(ref("User"))},
            },
            "/users/{id}": {"get": answers(ref("User"))},
        },
        {"User": read, "CreateUser": sent},
    )

    names = {a.name: (a.create_name, a.required) for a in the(model_of(root), "User").attributes}
    assert names == {
        "id": ("", False),
        "login": ("username", True),
        "is_admin": ("admin", False),
        "email": ("", False),
    }


@pytest.mark.parametrize(
    ("selector", "attributes", "identifier", "naming"),
    [
        ("userId", ["id", "username"], "id", "username"),
        ("user_id", ["user_id", "email"], "user_id", "email"),
        ("login", ["id", "login"], "id", "login"),
        ("uuid", ["pk", "uuid", "name", "username"], "uuid", "username"),
        ("id", ["pk", "email", "name"], "pk", "email"),
        ("idOrName", ["name", "id", "displayName"], "id", "name"),
    ],
)
def test_identifier_and_name(selector: str, attributes: list[str], identifier: str, naming: str) -> None:
    schema = an_object(**dict.fromkeys(attributes, TEXT))
    paths = {"/users": {"get": answers(many(ref("User")))}, f"/users/{{{selector}}}": {"get": answers(ref("User"))}}
    user = the(model_of(an_openapi(paths, {"User": schema})), "User")

    assert (user.identifier and user.identifier.attribute, user.naming and user.naming.attribute) == (
        identifier,
        naming,
    )


@pytest.mark.parametrize(
    ("schema", "parameters", "expected"),
    [
        (many(ref("User")), {"page": NUMBER, "per_page": NUMBER}, ("page", "page", "per_page", ())),
        (many(ref("User")), {"offset": NUMBER, "limit": NUMBER}, ("offset", "offset", "limit", ())),
        (many(ref("User")), {"after": TEXT, "limit": NUMBER}, ("link_header", "after", "limit", ())),
        (
            an_object(data=many(ref("User")), meta=an_object(next_cursor=TEXT)),
            {"cursor": TEXT, "limit": NUMBER},
            ("cursor", "cursor", "limit", ("meta", "next_cursor")),
        ),
        (
            an_object(value=many(ref("User")), **{"@odata.nextLink": TEXT}),
            {},
            ("next_url", "", "", ("@odata.nextLink",)),
        ),
        (many(ref("User")), {}, ("none", "", "", ())),
    ],
)
def test_paging(schema: Value, parameters: Value, expected: Value) -> None:
    listing = the(model_of(lists(schema, **parameters)), "User").operation("list")

    assert listing is not None
    paging = listing.paging
    assert (paging.style, paging.position, paging.size, paging.next_path) == expected


def test_paging_in_a_body() -> None:
    search = an_object(criteria=an_object(offset=NUMBER, limit=NUMBER, words=TEXT))
    root = an_openapi(
        {
            "/user/search": {"post": {**accepts(search), **answers(an_object(users=many(ref("User")), total=NUMBER))}},
            "/user/{userId}": {"get": answers(an_object(user=ref("User")))},
        },
        {"User": USER},
    )

    listing = the(model_of(root), "User").operation("list")
    assert listing is not None
    paging = listing.paging
    assert (paging.style, paging.placement, paging.position, paging.size) == (
        "offset",
        "body",
        "criteria.offset",
        "criteria.limit",
    )


def test_filters_and_the_largest_page() -> None:
    parameters = {"email": TEXT, "page": NUMBER, "limit": {"type": "integer", "maximum": 250}, "expand": TEXT}
    listing = the(model_of(lists(many(ref("User")), **parameters)), "User").operation("list")

    assert listing is not None
    assert ([(f.parameter, f.attribute, f.operator) for f in listing.filters], listing.paging.cap) == (
        [("email", "email", "equals")],
        250,
    )


@pytest.mark.parametrize(("member", "identifies"), [("name", True), ("id", True), ("userName", True), ("ok", False)])
def test_one_value_is_all_there_is_to_see_of_an_object(member: str, identifies: bool) -> None:  # noqa: FBT001 - a case
    root = an_openapi(
        {
            "/users": {"get": answers(many(ref("User")))},
            "/users/{key}": {"get": answers(ref("User")), "delete": answers(status="204")},
        },
        {"User": an_object(**{member: TEXT})},
    )

    user = the(model_of(root), "User")

    chosen = user.identifier.attribute if user.identifier else ""
    assert ([a.name for a in user.attributes], chosen) == (([member], member) if identifies else ([], ""))


def test_a_number_names_objects_only_where_nothing_else_does() -> None:
    group = an_object("code", code=NUMBER, name=TEXT)
    paths = {"/groups": {"get": answers(many(ref("Group")))}, "/groups/{code}": {"get": answers(ref("Group"))}}

    naming = the(model_of(an_openapi(paths, {"Group": group})), "Group").naming

    assert naming is not None
    assert naming.attribute == "name"


@pytest.mark.parametrize(
    ("name", "description", "searched"),
    [
        ("q", "", True),
        ("search", "A search term.", True),
        ("Query", "Matched against `username` and `email`; partial matches count, exact ones come first.", True),
        ("q", "Finds users by email.", False),
        ("q", "The value is matched against the beginning of each name.", False),
        ("query", "Exact match.", False),
        ("search", "A filter expression.", False),
        ("q", "For example k=v, or k=~v.", False),
        ("filter", "", False),
    ],
)
def test_a_search_for_a_text_finds_names_that_contain_it(name: str, description: str, searched: bool) -> None:  # noqa: FBT001 - a case
    root = lists(many(ref("User")))
    parameter = {"name": name, "in": "query", "description": description, "schema": TEXT}
    root["paths"]["/users"]["get"]["parameters"] = [parameter]

    listing = the(model_of(root), "User").operation("list")

    assert listing is not None
    found = [(f.parameter, f.attribute, f.operator) for f in listing.filters]
    assert found == ([(name, "username", "contains")] if searched else [])


def test_people_who_are_mentioned_are_not_managed() -> None:
    root = an_openapi(
        {
            "/getSelf": {"post": answers(ref("User"))},
            "/postNote": {
                "post": {**accepts(an_object(text=TEXT)), **answers(an_object(id=NUMBER, sender=ref("User")))}
            },
            "/posts": {"get": answers(many(an_object(id=NUMBER, author=ref("User"))))},
        },
        {"User": USER},
    )

    assert managed(model_of(root)) == []


def test_a_membership_ties_users_to_groups() -> None:
    membership = an_object("userId", "groupId", id=NUMBER, userId=NUMBER, groupId=NUMBER)
    root = an_openapi(
        crud("/users", ref("User"))
        | crud("/groups", ref("Group"))
        | crud("/group-memberships", ref("GroupMembership")),
        {"User": USER, "Group": GROUP, "GroupMembership": membership},
    )

    model = model_of(root)
    assert managed(model) == ["GroupMembership", "User", "Group"]
    assert [(r.name, r.link_class) for r in model.relations] == [
        ("group_membership_to_user", ""),
        ("group_membership_to_group", ""),
        ("user_to_group", "GroupMembership"),
    ]


def test_lists_of_identifiers_refer_to_classes() -> None:
    group = an_object("name", id=NUMBER, name=TEXT, member_ids=many(NUMBER), parent_id=NUMBER)
    root = an_openapi(crud("/users", ref("User")) | crud("/groups", ref("Group")), {"User": USER, "Group": group})

    model = model_of(root)
    kinds = {a.name: a.type.object_class for a in the(model, "Group").attributes if a.type.kind == "reference"}
    assert kinds == {"member_ids": "User", "parent_id": "Group"}


@pytest.mark.parametrize("name", ["UserGroupFilter", "GroupConnection", "UserLoginStep", "AccountingGroupReport"])
def test_lookalikes_are_not_managed(name: str) -> None:
    collection = "/" + "".join(f"-{c.lower()}" if c.isupper() else c for c in name).strip("-") + "s"

    assert managed(model_of(an_openapi(crud(collection, ref(name)), {name: USER}))) == []
