"""Commits, and the summaries they are decided by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from shared.domain.content import Roots
from shared.domain.workspace import Policy, Purpose, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """
    What somebody was shown before a commit: bound to the content by its hash, and good until it `expires`.

    `revision` is that of the session when it was summarised; `base_commit_id` is "" before the first commit.
    """

    id: str
    content_hash: str
    revision: int
    base_commit_id: str
    title: str
    text: str
    generator: str
    author: str
    created: datetime
    expires: datetime

    def is_over(self, now: datetime) -> bool:
        """Return whether it has expired."""
        return now >= self.expires


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """
    A content for good, which outlives its session.

    `revision` is the session's whose content it is, `sequence` that of the last event before it. `parents` are the ids
    of the commits it follows; `root` is the session that the family began with. `access` says who had which role in the
    session: they may read it from then on. What begins from it inherits `purpose` and `policy`, which were the
    session's.
    """

    id: str
    tenant: str
    session_id: str
    life: str
    space: str
    root: str
    parents: tuple[str, ...]
    node_id: str
    depth: int
    revision: int
    sequence: int
    content_hash: str
    roots: Roots
    message: str
    summary_id: str
    approval_id: str
    author: str
    created: datetime
    access: Mapping[str, Role]
    purpose: Purpose
    policy: Policy
