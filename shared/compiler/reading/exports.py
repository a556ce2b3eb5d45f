"""
Objects in exports of a running connector, however they are wrapped.

Exports of one object differ in form only: prefixes may stand before the names of members, a list of one may stand for
its entry and the other way round, and an object may lie inside a shadow (`{"object": {"attributes": {...}}}`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from shared.compiler.reading.pointers import escape

_MAX_WRAPPERS: Final = 4
_MOST_ENTRIES: Final = 5000


@dataclass(frozen=True, slots=True)
class Exported:
    """One exported object, and the pointer to it."""

    value: Mapping[Any, Any]
    pointer: str

    def text(self, *names: str) -> str:
        """Return the first text under one of `names`, or ""."""
        for name in names:
            value, _ = self._member(name)
            single = value[0] if isinstance(value, list) and len(value) == 1 else value
            if isinstance(single, str) and single.strip():
                return single.strip()
        return ""

    def flag(self, *names: str, default: bool) -> bool:
        """Return the first flag under one of `names`; what is not said has the value `default`."""
        for name in names:
            value, _ = self._member(name)
            single = value[0] if isinstance(value, list) and len(value) == 1 else value
            if isinstance(single, bool):
                return single
            if isinstance(single, str) and single.strip().lower() in {"true", "false"}:
                return single.strip().lower() == "true"
        return default

    def child(self, name: str) -> Exported | None:
        """Return the object under `name`."""
        return next(self.children(name), None)

    def children(self, name: str) -> Iterator[Exported]:
        """Yield the objects under `name`: those of a list, or the only one."""
        value, pointer = self._member(name)
        yield from exported(value, pointer)

    def oddities(self, name: str) -> Iterator[str]:
        """Yield pointers to what stands among `children` of that name and is no object."""
        value, pointer = self._member(name)
        if isinstance(value, list):
            entries = enumerate(value[:_MOST_ENTRIES])
            yield from (f"{pointer}/{i}" for i, each in entries if not isinstance(each, Mapping))
        elif value is not None and not isinstance(value, Mapping):
            yield pointer

    def place(self, name: str) -> str:
        """Return the pointer to the member `name`."""
        return self._member(name)[1]

    def _member(self, name: str) -> tuple[object, str]:
        key = next((key for key in self.value if isinstance(key, str) and key.rpartition(":")[2] == name), name)
        return self.value.get(key), f"{self.pointer}/{escape(key)}"


def exported(value: object, pointer: str = "") -> Iterator[Exported]:
    """Yield the objects in `value`, a list of them or one alone, taken out of what wraps them."""
    if isinstance(value, Mapping):
        yield _opened(value, pointer)
    for i, each in enumerate(value[:_MOST_ENTRIES] if isinstance(value, list) else ()):
        if isinstance(each, Mapping):
            yield _opened(each, f"{pointer}/{i}")


def _opened(value: Mapping[Any, Any], pointer: str) -> Exported:
    for _ in range(_MAX_WRAPPERS):
        shadow = value.get("object")
        inner = shadow.get("attributes") if isinstance(shadow, Mapping) else None
        if not isinstance(inner, Mapping):
            break
        value, pointer = inner, f"{pointer}/object/attributes"
    return Exported(value, pointer)


def is_export(value: Mapping[Any, Any]) -> bool:
    """Return whether `value` is an object that a connector in development mode exports."""
    node = _opened(value, "")
    if any(node.text(name) for name in ("schemaContent", "tableContent", "primarySchema")):
        return True
    if node.text("content") and node.text("name", "id", "uid") == "ServiceProviderConfig":
        return True
    blocks = any(node.child(name) for name in ("attributes", "scim", "sql"))
    named = bool(node.text("uid") and node.text("name") and blocks)
    return named or any(each.child("connId") for each in node.children("attributes"))
