"""Task `Publish` of discovery: record the result and the job's end together."""

from __future__ import annotations

from dataclasses import dataclass

from shared.bootstrap.exploration import discovery
from shared.tasks.payloads import Reference
from shared.tasks.runner import task


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishLinks:
    """Record the candidate links another task kept."""

    session_id: str
    job_id: str
    candidates: Reference


@task
def handler(command: PublishLinks) -> None:
    """Record the candidate links, the job's end and the session's keys."""
    discovery().publish(command.session_id, command.job_id, command.candidates.blob)
