"""What a script is for, told by its file's name alone; and the name of the file of what a script is for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shared.compiler.writing.scripts import Phase, Script

MANIFEST_STEM: Final = "connector.manifest"
"""How the path of the manifest starts, whichever form it has."""
_EXTENSIONS: Final = (".groovy", ".yaml", ".yml")
_CLASS_ENDINGS: Final[Mapping[str, tuple[Phase, str, str]]] = {
    ".native.schema": ("schema", "schema", "native"),
    ".connid.schema": ("schema", "schema", "connid"),
    ".search.all.op": ("operation", "search", "all"),
    ".search.id.op": ("operation", "get", "id"),
    ".search.filter.op": ("operation", "search", "filter"),
    ".create.op": ("operation", "create", ""),
    ".update.op": ("operation", "update", ""),
    ".delete.op": ("operation", "delete", ""),
}
_RELATION_SEARCH: Final = re.compile(r"(.+?)\.search(?:\.[^.]+)?\.op")
_AUTHENTICATION: Final = "authentication.op"


@dataclass(frozen=True, slots=True)
class Names:
    """The documented names of classes and relations by the stems of their files, in lower case."""

    classes: Mapping[str, str]
    relations: Mapping[str, str]


def stem_of(path: str) -> str:
    """Return the name of a script's file without its extension, or "" for a file that is no script."""
    found = next((path.removesuffix(end) for end in _EXTENSIONS if path.endswith(end)), "")
    return "" if "/" in found or found == MANIFEST_STEM else found


def script_of(path: str, text: str, names: Names) -> Script | None:
    """Return the script that a file is by its name; None where the name tells nothing, or it is no script."""
    stem = stem_of(path)
    if stem == _AUTHENTICATION:
        return Script(path=path, text=text, phase="authorization", operation="schema", intent="auth")
    for ending, (phase, operation, intent) in _CLASS_ENDINGS.items():
        if stem.endswith(ending) and len(stem) > len(ending):
            name = stem.removesuffix(ending)
            about = names.classes.get(name.lower(), name)
            return Script(path=path, text=text, phase=phase, operation=operation, intent=intent, object_class=about)
    return _of_relation(path, stem, text, names)


def _of_relation(path: str, stem: str, text: str, names: Names) -> Script | None:
    if stem.endswith(".schema"):
        name = stem.removesuffix(".schema")
        about = names.relations.get(name.lower(), name)
        return Script(path=path, text=text, phase="schema", operation="schema", intent="relation", relation=about)
    if found := _RELATION_SEARCH.fullmatch(stem):
        about = names.relations.get(found[1].lower(), found[1])
        return Script(path=path, text=text, phase="operation", operation="search", intent="filter", relation=about)
    return None
