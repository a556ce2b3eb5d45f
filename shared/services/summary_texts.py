"""What changed, in words: a heading for a history, and the counts behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from shared.domain.content import ZONES, Zone
from shared.services.comparison import KINDS, Difference, Kind, tally

LONGEST_TITLE: Final = 100

_VERBS: Final[dict[Kind, str]] = {"added": "add", "modified": "change", "removed": "remove"}
_UNITS: Final[dict[Zone, tuple[str, str]]] = {
    "data": ("data key", "data keys"),
    "docs": ("chunk", "chunks"),
    "code": ("code file", "code files"),
    "env": ("part of the environment", "parts of the environment"),
}
_NAMED: Final = 3
_DERIVED: Final = "Only what was derived from the content changed"


def title(differences: Sequence[Difference]) -> str:
    """Return one line in the imperative; it names up to three units, and counts more."""
    clauses = _clauses(differences, named=len(differences) <= _NAMED)
    line = ", ".join(clauses) or _DERIVED
    if len(line) > LONGEST_TITLE:
        line = ", ".join(_clauses(differences, named=False))
    return line[:1].upper() + line[1:LONGEST_TITLE]


def counts(differences: Sequence[Difference]) -> str:
    """Return the counts as a sentence."""
    tallied = tally(tuple(differences))
    parts = [f"{_counted(zone, count)} {kind}" for zone in ZONES for kind in KINDS if (count := tallied[zone][kind])]
    return f"{', '.join(parts)}." if parts else f"{_DERIVED}."


def lines(differences: Iterable[Difference]) -> list[str]:
    """Return one line for each unit."""
    return [f"{each.kind} {each.path}" for each in differences]


def _clauses(differences: Sequence[Difference], *, named: bool) -> list[str]:
    clauses = []
    for kind in KINDS:
        for zone in ZONES:
            found = [each for each in differences if (each.kind, each.zone) == (kind, zone)]
            if found:
                what = " and ".join(_name(each) for each in found) if named else _counted(zone, len(found))
                clauses.append(f"{_VERBS[kind]} {what}")
    return clauses


def _name(difference: Difference) -> str:
    return f"{_UNITS[difference.zone][0]} {difference.path.partition(':/')[2]}"


def _counted(zone: Zone, count: int) -> str:
    one, many = _UNITS[zone]
    return f"{count} {one if count == 1 else many}"
