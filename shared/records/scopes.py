"""The states that many sessions of an agent app share: one item for the app, and one for each of its users."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, TypeVar

from shared.kernel.errors import NotFound, Unavailable
from shared.kernel.hashing import Json, digest
from shared.ports.blobs import Blobs
from shared.ports.items import Absent, Equals, Item, Items, Key, Put, Value
from shared.records.shared_spaces import SharedSpaces
from shared.records.values import INLINE_LIMIT_BYTES, StoredValue, Values, to_text

_T = TypeVar("_T")
_READS: Final = 5


@dataclass(frozen=True, slots=True)
class Scope:
    """
    One shared state as it was read: its values as stored, and how often it was written; 0 is never.

    `listed` says that the collector knows of the space in which its large values lie.
    """

    key: Key
    written: int
    values: Mapping[str, StoredValue]
    listed: bool = False


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
        return self._consistent(names, lambda scope: scope)

    def _consistent(self, names: tuple[Key, ...], of: Callable[[Scope], _T]) -> tuple[_T, ...]:
        for _ in range(_READS):
            found = self.items.get_many(names)
            with suppress(NotFound):  # values have been replaced since, and the former ones collected
                return tuple(of(self.of_item(key, item)) for key, item in zip(names, found, strict=True))
        message = "the shared state changes too fast to be read; try again"
        raise Unavailable(message)

    def of_item(self, key: Key, item: Item | None) -> Scope:
        """Return the state that an item holds."""
        if item is None:
            return Scope(key, 0, {})
        stored = Values(self.blobs, _space(key)).load(json.loads(str(item.attributes["state"])))
        assert isinstance(stored, dict)  # noqa: S101 - what `changed` wrote
        listed = "listed" in item.attributes
        return Scope(key, int(item.attributes["written"]), stored, listed)  # type: ignore[arg-type]  # every entry is a stored value

    def of_lost(self, key: Key, item: Item | None) -> Scope:
        """Return the state that a lost condition brought, or if that has been replaced and collected, as it is now."""
        with suppress(NotFound):
            return self.of_item(key, item)
        return self.read(key)[0]

    def changed(self, scope: Scope, delta: Mapping[str, Json]) -> Put:
        """Return the action that replaces the values named in `delta`, if the state is still as it was read."""
        listed = scope.listed or self._listed(scope, delta)
        values = Values(self.blobs, _space(scope.key))
        stored: dict[str, Json] = {**scope.values, **values.store_map(delta)}
        attributes: dict[str, Value] = {
            "written": scope.written + 1,
            "state": to_text(values.store(stored)),
            **({"listed": 1} if listed else {}),
        }
        unchanged = Equals("written", scope.written) if scope.written else Absent()
        return Put(key=scope.key, attributes=attributes, conditions=(unchanged,))

    def read_values(self, *names: Key) -> tuple[dict[str, Json], ...]:
        """Return the values of the shared states under these keys; one call where nobody replaces them meanwhile."""
        return self._consistent(names, lambda scope: Values(self.blobs, _space(scope.key)).load_map(scope.values))

    def _listed(self, scope: Scope, delta: Mapping[str, Json]) -> bool:
        """Let the collector know of a state before it keeps its first blob; one of small values needs none."""
        whole = to_text({**scope.values, **{name: {"v": value} for name, value in delta.items()}})
        if len(whole) * 4 <= INLINE_LIMIT_BYTES:
            return False
        SharedSpaces(self.items).add(_space(scope.key), scope.key.partition, scope.key.sort)
        return True


def _space(key: Key) -> str:
    return f"scope-{digest(f'{key.partition} {key.sort}'.encode())}"
