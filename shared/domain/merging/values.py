"""What a merge is given: the values of each unit that differs, at the base and on both sides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, Literal, TypeAlias

from shared.domain.content import Zone
from shared.kernel.hashing import Json


class Missing(Enum):
    """What is absent, which is not null."""

    MISSING = "missing"


MISSING: Final[Literal[Missing.MISSING]] = Missing.MISSING


@dataclass(frozen=True, slots=True)
class DerivedFrom:
    """A value that something was made from: its path, such as `data:/userAttributesOutput`, and its `value_hash`."""

    path: str
    hash: str


@dataclass(frozen=True, slots=True)
class CodeFile:
    """A code file: its text, and what it was made from: nothing for one that somebody wrote."""

    text: str
    derived_from: tuple[DerivedFrom, ...] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """
    A piece of a document: its text, or what stands for it (a digest will do), and its further fields by name.

    Fields that are objects, such as `metadata`, are merged field by field.
    """

    content: str
    fields: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """
    A document: its fields by name, and its chunks by id in their order.

    `version` tells two cuttings apart: the digest of the bytes as they came.
    """

    version: str
    fields: Mapping[str, Json] = field(default_factory=dict)
    chunks: Mapping[str, Chunk] = field(default_factory=dict)


Value: TypeAlias = "Json | CodeFile | Chunk | Document | Missing"


@dataclass(frozen=True, slots=True)
class Sides:
    """A unit at the base, in the target (`ours`) and in the source (`theirs`)."""

    base: Value
    ours: Value
    theirs: Value


def _nothing(_zone: Zone, _name: str) -> Value:
    return MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """
    The units by name of each zone; one that is the same in all three need not be there.

    `data` and `env` are by top-level key and hold JSON, `code` is by path and holds `CodeFile`, `docs` is by the
    document's id and holds `Document`. `files` are the code files that are the same in all three, with what each was
    made from, and `unchanged` returns the value of a data key or a code file that is not in `data` or `code`.
    """

    data: Mapping[str, Sides] = field(default_factory=dict)
    docs: Mapping[str, Sides] = field(default_factory=dict)
    code: Mapping[str, Sides] = field(default_factory=dict)
    env: Mapping[str, Sides] = field(default_factory=dict)
    files: Mapping[str, tuple[DerivedFrom, ...]] = field(default_factory=dict)
    unchanged: Callable[[Zone, str], Value] = _nothing

    def of(self, zone: Zone) -> Mapping[str, Sides]:
        """Return the units of a zone."""
        units: Mapping[str, Sides] = getattr(self, zone)
        return units
