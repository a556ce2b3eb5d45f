"""Lists that are continued by a header of the request: only where the answer says what to send in it."""

from __future__ import annotations

from typing import Any

import pytest

from shared.compiler.pipeline import generate
from shared.compiler.verification.conformance.run import conformance
from shared.compiler.verification.load.check import check_files
from tests.compiler.documents import NUMBER, TEXT, Json, an_object, an_openapi, answers, many, model_of, ref, the

THING = an_object("name", id=NUMBER, name=TEXT)


def _header(name: str) -> dict[str, Any]:
    return {name: TEXT}


@pytest.mark.parametrize(
    ("asks", "answer", "expected"),
    [
        (
            "X-Cursor",
            answers(many(ref("Person")), **_header("X-Next-Cursor")),
            ("cursor", "X-Cursor", "X-Next-Cursor", ()),
        ),
        (
            "x-ms-continuation",
            answers(many(ref("Person")), **_header("x-ms-continuation")),
            ("cursor", "x-ms-continuation", "x-ms-continuation", ()),
        ),
        (
            "X-Page-Token",
            answers(an_object(items=many(ref("Person")), nextPageToken=TEXT)),
            ("cursor", "X-Page-Token", "", ("nextPageToken",)),
        ),
        ("X-Cursor", answers(many(ref("Person"))), ("none", "X-Cursor", "", ())),
        ("X-Request-Id", answers(many(ref("Person")), **_header("X-Next-Cursor")), ("none", "", "", ())),
    ],
)
def test_a_header_of_the_request_takes_the_cursor(asks: str, answer: Json, expected: tuple[Any, ...]) -> None:
    header = {"name": asks, "in": "header", "schema": TEXT}
    paths: Json = {
        "/people": {"get": {**answer, "parameters": [header]}},
        "/people/{id}": {"get": answers(ref("Person"))},
    }

    model = model_of(an_openapi(paths, {"Person": THING}))
    listing = the(model, "Person").operation("list")
    assert listing is not None
    paging = listing.paging
    assert (paging.style, paging.position, paging.next_header, paging.next_path) == expected
    assert paging.placement == ("header" if expected[1] else "query")
    connector, broken = check_files(generate(model, "Acme").files)
    assert broken == ()
    assert [it for it in conformance(model, connector) if not it.passed] == []
