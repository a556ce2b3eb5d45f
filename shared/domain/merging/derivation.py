"""What code was made from, and whether that is still what it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from shared.domain.merging.keyed import ListKeys
from shared.domain.merging.outcome import StaleFile
from shared.domain.merging.paths import escaped, unescaped
from shared.domain.merging.values import MISSING, DerivedFrom, Value
from shared.kernel.hashing import canonical, digest


@dataclass(frozen=True, slots=True)
class Data:
    """
    Values of the data by their paths, as `data:/objectClassesOutput/objectClasses/User`.

    `read` returns the value of a key, and is called once for each. The elements of lists that have a key go by that,
    others by their number.
    """

    read: Callable[[str], Value]
    keys: ListKeys = field(default_factory=ListKeys)
    _read: dict[str, Value] = field(default_factory=dict)
    _members: dict[str, Mapping[str, Value]] = field(default_factory=dict)
    _hashes: dict[str, str] = field(default_factory=dict)

    def at(self, path: str) -> Value:
        """Return the value at a path."""
        zone, _, rest = path.partition(":/")
        first, *steps = map(unescaped, rest.split("/"))
        if zone != "data":
            return MISSING
        place = f"data:/{escaped(first)}"
        if first not in self._read:
            self._read[first] = self.read(first)
        value = self._read[first]
        for step in steps:
            value = self._within(value, place).get(step, MISSING)
            place = f"{place}/{escaped(step)}"
        return value

    def hash_of(self, path: str) -> str:
        """Return the digest of the value at a path, "" for none."""
        if path not in self._hashes:
            self._hashes[path] = value_hash(self.at(path))
        return self._hashes[path]

    def sources(self, paths: Iterable[str]) -> tuple[DerivedFrom, ...]:
        """Return the values at those of the paths that have one, as what something is made from."""
        found = ((path, self.hash_of(path)) for path in dict.fromkeys(paths))
        return tuple(DerivedFrom(path, hashed) for path, hashed in found if hashed)

    def _within(self, value: Value, place: str) -> Mapping[str, Value]:
        if isinstance(value, dict):
            return value
        if not isinstance(value, list):
            return {}
        if place not in self._members:
            indexes = self.keys.indexes(place, [value])
            self._members[place] = indexes[0] if indexes else {str(number): each for number, each in enumerate(value)}
        return self._members[place]


def value_hash(value: Value) -> str:
    """Return the digest of a JSON value, whatever the order of its keys; "" for none."""
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return digest(canonical(value))
    return ""


def stale(files: Mapping[str, tuple[DerivedFrom, ...]], data: Data) -> tuple[StaleFile, ...]:
    """
    Return the code files that were made from something else than the data holds, by path.

    `files` tells by path what each was made from.
    """
    return tuple(_stale(files, data))


def _stale(files: Mapping[str, tuple[DerivedFrom, ...]], data: Data) -> Iterator[StaleFile]:
    for path, sources in sorted(files.items()):
        for each in sources:
            if data.hash_of(each.path) != each.hash:
                yield StaleFile(path, each, data.hash_of(each.path))
