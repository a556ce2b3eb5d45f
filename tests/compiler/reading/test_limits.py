"""How much of a document is read."""

from __future__ import annotations

import pytest

from shared.compiler.frontends.markup import document as pages
from shared.compiler.pipeline import Document, digest
from shared.compiler.reading import path_items
from shared.compiler.reading.pointers import MAX_HOPS
from tests.compiler.documents import TEXT, Json, an_object, an_openapi, answers, crud, digested, many, ref, the


@pytest.mark.parametrize(("limit", "codes", "read"), [(2, ["OAS010"], 2), (3, [], 3)])
def test_operations_beyond_the_limit_are_left_out(
    monkeypatch: pytest.MonkeyPatch, limit: int, codes: list[str], read: int
) -> None:
    monkeypatch.setattr(path_items, "MAX_ENDPOINTS", limit)
    listing = {"get": answers(many(an_object(id=TEXT, name=TEXT)))}

    found = digested(an_openapi({"/users": listing, "/groups": listing, "/roles": listing}))

    assert [each.code for each in found.diagnostics if each.code == "OAS010"] == codes
    assert [each.name for each in found.model.object_classes] == ["User", "Group", "Role"][:read]


def _nested(levels: int) -> Json:
    return many(_nested(levels - 1)) if levels else TEXT


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ({"allOf": [_nested(60)]}, "OAS004"),
        (ref("S0"), "OAS003"),
    ],
    ids=["nesting", "references"],
)
def test_what_is_too_deep_costs_one_finding_and_its_attribute(part: Json, code: str) -> None:
    chain = {f"S{i}": ref(f"S{i + 1}") for i in range(MAX_HOPS + 1)} | {f"S{MAX_HOPS + 1}": TEXT}
    user = an_object("name", id=TEXT, name=TEXT, deep=part)
    found = digested(an_openapi(crud("/users", ref("User")), {"User": user, **chain}))

    assert [each.code for each in found.diagnostics] == [code, "MOD005"]
    assert [each.name for each in the(found.model, "User").attributes] == ["id", "name", "deep"]


@pytest.mark.parametrize(("limit", "told"), [(4, ["PRO002"]), (5, [])])
def test_elements_of_a_page_beyond_the_limit_are_left_out(
    monkeypatch: pytest.MonkeyPatch, limit: int, told: list[str]
) -> None:
    monkeypatch.setattr(pages, "MAX_ELEMENTS", limit)
    page = "# Acme\n\n## Users\n\n`GET /users`\n\n## Groups\n\n`GET /groups`\n"

    found = digest([Document(name="a.md", data=page.encode())])

    assert [each.code for each in found.diagnostics if each.code == "PRO002"] == told
    assert [each.name for each in found.model.object_classes] == ["User", "Group"][: limit - 3]
