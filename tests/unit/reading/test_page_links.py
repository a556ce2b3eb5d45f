"""`shared.compiler.reading.page_links`."""

from __future__ import annotations

import pytest

from shared.compiler.reading.page_links import LINKS_LIMIT, PageLinks, html_links, text_links

PAGE = """<!doctype html><html><head><title>Acme</title><base href="/docs/">
<link rel="stylesheet" href="x.css"><link rel="CANONICAL" href="https://acme.example/docs/api"></head>
<body><nav><a href=users>Users &amp; <b>groups</b></a></nav><p>%s</p>
<a href="secret" rel="nofollow noopener">no</a><a name="here">anchor</a><a href='#top' title="Up">top</a>
<iframe src="/embedded"></iframe><map><area href="/area"></map>
<script>var a = '<a href="/not-a-link">';</script></body></html>"""


def test_a_page_tells_its_links_its_base_and_its_own_address() -> None:
    assert html_links(PAGE % ("words " * 60)) == PageLinks(
        links=(("users", "Users & groups"), ("#top", "Up top"), ("/embedded", ""), ("/area", "")),
        base="/docs/",
        canonical="https://acme.example/docs/api",
    )


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('<body><redoc spec-url="/api/openapi.yaml"></redoc></body>', "/api/openapi.yaml"),
        ('<script>SwaggerUIBundle({ url: "./v3/api-docs", dom_id: "#x" })</script>', "./v3/api-docs"),
        ("<script>const c = {\"url\": 'https://a.example/spec.json?v=2'}</script>", "https://a.example/spec.json?v=2"),
        ('<elements-api apiDescriptionUrl="openapi.json"></elements-api>', "openapi.json"),
        ('<script id="api-reference" data-url="/openapi.yml"></script>', "/openapi.yml"),
    ],
)
def test_viewers_of_descriptions_tell_where_the_description_lies(page: str, expected: str) -> None:
    assert html_links(page).descriptions == (expected,)


@pytest.mark.parametrize(
    ("page", "needs"),
    [
        ('<html><body><div id="root"></div><script src="app.js"></script></body></html>', True),
        (
            "<body><noscript>Please enable JavaScript</noscript><div id=app></div><script src=a.js></script></body>",
            True,
        ),
        ("<html><head><script src=a.js></script></head><body></body></html>", True),
        (
            "<html><body><p>" + "text " * 60 + '</p><div id="root"></div><script src="a.js"></script></body></html>',
            False,
        ),
        ("<html><body><p>Short.</p></body></html>", False),
        ('<body><p>Short.</p><a href="/more">more</a><script src="tracker.js"></script></body>', False),
    ],
)
def test_a_page_without_text_of_its_own_needs_its_scripts(page: str, needs: bool) -> None:  # noqa: FBT001 - a case
    assert html_links(page).needs_scripts is needs


def test_markdown_has_links_too() -> None:
    assert text_links('See [users](users.md "About users") and ![](<logo.png>) and [no](two words).').links == (
        ("users.md", "users"), ("logo.png", "")
    )  # fmt: skip


def test_links_are_not_collected_without_end() -> None:
    page = "".join(f'<a href="/{number}">{number}</a>' for number in range(LINKS_LIMIT + 9))

    assert len(html_links(page).links) == LINKS_LIMIT
    assert len(text_links("".join(f"[a](/{n})" for n in range(LINKS_LIMIT + 9))).links) == LINKS_LIMIT
