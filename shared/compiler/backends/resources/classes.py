"""Object classes as clients read them, through the lens a client asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from shared.compiler.backends.resources.sources import Evidence, chunks
from shared.compiler.model.object_class import Confidence, ObjectClass
from shared.compiler.model.protocol import Protocol
from shared.kernel.hashing import Json

Intent = Literal["management", "itsm", "management_itsm"]
_LEVELS: Final[tuple[Confidence, ...]] = ("high", "medium", "low")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lens:
    """
    What a client wants to see: classes for identity management, a service desk, or both; of one protocol, or of all.

    Where no class is of that protocol, it hides none: documents often do not tell.
    """

    intent: Intent = "management"
    protocol: Protocol | None = None


def lower(object_classes: tuple[ObjectClass, ...], lens: Lens, evidence: Evidence) -> dict[str, Json]:
    """Return `{"objectClasses": [...]}`, the likeliest first; of equal ones, those of identity management first."""
    seen = _of_protocol(object_classes, lens.protocol)
    ranked = sorted(seen, key=lambda entry: _LEVELS.index(entry.confidence)) if lens.intent != "itsm" else seen
    ranked = sorted(ranked, key=lambda entry: _LEVELS.index(confidence(entry, lens.intent)))
    return {"objectClasses": [_object_class(entry, lens.intent, evidence) for entry in ranked]}


def confidence(entry: ObjectClass, intent: Intent) -> Confidence:
    """Return how likely a class is wanted for that purpose; for both of them, the better of the two."""
    match intent:
        case "management":
            return entry.confidence
        case "itsm":
            return entry.itsm_confidence
        case _:
            return min(entry.confidence, entry.itsm_confidence, key=_LEVELS.index)


def _of_protocol(object_classes: tuple[ObjectClass, ...], protocol: Protocol | None) -> tuple[ObjectClass, ...]:
    return tuple(entry for entry in object_classes if entry.protocol == protocol) or object_classes


def _object_class(entry: ObjectClass, intent: Intent, evidence: Evidence) -> Json:
    return {
        "name": entry.name,
        "description": entry.description,
        "superclass": entry.superclass or None,
        "abstract": entry.abstract,
        "embedded": entry.embedded,
        "relevant": "true",
        "confidence": confidence(entry, intent),
        "relevantDocumentations": chunks(
            (*entry.source, *(place for operation in entry.operations for place in operation.source)), evidence
        ),
    }
