"""Approvals: somebody asks leave for one act on one content, somebody else gives it, and it is used up by the act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Literal, TypeAlias, get_args

from shared.domain.content import Zone
from shared.kernel.hashing import Json

ApprovalAction: TypeAlias = Literal["commit", "merge", "restore", "delete"]
ACTIONS: Final[tuple[ApprovalAction, ...]] = get_args(ApprovalAction)
ApprovalState: TypeAlias = Literal["pending", "granted", "denied", "expired", "cancelled", "superseded", "consumed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """
    Where the act is to take content from: the session of a merge, or the saved state of a restore and its zones.

    The state is named by one of three, or by none for the head of a session. `content_hash` is the digest of what a
    merge takes, or of what a restore leads to.
    """

    session_id: str = ""
    checkpoint_id: str = ""
    commit_id: str = ""
    revision: int = 0
    zones: tuple[Zone, ...] = ()
    content_hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """
    One request for leave, and what became of it.

    It is good for `action`, by `requester`, on the content whose digest is `content_hash`, which had last changed at
    the session's revision `changed` when it was asked for. `updated` is when it last changed its state, `decider` who
    did that. From `expires` on it is too late to decide, and to act; until then a grant is good while the content is
    that one. `version` grows with every change of its state.
    """

    id: str
    action: ApprovalAction
    content_hash: str
    changed: int
    requester: str
    created: datetime
    updated: datetime
    expires: datetime
    reason: str = ""
    details: Mapping[str, Json] = field(default_factory=dict)
    reviewers: tuple[str, ...] = ()
    source: Source | None = None
    state: ApprovalState = "pending"
    decider: str = ""
    comment: str = ""
    version: int = 1

    @property
    def source_hash(self) -> str:
        """The digest of what the act is to take, "" for an act that takes nothing."""
        return self.source.content_hash if self.source else ""

    @property
    def holds(self) -> str:
        """The checkpoint that must stay while it is pending, or ""."""
        return self.source.checkpoint_id if self.source and self.action == "restore" else ""

    def moved(self, state: ApprovalState, at: datetime, decider: str = "", comment: str = "") -> Approval:
        """Return it in its next state."""
        return replace(
            self, state=state, updated=at, decider=decider or self.decider, comment=comment, version=self.version + 1
        )

    def as_seen(self, now: datetime, content_hash: str) -> Approval:
        """
        Return it as anybody should see it, given the digest of the session's content.

        Nobody waits beside an approval to record that its time is over, or that the content has moved on.
        """
        if self.state == "pending" and now >= self.expires:
            return self.moved("expired", self.expires)
        if self.state == "granted" and now >= self.expires:
            return self.moved("expired", self.updated, comment=self.comment)
        if self.state == "granted" and content_hash != self.content_hash:
            return self.moved("superseded", self.updated, comment=self.comment)
        return self
