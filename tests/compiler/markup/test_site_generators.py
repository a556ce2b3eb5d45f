"""Pages whose code, tabs and boxes are written in tags of site generators."""

from __future__ import annotations

import pytest

from shared.compiler.reading.template_tags import without_tags
from tests.compiler.markup.pages import answered, page, queries, requests, sent

USER = {"id": "integer", "login": "string"}
BODY = '{"id": 1, "login": "ada"}'


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        ("{{< code json >}}", "{{< /code >}}"),
        ("{{< highlight json >}}", "{{< / highlight >}}"),
        ("{% highlight json %}", "{% endhighlight %}"),
        ("{%- code-block language='json' -%}", "{%- endcode-block -%}"),
        ("response body | {{< code text >}}", "{{< /code >}}"),
    ],
)
def test_code_in_tags(opens: str, closes: str) -> None:
    found = page(f"## One\n\nGET /users/:id\n\n{opens}\n{BODY}\n{closes}\n\nGET /users\n")

    assert requests(found) == ["GET /users/{id}", "GET /users"]
    assert answered(found, "GET /users/{id}") == USER


def test_a_tag_around_a_fence_only_dresses_it() -> None:
    found = page(
        f'GET /users/:id\n\n{{% code title="A user" %}}\n```json\n{BODY}\n```\n{{% endcode %}}\n\nGET /users\n'
    )

    assert requests(found) == ["GET /users/{id}", "GET /users"]
    assert answered(found, "GET /users/{id}") == USER


def test_titles_of_tabs_say_what_is_in_them() -> None:
    tabs = (
        "## Change\n\nPOST /users/:id\n\n"
        '{% tabs %}\n{% tab title="Response" %}\n```json\n{"id": 1, "login": "ada"}\n```\n{% endtab %}\n'
        '{% tab title="Request" %}\n```json\n{"login": "ada"}\n```\n{% endtab %}\n{% endtabs %}\n'
    )
    indented = (
        "## Change\n\nPOST /users/:id\n\n"
        '=== "Response"\n\n    ```json\n    {"id": 1, "login": "ada"}\n    ```\n\n'
        '=== "Request"\n\n    ```json\n    {"login": "ada"}\n    ```\n'
    )

    for found in map(page, (tabs, indented)):
        assert answered(found, "POST /users/{id}") == USER
        assert sent(found, "POST /users/{id}") == {"login": "string"}


def test_boxes_hide_nothing_that_is_in_them() -> None:
    found = page(
        'GET /users\n\n!!! note "Mind"\n    Parameters:\n\n    - `limit` (integer) How many\n\n:::tip\nText\n:::\n'
    )

    assert queries(found, "GET /users") == ["limit"]


def test_anchors_behind_headings_are_no_part_of_them() -> None:
    assert without_tags("## GET /users {#list-users}\n\n{{< note >}}\nx\n{{< /note >}}").split("\n") == [
        "## GET /users", "", "\0", "x", "\0",
    ]  # fmt: skip


def test_requests_in_the_tags_of_gitbook() -> None:
    newer = (
        '{% swagger method="post" path="/users" baseUrl="https://acme.example/api" summary="Create" %}\n'
        '{% swagger-parameter in="body" name="login" type="string" required="true" %}\nThe login name\n'
        '{% endswagger-parameter %}\n{% swagger-parameter in="body" name="age" type="integer" %}\n\n'
        '{% endswagger-parameter %}\n{% swagger-response status="201" description="" %}\n```json\n'
        '{"id": 1, "login": "ada"}\n```\n{% endswagger-response %}\n{% endswagger %}\n'
    )
    older = (
        '{% api-method method="post" host="https://acme.example" path="/api/users" %}\n'
        "{% api-method-summary %}\nCreate\n{% endapi-method-summary %}\n{% api-method-body-parameters %}\n"
        '{% api-method-parameter name="login" type="string" required=true %}\nThe login name\n'
        '{% endapi-method-parameter %}\n{% api-method-parameter name="age" type="integer" required=false %}\n\n'
        "{% endapi-method-parameter %}\n{% endapi-method-body-parameters %}\n"
        '{% api-method-response-example httpCode=201 %}\n```json\n{"id": 1, "login": "ada"}\n```\n'
        "{% endapi-method-response-example %}\n{% endapi-method %}\n"
    )

    for found in map(page, (newer, older)):
        assert requests(found) == ["POST /users"]
        assert sent(found, "POST /users") == {"login*": "string", "age": "integer"}
        assert answered(found, "POST /users") == USER
        assert [each.uri for each in found.application.base_urls] == ["https://acme.example/api"]
