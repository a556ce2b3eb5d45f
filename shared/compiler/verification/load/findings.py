"""Broken rules as diagnostics: with the script, the line and the column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from shared.compiler.reading.groovy.tree import line_and_column
from shared.compiler.verification.framework.loading import Violation
from shared.kernel.diagnostics import Diagnostic, Location


def diagnostics_of(violations: Iterable[Violation], texts: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    """Return `violations` of scripts with the given texts as diagnostics, at `line N column M`."""
    return tuple(_diagnostic(it, texts.get(it.place.script, "")) for it in violations)


def _diagnostic(violation: Violation, text: str) -> Diagnostic:
    line, column = line_and_column(text, violation.place.part.start)
    at = Location(violation.place.script, f"line {line} column {column}")
    return Diagnostic(code=violation.code, severity=violation.severity, message=violation.message, at=at)
