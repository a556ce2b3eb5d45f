"""Units of a content by their paths, such as `code:/src/User.groovy` and `data:/objectClasses/0/name`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from shared.domain.content import ZONES, Zone, is_made
from shared.domain.session import Session
from shared.kernel.errors import Invalid
from shared.kernel.hashing import Json, digest
from shared.records.content import View
from shared.records.documents import DocumentRecords
from shared.records.values import Values, leaf_hash, to_text
from shared.services.comparison import chunk_hash

PATH_LIMIT: Final = 2_000
_POINTERS: Final = ("data", "env")


@dataclass(frozen=True)
class Units:
    """The content of a session at one revision, whose units are looked up by path."""

    session: Session
    view: View
    documents: DocumentRecords

    def hash_of(self, path: str) -> str:
        """
        Return the digest of a unit, or of a value within a data key or the environment; "" where there is none.

        Raises:
            Invalid: it is no path of a unit (`unknown_path`).
        """
        zone, name, within = parts(path)
        if zone == "docs":
            return self._chunks.get(name, "")
        leaf = None if is_made(name) else self.view.find(zone, name)
        if leaf is None:
            return ""
        if not within:
            return leaf_hash(leaf)
        found = _within(Values(self.documents.blobs, self.session.space).load(leaf), within)
        return digest(to_text(found[0]).encode("utf-8", "surrogatepass")) if found else ""

    @cached_property
    def _chunks(self) -> dict[str, str]:
        listed = self.documents.listed(self.session, self.view)
        return {chunk.id: chunk_hash(chunk) for document in listed for chunk in document.chunks}


def parts(path: str) -> tuple[Zone, str, tuple[str, ...]]:
    """
    Return the zone of a path, the unit's name, and the steps from its value to one within.

    The names of data keys and of the parts of the environment are the first step of a JSON Pointer (RFC 6901).

    Raises:
        Invalid: it is no such path (`unknown_path`).
    """
    for zone in ZONES:
        if path.startswith(f"{zone}:/") and len(path) <= PATH_LIMIT:
            rest = path[len(zone) + 2 :]
            if zone not in _POINTERS:
                return zone, rest, ()
            first, *within = (step.replace("~1", "/").replace("~0", "~") for step in rest.split("/"))
            return zone, first, tuple(within)
    message = f"{path!r} is no path of a unit: one starts with a zone, such as code:/"
    raise Invalid(message, code="unknown_path")


def _within(value: Json, steps: tuple[str, ...]) -> tuple[Json] | None:
    """Return the value that the steps of a JSON Pointer lead to, if there is one."""
    for step in steps:
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdecimal() and step == str(int(step[:9])) and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return (value,)
