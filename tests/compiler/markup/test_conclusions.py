"""What whole pages lead to, once all passes have read them: one trap of real references each."""

from __future__ import annotations

from typing import Any

from shared.compiler.backends.evaluation import lower
from shared.compiler.pipeline import Document, digest

USERS = (
    '## Users\n\nGET /users\n\n```json\n[{"id": 1, "login": "ada", "email": "a@acme.example", "age": 3}]\n```\n\n'
    "## Create\n\nPOST /users\n\n## Remove\n\nDELETE /users/:id\n\n"
)


def classes(*pages: str) -> dict[str, Any]:
    found = digest([Document(name=f"{n}.md", data=text.encode()) for n, text in enumerate(pages)])
    return {each["name"]: each for each in lower(found.model)["objectClasses"]}


def test_a_put_creates_where_nothing_else_does_and_it_says_so() -> None:
    page = "## Create or change a user\n\nPUT /users/:name\n\n## Users\n\nGET /users\n\n"

    assert classes(page)["User"]["endpoints"] == {
        "list": "GET /users", "create": "PUT /users/{name}", "update": "PUT /users/{name}",
    }  # fmt: skip
    assert "create" not in classes(page.replace("Create or change", "Change"))["User"]["endpoints"]
    assert classes(f"{page}## Register\n\nPOST /users\n")["User"]["endpoints"]["create"] == "POST /users"


def test_rooms_that_people_are_put_into_grant_access() -> None:
    rooms = (
        "## Rooms\n\nGET /rooms\n\n## Open\n\nPOST /rooms\n\n## Close\n\nDELETE /rooms/:room\n\n"
        "## In it\n\nGET /rooms/:room/participants\n\n"
    )
    leaving = "## Leave\n\nDELETE /rooms/:room/:affiliation/:name\n"

    assert [*classes(USERS + rooms + leaving)] == ["User", "Room"]
    assert [*classes(USERS + rooms)] == ["User"]


def test_members_that_are_shown_as_users_are_no_class_of_their_own() -> None:
    members = (
        "## Teams\n\nGET /teams\n\n## New\n\nPOST /teams\n\n## Members\n\nGET /teams/:id/members\n\n```json\n"
        '[{"id": 1, "login": "ada", "email": "a@acme.example"%s}]\n```\n\n'
        "## Add\n\nPUT /teams/:id/members/:login\n\n## Drop\n\nDELETE /teams/:id/members/:login\n"
    )

    assert [*classes(USERS, members % "")] == ["User", "Team"]
    assert [*classes(USERS, members % ', "role": "owner"')] == ["Member", "User", "Team"]


def test_lists_are_wrapped_as_the_page_wraps_others() -> None:
    page = (
        '## Users\n\nGET /users\n\n```json\n{"users": [{"id": 1, "login": "ada"}]}\n```\n\n'
        "## Groups\n\nGET /groups\n\n**Return value:** Groups\n\n## New\n\nPOST /groups\n\n"
        "## Group\n\n| Attribute | Type |\n|---|---|\n| name | string |\n| size | integer |\n"
    )

    assert classes(page)["Group"]["paging"]["responsePath"] == "groups"


def test_a_page_of_that_name_may_begin_like_json() -> None:
    page = '[#users]\n== Users\n\n[source]\n----\nGET /users\n----\n\n=== Make\n\n`POST /users`\n\n{"login": 1\n'
    found = digest([Document(name="users.adoc", data=page.encode())])

    assert [each.name for each in found.model.object_classes] == ["User"]
    assert not [each for each in found.diagnostics if each.code.startswith("DOC")]


def test_what_identifies_objects_names_them_where_nothing_else_does() -> None:
    page = (
        "## Groups\n\nGET /groups\n\n## One\n\nGET /groups/:groupIdentifier\n\n```json\n"
        '{"groupIdentifier": "staff", "size": 3}\n```\n\n## New\n\nPOST /groups\n'
    )
    found = classes(page)["Group"]

    assert (found["idAttribute"], found["nameAttribute"]) == ("groupIdentifier", "groupIdentifier")
    found = classes(page.replace("groupIdentifier", "groupId"))["Group"]
    assert (found["idAttribute"], found["nameAttribute"]) == ("groupId", None)


def test_paging_is_told_once_for_all_lists_on_a_page_of_its_own() -> None:
    paging = (
        "## Paging and sorting\n\n### Parameters of the query\n\n"
        "| Parameter | Default |\n|---|---|\n| sort | name |\n| start | 0 |\n| size | 10 |\n\n"
        "For example:\n\n    GET /tasks?start=3&size=3\n"
    )
    lists = (
        '## Users\n\nGET /users.list\n\n```json\n{"users": [{"_id": "a", "login": "ada"}]}\n```\n\n'
        "## New\n\nPOST /users.create\n\n## One\n\nGET /users.info\n"
    )
    found = classes(lists, paging)["User"]["paging"]

    assert (found["style"], found["params"], found["responsePath"]) == ("offset", ["start", "size"], "users")
    assert classes(lists)["User"]["paging"]["style"] == "none"


def test_members_of_a_cluster_are_machines() -> None:
    page = "## Members\n\nGET /%s/members\n\n## Add\n\nPOST /%s/members\n\n## Drop\n\nDELETE /%s/members/:id\n"

    assert [*classes(USERS, page % (("cluster",) * 3))] == ["User"]
    assert [*classes(USERS, page % (("directory",) * 3))] == ["Member", "User"]


def test_a_role_that_is_shown_as_an_object_is_a_role() -> None:
    user = '## Users\n\nGET /users\n\n```json\n[{"id": 1, "login": "ada", "role": %s}]\n```\n\n## New\n\nPOST /users\n'
    roles = '## Roles\n\nGET /roles\n\n```json\n[{"id": 1, "name": "staff"}]\n```\n\n## New\n\nPOST /roles\n'
    whole, word = (
        digest([Document(name="a.md", data=(user % role).encode()), Document(name="b.md", data=roles.encode())]).model
        for role in ('{"id": 1, "name": "staff"}', '"admin"')
    )

    assert [(each.subject, each.subject_attribute, each.object) for each in whole.relations] == [
        ("User", "role", "Role")
    ]
    assert word.relations == ()
