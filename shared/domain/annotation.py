"""Notes that reviewers leave at a session or at a unit of its content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

AnnotationKind: TypeAlias = Literal["comment", "blocker"]
AnnotationStatus: TypeAlias = Literal["open", "resolved"]


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of a text, counted from 1, the last one included."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """
    A note. `path` is that of a unit, "" for the whole session; `content_hash` is the unit's when the note was made.

    `version` grows with every change of the note.
    """

    id: str
    path: str
    content_hash: str
    lines: Lines | None
    kind: AnnotationKind
    status: AnnotationStatus
    body: str
    author: str
    created: datetime
    updated: datetime
    version: int = 1
