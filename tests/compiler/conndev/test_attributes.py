"""Exported attributes: sparse flags, types of ConnId, references, older shapes."""

from __future__ import annotations

import pytest

from shared.compiler.frontends.conndev.attributes import scim_path
from shared.compiler.model.types import Anything, Attribute, AttributeType, Complex, Reference, Scalar
from shared.kernel.diagnostics import Location
from tests.compiler.conndev.documents import a_class, an_attribute
from tests.compiler.documents import Json, Value, the
from tests.compiler.scim.documents import digested


def read(node: Value) -> Attribute:
    found = the(digested({"d.json": a_class("Thing") | {"attributes": node}}).model, "Thing").attributes
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        ("string", Scalar(json_type="string")),
        ("guardedString", Scalar(json_type="string", format="password")),
        ("boolean", Scalar(json_type="boolean")),
        ("integer", Scalar(json_type="integer")),
        ("long", Scalar(json_type="integer", format="int64")),
        ("bigDecimal", Scalar(json_type="number")),
        ("dateTime", Scalar(json_type="string", format="date-time")),
        ("localDate", Scalar(json_type="string", format="date")),
        ("byteArray", Scalar(json_type="string", format="binary")),
        ("map", Anything()),
        ("colour", Anything()),
    ],
)
def test_types(type_: str, expected: AttributeType) -> None:
    assert read(an_attribute("x", type_)).type == expected


@pytest.mark.parametrize(
    ("but", "expected"),
    [
        ({}, (False, False, True, True, True, True)),
        ({"required": True, "multiValued": True}, (True, True, True, True, True, True)),
        ({"required": [True]}, (True, False, True, True, True, True)),
        ({"creatable": False, "updateable": False}, (False, False, False, False, True, True)),
        ({"creatable": "false", "required": True}, (False, False, False, True, True, True)),
        ({"readable": False}, (False, False, True, True, False, False)),
        ({"returnedByDefault": False}, (False, False, True, True, True, False)),
    ],
)
def test_only_what_deviates_is_written(but: Json, expected: tuple[bool, ...]) -> None:
    found = read(an_attribute("x", **but))
    flags = (found.creatable, found.updatable, found.readable, found.returned_by_default)

    assert (found.required, found.multivalued, *flags) == expected


def test_older_exports_have_the_facts_beside_the_name() -> None:
    found = read({"name": "x", "type": "boolean", "creatable": False})

    assert (found.type, found.creatable, found.updatable) == (Scalar(json_type="boolean"), False, True)


def test_older_exports_spell_nested_values_out() -> None:
    found = read({"name": "x", "subAttributes": {"name": "y", "type": "integer"}})

    inner = Attribute(
        name="y", type=Scalar(json_type="integer"), required=False, creatable=True, updatable=True, readable=True,
        returned_by_default=True, source=(Location("d.json", "/attributes/subAttributes"),),
    )  # fmt: skip
    assert found.type == Complex(name="Thing__x", attributes=(inner,))


@pytest.mark.parametrize(
    ("but", "expected"),
    [
        ({"type_": "reference"}, Reference(object_class="Team", carrier="object")),
        (
            {"type_": "reference", "referencedAttribute": "id"},
            Reference(object_class="Team", carrier="object", member="id"),
        ),
        ({"type_": "integer"}, Reference(object_class="Team", json_type="integer")),
    ],
)
def test_references(but: Json, expected: AttributeType) -> None:
    assert read(an_attribute("team", referencedObjectClass="Team", **but)).type == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", ()),
        ("userName", ("userName",)),
        ("name.givenName", ("name", "givenName")),
        ("urn:acme:2.0:User:badge", ("urn:acme:2.0:User", "badge")),
        ("urn:acme:2.0:User:desk.floor", ("urn:acme:2.0:User", "desk", "floor")),
        ("urn:ietf:params:scim:schemas:core:2.0:User:userName", ("userName",)),
        ('emails[type eq "work"].value', ()),
    ],
)
def test_paths_of_scim(path: str, expected: tuple[str, ...]) -> None:
    assert scim_path(path) == expected


def test_an_attribute_knows_its_column() -> None:
    assert read({"name": "login", "connId": {"type": "string"}, "sql": {"column": "user_login"}}).path == (
        "user_login",
    )


@pytest.mark.parametrize(
    ("attributes", "places"),
    [([7, an_attribute("x"), None], ["/attributes/0", "/attributes/2"]), ("x", ["/attributes"]), ([], []), (None, [])],
)
def test_what_is_no_attribute_costs_a_finding_each(attributes: Value, places: list[str]) -> None:
    root = a_class("Thing", scim={"name": "Thing"}) | {"attributes": attributes}
    found = [each for each in digested({"d.json": root}).diagnostics if each.code == "CND002"]

    assert [(each.at.pointer, each.message) for each in found] == [
        (place, "what stands here is no attribute; it was left out") for place in places
    ]


def test_an_attribute_without_a_name_costs_a_finding() -> None:
    found = digested({"d.json": a_class("Thing", {"connId": {"type": "string"}}, an_attribute("x"))})

    assert [each.name for each in the(found.model, "Thing").attributes] == ["x"]
    assert str(found.diagnostics[0]) == (
        "d.json#/attributes/0: warning CND002: an attribute without a name was left out"
    )
