"""What pages say once for all requests: credentials, paging, what the application is called."""

from __future__ import annotations

import random

import pytest

from shared.compiler.backends.evaluation import lower
from shared.compiler.frontends.markup import read
from shared.compiler.pipeline import Document, digest
from shared.compiler.reading import codes
from shared.compiler.reading.pages import is_page
from tests.compiler.markup import test_bodies, test_notations, test_procedures
from tests.compiler.markup.pages import page
from tests.compiler.watchdog import within

_ODD = ("|", "```", "\n\n", "[" * 40, "`", "{", "\\", "<", "GET /", "\0", "=" * 9)
MUTANTS = 500


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ('curl -H "Authorization: Bearer abc" https://acme.example/users', [("bearer", "", "")]),
        ("curl -u ada:secret https://acme.example/users", [("basic", "", "")]),
        ("curl --header 'PRIVATE-KEY: abc' https://acme.example/users", [("apiKey", "header", "PRIVATE-KEY")]),
        ("GET /users?access_token=abc", [("apiKey", "query", "access_token")]),
        ("Accept: application/json", []),
    ],
)
def test_credentials_in_code(told: str, found: list[tuple[str, str, str]]) -> None:
    ways = page(f"# Acme\n\n`GET /users`\n\n```\n{told}\n```\n").authentications

    assert [(way.kind, way.placement, way.parameter) for way in ways] == found


def test_credentials_in_words() -> None:
    ways = page(
        "# Acme API\n\nGET /users\n\n## Authentication\n\nUse HTTP Basic, or pass the header `X-Acme-Token`.\n\n"
        "**Header:** Authorization: s3cret\n\n> Authorization: Token abc\n"
    ).authentications

    assert [(way.kind, way.parameter, way.prefix) for way in ways] == [
        ("basic", "", ""),
        ("apiKey", "X-Acme-Token", ""),
        ("apiKey", "Authorization", ""),
    ]


def test_paging_that_is_told_once_is_that_of_every_list() -> None:
    general = (
        "# Acme API\n\n## Pagination\n\n| Parameter | Description |\n|---|---|\n| `page` | Page (default: `1`) |\n"
        "| `per_page` | Size (max: `100`) |\n"
    )
    users = '# Users\n\nGET /users\n\n```json\n[{"id": 1, "login": "ada"}]\n```\n\n## One\n\nDELETE /users/:id\n'

    documents = [Document(name=name, data=text.encode()) for name, text in (("a.md", general), ("b.md", users))]
    [found] = lower(digest(documents).model)["objectClasses"]
    assert found["paging"] == {"style": "page", "params": ["page", "per_page"], "responsePath": "", "nextPath": None}


@pytest.mark.parametrize(
    ("title", "name"), [("Acme REST API", "Acme"), ("User API", ""), ("The API", ""), ("Users", "")]
)
def test_the_name_of_the_application(title: str, name: str) -> None:
    assert page(f"# {title}\n\nGET /users\n").application.name == name


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.md", "openapi: 3", True),
        ("a", "# Users\n\n`GET /users`\n", True),
        ("a", "openapi: 3.0.0\npaths: {}\n", False),
        ("a.yaml", "# Users", False),
        ("a", "", False),
    ],
)
def test_which_documents_are_pages(name: str, text: str, expected: bool) -> None:  # noqa: FBT001 - a table
    assert is_page(Document(name=name, data=text.encode())) is expected


def test_members_shared_by_two_kinds_of_parent_are_one_class() -> None:
    text = "".join(
        f"## {method} a member\n\n```\n{method} /groups/:id/members{item}\n{method} /teams/:id/members{item}\n```\n\n"
        f"```json\n{example}\n```\n\n"
        for method, item, example in (
            ("GET", "", '[{"id": 1, "username": "ada", "level": 3}]'),
            ("GET", "/:user_id", '{"id": 1, "username": "ada", "level": 3}'),
            ("DELETE", "/:user_id", "{}"),
        )
    )

    classes = lower(digest([Document(name="members.md", data=text.encode())]).model)["objectClasses"]
    assert [each["name"] for each in classes] == ["Member"]


def _damaged(text: str, chance: random.Random) -> str:
    """Return `text` with a few characters, lines or blocks cut, doubled, swapped or replaced."""
    for _ in range(chance.randint(1, 6)):
        start = chance.randint(0, len(text))
        end = min(len(text), start + chance.randint(1, 200))
        part = text[start:end]
        other = chance.choice(["", part * 2, part[::-1], *_ODD])
        text = text[:start] + other + text[end:]
    return text


SAMPLES = (
    ("a.md", test_procedures.PAGE),
    ("b.md", test_bodies.CREATE + test_bodies.EXAMPLE + "| a | b |\n|---|---|\n| c | d |\n" * 3),
    ("c.rst", test_notations.RST),
    ("d.adoc", test_notations.ADOC),
    ("e.html", "<html><body><h2>Users</h2><table><tr><th>Name<th>Type<tr><td>a<td>b</table><pre>GET /users</pre>" * 4),
)


@pytest.mark.parametrize(("name", "text"), SAMPLES, ids=[name for name, _ in SAMPLES])
def test_damaged_pages_never_raise(name: str, text: str) -> None:
    chance = random.Random(name)  # noqa: S311 - the same mutants every time

    for _ in range(MUTANTS // len(SAMPLES)):
        with within():
            found = digest([Document(name=name, data=_damaged(text, chance).encode())])
        assert all(finding.code in codes.MEANINGS for finding in found.diagnostics)


@pytest.mark.parametrize(
    "hostile",
    ["|" * 20_000, "`" * 20_000, "*" * 20_000, "[" * 20_000, "curl '" * 4_000, "{" * 20_000, "GET /" + "(" * 20_000,
     "- `a`: " * 4_000, "<table>" * 4_000, "a: " * 8_000, "GET /a{" * 4_000, "=\n" * 10_000,
     "| a " * 8_000 + "\n|---|---|\n", "header `" * 4_000, "<pre>" * 200_000, "<!--" * 50_000,
     "# " + "response " * 40 + "x",
     "> " * 20_000, "__a" * 8_000, "# Authentication\n\nquery " + "x" * 30_000 + "`a`"],
    ids=lambda text: text[:8],
)  # fmt: skip
def test_hostile_pages_take_no_longer_than_others(hostile: str) -> None:
    with within():
        read(Document(name="a.md", data=hostile.encode()))
