"""One model through three lenses: what identity teams manage, what a service desk works on, and both."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from shared.compiler.backends.resources.classes import Intent, Lens, lower
from shared.compiler.backends.resources.sources import unknown
from shared.compiler.model.connector import ConnectorModel
from shared.compiler.passes.desk_worth import service_desk
from shared.compiler.pipeline import Document, digest
from shared.compiler.reading.words import noun
from tests.compiler.documents import NUMBER, TEXT, an_object, an_openapi, crud, model_of, ref

_PLACES = {"User": "/users", "Ticket": "/tickets", "Project": "/projects", "Comment": "/comments", "Order": "/orders"}


def _native() -> ConnectorModel:
    paths = {path: item for name, place in _PLACES.items() for path, item in crud(place, ref(name)).items()}
    return model_of(an_openapi(paths, dict.fromkeys(_PLACES, an_object("name", id=NUMBER, name=TEXT))))


def _tables() -> ConnectorModel:
    script = "".join(f"CREATE TABLE {place[1:]} (id INT PRIMARY KEY, name TEXT);\n" for place in _PLACES.values())
    return digest([Document(name="a.sql", data=script.encode())]).model


def _types() -> ConnectorModel:
    script = "".join(f"type {name} {{ id: ID! name: String! }}\n" for name in _PLACES)
    script += "".join(f"extend type Query {{ {place[1:]}: [{name}!]! }}\n" for name, place in _PLACES.items())
    return digest([Document(name="a.graphql", data=f"type Query {{ version: String }}\n{script}".encode())]).model


def _seen(model: ConnectorModel, intent: Intent) -> dict[str, str]:
    listed: Any = lower(model.object_classes, Lens(intent=intent), unknown)["objectClasses"]
    return {each["name"]: each["confidence"] for each in listed}


@pytest.mark.parametrize("model", [_native(), _tables(), _types()], ids=["endpoints", "tables", "types"])
def test_each_lens_shows_its_classes_first(model: ConnectorModel) -> None:
    management, desk, both = (_seen(model, intent) for intent in get_args(Intent))

    assert [name for name, level in management.items() if level == "high"] == ["User", "Project"]
    assert (desk["User"], desk["Ticket"], desk["Project"], desk["Comment"]) == ("low", "high", "high", "medium")
    assert (management["Ticket"], management["Order"], desk["Order"]) == ("low", "low", "low")
    assert list(both.items())[:4] == [
        ("User", "high"),
        ("Project", "high"),
        ("Ticket", "high"),
        ("Comment", "medium"),
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Incident", "high"),
        ("ChangeRequest", "high"),
        ("WorkOrder", "high"),
        ("work_packages", "high"),
        ("PurchaseOrder", "low"),
        ("SoftwarePackage", "low"),
        ("TicketAssignment", "high"),
        ("RoleAssignment", "low"),
        ("IssueWatcher", "high"),
        ("Worklog", "medium"),
        ("Group", "low"),
        ("", "low"),
    ],
)
def test_what_a_service_desk_works_on(name: str, expected: str) -> None:
    assert service_desk(noun(name)) == expected
