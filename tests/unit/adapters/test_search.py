"""Search engines: Brave's wire format over a server on loopback, and `ddgs` behind its own face."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from shared.adapters.brave import BraveSearch
from shared.adapters.metasearch import Metasearch, ask_ddgs
from shared.domain.web.candidates import Candidate, Wanted
from shared.kernel.errors import ApplicationError, Invalid, Unavailable
from tests.fakes.web import served

WANTED = Wanted(application="Acme", queries=("Acme API", "Acme SCIM"), per_query=3)


def answer(body: object, status: str = "200 OK") -> bytes:
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    head = (
        f"HTTP/1.1 {status}",
        "Content-Type: application/json",
        f"Content-Length: {len(text)}",
        "Connection: close",  # each answer has a connection of its own
        "",
        "",
    )
    return "\r\n".join(head).encode() + text


def brave(port: int) -> BraveSearch:
    return BraveSearch(key=lambda: "s3cret", endpoint=f"http://127.0.0.1:{port}/res/v1/web/search", timeout=2)


def test_brave_is_asked_each_query_with_its_key() -> None:
    first = {
        "type": "search",
        "web": {
            "results": [
                {"url": "https://acme.example/api", "title": "<strong>Acme</strong> &amp; API", "description": "All"},
                {"title": "no url"},
            ]
        },
    }

    with served(answer(first), answer({"type": "search"})) as (port, requests):
        found = brave(port).find(WANTED)

    assert found == (
        Candidate(href="https://acme.example/api", title="Acme & API", body="All", source="brave", query="Acme API"),
    )
    assert [request.split(b" ")[1] for request in requests] == [
        b"/res/v1/web/search?q=Acme+API&count=3",
        b"/res/v1/web/search?q=Acme+SCIM&count=3",
    ]
    assert all(b"x-subscription-token: s3cret" in request.lower() for request in requests)


@pytest.mark.parametrize(
    ("reply", "error", "why"),
    [
        (answer({}, "401 Unauthorized"), Invalid, r"refuses the search \(status 401\)"),
        (answer({}, "422 Unprocessable"), Invalid, "status 422"),
        (answer({}, "429 Too Many Requests"), Unavailable, r"come back later \(status 429\)"),
        (answer({}, "502 Bad Gateway"), Unavailable, "status 502"),
        (answer(b"<html>"), Invalid, "not what its interface promises"),
        (answer([]), Invalid, "not what its interface promises"),
        (b"", Unavailable, "could not be reached"),
    ],
)
def test_brave_that_fails_says_why_and_never_the_key(reply: bytes, error: type[ApplicationError], why: str) -> None:
    with served(reply) as (port, _), pytest.raises(error, match=why) as failure:
        brave(port).find(WANTED)

    assert "s3cret" not in str(failure.value)


def test_several_engines_are_asked_each_query() -> None:
    asked: list[tuple[str, int]] = []

    def ask(query: str, count: int) -> Sequence[Mapping[str, Any]]:
        asked.append((query, count))
        if "SCIM" in query:
            message = "No search engine answered."
            raise Unavailable(message)
        return [{"title": "Acme", "href": "https://acme.example/", "body": None}, {"href": None}]

    assert Metasearch(ask=ask).find(WANTED) == (
        Candidate(href="https://acme.example/", title="Acme", source="ddgs", query="Acme API"),
    )
    assert asked == [("Acme API", 3), ("Acme SCIM", 3)]


def test_engines_of_which_none_answers_are_a_failure() -> None:
    def ask(_query: str, _count: int) -> Sequence[Mapping[str, Any]]:
        message = "No search engine answered (TimeoutException)."
        raise Unavailable(message)

    with pytest.raises(Unavailable, match="No search engine answered"):
        Metasearch(ask=ask).find(WANTED)


class TestTheLibrary:
    def test_that_is_not_installed_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "ddgs", None)

        with pytest.raises(Invalid, match="install the extra `search`") as refusal:
            ask_ddgs("Acme", 3)
        assert refusal.value.code == "search_not_installed"

    @pytest.mark.parametrize(
        ("raised", "expected"), [("No results found.", ()), ("timed out", Unavailable), (None, [{"href": "x"}])]
    )
    def test_says_what_it_found_or_that_nothing_answered(
        self, monkeypatch: pytest.MonkeyPatch, raised: str | None, expected: object
    ) -> None:
        library = pytest.importorskip("ddgs.ddgs")
        failure: type[Exception] = pytest.importorskip("ddgs.exceptions").DDGSException

        def text(_self: object, query: str, *, max_results: int) -> list[dict[str, str]]:
            assert (query, max_results) == ("Acme", 3)
            if raised is not None:
                raise failure(raised)
            return [{"href": "x"}]

        monkeypatch.setattr(library.DDGS, "text", text)
        if expected is Unavailable:
            with pytest.raises(Unavailable, match=r"No search engine answered \(DDGSException\)"):
                ask_ddgs("Acme", 3)
        else:
            assert ask_ddgs("Acme", 3) == expected
