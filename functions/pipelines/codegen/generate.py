"""Task `Generate`: the model into a connector's files."""

from __future__ import annotations

from dataclasses import dataclass

from shared.bootstrap.generator import generation
from shared.tasks.payloads import Reference
from shared.tasks.runner import task


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerateFiles:
    """Generate the files of a session's connector."""

    session_id: str
    job_id: str


@task
def handler(command: GenerateFiles) -> dict[str, Reference]:
    """Keep the files and return where."""
    kept = generation().generate(command.session_id, command.job_id)
    return {"files": Reference(blob=kept.blob, size=kept.size)}
