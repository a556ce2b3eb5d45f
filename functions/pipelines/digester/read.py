"""Task `Read`: the documents into a connector model."""

from __future__ import annotations

from dataclasses import dataclass

from shared.bootstrap.services import digestion
from shared.tasks.payloads import Reference
from shared.tasks.runner import task


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocuments:
    """Read a session's documents."""

    session_id: str
    job_id: str


@task
def handler(command: ReadDocuments) -> dict[str, Reference]:
    """Keep the model and the diagnostics and return where."""
    kept = digestion().read(command.session_id, command.job_id)
    return {"digest": Reference(blob=kept.blob, size=kept.size)}
