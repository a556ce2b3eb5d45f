"""What code was made from, and whether that is still what it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache

from shared.domain.merging.keyed import ListKeys
from shared.domain.merging.outcome import StaleFile
from shared.domain.merging.paths import unescaped
from shared.domain.merging.values import MISSING, DerivedFrom, Value
from shared.kernel.hashing import canonical, digest


def value_hash(value: Value) -> str:
    """Return the digest of a JSON value, whatever the order of its keys; "" for none."""
    if value is MISSING or not isinstance(value, bool | int | float | str | list | dict | None):
        return ""
    return digest(canonical(value))


def value_at(path: str, data: Callable[[str], Value], keys: ListKeys) -> Value:
    """
    Return the value at a path of the data, as `data:/objectClassesOutput/objectClasses/User`.

    `data` returns the value of a key. The elements of lists that have a key go by that, others by their number.
    """
    zone, _, rest = path.partition(":/")
    first, *steps = map(unescaped, rest.split("/"))
    value = data(first) if zone == "data" else MISSING
    at = f"data:/{rest.split('/')[0]}"
    for step, written in zip(steps, rest.split("/")[1:], strict=True):
        value = _member(value, step, at, keys)
        at = f"{at}/{written}"
    return value


def _member(value: Value, step: str, at: str, keys: ListKeys) -> Value:
    if isinstance(value, dict):
        return value.get(step, MISSING)
    if not isinstance(value, list):
        return MISSING
    indexes = keys.indexes(at, [value])
    if indexes is not None:
        return indexes[0].get(step, MISSING)
    return next((each for number, each in enumerate(value) if str(number) == step), MISSING)


def stale(
    files: Mapping[str, tuple[DerivedFrom, ...]], data: Callable[[str], Value], keys: ListKeys | None = None
) -> tuple[StaleFile, ...]:
    """
    Return the code files that were made from something else than `data` holds now, by path.

    `files` tells by path what each was made from, and `data` returns the value of a data key.
    """
    known = keys or ListKeys()
    now = cache(lambda path: value_hash(value_at(path, data, known)))
    return tuple(_stale(files, now))


def _stale(files: Mapping[str, tuple[DerivedFrom, ...]], now: Callable[[str], str]) -> Iterator[StaleFile]:
    for path, derived_from in sorted(files.items()):
        for each in derived_from:
            if now(each.path) != each.hash:
                yield StaleFile(path, each, now(each.path))
