"""Lists that take a page size, and nothing that leads to the next page: what is said, asked for, and left alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shared.compiler.model.operation import Paging
from shared.compiler.pipeline import Generated, generate, verify
from tests.compiler.documents import (
    NUMBER,
    TEXT,
    Json,
    accepts,
    an_object,
    an_openapi,
    answers,
    many,
    model_of,
    ref,
    the,
)

THING = an_object("name", id=NUMBER, name=TEXT, size=NUMBER)
NEXT = "but nothing documented leads to the next one"


def _document(listing: Json, method: str = "get") -> Json:
    paths: Json = {"/people": {method: listing}, "/people/{id}": {"get": answers(ref("Person"))}}
    return an_openapi(paths, {"Person": THING})


def _asked(name: str, description: str = "", place: str = "query", **schema: Any) -> Json:  # noqa: ANN401 - any schema
    parameter = {"name": name, "in": place, "description": description, "schema": schema or NUMBER}
    return {**answers(many(ref("Person"))), "parameters": [parameter]}


def _paging(root: Json) -> Paging:
    listing = the(model_of(root), "Person").operation("list")
    assert listing is not None
    return listing.paging


def _said(generated: Generated) -> list[str]:
    return [it.message for it in generated.diagnostics if it.code == "GRV036"]


@pytest.mark.parametrize(
    ("listing", "missing", "comes", "sent"),
    [
        (
            _asked("per_page", type="integer", default=20),
            f"`per_page` is the size of a page (20 by default), {NEXT}",
            "the first page is",
            "",
        ),
        (
            _asked("pageSize", type="integer", default=20, maximum=100),
            f"`pageSize` is the size of a page (20 by default, 100 at most), {NEXT}",
            "the first 100 objects are",
            "request.queryParameter('pageSize', 100)",
        ),
        (
            _asked("$top", type="integer", enum=[10, 50]),
            f"`$top` is the size of a page (50 at most), {NEXT}",
            "the first 50 objects are",
            "request.queryParameter('$top', 50)",
        ),
        (
            _asked("limit", type="integer", maximum=2**31 - 1),
            f"`limit` is the size of a page (2147483647 at most), {NEXT}",
            "the first 10000 objects are",
            "request.queryParameter('limit', 10000)",
        ),
        (
            _asked("size", "Returns all people up to this number, by default 50."),
            f"`size` is the size of a page, {NEXT}",
            "the first page is",
            "",
        ),
        (
            _asked("X-Cursor", place="header", type="string"),
            "no documented answer tells what to send in the header `X-Cursor`",
            "the first page is",
            "",
        ),
    ],
)
def test_the_first_page_is_all_that_comes(listing: Json, missing: str, comes: str, sent: str) -> None:
    model = model_of(_document(listing))
    generated = generate(model, "Acme")

    assert _said(generated) == [f"GET /people: {missing}; only {comes} read, and no object beyond."]
    script = generated.files["Person.search.all.op.groovy"]
    assert ("queryParameter" in script) is bool(sent)
    assert sent in script
    found = verify(model, generated.files)
    assert [it for it in found.trials if not it.passed] == []
    report = json.loads(json.dumps(found.report))
    cut = [it["name"] for it in report["completeness"]["missing"] if it["code"] == "GRV036"]
    assert cut == ["list (after the first page)"]


def test_the_size_in_a_body_is_sent_there() -> None:
    asked = an_object(limit={"type": "integer", "maximum": 500})
    root = _document({**accepts(asked), **answers(many(ref("Person")))}, "post")
    root["paths"]["/people/search"] = {"post": root["paths"]["/people"].pop("post")}

    model = model_of(root)
    assert _paging(root).placement == "body"
    generated = generate(model, "Acme")
    assert "toJson(['limit': 500])" in generated.files["Person.search.all.op.groovy"]
    assert len(_said(generated)) == 1


@pytest.mark.parametrize(
    "listing",
    [
        answers(many(ref("Person"))),
        _asked("limit", "How many to return; all of them by default."),
        _asked("limit", "When omitted, everything is returned."),
        _asked("limit", type="integer", default=-1),
        _asked("count", type="boolean"),
        _asked("size", type="string", enum=["small", "large"]),
        _asked("size"),
        _asked("X-Request-Id", place="header", type="string"),
    ],
)
def test_what_comes_whole_is_left_alone(listing: Json) -> None:
    root = _document(listing)

    assert _paging(root) == Paging()
    assert _said(generate(model_of(root), "Acme")) == []


def test_a_list_that_goes_on_is_left_alone() -> None:
    listing = _asked("limit", type="integer", maximum=100)
    listing["parameters"].append({"name": "offset", "in": "query", "schema": NUMBER})
    root = _document(listing)

    assert _paging(root).style == "offset"
    assert _said(generate(model_of(root), "Acme")) == []
