"""Parts of a document before they are numbered, and how parts are packed together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Generic, Literal, TypeAlias, TypeVar

T = TypeVar("T")
Category: TypeAlias = Literal[
    "spec_yaml",
    "spec_json",
    "reference_api",
    "reference_other",
    "overview",
    "index",
    "tutorial",
    "non-technical",
    "other",
]

TARGET: Final = 10_000
_MOST_TAGS: Final = 50
_MOST_NAMES: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One part of a document: its text, and what is known about it."""

    content: str
    summary: str
    tags: tuple[str, ...] = ()
    category: Category = "other"
    num_endpoints: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed(Generic[T]):
    """Something that stays whole, its size in tokens, and the group it likes to stay with."""

    value: T
    weight: int
    group: str = ""


def pack(units: Iterable[Weighed[T]], target: int = TARGET) -> Iterator[list[T]]:
    """
    Yield `units` in packs of at most `target` tokens; a unit larger than that is a pack of its own.

    Groups follow each other in the order of their first unit and are divided only when a group alone is too large.
    """
    current: list[T] = []
    size = 0
    for group in _groups(units):
        together = sum(unit.weight for unit in group)
        for number, unit in enumerate(group):
            if current and size + (unit.weight if number else together) > target:
                yield current
                current, size = [], 0
            current.append(unit.value)
            size += unit.weight
    if current:
        yield current


def _groups(units: Iterable[Weighed[T]]) -> Sequence[list[Weighed[T]]]:
    groups: dict[str, list[Weighed[T]]] = {}
    for unit in units:
        groups.setdefault(unit.group, []).append(unit)
    return list(groups.values())


def tag_list(words: Iterable[str]) -> tuple[str, ...]:
    """Return the first fifty different `words` in lower case, in order."""
    lowered = (" ".join(word.lower().split()) for word in words)
    return tuple(dict.fromkeys(word for word in lowered if word))[:_MOST_TAGS]


def enumeration(names: Iterable[str]) -> str:
    """Return `names` as they are listed in a sentence: the first four, and how many more there are."""
    different = tuple(dict.fromkeys(name for name in names if name))
    more = len(different) - _MOST_NAMES
    return ", ".join(different[:_MOST_NAMES]) + (f" and {more} more" if more > 0 else "")
