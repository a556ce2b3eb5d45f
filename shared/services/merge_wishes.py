"""What somebody wants merged, which states that brings together, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from shared.domain.content import Roots, Zone, content_hash
from shared.domain.merge import Disagreement, Merge, MergeResult, MergeState
from shared.domain.merging.outcome import Stats
from shared.domain.merging.rules import Rules
from shared.domain.principal import Principal
from shared.domain.session import Session
from shared.services.carrying import Which
from shared.services.merge_plans import Plan
from shared.services.merge_sides import Base, Side
from shared.services.merge_units import Contents
from shared.services.states import HEAD, Reference


@dataclass(frozen=True, slots=True)
class Expected:
    """What resolutions were decided by: the id of the base, and the hashes of both contents."""

    base: str
    target: str
    source: str

    @property
    def told(self) -> dict[str, str]:
        """What a client sends back with its resolutions."""
        hashes = {"targetContentHash": f"sha256:{self.target}", "sourceContentHash": f"sha256:{self.source}"}
        return {"mergeBase": self.base, **hashes}


@dataclass(frozen=True, slots=True, kw_only=True)
class Merging:
    """
    What is to be merged, and how.

    `may_be_unrelated` lets everything count as added on both sides where they have no state in common; `descending`
    refuses a source that was not forked from the target; `hold` keeps a merge with conflicts until they are resolved.
    """

    source_id: str
    at: Reference = HEAD
    expected_revision: int | None = None
    rules: Rules = field(default_factory=Rules)
    expect: Expected | None = None
    may_be_unrelated: bool = False
    descending: bool = False
    carry: Which = "none"
    dry_run: bool = False
    hold: bool = False
    message: str = ""
    close_source: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A merge, the target's header afterwards, and the conflicts that stand in its way."""

    merge: Merge
    session: Session
    found: tuple[Disagreement, ...] = ()


@dataclass(frozen=True, slots=True)
class Meeting:
    """Both sides of a merge, and the state that they are compared with."""

    ours: Side
    theirs: Side
    base: Base
    zones: tuple[Zone, ...]

    @property
    def contents(self) -> Contents:
        """The contents that are merged."""
        return Contents(self.base.roots, self.ours.roots, self.theirs.roots)

    @property
    def expected(self) -> Expected:
        """What a resolution of its conflicts is decided by."""
        return Expected(self.base.start.node_id, self.ours.party.content_hash, self.theirs.party.content_hash)

    def result_with(self, roots: Roots) -> MergeResult:
        """Return what a merge without conflicts comes to that ends with `roots`."""
        if self.base.start.node_id == self.theirs.node.id:
            return "alreadyMerged"
        is_forward = self.contents.is_forward(self.zones) and roots == self.theirs.roots
        return "fastForward" if is_forward else "merged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """Tells what came of one merge."""

    meeting: Meeting
    merging: Merging
    author: Principal
    at: datetime

    def merge(self, state: MergeState, plan: Plan | None, *, merge_id: str = "") -> Merge:
        """Return what is to be remembered of it; the target stays at its revision."""
        meeting, conflicts = self.meeting, plan.conflicts if plan else ()
        roots: Roots = plan.roots if plan else meeting.ours.roots
        return Merge(
            id=merge_id,
            state=state,
            result="conflicts" if conflicts else meeting.result_with(roots),
            start=meeting.base.start,
            target=meeting.ours.party,
            source=meeting.theirs.party,
            revision=meeting.ours.revision,
            content_hash=content_hash(roots),
            author=f"user:{self.author.subject}",
            created=self.at,
            message=self.merging.message,
            dry_run=self.merging.dry_run,
            stats=plan.merged.stats if plan else Stats(),
            resolved=plan.merged.resolved if plan else (),
            stale=plan.stale if plan else (),
            warnings=plan.warnings if plan else (),
            conflicts=len(conflicts),
        )
