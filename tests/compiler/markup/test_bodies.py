"""What pages list and show of the bodies: tables, bullets, definitions, examples."""

from __future__ import annotations

from shared.compiler.reading.described_fields import table_fields
from shared.compiler.reading.listed_fields import item_field
from tests.compiler.markup.pages import answered, page, queries, sent, the

CREATE = "## Create\n\n```\nPOST /users\n```\n\n"
EXAMPLE = '```json\n{"id": 1, "login": "ada", "active": true, "born": "1815-12-10", "seen_at": null}\n```\n'


def test_parameters_in_a_table() -> None:
    found = page(
        CREATE + "| Name | Type | Required? | Description |\n|---|---|---|---|\n"
        "| `login` | String | yes | Login |\n| roles | array of strings | no | Roles |\n"
        "| notify | bool | | Whether to send a mail |\n"
    )

    assert sent(found, "POST /users") == {"login*": "string", "roles": ["string"], "notify": "boolean"}


def test_a_column_may_say_what_is_optional() -> None:
    rows = (
        ("Parameter", "Optional", "Description"),
        ("name", "No", "The name"),
        ("tags", "Yes", "A collection with tags"),
    )

    assert [(f.name, f.required, f.type.many) for f in table_fields(rows, 1)] == [
        ("name", True, False),
        ("tags", False, True),
    ]


def test_a_table_of_something_else_lists_no_fields() -> None:
    assert table_fields((("Status", "Meaning"), ("200", "Fine"), ("404", "Gone")), 1) == ()


def test_tables_without_outer_pipes_and_in_html() -> None:
    found = page(
        CREATE + "Name | Type\n---- | ----\nlogin | string\n\n<table><tr><th>Name</th><th>Type</th></tr>"
        "<tr><td>age</td><td>integer</td></tr></table>\n"
    )

    assert sent(found, "POST /users") == {"login": "string", "age": "integer"}


def test_parameters_in_bullets() -> None:
    found = page(
        CREATE + "Parameters:\n\n- `login` (required) - Login name\n- **age** *(integer, optional)*: Years\n"
        "- `admin` - Is an administrator - true or false (default)\n"
    )

    assert sent(found, "POST /users") == {"login*": "string", "age": "integer", "admin": "boolean"}


def test_bullets_that_are_prose_list_no_fields() -> None:
    assert [item_field(text, 1) for text in ("Use it well", "See the guide for more", "**200** - Ok")] == [None] * 3


def test_nested_parameters() -> None:
    found = page(
        CREATE + "| Parameter | Type | Required |\n|---|---|---|\n| user[login] | string | yes |\n"
        "| user[address][city] | string | no |\n| user[tags][] | string | no |\n"
    )

    assert sent(found, "POST /users") == {
        "user": {"login*": "string", "address": {"city": "string"}, "tags": ["string"]}
    }


def test_where_a_parameter_travels() -> None:
    found = page(
        "## Change\n\n`PUT /users/{login}`\n\n| Parameter | In | Type |\n|---|---|---|\n| login | path | string |\n"
        "| X-Trace | header | string |\n| notify | query | boolean |\n| age | body | integer |\n"
    )

    assert sent(found, "PUT /users/{login}") == {"age": "integer"}
    assert [(p.name, p.placement) for p in the(found, "PUT /users/{login}").parameters] == [
        ("login", "path"),
        ("notify", "query"),
        ("X-Trace", "header"),
    ]


def test_parameters_of_reading_are_queries() -> None:
    found = page(
        "## Users\n\n| Attribute | Type | Required |\n|---|---|---|\n| `search` | string | no |\n\n`GET /users`\n"
    )

    assert queries(found, "GET /users") == ["search"]


def test_an_example_below_parameters_is_the_answer() -> None:
    found = page("## One\n\nGET /users/:id\n\nParameters:\n\n- `id` (required) - Which\n\n" + EXAMPLE)

    assert answered(found, "GET /users/{id}") == {
        "id": "integer", "login": "string", "active": "boolean", "born": "date", "seen_at": "date-time",
    }  # fmt: skip


def test_examples_of_one_thing_complete_each_other() -> None:
    found = page(
        '## All\n\nGET /users\n\n```json\n{"items": [{"id": 1, "login": "ada"}], "total": 1}\n```\n\n'
        '## One\n\nGET /users/:id\n\n```json\n{"id": 1, "login": "ada", "mail": "a@b.example"}\n```\n'
    )
    user = {"id": "integer", "login": "string", "mail": "email"}

    assert answered(found, "GET /users") == {"items": [user], "total": "integer"}
    assert answered(found, "GET /users/{id}") == user


def test_what_requests_send_types_what_answers_leave_open() -> None:
    found = page(
        '## One\n\nGET /users/:id\n\n```json\n{"id": 1, "left_at": null}\n```\n\n## Change\n\nPUT /users/:id\n\n'
        "| Name | Type | Description |\n|---|---|---|\n| left_at | string | As YYYY-MM-DD |\n"
    )

    assert answered(found, "GET /users/{id}") == {"id": "integer", "left_at": "date"}


