"""Task `AwaitDocuments`: whether every document that was handed in has been processed."""

from __future__ import annotations

from dataclasses import dataclass

from shared.bootstrap.services import digestion
from shared.kernel.hashing import Json
from shared.tasks.runner import task


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitDocuments:
    """Look whether the documents are ready; `attempt` counts the looks."""

    session_id: str
    job_id: str
    attempt: int


@task
def handler(command: AwaitDocuments) -> dict[str, Json]:
    """Return whether to go on, and the number of the next look."""
    ready = digestion().is_ready(command.session_id, command.job_id)
    return {"ready": ready, "attempt": command.attempt + 1}
