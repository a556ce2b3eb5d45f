"""Where pages show requests, and in how many spellings."""

from __future__ import annotations

import pytest

from shared.compiler.reading.curl_commands import Command, commands
from shared.compiler.reading.path_templates import template
from shared.compiler.reading.request_lines import request_line
from tests.compiler.markup.pages import page, queries, requests, the


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("/users/:id", "/users/{id}"),
        ("/users/{user-id}", "/users/{user-id}"),
        ("/users/<int:id>", "/users/{id}"),
        ("/users/(string:login)/", "/users/{login}"),
        ("/users/[id].json", "/users/{id}.json"),
        ("/users/:id(.:format)", "/users/{id}"),
        ("/users/USER_ID/keys", "/users/{user_id}/keys"),
        ("/users/${id}", "/users/{id}"),
        ("/users/{{id}}", "/users/{id}"),
        ("/users/42/groups/7", "/users/{id}/groups/{group_id}"),
        ("/users/7d444840-9dc0-11d1-b245-5ffdce74fad2", "/users/{id}"),
        ("https://acme.example/users/:id", "/users/{id}"),
        ("{{baseUrl}}/users", "/users"),
        ("users/:id", "/users/{id}"),
        ("/users/:me/keys", "/users/me/keys"),
    ],
)
def test_parameters_of_paths_are_spelled_in_one_way(written: str, path: str) -> None:
    assert template(written).path == path


def test_the_query_of_a_path_is_kept_apart() -> None:
    found = template("https://acme.example:9090/api/users?page=2&amp;sort=name#top")

    assert (found.base, found.path, found.query) == (
        "https://acme.example:9090",
        "/api/users",
        (("page", "2"), ("sort", "name")),
    )


@pytest.mark.parametrize(
    ("line", "target"),
    [
        ("GET /users", "/users"),
        ("> **GET** /users/{id}", "/users/{id}"),
        ("`GET` `/users`", "/users"),
        ("Request: GET https://acme.example/users HTTP/1.1", "https://acme.example/users"),
        ("**GET** /users<span>/{id}", "/users/{id}"),
        ("/users (GET)", "/users"),
    ],
)
def test_a_line_that_is_a_request(line: str, target: str) -> None:
    found = request_line(line)

    assert found is not None
    assert (found.method, found.target) == ("GET", target)


@pytest.mark.parametrize(
    "line",
    [
        "You can GET your money back",
        "GET / PUT / DELETE",
        "Use GET /users when you need all of the people that were ever invited to any of your places",
        "get well soon/later",
        "",
    ],
)
def test_a_line_that_is_none(line: str) -> None:
    assert request_line(line) is None


def test_commands_are_taken_apart() -> None:
    code = """$ curl -X PUT "https://acme.example/users/1" \\
  -H 'X-Key: s' --data '{"name": "Ada"}'
{"id": 1}
$ curl --user me:pw -d "a=1&b=2" acme.example/groups
"""

    assert list(commands(code)) == [
        Command(method="PUT", url="https://acme.example/users/1", headers=(("X-Key", "s"),), data='{"name": "Ada"}'),
        Command(method="POST", url="acme.example/groups", fields=(("a", "1"), ("b", "2")), user=True),
    ]


def test_a_command_with_an_open_quote_is_read_as_far_as_it_goes() -> None:
    [found] = commands('curl "https://acme.example/users')

    assert (found.method, found.url) == ("GET", "https://acme.example/users")


def test_examples_with_values_are_not_requests_of_their_own() -> None:
    found = page(
        "## Show a user\n\n> **GET** /users/{login}\n\n### Examples\n\n"
        ">**GET** http://acme.example/rest/v1/users/ada?full=1\n"
    )

    assert requests(found) == ["GET /users/{login}"]
    assert [base.uri for base in found.application.base_urls] == ["http://acme.example/rest/v1"]


def test_pages_that_only_show_commands() -> None:
    found = page(
        "## List\n\n```bash\ncurl https://acme.example/api/v1/users\n```\n\n"
        "## Remove\n\n```bash\ncurl -X DELETE https://acme.example/api/v1/users/17\n```\n"
    )

    assert requests(found) == ["GET /users", "DELETE /users/{id}"]
    assert [(base.uri, base.dynamic) for base in found.application.base_urls] == [("https://acme.example/api/v1", True)]