def test_messages_are_no_objects_and_failures_no_answers() -> None:
    found = page(
        '## One\n\nGET /users/:id\n\n```json\n{"id": 1, "login": "ada"}\n```\n\nIf it fails:\n\n```json\n'
        '{"error": "gone"}\n```\n\n## New\n\nPOST /users\n\nResponse:\n\n```json\n{"message": "done", "user": 7}\n```\n'
    )

    assert answered(found, "GET /users/{id}") == {"id": "integer", "login": "string"}
    assert answered(found, "POST /users") == {"message": "string", "user": "integer"}


def test_whole_messages_tell_requests_from_answers() -> None:
    found = page(
        "## Add a team\n\n`POST /teams`\n\n```http\nPOST /teams HTTP/1.1\nContent-Type: application/json\n\n"
        '{"name": "Red"}\n```\n\n```http\nHTTP/1.1 201 Created\n\n{"id": 3, "name": "Red"}\n```\n\n'
        '```http\nHTTP/1.1 400 Bad Request\n\n{"why": "name"}\n```\n'
    )

    assert sent(found, "POST /teams") == {"name": "string"}
    assert answered(found, "POST /teams") == {"id": "integer", "name": "string"}


def test_an_example_of_what_is_required() -> None:
    found = page(
        '## New\n\n`POST /users`\n\n**Payload 1 (required parameters):**\n\n```json\n{"login": "ada"}\n```\n\n'
        '**Payload 2 (all parameters):**\n\n```json\n{"login": "ada", "age": 36}\n```\n'
    )

    assert sent(found, "POST /users") == {"login*": "string", "age": "integer"}


def test_a_described_object_completes_requests_that_name_it() -> None:
    found = page(
        "## List\n\n**GET** /users\n\n**Return value:** Users\n\n## Create\n\n**POST** /users\n\n**Payload:** User\n\n"
        "# Data types\n\n## User\n\n| Field | Optional | Description |\n|---|---|---|\n| login | No | Login |\n"
        "| age | Yes | Number of years |\n"
    )

    assert answered(found, "GET /users") == [{"login*": "string", "age": "integer"}]
    assert sent(found, "POST /users") == {"login*": "string", "age": "integer"}


def test_definition_lists_in_html() -> None:
    found = page(
        "<!doctype html><html><body><h2>The Team object</h2><dl><dt><code>id</code></dt><dd>integer. Read-only.</dd>"
        "<dt><code>name</code></dt><dd>string (required). Its name.</dd></dl><h2>Get a team</h2>"
        "<pre>GET /teams/TEAM_ID</pre><p>Returns a Team object.</p></body></html>",
        "page.html",
    )

    assert answered(found, "GET /teams/{team_id}") == {"id": "integer", "name*": "string"}


def test_members_of_a_parameter_are_indented_below_it() -> None:
    found = page(
        CREATE
        + "Parameters:\n\n- `user` (required): a hash of attributes, including:\n  - `login` (required): the login\n"
        "  - `mail`: the address\n- `notify` (boolean): whether to tell\n"
    )

    assert sent(found, "POST /users") == {"user*": {"login*": "string", "mail": "string"}, "notify": "boolean"}


def test_what_servers_and_tools_print_before_a_body_is_no_part_of_it() -> None:
    found = page(
        "## One\n\n``GET``-Request sent: ``/users/{user id}``\n\n```json\n# HTTP-Code 200 Ok\n\n"
        '{"id": 1, "login": "ada"}\n```\n\n'
        '```json\n# HTTP-Code 404\n\n{"why": "gone"}\n```\n'
    )
    fetched = page(
        "## One\n\n```\n$ curl https://acme.example/api/users/1\n\n"
        '< 200 OK\n< {\n<  "id": 1,\n<  "login": "ada"\n< }\n```\n'
    )

    assert answered(found, "GET /users/{user_id}") == {"id": "integer", "login": "string"}
    assert answered(fetched, "GET /users/{id}") == {"id": "integer", "login": "string"}


def test_what_is_sent_and_what_is_shown_may_be_declared_apart() -> None:
    found = page(
        "= Accounts\n\n=== Get Account\n--\n'GET /accounts/link:#account-id[\\{account-id\\}]'\n--\n\n"
        "Returns an account as an link:#account-info[AccountInfo] entity.\n\n"
        "=== Create Account\n--\n'PUT /accounts/link:#username[\\{username\\}]'\n--\n\n"
        "In the request body data can be provided as\nlink:#account-input[AccountInput].\n\n"
        '== Entities\n\n=== AccountInfo\n\n[options="header",cols="1,^1,5"]\n|=====\n|Field Name ||Description\n'
        "|`_account_id` ||The numeric ID.\n|`name` |optional|The name.\n|=====\n\n"
        '=== AccountInput\n\n[options="header",cols="1,^1,5"]\n|=====\n|Field Name ||Description\n'
        "|`name` |required|The name.\n|`groups` |optional|\nA list of names.\n|=====\n",
        "page.adoc",
    )

    assert answered(found, "GET /accounts/{account-id}") == {"_account_id": "integer", "name": "string"}
    assert sent(found, "PUT /accounts/{username}") == {"name*": "string", "groups": ["string"]}


