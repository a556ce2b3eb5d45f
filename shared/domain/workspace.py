"""What a workspace knows of itself beside its content: who may what, where it comes from, and what is saved of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Literal, TypeAlias, get_args

from shared.domain.content import Roots
from shared.kernel.hashing import Json

Role: TypeAlias = Literal["reader", "writer", "reviewer", "owner"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
Purpose: TypeAlias = Literal["disposable", "review", "durable"]
PURPOSES: Final[tuple[Purpose, ...]] = get_args(Purpose)
Status: TypeAlias = Literal["active", "pendingReview", "pendingApproval", "conflict", "archived"]
STATUSES: Final[tuple[Status, ...]] = get_args(Status)

SCOPES: Final[Mapping[str, frozenset[Role]]] = {
    "session.read": frozenset(ROLES),
    "session.write": frozenset({"writer", "owner"}),
    "session.merge": frozenset({"writer", "owner"}),
    "session.approve": frozenset({"reviewer", "owner"}),
    "session.delete": frozenset({"owner"}),
}
"""Which roles may do what a scope stands for; whoever is asked needs both the role and the scope."""


GRANTS: Final = 30
"""How many principals may have a role in a session: each has an entry of its own, written with the session."""


@dataclass(frozen=True, slots=True)
class Policy:
    """
    What a commit needs, and after how many seconds without a change the session may be removed (0: never).

    Merging into it, restoring and deleting it need an approval like a commit; `self_approval` lets whoever asks for one
    decide it.
    """

    summary: bool = False
    approval: bool = False
    expires: int = 0
    self_approval: bool = False


POLICIES: Final[Mapping[Purpose, Policy]] = {
    "disposable": Policy(expires=30 * 24 * 3600),
    "review": Policy(summary=True, approval=True),
    "durable": Policy(summary=True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """
    The approval that a session waits for: until when, and the status it returns to then.

    Its `reviewers` may see the session meanwhile; the checkpoint it names, if any, stays.
    """

    approval_id: str
    until: datetime
    former: Status = "active"
    reviewers: tuple[str, ...] = ()
    checkpoint_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """The merge whose conflicts a session is held with: until when, and the status it returns to then."""

    merge_id: str
    until: datetime
    former: Status = "active"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """
    What people say of a session. `access` gives roles to principals, `user:…`; empty, only the owner has one.

    `pause` is there exactly while the status is `pendingApproval`; `hold` while it is `conflict`, or was when an
    approval was requested.
    """

    name: str = ""
    purpose: Purpose = "durable"
    policy: Policy = POLICIES["durable"]
    tags: Mapping[str, str] = field(default_factory=dict)
    metadata: Mapping[str, Json] = field(default_factory=dict)
    access: Mapping[str, Role] = field(default_factory=dict)
    status: Status = "active"
    reason: str = ""
    pause: Pause | None = None
    hold: Hold | None = None

    @property
    def approvals(self) -> tuple[str, ...]:
        """The ids of the approvals that are pending."""
        return (self.pause.approval_id,) if self.pause else ()

    def owned(self, owner: str) -> About:
        """Return what is said once `owner`, `user:…`, is an owner, whoever else has a role."""
        return replace(self, access={owner: "owner", **self.access} | {owner: "owner"}) if self.access else self

    def paused(self, pause: Pause) -> About:
        """Return what is said while an approval is pending."""
        return replace(self, status="pendingApproval", pause=pause)

    def resumed(self) -> About:
        """Return what is said once that is over."""
        return replace(self, status=self.pause.former, pause=None) if self.pause else self

    def held(self, hold: Hold) -> About:
        """Return what is said while the conflicts of a merge wait for somebody to resolve them."""
        return replace(self, status="conflict", reason=f"merge {hold.merge_id} has conflicts", hold=hold)

    def released(self) -> About:
        """Return what is said once they are resolved, or the merge is given up."""
        if self.hold is None:
            return self
        if self.pause is not None:
            return replace(self, reason="", pause=replace(self.pause, former=self.hold.former), hold=None)
        return replace(self, status=self.hold.former, reason="", hold=None)

    def is_pause_over(self, now: datetime) -> bool:
        """Return whether the pause is over although nobody has recorded that."""
        return self.pause is not None and now >= self.pause.until

    def is_hold_over(self, now: datetime) -> bool:
        """Return whether the hold is over although nobody has recorded that."""
        return self.hold is not None and now >= self.hold.until

    def is_overdue(self, now: datetime) -> bool:
        """Return whether anything is over although nobody has recorded that."""
        return self.is_pause_over(now) or self.is_hold_over(now)

    def as_seen(self, now: datetime) -> About:
        """Return what is to be said now, recorded or not."""
        about = self.resumed() if self.is_pause_over(now) else self
        return about.released() if about.is_hold_over(now) else about


@dataclass(frozen=True, slots=True, kw_only=True)
class ForkPoint:
    """Where a session departed from another."""

    session_id: str
    revision: int
    node_id: str
    content_hash: str
    sequence: int
    checkpoint_id: str = ""
    commit_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """
    Where a session's content comes from.

    `node` is the newest node of the family's graph that the content descends from, `depth` is its depth; it was the
    content when that last changed at revision `node_changed`. `settled` is the revision of the change since
    which nothing is uncommitted.
    """

    parent: str = ""
    root: str = ""
    fork: ForkPoint | None = None
    node: str = ""
    node_changed: int = 0
    depth: int = 0
    commit: str = ""
    settled: int = 0


NodeKind: TypeAlias = Literal["origin", "fork", "checkpoint", "restore", "commit", "merge"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """
    One state in the graph of a family's contents.

    `depth` is one more than that of its deepest parent. `roots` are None once nothing can ask for the content again.
    """

    id: str
    session_id: str
    kind: NodeKind
    revision: int
    content_hash: str
    roots: Roots | None
    parents: tuple[str, ...]
    depth: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A saved state of a session; `sequence` is that of the last event before it, `expires` None for good."""

    id: str
    session_id: str
    name: str
    note: str
    node_id: str
    revision: int
    content_hash: str
    roots: Roots
    depth: int
    sequence: int
    automatic: bool
    author: str
    created: datetime
    expires: datetime | None = None

    def is_over(self, now: datetime) -> bool:
        """Return whether it has expired."""
        return self.expires is not None and now >= self.expires
