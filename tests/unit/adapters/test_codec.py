"""The stored form of the connector model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shared.adapters.codec import JsonModels
from shared.compiler import pipeline
from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.operation import Operation
from shared.compiler.model.types import Anything, Attribute, Complex, Reference, Scalar
from shared.compiler.reading.documents import Document
from shared.kernel.diagnostics import Location
from shared.kernel.errors import Invalid

EXAMPLE = Path(__file__).parents[3] / "events" / "example" / "openapi.yaml"
SPECS = Path(__file__).parents[4] / "shared" / "evaluation" / "specs"
EVERY_TYPE = ConnectorModel(
    object_classes=(
        ObjectClass(
            name="User",
            attributes=(
                Attribute(name="any", type=Anything()),
                Attribute(name="flag", type=Scalar(json_type="boolean"), creatable=False, updatable=True),
                Attribute(name="other", type=Reference(object_class="Group", carrier="link"), multivalued=True),
                Attribute(name="empty", type=Complex()),
                Attribute(name="nested", type=Complex(name="N", attributes=(Attribute(name="x", type=Anything()),))),
            ),
            operations=(Operation(kind="list", method="GET", path="/users", source=(Location("a", "/b"),)),),
        ),
    )
)


def test_every_kind_of_value_comes_back() -> None:
    codec = JsonModels()

    assert codec.decode(codec.encode(EVERY_TYPE)) == EVERY_TYPE


def test_the_example_comes_back() -> None:
    model = pipeline.digest([Document(name="openapi.yaml", data=EXAMPLE.read_bytes())]).model

    assert JsonModels().decode(JsonModels().encode(model)) == model


@pytest.mark.skipif(not SPECS.is_dir(), reason="the development set is not here")
def test_real_specifications_come_back() -> None:
    for file in sorted(SPECS.glob("*/*.json")):
        model = pipeline.digest([Document(name=file.name, data=file.read_bytes())]).model

        assert JsonModels().decode(JsonModels().encode(model)) == model, file.name


def test_what_holds_its_default_is_not_written() -> None:
    stored = json.loads(JsonModels().encode(EVERY_TYPE))

    assert stored["model"]["object_classes"][0]["attributes"][0] == {"name": "any", "type": {"kind": "anything"}}


@pytest.mark.parametrize(
    "data", [b"[]", b'{"version": 0, "model": {}}', b'{"version": 1, "model": {"object_classes": 5}}']
)
def test_another_form_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid, match="digest the documents again"):
        JsonModels().decode(data)