def test_arguments_that_say_how_they_are_passed() -> None:
    found = page(
        "Add\n---\n\n**Syntax: ocs/v1/users**\n\n* HTTP method: POST\n"
        "* POST argument: userid - string, the required name\n* POST argument: groups - array, some groups\n"
    )

    assert sent(found, "POST /ocs/v1/users") == {"userid": "string", "groups": ["string"]}


def test_objects_by_name_are_a_list_of_objects() -> None:
    by_name = page('GET /users\n\n```json\n{"ada": {"username": "ada", "age": 36}}\n```\n')
    alike = page('GET /users\n\n```json\n{"ada": {"a": 1, "b": 2, "c": 3}, "bob": {"a": 4, "b": 5, "c": 6}}\n```\n')
    addresses = page('GET /users\n\n```json\n{"ada": "https://acme.example/users/ada"}\n```\n')
    links = page('GET /users/:id\n\n```json\n{"self": {"href": "/a"}, "next": {"href": "/b"}}\n```\n')

    for found, element in ((by_name, ["username", "age"]), (alike, ["a", "b", "c"]), (addresses, [])):
        body = the(found, "GET /users").answer
        schema = found.resolve(body.schema) if body and body.schema else None
        assert schema is not None
        assert schema.kind == "map"
        assert [each.name for each in found.resolve(schema.element or schema).members] == element
    assert answered(links, "GET /users/{id}") == {"self": {"href": "string"}, "next": {"href": "string"}}


def test_headings_above_the_nearest_say_whose_parameters_are_listed() -> None:
    found = page(
        "## List\n\nGET /users\n\n### Request\n\n#### Parameters\n\n- `limit` (integer)\n\n"
        "### Response\n\n#### Parameters\n\n- `login` (string) The login name\n\n#### Example\n\n"
        '```json\n{"users": [{"id": 1}]}\n```\n'
    )

    assert queries(found, "GET /users") == ["limit"]
    assert answered(found, "GET /users") == {"users": [{"login": "string", "id": "integer"}]}


def test_parameters_by_which_results_can_be_filtered_are_sent() -> None:
    found = page(
        "## List\n\nGET /users\n\nThe results can be filtered using the following parameters:\n\n"
        "- `project`: a project\n\n"
        'Response:\n\n```json\n[{"id": 1, "login": "ada"}]\n```\n'
    )

    assert queries(found, "GET /users") == ["project"]
    assert answered(found, "GET /users") == [{"id": "integer", "login": "string"}]


def test_what_carries_a_thing_is_no_attribute_of_it() -> None:
    found = page(
        "## List\n\nGET /users\n\nResponse fields:\n\n- `users` (array) An array of objects:\n"
        "  - `login` (string) Name\n"
        '- `total` (integer) How many\n\n```json\n{"users": [{"id": 1}], "total": 1}\n```\n\n'
        "## New\n\nPOST /users\n\n| Parameter | Type |\n|---|---|\n| user | object |\n| login | string |\n\n"
        'Request:\n\n```json\n{"user": {"login": "ada"}}\n```\n'
    )

    assert answered(found, "GET /users") == {"users": [{"login": "string", "id": "integer"}], "total": "integer"}
    assert sent(found, "POST /users") == {"user": {"login": "string"}}


def test_bodies_of_failures_with_codes_are_no_things() -> None:
    found = page('GET /users/:id\n\n```json\n{"errcode": "M_GONE", "error": "Gone."}\n```\n\n```json\n{"id": 1}\n```\n')

    assert answered(found, "GET /users/{id}") == {"id": "integer"}


def test_a_description_may_begin_with_whether_a_value_is_required() -> None:
    found = page(
        CREATE + "|Name|Type|Description|\n|---|---|---|\n|login|string|**Required** Unique name|\n"
        "|secret|string|Password, **required** for local users|\n|mail|string|Required for local users|\n"
        "|age|int|(optional) Age|\n"
    )

    assert sent(found, "POST /users") == {"login*": "string", "secret": "string", "mail": "string", "age": "integer"}


def test_requests_of_which_nothing_is_told_share_what_the_next_one_shows() -> None:
    found = page(
        "## Get users\n\nA single user can be got by its number:\n\n```\nGET /users/:id\n```\n\n"
        "Several users can be got by several of their numbers at once:\n\n```\nGET /users?ids=1,2\n```\n\n"
        'Response:\n\n```json\n{"users": [{"id": 1, "login": "ada"}]}\n```\n'
    )

    assert answered(found, "GET /users/{id}") == answered(found, "GET /users") == {
        "users": [{"id": "integer", "login": "string"}]
    }  # fmt: skip


def test_names_in_bold_are_required_where_the_page_says_so() -> None:
    table = "|Name|Type|\n|---|---|\n|**login**|string|\n|age|int|\n"
    told = page(f"{CREATE}The required parameters are marked in **bold**.\n\n{table}")

    assert sent(told, "POST /users") == {"login*": "string", "age": "integer"}
    assert sent(page(CREATE + table), "POST /users") == {"login": "string", "age": "integer"}
