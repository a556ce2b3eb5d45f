"""Task `Begin`: a job starts to run."""

from __future__ import annotations

from dataclasses import dataclass

from shared.bootstrap.services import connectors
from shared.kernel.hashing import Json
from shared.tasks.runner import task


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginJob:
    """Mark a job as running; a stage of a chain names the chain's job as its parent."""

    session_id: str
    job_id: str
    stage: str
    parent_job_id: str = ""


@task
def handler(command: BeginJob) -> dict[str, Json]:
    """Mark the job as running and return what the state machine goes by."""
    return connectors().begin(command.session_id, command.job_id, command.stage, command.parent_job_id)
