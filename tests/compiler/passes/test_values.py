"""Nested values: spelled out as far as they stay small."""

from __future__ import annotations

from shared.compiler.model.types import Attribute, Complex
from shared.compiler.passes.values import MAX_NESTED
from tests.compiler.documents import NUMBER, TEXT, an_object, an_openapi, crud, digested, many, ref, the

FEW = 3
MANY = 30


def spelled(attribute: Attribute) -> int:
    """Return how many attributes are spelled out inside the value."""
    inside = attribute.type.attributes if isinstance(attribute.type, Complex) else ()
    return sum(1 + spelled(each) for each in inside)


def test_values_that_hold_each_other_do_not_multiply() -> None:
    parts = {f"part{i}": many(ref("Part")) for i in range(MANY)}
    few = {f"few{i}": ref("Few") for i in range(FEW)}
    schemas = {
        "User": an_object("name", id=NUMBER, name=TEXT, part=ref("Part"), few=ref("Few"), again=ref("Part")),
        "Part": an_object(**parts),
        "Few": an_object(**few),
    }
    found = digested(an_openapi(crud("/users", ref("User")), schemas))

    sizes = {each.name: spelled(each) for each in the(found.model, "User").attributes}
    assert sizes == {"id": 0, "name": 0, "part": MANY, "few": FEW + FEW**2 + FEW**3, "again": MANY}
    assert MANY + MANY**2 > MAX_NESTED > FEW + FEW**2 + FEW**3
    said = "the values nested here are more than 400; their deepest levels were left out"
    assert [str(each) for each in found.diagnostics if each.code == "MOD009"] == [
        f"acme.json#/components/schemas/User/properties/{name}: info MOD009: {said}" for name in ("part", "again")
    ]
