"""Task `Publish` of the digester: record the model and the job's end together."""

from __future__ import annotations

from dataclasses import dataclass

from shared.bootstrap.services import digestion
from shared.tasks.payloads import Reference
from shared.tasks.runner import task


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishModel:
    """Record the model another task kept."""

    session_id: str
    job_id: str
    digest: Reference


@task
def handler(command: PublishModel) -> None:
    """Record the model, its resources, the job's end and the session's keys."""
    digestion().publish(command.session_id, command.job_id, command.digest.blob)
