"""Findings about the user's documents: what was found, and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """
    How much a finding costs.

    ERROR: the thing it is about is missing from the connector. WARNING: it is there, but something about it was left
    out or guessed. INFO: nothing was lost; a person may want to know.
    """

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inference:
    """Why a fact is believed that no reader found: the model and the wording it was asked with, and its evidence."""

    model: str
    prompt: str
    quote: str


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """
    A place in a document: the document's name, and a JSON Pointer (RFC 6901) or `line N` in it.

    `inferred` is there where a language model said what the place means; it makes no other place of it.
    """

    document: str
    pointer: str
    inferred: Inference | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return f"{self.document}#{self.pointer}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding: a stable code, one sentence, the place it is about, and what the user can do (or "")."""

    code: str
    severity: Severity
    message: str
    at: Location
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.at}: {self.severity} {self.code}: {self.message}"
