"""Which of the classes found are worth a connector."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.object_class import Confidence

_ORDER: Final[tuple[Confidence, ...]] = ("high", "medium", "low")


def selected(model: ConnectorModel, confidence: Confidence) -> ConnectorModel:
    """
    Return `model` with the classes of that confidence or a better one, and the relations between them.

    A specification describes hundreds of objects nobody manages by a connector; the model keeps them all.
    """
    wanted = _ORDER[: _ORDER.index(confidence) + 1]
    classes = tuple(found for found in model.object_classes if found.confidence in wanted)
    names = {found.name for found in classes}
    relations = tuple(found for found in model.relations if {found.subject, found.object} <= names)
    return replace(model, object_classes=classes, relations=relations)
