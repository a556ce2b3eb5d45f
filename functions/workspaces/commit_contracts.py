"""What the routes of summaries and commits take."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from functions.workspaces.contracts import Asking, Note

State = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class SummaryWish(Asking):
    """Since which state to summarise, in how many words, and how many changes to list."""

    since: State = "lastCommit"
    style: Literal["short", "full"] = "short"
    max_items: Annotated[int, Field(ge=1, le=1000)] = 50


class CommitWish(Asking):
    """What is to be committed: the content with this hash, as that summary told of it."""

    summary_id: State | None = None
    content_hash: Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")] | None = None
    message: Note = ""
    approval_id: State | None = None
    allow_empty: bool = False
    after: Literal["keepOpen"] = "keepOpen"
