"""Task `Succeed`: a chain of stages ended well."""

from __future__ import annotations

from dataclasses import dataclass

from shared.bootstrap.services import connectors
from shared.tasks.runner import task


@dataclass(frozen=True, slots=True, kw_only=True)
class SucceedJob:
    """Record that a chain's job ended well."""

    session_id: str
    job_id: str


@task
def handler(command: SucceedJob) -> None:
    """Record the end of the chain."""
    connectors().finish(command.session_id, command.job_id)
