"""The same facts in every notation."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document as Word

from shared.compiler.frontends.markup import read
from shared.compiler.reading.documents import Document
from tests.compiler.markup.pages import answered, page, queries, requests, sent
from tests.unit.reading.samples import pdf

USER = {"id": "integer", "login": "string"}

RST = (
    "Groups\n======\n\nAdding a group\n--------------\n\n* Method: POST\n* Path: ``/groups``\n\n"
    "+-------+---------+----------+\n| Name  | Type    | Required |\n+=======+=========+==========+\n"
    "| name  | string  | yes      |\n+-------+---------+----------+\n| size  | integer | no       |\n"
    "+-------+---------+----------+\n\nListing\n-------\n\n``GET /groups``\n\n"
    "=====  =======\nName   Type\n=====  =======\nlimit  integer\n=====  =======\n\n"
    'Response::\n\n    [{"id": 3, "name": "staff"}]\n'
)

ADOC = (
    "= Acme REST API\n\n== Users\n\n=== List\n\n[source,bash]\n----\ncurl https://acme.example/api/v1/users\n----\n\n"
    'Response:\n\n[source,json]\n----\n[{"id": 1, "login": "ada"}] <1>\n----\n\n'
    "=== Create\n\n|===\n|Parameter |Type |Required\n\n"
    "|login\n|string\n|yes\n\n|bio\n|string\n|no\n|===\n\n[source,bash]\n----\n"
    "curl -X POST https://acme.example/api/v1/users\n----\n"
)


def test_restructured_text_with_the_http_domain() -> None:
    found = page(
        "=====\nUsers\n=====\n\n.. http:get:: /users/\n\n   All users.\n\n   :query int offset: where to begin\n\n"
        "   .. sourcecode:: http\n\n      HTTP/1.1 200 OK\n\n"
        '      {"results": [{"id": 1, "login": "ada"}]}\n\n.. http:post:: /users/\n\n'
        "   :<json string login: the login name (required)\n\n.. http:delete:: /users/(int:id)/\n",
        "page.rst",
    )

    assert requests(found) == ["GET /users", "POST /users", "DELETE /users/{id}"]
    assert queries(found, "GET /users") == ["offset"]
    assert answered(found, "GET /users") == {"results": [USER]}
    assert sent(found, "POST /users") == {"login*": "string"}


def test_restructured_text_with_tables_and_literal_blocks() -> None:
    found = page(RST, "page.rst")

    assert requests(found) == ["POST /groups", "GET /groups"]
    assert sent(found, "POST /groups") == {"name*": "string", "size": "integer"}
    assert queries(found, "GET /groups") == ["limit"]
    assert answered(found, "GET /groups") == [{"id": "integer", "name": "string"}]


def test_asciidoc() -> None:
    found = page(ADOC, "page.adoc")

    assert requests(found) == ["GET /users", "POST /users"]
    assert answered(found, "GET /users") == [USER]
    assert sent(found, "POST /users") == {"login*": "string", "bio": "string"}
    assert found.application.name == "Acme"


def test_word() -> None:
    word = Word()
    word.add_heading("Create a user", 2)
    word.add_paragraph("POST /users")
    table = word.add_table(rows=0, cols=3)
    for row in (("Name", "Type", "Required"), ("login", "string", "yes"), ("age", "integer", "no")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    data = BytesIO()
    word.save(data)

    found, findings = read(Document(name="page.docx", data=data.getvalue()))
    assert findings == ()
    assert sent(found, "POST /users") == {"login*": "string", "age": "integer"}


def test_printed_pages() -> None:
    data = pdf(
        'Show a user\nGET /users/:id\n{"id": 1,\n "login": "ada"}\n'
        "Create a user\nPOST /users\nlogin string required Login name"
    )

    found, findings = read(Document(name="page.pdf", data=data))
    assert findings == ()
    assert answered(found, "GET /users/{id}") == USER
    assert sent(found, "POST /users") == {"login*": "string"}


def test_markdown_and_html_of_one_page_say_the_same() -> None:
    written = page('## One\n\nGET /users/:id\n\n```json\n{"id": 1, "login": "ada"}\n```\n')
    shown = page(
        '<html><body><h2>One</h2><p>GET /users/:id</p><pre>{"id": 1, "login": "ada"}</pre></body></html>', "page.html"
    )

    assert requests(written) == requests(shown)
    assert answered(written, "GET /users/{id}") == answered(shown, "GET /users/{id}") == USER


def test_a_page_that_is_broken_costs_one_finding() -> None:
    found, findings = read(Document(name="page.pdf", data=b"%PDF-1.4 nothing"))

    assert (found.endpoints, [each.code for each in findings]) == ((), ["DOC001"])


def test_a_page_without_requests_says_so() -> None:
    found, findings = read(Document(name="page.md", data=b"# Welcome\n\nNice to see you.\n"))

    assert (found.endpoints, [str(each) for each in findings]) == (
        (),
        ["page.md#: info PRO001: the page shows no request and describes no object"],
    )


def test_lists_and_code_in_word() -> None:
    word = Word()
    word.add_heading("Create a user", 2)
    word.add_paragraph("").add_run("POST /users").font.name = "Courier New"
    for level, name, text in (
        (0, "login", " (required) The login name"),
        (0, "work", " An object:"),
        (1, "city", " City"),
    ):
        item = word.add_paragraph("")
        item.add_run(name).font.name = "Consolas"
        item.add_run(text)
        numbering = item._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001 - python-docx has no other way to nest lists
        numbering.get_or_add_ilvl().val = level
        numbering.get_or_add_numId().val = 1
    data = BytesIO()
    word.save(data)

    found, findings = read(Document(name="page.docx", data=data.getvalue()))
    assert findings == ()
    assert sent(found, "POST /users") == {"login*": "string", "work": {"city": "string"}}


def test_names_that_pages_set_in_bold_are_names() -> None:
    found = page(
        "<html><body><h2>Create</h2><p>POST /users</p><p>Parameters:</p><ul><li><strong>born</strong> ISO 8601 date "
        "(string, required)</li><li><b>login</b> The name (string, optional)</li></ul></body></html>",
        "page.html",
    )

    assert sent(found, "POST /users") == {"born*": "date-time", "login": "string"}


SPHINX = (
    '<html><body><h1>Users<a class="headerlink" href="#users">\u00b6</a></h1>'
    '<dl class="http get"><dt><span class="pre">GET</span> <span class="pre">/users/</span><a href="#l">\u00b6</a></dt>'
    "<dd><p>All users.</p><dl><dt>Query Parameters:</dt><dd><ul><li><p><strong>page</strong> (<em>int</em>) \u2013 The "
    "page</p></li></ul></dd><dt>Request Headers:</dt><dd><ul><li><p>Authorization \u2013 Token abc</p></li></ul></dd>"
    "<dt>%s JSON Object:</dt><dd><ul><li><p><strong>id</strong> (<em>int</em>) \u2013 Number</p></li></ul></dd>"
    "</dl></dd></dl>"
    '<dl class="http post"><dt><span>POST</span> <span>/users/(int: id)/</span><a href="#c">\u00b6</a></dt><dd><dl>'
    "<dt>%s JSON Object:</dt><dd><ul><li><p><strong>login</strong> (<em>string</em>) \u2013 Name (required)</p>"
    "</li></ul></dd></dl></dd></dl></body></html>"
)


@pytest.mark.parametrize("labels", [("Response", "Request"), ("Request", "Response")])
def test_the_http_domain_as_sphinx_prints_it(labels: tuple[str, str]) -> None:
    found = page(SPHINX % labels, "page.html")

    assert requests(found) == ["GET /users", "POST /users/{id}"]
    assert queries(found, "GET /users") == ["page"]
    assert sent(found, "POST /users/{id}") == {"login*": "string"}
    assert [(each.kind, each.parameter, each.prefix) for each in found.authentications] == [
        ("apiKey", "Authorization", "Token")
    ]


@pytest.mark.parametrize(("sends", "answers"), ["<>", "><"])
def test_the_http_domain_of_both_versions(sends: str, answers: str) -> None:
    found = page(
        f".. http:get:: /users/(int:id)\n\n   :{answers}json int id: number\n   :{answers}json string login: name\n\n"
        f".. http:post:: /users/\n\n   :{sends}json string login: name (required)\n   :{answers}json int id: number\n",
        "page.rst",
    )

    assert answered(found, "GET /users/{id}") == {"id": "integer", "login": "string"}
    assert sent(found, "POST /users") == {"login*": "string"}


LINES = '{"id": 1,\n "login": "ada"}'
NUMBERED = {
    "pygments": '<table class="highlighttable"><tr><td class="linenos"><pre>1\n2</pre></td>'
    f'<td class="code"><div><pre>{LINES}</pre></div></td></tr></table>',
    "rouge": '<pre><code><table class="rouge-table"><tbody><tr><td class="rouge-gutter gl"><pre>1\n2</pre></td>'
    f'<td class="rouge-code"><pre>{LINES}</pre></td></tr></tbody></table></code></pre>',
    "none": f"<figure><pre><span>{LINES}</span></pre><button>Copy</button></figure>",
}


@pytest.mark.parametrize("tool", sorted(NUMBERED))
def test_code_with_numbered_lines(tool: str) -> None:
    text = f"<html><body><h2>One</h2><p>GET /users/:id\u200b</p>{NUMBERED[tool]}<p>GET /users</p></body></html>"
    found = page(text, "page.html")

    assert requests(found) == ["GET /users/{id}", "GET /users"]
    assert answered(found, "GET /users/{id}") == USER


CHROME = (
    "<html><body>%s<main><h1>Users</h1><h2>List users</h2><p>GET /users</p><h4>Parameters</h4><table><tr><th>Name</th>"
    "<th>Type</th></tr><tr><td>page</td><td>int</td></tr></table></main>%s</body></html>"
)


@pytest.mark.parametrize(
    "frame",
    [
        '<aside class="left sidebar"><ul><li>POST /users</li></ul></aside>',
        '<p class="cookie-banner">POST /users</p>',
        '<div id="toc"><div><p>POST /users</p></div></div>',
        '<div role="dialog"><p>POST /users</p></div>',
        "<footer><p>POST /users</p></footer>",
        '<nav><p>POST /users</p></nav><script>"POST /users"</script>',
    ],
)
def test_what_stands_around_the_content_is_left_out(frame: str) -> None:
    found = page(CHROME % (frame, ""), "page.html")

    assert (requests(found), queries(found, "GET /users")) == (["GET /users"], ["page"])
    assert page(CHROME % ("", frame), "page.html") == page(CHROME % ("", ""), "page.html")


def test_a_frame_that_is_not_closed_ends_where_the_content_begins() -> None:
    assert requests(page(CHROME % ('<div class="sidebar"><p>POST /users</p>', ""), "page.html")) == ["GET /users"]
    assert requests(page(CHROME % ('<div class="has-sidebar"><p>POST /users</p></div>', ""), "page.html")) == [
        "POST /users", "GET /users",
    ]  # fmt: skip
