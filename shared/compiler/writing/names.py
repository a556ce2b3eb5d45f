"""Names midPoint and ConnId accept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

_RESERVED_PREFIXES: Final = ("conndev_",)
_SPECIAL: Final = re.compile(r"__.*__")
_UNSAFE_IN_FILE: Final = re.compile(r"[^A-Za-z0-9_-]+")
_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_SEPARATORS: Final = re.compile(r"[^a-z0-9]+")
_PLAIN_MARKS: Final = "_-."


@lru_cache(maxsize=16384)
def legal(name: str) -> str:
    """
    Return `name` as an XML NCName (Namespaces in XML 1.0, production 4) that ConnId does not reserve.

    midPoint turns attribute and class names into qualified names; ConnId keeps `__NAME__` and the like for itself.
    """
    if _PLAIN.fullmatch(name) and not name.lower().startswith(_RESERVED_PREFIXES):
        return name
    kept = "".join(character if _is_name_character(character) else "_" for character in name.strip())
    trimmed = kept.strip("_-.") if kept != name or _SPECIAL.fullmatch(kept) else kept
    if not trimmed:
        return "value"
    if not (trimmed[0].isalpha() or trimmed[0] == "_") or trimmed.lower().startswith(_RESERVED_PREFIXES):
        return f"_{trimmed}"
    return trimmed


def unused(name: str, taken: Iterable[str]) -> str:
    """Return `name`, or `name_2`, `name_3`, and so on, whichever is first not in `taken`; case does not count."""
    folded = {other.lower() for other in taken}
    candidate, number = name, 1
    while candidate.lower() in folded:
        number += 1
        candidate = f"{name}_{number}"
    return candidate


def file_stem(name: str) -> str:
    """Return `name` as the first part of a file name: ASCII letters, digits, "-" and "_"."""
    return _UNSAFE_IN_FILE.sub("_", name).strip("_") or "unnamed"


def file_stems(names: Iterable[str]) -> tuple[str, ...]:
    """Return a first part of a file name for each of `names`, no two alike, whatever their case."""
    stems: dict[str, str] = {}
    for stem in map(file_stem, names):
        free = stem if stem.lower() not in stems else unused(stem, stems)
        stems[free.lower()] = free
    return tuple(stems.values())


@lru_cache(maxsize=16384)
def folded(name: str) -> str:
    """Return `name` in lower case and without separators, for comparing spellings (`userId`, `user-id`, `user_id`)."""
    if name.isascii():
        return _SEPARATORS.sub("", name.lower())
    return "".join(character for character in name.lower() if character.isalnum())


def _is_name_character(character: str) -> bool:
    return character in _PLAIN_MARKS or (character.isalnum() and (character.isascii() or character.isalpha()))
