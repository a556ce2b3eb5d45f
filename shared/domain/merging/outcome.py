"""What a merge comes to: what is to be written, what nobody has decided, and what was decided by whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from shared.domain.content import Zone
from shared.domain.merging.rules import Take
from shared.domain.merging.values import DerivedFrom, Value

Kind: TypeAlias = Literal[
    "addAdd", "modifyModify", "typeChange", "modifyDelete", "deleteModify", "fileDirectory", "staleDerived"
]
Decider: TypeAlias = Literal["resolution", "pathStrategy", "strategy", "registered"]


@dataclass(frozen=True, slots=True)
class Range:
    """Lines of a text: the first counted from 1, and how many; none stand before that line."""

    start: int
    lines: int


@dataclass(frozen=True, slots=True)
class Hunk:
    """Lines that both sides changed in different ways, in each of the three texts."""

    base: Range
    ours: Range
    theirs: Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """
    A unit, or a value within one, that both sides changed in different ways, and that nobody decided.

    `unit` is the name that the merge's inputs have for what it belongs to: a key, a document's id, or a path.
    """

    path: str
    zone: Zone
    unit: str
    kind: Kind
    base: Value
    ours: Value
    theirs: Value
    choices: tuple[Take, ...]
    hunks: tuple[Hunk, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolved:
    """A conflict that was decided, by whom, and what was taken."""

    path: str
    kind: Kind
    resolved_by: Decider
    took: Take


@dataclass(frozen=True, slots=True)
class Stats:
    """How many values came from the source, stayed as the target has them, were changed alike, and were decided."""

    taken_from_source: int = 0
    kept_from_target: int = 0
    same_on_both: int = 0
    conflicts_resolved: int = 0


@dataclass(frozen=True, slots=True)
class StaleFile:
    """
    A code file that was made from something else than there is.

    What it was made from, and the hash of what is there `now`, or "" where there is nothing.
    """

    file: str
    derived_from: DerivedFrom
    now: str

    @property
    def path(self) -> str:
        """The path of the file as a unit."""
        return f"code:/{self.file}"


@dataclass(frozen=True, slots=True)
class Warned:
    """Something to look at: a stable code, where, and one sentence."""

    code: str
    path: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """
    The outcome: by zone, the units that are to be written to the target, where `MISSING` takes one away.

    With conflicts, what is to be written is not whole. Conflicts and what was resolved are in the order of their paths.
    """

    data: Mapping[str, Value] = field(default_factory=dict)
    docs: Mapping[str, Value] = field(default_factory=dict)
    code: Mapping[str, Value] = field(default_factory=dict)
    env: Mapping[str, Value] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()
    resolved: tuple[Resolved, ...] = ()
    stats: Stats = Stats()
    stale: tuple[StaleFile, ...] = ()
    warnings: tuple[Warned, ...] = ()
