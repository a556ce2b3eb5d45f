"""Which script each data key of the generator's dialect shows, as `userSearchAllOutput` does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shared.compiler.writing.scripts import Script
from shared.domain import artefact as artefacts
from shared.domain.artefact import Artefact

_OUTPUT: Final = "Output"


def place_of(key: str) -> tuple[Artefact, str] | None:
    """Return which script a data key shows, and whose; None for a key that shows none."""
    stem = key.removesuffix(_OUTPUT)
    if stem == key:
        return None
    if stem == artefacts.AUTHORIZATION.key:
        return artefacts.AUTHORIZATION, ""
    owned = (each for each in artefacts.SCRIPTS if each.owner != "session")
    # The longest ending counts: `SearchAll` before anything shorter.
    fitting = [each for each in owned if stem.endswith(each.key) and len(stem) > len(each.key)]
    found = max(fitting, key=lambda each: len(each.key), default=None)
    return None if found is None else (found, stem.removesuffix(found.key))


def key_of(script: Script | None) -> str:
    """Return the data key that shows a script, or ""."""
    if script is None:
        return ""
    found = artefact_of(script)
    return found.triple(script.object_class or script.relation).output if found else ""


def artefact_of(script: Script) -> Artefact | None:
    """Return which artefact a script is, if it is one."""
    if script.phase == "authorization":
        return artefacts.AUTHORIZATION
    if script.relation:
        return artefacts.RELATION if script.phase == "schema" else None
    return _OF_CLASS.get((script.operation, script.intent))


_OF_CLASS: Final[Mapping[tuple[str, str], Artefact]] = {
    ("schema", "native"): artefacts.NATIVE_SCHEMA,
    ("schema", "connid"): artefacts.CONNID,
    ("search", "all"): artefacts.SEARCH_ALL,
    ("search", "filter"): artefacts.SEARCH_FILTER,
    ("get", "id"): artefacts.SEARCH_ID,
    ("create", ""): artefacts.CREATE,
    ("update", ""): artefacts.UPDATE,
    ("delete", ""): artefacts.DELETE,
}
"""What a class's script does, in the manifest's words, and the artefact that is."""
