"""Task `RecordFailure`: a job ended with an error."""

from __future__ import annotations

from dataclasses import dataclass

from shared.bootstrap.services import connectors
from shared.tasks.failures import Failure
from shared.tasks.runner import task


@dataclass(frozen=True, slots=True, kw_only=True)
class FailJob:
    """Record that a job failed, with what the state machine caught."""

    session_id: str
    job_id: str
    stage: str
    error: Failure


@task
def handler(command: FailJob) -> None:
    """Record why the job failed, in a sentence a person can act on."""
    connectors().fail(command.session_id, command.job_id, command.error.sentence)
