"""Summaries of what would be committed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


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
