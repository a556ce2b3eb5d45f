"""Procedures of a JSON-RPC application: known, but nothing the framework can call."""

from __future__ import annotations

import pytest

from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.object_class import Choice, ObjectClass
from shared.compiler.model.operation import Operation, OperationKind
from shared.compiler.model.types import Attribute, Scalar
from shared.compiler.pipeline import Document, digest, generate
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
    assert "GRV017" in {it.code for it in made.diagnostics}


_GRAPHQL = """
type Query { users: [User!]!  user(id: ID!): User }
type Mutation { createUser(name: String!): User  deleteUser(id: ID!): User }
type User { id: ID!  name: String! }
"""


def test_no_script_calls_graphql() -> None:
    model = digest([Document(name="api.graphql", data=_GRAPHQL.encode())]).model
    made = generate(model, "Acme")

    assert [it.name for it in model.object_classes] == ["User"]
    assert made.scripts == ()
    assert [(it.code, it.message) for it in made.diagnostics] == [
        ("GRV017", "POST /graphql: users, user, createUser, deleteUser can be called by GraphQL only."),
        ("GRV002", "No usable request lists or reads the objects of `User`."),
    ]
