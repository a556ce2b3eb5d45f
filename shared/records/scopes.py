"""The states that many sessions of an agent app share: one item for the app, and one for each of its users."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from shared.kernel.hashing import Json, digest
from shared.ports.blobs import Blobs
from shared.ports.items import Absent, Equals, Item, Items, Key, Put, Value
from shared.records.values import StoredValue, Values, to_text


@dataclass(frozen=True, slots=True)
class Scope:
    """One shared state as it was read: its values as stored, and how often it was written; 0 is never."""

    key: Key
    written: int
    values: Mapping[str, StoredValue]


@dataclass(frozen=True, slots=True)
class ScopeRecords:
    """
    The shared states.

    A change rewrites the whole map, on condition that nobody wrote it since it was read: such states are small, and
    written rarely compared to the sessions that see them. Who loses gets the map as it is with the lost condition.
    """

    items: Items
    blobs: Blobs

    def read(self, *names: Key) -> tuple[Scope, ...]:
        """Return the shared states under these keys, empty ones for those never written."""
        found = self.items.get_many(names)
        return tuple(self.of_item(key, item) for key, item in zip(names, found, strict=True))

    def of_item(self, key: Key, item: Item | None) -> Scope:
        """Return the state that an item holds."""
        if item is None:
            return Scope(key, 0, {})
        stored = Values(self.blobs, _space(key)).load(json.loads(str(item.attributes["state"])))
        assert isinstance(stored, dict)  # noqa: S101 - what `changed` wrote
        return Scope(key, int(item.attributes["written"]), stored)  # type: ignore[arg-type]  # every entry is a stored value

    def changed(self, scope: Scope, delta: Mapping[str, Json]) -> Put:
        """Return the action that replaces the values named in `delta`, if the state is still as it was read."""
        values = Values(self.blobs, _space(scope.key))
        stored: dict[str, Json] = {**scope.values, **values.store_map(delta)}
        attributes: dict[str, Value] = {"written": scope.written + 1, "state": to_text(values.store(stored))}
        unchanged = Equals("written", scope.written) if scope.written else Absent()
        return Put(key=scope.key, attributes=attributes, conditions=(unchanged,))

    def values(self, scope: Scope) -> dict[str, Json]:
        """Return the values of a state."""
        return Values(self.blobs, _space(scope.key)).load_map(scope.values)


def _space(key: Key) -> str:
    return f"scope-{digest(f'{key.partition} {key.sort}'.encode())}"
