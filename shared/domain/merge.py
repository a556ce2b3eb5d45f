"""A merge of one session into another, as it was tried: what it came to, and what nobody has decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias

from shared.domain.content import Zone
from shared.domain.merging.outcome import Hunk, Kind, Resolved, Stats
from shared.domain.merging.rules import Take
from shared.kernel.hashing import Json

LIFETIME: Final = timedelta(hours=24)
"""For how long a merge is remembered, and what it found is kept."""

INLINE_LIMIT_BYTES: Final = 4_096
"""Above this, what a side holds is told by its hash alone."""

MergeResult: TypeAlias = Literal["merged", "fastForward", "alreadyMerged", "conflicts"]
MergeState: TypeAlias = Literal["tried", "rejected", "held", "resolved", "aborted", "applied"]
"""
What became of it: only looked at, refused for its conflicts, kept with them until somebody resolves or aborts it, or
written to the target.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """The state that both sides were compared with: its kind, and the ids of others that are as near."""

    node_id: str
    content_hash: str
    kind: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A session that takes part, and the state of it that does."""

    session_id: str
    revision: int
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """What was made from something that the merge changed: its path, and one sentence."""

    path: str
    detail: str
    made_from: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """Something to look at: a stable code, where, and one sentence."""

    code: str
    path: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """
    One merge into the session `target`, as it was before; `revision` and `content_hash` are those afterwards.

    Without an `id` it is not remembered.
    """

    id: str
    state: MergeState
    result: MergeResult
    start: Start
    target: Party
    source: Party
    revision: int
    content_hash: str
    author: str
    created: datetime
    message: str = ""
    dry_run: bool = False
    safety_checkpoint_id: str = ""
    stats: Stats = field(default_factory=Stats)
    resolved: tuple[Resolved, ...] = ()
    stale: tuple[Stale, ...] = ()
    warnings: tuple[Warned, ...] = ()
    conflicts: int = 0

    def is_over(self, now: datetime) -> bool:
        """Return whether it is no longer remembered."""
        return now - self.created >= LIFETIME


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldValue:
    """
    What one side of a conflict holds: the digest of its bytes, how many they are, and, if they are few, the value.

    `changed_at` and `changed_by` tell of the last change of the unit, where the log says so.
    """

    hash: str
    size: int
    is_inline: bool = False
    value: Json = None
    changed_at: datetime | None = None
    changed_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A conflict with what each side holds; None where it holds nothing."""

    path: str
    zone: Zone
    kind: Kind
    base: HeldValue | None
    ours: HeldValue | None
    theirs: HeldValue | None
    choices: tuple[Take, ...]
    hunks: tuple[Hunk, ...] = ()
