"""How much of a document is read."""

from __future__ import annotations

import pytest

from shared.compiler.reading import path_items
from tests.compiler.documents import TEXT, an_object, an_openapi, answers, digested, many


@pytest.mark.parametrize(("limit", "codes", "read"), [(2, ["OAS010"], 2), (3, [], 3)])
def test_operations_beyond_the_limit_are_left_out(
    monkeypatch: pytest.MonkeyPatch, limit: int, codes: list[str], read: int
) -> None:
    monkeypatch.setattr(path_items, "MAX_ENDPOINTS", limit)
    listing = {"get": answers(many(an_object(id=TEXT, name=TEXT)))}

    found = digested(an_openapi({"/users": listing, "/groups": listing, "/roles": listing}))

    assert [each.code for each in found.diagnostics if each.code == "OAS010"] == codes
    assert [each.name for each in found.model.object_classes] == ["User", "Group", "Role"][:read]
