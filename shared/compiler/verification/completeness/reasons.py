"""Why something is missing: the findings that the generation recorded in the connector's report."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

REPORT: Final = "report.json"
UNKNOWN: Final = "OUT001"
OUT_CODES: Final[dict[str, str]] = {
    UNKNOWN: "Something documented is missing from the connector, and no finding says why.",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """A finding of the generation: its code and its sentence."""

    code: str
    message: str


class Reasons:
    """The recorded findings, by what they are about."""

    def __init__(self, files: Mapping[str, str]) -> None:
        document: Any = json.loads(files.get(REPORT, "{}"))
        entries = document.get("findings") if isinstance(document, dict) else None
        self._found: dict[tuple[str, str], list[Reason]] = {}
        for entry in entries if isinstance(entries, list) else ():
            key = (str(entry.get("owner", "")), str(entry.get("part", "")))
            reason = Reason(str(entry.get("code", "")), str(entry.get("message", "")))
            self._found.setdefault(key, []).append(reason)

    def of(self, owner: str, parts: Iterable[str], naming: str = "") -> Reason:
        """
        Return the first finding about one of `parts` of `owner`; an unknown reason where there is none.

        Where a part has findings about several things of a kind, `naming` is what the right one mentions.
        """
        found = (it for part in parts for it in self._found.get((owner, part), ()) if naming in it.message)
        return next(found, Reason(UNKNOWN, OUT_CODES[UNKNOWN]))

    def about(self, owner: str, part: str, codes: Container[str]) -> tuple[Reason, ...]:
        """Return the findings about one part of `owner` that have one of `codes`."""
        return tuple(it for it in self._found.get((owner, part), ()) if it.code in codes)
