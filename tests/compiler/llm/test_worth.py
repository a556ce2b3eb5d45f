"""Classes of which the rules cannot tell whether identity teams manage them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from shared.compiler.frontends.llm import worth
from shared.compiler.frontends.llm.fitting import problems
from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.reading.documents import Document
from shared.kernel.diagnostics import Inference, Location

PAGE: Final = Document(
    name="a.md",
    media_type="text/markdown",
    data=b"# Badges\n\nA badge opens doors.\nSecurity staff hand them out.\n\n# Crates\n\nA crate holds apples.\n",
)
SPEC: Final = Document(name="s.json", media_type="application/json", data=b'{"openapi": "3.0.0"}')


def of(name: str, document: Document, line: int, confidence: str = "medium") -> ObjectClass:
    pointer = f"line {line}" if document is PAGE else "/paths"
    return ObjectClass(name=name, confidence=confidence, source=(Location(document.name, pointer),))  # type: ignore[arg-type]


MODEL: Final = ConnectorModel(
    object_classes=(
        of("User", PAGE, 1, "high"), of("Crate", PAGE, 6), of("Badge", PAGE, 1), of("Ticket", SPEC, 1),
        of("Apple", PAGE, 8, "low"),
    )
)  # fmt: skip


def test_are_those_that_pages_alone_tell_of() -> None:
    assert [(tie.object_class.name, tie.line) for tie in worth.ties(MODEL, [PAGE, SPEC])] == [
        ("Crate", 6),
        ("Badge", 1),
    ]
    assert worth.ties(MODEL, [SPEC]) == ()


def test_are_judged_with_words_of_the_page_and_stay_otherwise() -> None:
    tied = worth.ties(MODEL, [PAGE, SPEC])
    reply: dict[str, Any] = {
        "classes": [
            {"name": "Badge", "confidence": "high", "quote": "Security staff hand them out."},
            {"name": "Crate", "confidence": "high", "quote": "Crates are given to employees."},
            {"name": "Ghost", "confidence": "high", "quote": "A badge opens doors."},
        ]
    }
    settled = worth.settled(MODEL, tied, reply, "maker/m")

    assert problems(reply, worth.prompt(tied).schema) == ()
    badge = settled.object_classes[1]
    assert [(each.name, each.confidence) for each in settled.object_classes] == [
        ("User", "high"), ("Badge", "high"), ("Crate", "medium"), ("Ticket", "medium"), ("Apple", "low")
    ]  # fmt: skip
    assert [(place.pointer, place.inferred) for place in badge.source] == [
        ("line 1", None),
        ("line 4", Inference(model="maker/m", prompt="worth/1", quote="Security staff hand them out.")),
    ]
    assert replace(settled, object_classes=()) == replace(MODEL, object_classes=())
