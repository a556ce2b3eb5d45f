"""Attribute definitions: types, flags and nested values."""

from __future__ import annotations

import pytest

from shared.compiler.model.types import Anything, Attribute, AttributeType, Complex, Reference, Scalar
from shared.kernel.diagnostics import Location
from tests.compiler.documents import Json, Value, the
from tests.compiler.scim.documents import USER, a_reference, a_schema, an_attribute, digested


def read(attribute: Json) -> Attribute:
    model = digested({"s.json": a_schema(USER, "User", attribute)}).model
    found = the(model, "User").attribute(attribute["name"])
    assert found is not None
    return found


def text(format_: str = "", *values: str) -> Scalar:
    return Scalar(json_type="string", format=format_, values=values)


@pytest.mark.parametrize(
    ("attribute", "expected"),
    [
        (an_attribute("x"), text()),
        ({"name": "x"}, text()),
        (an_attribute("x", "boolean"), Scalar(json_type="boolean")),
        (an_attribute("x", "decimal"), Scalar(json_type="number")),
        (an_attribute("x", "integer"), Scalar(json_type="integer")),
        (an_attribute("x", "dateTime"), text("date-time")),
        (an_attribute("x", "binary"), text("binary")),
        (an_attribute("workEmail"), text("email")),
        (an_attribute("photoUrl"), text("uri")),
        (an_attribute("kind", canonicalValues=["a", "b"]), text("", "a", "b")),
        (an_attribute("x", "reference", referenceTypes=["external"]), text("reference")),
        (an_attribute("x", "reference", referenceTypes=["User", "Group"]), text("reference")),
        (an_attribute("x", "reference", referenceTypes=["Team"]), Reference(object_class="Team", carrier="link")),
        (an_attribute("x", "complex"), Anything()),
        (an_attribute("x", "colour"), Anything()),
    ],
)
def test_types(attribute: Json, expected: AttributeType) -> None:
    assert read(attribute).type == expected


@pytest.mark.parametrize(
    ("but", "expected"),
    [
        ({}, (False, False, True, True, True, True)),
        ({"required": True, "multiValued": True}, (True, True, True, True, True, True)),
        ({"mutability": "readOnly"}, (False, False, False, False, True, True)),
        ({"mutability": "readOnly", "required": True}, (False, False, False, False, True, True)),
        ({"mutability": "immutable"}, (False, False, True, False, True, True)),
        ({"mutability": "writeOnly"}, (False, False, True, True, False, False)),
        ({"returned": "never"}, (False, False, True, True, False, False)),
        ({"returned": "request"}, (False, False, True, True, True, False)),
        ({"returned": "always"}, (False, False, True, True, True, True)),
        ({"multiValued": "true"}, (False, True, True, True, True, True)),
    ],
)
def test_flags(but: Json, expected: tuple[bool, ...]) -> None:
    found = read(an_attribute("x", **but))
    flags = (found.creatable, found.updatable, found.readable, found.returned_by_default)

    assert (found.required, found.multivalued, *flags) == expected


def test_nested_values_are_embedded_classes() -> None:
    nested = an_attribute("phoneNumbers", "complex", multiValued=True, subAttributes=[an_attribute("value")])
    model = digested({"s.json": a_schema(USER, "User", nested)}).model

    inner = the(model, "UserPhoneNumbers")
    assert inner.embedded
    assert inner.confidence == "medium"
    assert [(each.name, each.path) for each in inner.attributes] == [("value", ("phoneNumbers", "value"))]
    found = the(model, "User").attribute("phoneNumbers")
    assert found is not None
    assert isinstance(found.type, Complex)
    assert (found.type.name, [each.name for each in found.type.attributes]) == ("UserPhoneNumbers", ["value"])


def test_names_of_members_are_read_in_any_case() -> None:
    found = read({"name": "x", "Type": "Integer", "multivalued": True, "MUTABILITY": "READONLY"})

    assert (found.type, found.multivalued, found.creatable) == (Scalar(json_type="integer"), True, False)


def test_every_attribute_knows_its_place() -> None:
    nested = an_attribute("manager", "complex", subAttributes=[a_reference("User")])
    found = read(nested)

    assert found.source == (Location("s.json", "/attributes/0"),)
    assert isinstance(found.type, Complex)
    assert found.type.attributes[0].source == (Location("s.json", "/attributes/0/subAttributes/0"),)


@pytest.mark.parametrize(
    ("attribute", "message"),
    [
        ({"type": "string"}, "an attribute without a name was left out"),
        (an_attribute("x", "colour"), "the unknown type 'colour' counts as undescribed"),
    ],
)
def test_what_is_wrong_costs_one_finding(attribute: Value, message: str) -> None:
    found = digested({"s.json": a_schema(USER, "User", attribute)}).diagnostics

    assert [str(each) for each in found if each.code == "SCIM002"] == [
        f"s.json#/attributes/0: warning SCIM002: {message}"
    ]
