"""Places in a bundle, as places in the documents that it was made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, TypeVar

from shared.compiler.reading.pointers import PARTS
from shared.kernel.diagnostics import Location

T = TypeVar("T")
_INSIDE: Final = f"/{PARTS}/"
_ABOVE: Final = 5
"""Tokens before a part's own: the empty first one, the container, the number, `schemas`, the file's name."""


def relocated(value: T, homes: tuple[str, ...]) -> T:
    """Return `value`, made of dataclasses, tuples and mappings, with every place in the part where it really is."""
    if not homes:
        return value
    moved: T = _moved(value, homes)
    return moved


def _moved(value: Any, homes: tuple[str, ...]) -> Any:  # noqa: ANN401 - whatever a model holds
    if isinstance(value, Location):
        return _home(value, homes)
    if isinstance(value, tuple):
        return tuple(_moved(each, homes) for each in value)
    if isinstance(value, Mapping):
        return {key: _moved(each, homes) for key, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: _moved(getattr(value, f.name), homes) for f in fields(value) if f.init}
        return replace(value, **changed)
    return value


def _home(at: Location, homes: tuple[str, ...]) -> Location:
    if not at.pointer.startswith(_INSIDE):
        return at
    tokens = at.pointer.split("/")
    number = tokens[2]
    if not number.isdecimal() or int(number) >= len(homes):
        return at
    return Location(homes[int(number)], "".join(f"/{token}" for token in tokens[_ABOVE:]))
