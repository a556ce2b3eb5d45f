"""Procedures of a JSON-RPC application: known, but nothing the framework can call."""

from __future__ import annotations

import pytest

from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.object_class import Choice, ObjectClass
from shared.compiler.model.operation import Operation, OperationKind
from shared.compiler.model.types import Attribute, Scalar
from shared.compiler.pipeline import generate
from shared.kernel.diagnostics import Location

PLACE = (Location("api.md", "line 3"),)
PROCEDURES: dict[OperationKind, str] = {
    "list": "listPeople",
    "get": "getPerson",
    "create": "createPerson",
    "update": "updatePerson",
    "delete": "removePerson",
}


def a_person() -> ObjectClass:
    return ObjectClass(
        name="Person",
        confidence="high",
        identifier=Choice(attribute="id", reason="it is asked for"),
        naming=Choice(attribute="name", reason="it names"),
        attributes=tuple(
            Attribute(name=name, type=Scalar(json_type="string"), creatable=True, updatable=True, readable=True)
            for name in ("id", "name")
        ),
        operations=tuple(
            Operation(kind=kind, method="POST", path=f"/#{name}", success=(200,), source=PLACE)
            for kind, name in PROCEDURES.items()
        ),
        source=PLACE,
    )


@pytest.mark.parametrize("procedure", PROCEDURES.values())
def test_no_script_calls_a_procedure(procedure: str) -> None:
    made = generate(ConnectorModel(object_classes=(a_person(),)), "Acme")

    assert not [script.path for script in made.scripts if procedure in script.text]
    assert "GRV011" in {it.code for it in made.diagnostics}
