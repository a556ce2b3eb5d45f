"""Single values of a result: texts that are never null, and flags that are booleans."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shared.kernel.hashing import Json

_TRUE: Final = frozenset({"true", "yes", "1"})
_FALSE: Final = frozenset({"false", "no", "0", ""})


def text(value: Json) -> str:
    """Return a text as it is, a number or flag as JSON writes it, and "" for everything else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | float) else ""


def flag(value: Json, *, otherwise: bool) -> bool:
    """Return a flag, or what a text says of one; what says nothing is `otherwise`."""
    if isinstance(value, bool):
        return value
    word = text(value).strip().lower() if value is not None else None
    if word in _TRUE:
        return True
    return False if word in _FALSE else otherwise


def entries(value: Json, key: str) -> list[dict[str, Json]]:
    """Return the objects in the list that `value` holds under `key`."""
    found = value.get(key) if isinstance(value, Mapping) else None
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


def listed(value: Json) -> list[Json]:
    """Return a list as it is, and an empty one for everything else."""
    return value if isinstance(value, list) else []
