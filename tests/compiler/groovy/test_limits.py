"""Bounds: what a document may hold is more than a connector should."""

from __future__ import annotations

import json

import pytest

from shared.compiler.model.operation import Paging
from shared.compiler.model.relation import Relation
from shared.compiler.model.types import Complex
from shared.compiler.pipeline import generate
from tests.compiler.groovy.case_models import one_object_for_a_list
from tests.compiler.groovy.models import crud, model, object_class, operation, parameter, read_only


def test_nested_values_are_bounded() -> None:
    inner = Complex(attributes=tuple(read_only(f"value{number}") for number in range(302)))
    user = object_class(
        "User",
        read_only("inner", inner),
        read_only("id"),
        read_only("name"),
        operations=crud("/users", "id", "list", "get"),
    )
    generated = generate(model(user), "Acme")

    assert [it.message for it in generated.diagnostics] == ["2 nested values, from `inner_value300` on, are left out."]
    assert generated.files["User.native.schema.groovy"].count("attribute('inner_value") == 300


def test_values_too_deep_are_left_out() -> None:
    deep = Complex(attributes=(read_only("c", Complex(attributes=(read_only("d"),))),))
    user = object_class(
        "User",
        read_only("a", Complex(attributes=(read_only("b", deep),))),
        read_only("id"),
        read_only("name"),
        operations=crud("/users", "id", "list", "get"),
    )
    generated = generate(model(user), "Acme")

    assert [(it.code, it.message) for it in generated.diagnostics] == [
        ("GRV004", "The value of `a_b_c` is not described as a plain value or a list of them.")
    ]


def test_an_empty_model_gives_an_empty_connector() -> None:
    generated = generate(model(authentications=()), "Acme")

    assert generated.scripts == ()
    assert json.loads(generated.files["report.json"])["classes"] == []


def test_a_list_of_one_object_is_doubted() -> None:
    generated = generate(one_object_for_a_list(), "Acme")

    assert [(it.code, it.message) for it in generated.diagnostics] == [
        ("GRV028", "GET /settings: the documented answer is one object, the only one that is listed."),
        ("GRV024", "GET /settings: nothing else finds one object by `id`."),
    ]
    assert "return [response.body().at('/data')]" in generated.files["Settings.search.all.op.groovy"]


def test_a_reading_that_answers_identifiers_is_replaced() -> None:
    reading = operation("get", "/users/{id}", identifier="id", collection="array", element="identifier")
    user = object_class("User", read_only("id"), operations=(*crud("/users", "id", "list"), reading))

    generated = generate(model(user), "Acme")

    assert [(it.code, it.message) for it in generated.diagnostics][:2] == [
        ("GRV012", "GET /users/{id}: the documented answer holds identifiers, not the object."),
        ("GRV024", "GET /users: nothing else finds one object by `id`."),
    ]
    assert "endpoint" not in generated.files["User.search.id.op.groovy"]


@pytest.mark.parametrize(
    ("paging", "found"),
    [
        (Paging(), "GRV035"),
        (Paging(style="offset", position="offset", size="limit"), "GRV035"),
        (Paging(style="offset", position="offset", size="limit", cap=10), "GRV030"),
        (Paging(style="link_header", size="limit"), "GRV030"),
    ],
)
def test_members_are_read_whole_or_not_at_all(paging: Paging, found: str) -> None:
    members = operation("list", "/groups/{id}/users", paging=paging)
    related = Relation(name="member", subject="User", object="Group", operations=(members,))
    classes = (
        object_class(name, operations=crud(f"/{name.lower()}s", "id", "list", "get")) for name in ("User", "Group")
    )

    generated = generate(model(*classes, relations=(related,)), "Acme")

    sentence = "`member` is left out: a filter cannot ask for the pages of GET /groups/{id}/users."
    assert [it.code for it in generated.diagnostics] == [found]
    assert [it.message == sentence for it in generated.diagnostics] == [found == "GRV030"]
    paged = "paging.pageSize" in generated.files.get("member.search.op.groovy", "")
    assert paged is (found == "GRV035" and paging != Paging())


def test_members_of_which_only_the_first_page_comes_are_told() -> None:
    members = operation("list", "/groups/{id}/users", paging=Paging(size="limit", cap=50))
    related = Relation(name="member", subject="User", object="Group", operations=(members,))
    classes = (
        object_class(name, operations=crud(f"/{name.lower()}s", "id", "list", "get")) for name in ("User", "Group")
    )

    generated = generate(model(*classes, relations=(related,)), "Acme")

    assert [it.code for it in generated.diagnostics] == ["GRV035", "GRV036"]
    assert "only the first 50 objects are read" in generated.diagnostics[1].message
    assert "request.queryParameter('limit', 50)" in generated.files["member.search.op.groovy"]


def test_a_required_size_without_a_maximum_is_sent_as_documented_or_missed() -> None:
    listings = [
        operation("list", "/users", paging=Paging(size="limit"), parameters=(parameter("limit", **but),))
        for but in ({"required": True, "default": "20"}, {"required": True})
    ]
    made = [
        generate(model(object_class("User", operations=(it, *crud("/users", "id", "get")))), "Acme") for it in listings
    ]

    assert [[it.code for it in generated.diagnostics] for generated in made] == [["GRV036"], ["GRV026", "GRV036"]]
    sent = ["request.queryParameter('limit', '20')" in it.files["User.search.all.op.groovy"] for it in made]
    assert sent == [True, False]
