"""Names of classes: unique whatever their case, and the same for the same documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import count

from shared.compiler.passes.resources import Kindred
from shared.compiler.reading import codes
from shared.kernel.diagnostics import Diagnostic, Severity


def distinct(families: Iterable[Kindred]) -> tuple[tuple[Kindred, ...], tuple[Diagnostic, ...]]:
    """Return `families` with later ones of a taken name renamed (`Team2`), and a finding for each of those."""
    taken: set[str] = set()
    named: list[Kindred] = []
    findings: list[Diagnostic] = []
    for family in families:
        name = _free(family.name, taken)
        taken.add(name.lower())
        named.append(replace(family, name=name))
        if name != family.name:
            message = f"two classes would be called {family.name}; the later one is called {name}"
            at = family.sightings[0].endpoint.source
            findings.append(codes.finding(codes.RENAMED_CLASS, Severity.WARNING, message, at))
    return tuple(named), tuple(findings)


def _free(name: str, taken: set[str]) -> str:
    if name.lower() not in taken:
        return name
    return next(other for number in count(2) if (other := f"{name}{number}").lower() not in taken)
