"""Task `Publish` of code generation: record the files, the bundle and the job's end together."""

from __future__ import annotations

from dataclasses import dataclass

from shared.bootstrap.generator import generation
from shared.tasks.payloads import Reference
from shared.tasks.runner import task


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishConnector:
    """Record the files and the report other tasks kept."""

    session_id: str
    job_id: str
    files: Reference
    report: Reference


@task
def handler(command: PublishConnector) -> None:
    """Record the scripts, the bundle, the job's end and the session's keys."""
    generation().publish(command.session_id, command.job_id, command.files.blob, command.report.blob)
