"""Which classes get scripts."""

from __future__ import annotations

import pytest

from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.object_class import Confidence, ObjectClass
from shared.compiler.model.relation import Relation
from shared.compiler.passes.selection import selected

MODEL = ConnectorModel(
    object_classes=(
        ObjectClass(name="User", confidence="high"),
        ObjectClass(name="Policy", confidence="medium"),
        ObjectClass(name="Invoice", confidence="low"),
        ObjectClass(name="Group", confidence="high"),
    ),
    relations=(Relation(name="a", subject="User", object="Group"), Relation(name="b", subject="User", object="Policy")),
)


@pytest.mark.parametrize(
    ("confidence", "classes", "relations"),
    [
        ("high", ["User", "Group"], ["a"]),
        ("medium", ["User", "Policy", "Group"], ["a", "b"]),
        ("low", ["User", "Policy", "Invoice", "Group"], ["a", "b"]),
    ],
)
def test_a_class_is_kept_from_its_confidence_on(
    confidence: Confidence, classes: list[str], relations: list[str]
) -> None:
    found = selected(MODEL, confidence)

    assert [entry.name for entry in found.object_classes] == classes
    assert [entry.name for entry in found.relations] == relations
