"""Parts of parsed SCIM documents; the names of their members are compared without regard to case (RFC 7643, 2.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

Json: TypeAlias = "Mapping[str, Any]"
MOST_PARTS: Final = 2000
"""Entries of one list that are read: schemas, attributes, resource types."""


def member(node: Json, name: str) -> object:
    """Return what `node` holds under `name`, in whatever case it is written, or None."""
    if name in node:
        return node[name]
    folded = name.lower()
    return next((value for key, value in node.items() if isinstance(key, str) and key.lower() == folded), None)


def text(node: Json, name: str) -> str:
    """Return the text under `name`, or ""."""
    value = member(node, name)
    return value.strip() if isinstance(value, str) else ""


def flag(node: Json, name: str) -> bool:
    """Return whether `name` is true; some services write booleans as texts."""
    value = member(node, name)
    return value is True or (isinstance(value, str) and value.strip().lower() == "true")


def texts(node: Json, name: str) -> tuple[str, ...]:
    """Return the texts in the list under `name`."""
    value = member(node, name)
    return tuple(each for each in value[:MOST_PARTS] if isinstance(each, str)) if isinstance(value, list) else ()


def parts(node: Json, name: str) -> Iterator[tuple[Json, str]]:
    """Yield the objects in the list under `name` with what leads to each; a single object stands for a list of one."""
    value = member(node, name)
    if isinstance(value, Mapping):
        yield value, f"/{name}"
    listed = value[:MOST_PARTS] if isinstance(value, list) else ()
    for i, each in enumerate(listed):
        if isinstance(each, Mapping):
            yield each, f"/{name}/{i}"