def test_method_and_address_in_lines_of_their_own() -> None:
    found = page("## Add a group\n\n* **Method:** POST\n* **URL:** `/groups`\n")

    assert requests(found) == ["POST /groups"]


def test_overviews_list_requests_in_tables() -> None:
    found = page(
        "# Teams\n\n| Method | Path | What |\n|---|---|---|\n| GET | /teams | all |\n| POST | /teams | new |\n"
    )

    assert requests(found) == ["GET /teams", "POST /teams"]


def test_headings_are_requests_too() -> None:
    assert requests(page("# Acme\n\n### `PATCH /users/{id}`\n\nChanges a user.\n")) == ["PATCH /users/{id}"]


def test_a_request_shown_with_several_queries_is_one() -> None:
    found = page(
        "## Users\n\n```\nGET /users\n```\n\nor\n\n```\nGET /users?active=true\n```\n\n`GET /users?sort=:field`\n"
    )

    assert requests(found) == ["GET /users"]
    assert queries(found, "GET /users") == ["active", "sort"]


def test_requests_in_scripts_and_navigation_are_no_requests() -> None:
    found = page(
        "<!doctype html><html><head><script>'GET /a/1'</script></head><body><nav>GET /b/1</nav>"
        "<h2>Users</h2><pre><code>GET /users</code></pre></body></html>",
        "page.html",
    )

    assert requests(found) == ["GET /users"]


def test_requests_told_together_share_what_is_said() -> None:
    found = page(
        "## Members\n\n```\nPOST /groups/:id/members\nPOST /projects/:id/members\n```\n\n"
        "| Attribute | Type | Required |\n|---|---|---|\n| `id` | integer | yes |\n| `user_id` | integer | yes |\n"
    )

    bodies = [each.request for each in found.endpoints]
    assert requests(found) == ["POST /groups/{id}/members", "POST /projects/{id}/members"]
    assert [[m.name for m in body.schema.members] for body in bodies if body and body.schema] == [["user_id"]] * 2


def test_every_fact_has_its_line() -> None:
    found = page("# Users\n\nAll of them.\n\n## List\n\nGET /users\n")

    assert str(the(found, "GET /users").source) == "page.md#line 7"


def test_an_overview_ticks_the_methods_that_a_path_takes() -> None:
    found = page(
        "<table><tr><th>GET</th><th>PUT</th><th>DELETE</th><th>Path</th><th>Description</th></tr>"
        "<tr><td>X</td><td></td><td></td><td>/api/users</td><td>All of them</td></tr>"
        "<tr><td>X</td><td>X</td><td>-</td><td>/api/users/<i>name</i></td><td>One of them</td></tr></table>",
        "page.html",
    )

    assert requests(found) == ["GET /api/users", "GET /api/users/{name}", "PUT /api/users/{name}"]


@pytest.mark.parametrize(
    "written", ["GET /users/*login*/keys", "GET /users/<var>login</var>/keys", "`GET` /users/<em>login</em>/keys"]
)
def test_what_is_set_in_italics_inside_a_path_stands_for_a_value(written: str) -> None:
    assert requests(page(f"{written}\n")) == ["GET /users/{login}/keys"]


def test_parameters_of_one_path_have_names_of_their_own() -> None:
    assert template("/groups/NAME/users/NAME").path == "/groups/{name}/users/{user_name}"


def test_a_documented_path_keeps_what_another_host_is_guessed_to_have_before_it() -> None:
    found = page(
        "## List\n\nGET /api/users\n\n```\ncurl http://localhost:3000/api/users\n```\n\n"
        "## Log in\n\nPOST /users/login\n\n```\ncurl -X POST http://localhost:3000/users/login\n```\n\n"
        "## Make\n\n```\ncurl -X POST https://acme.example/api/users\n```\n"
    )

    assert requests(found) == ["GET /api/users", "POST /users/login", "POST /api/users"]
