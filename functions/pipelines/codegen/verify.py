"""Task `Verify`: whether what was printed is what the framework accepts."""

from __future__ import annotations

from dataclasses import dataclass

from shared.bootstrap.generator import generation
from shared.tasks.payloads import Reference
from shared.tasks.runner import task


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyFiles:
    """Check the files another task kept."""

    session_id: str
    job_id: str
    files: Reference


@task
def handler(command: VerifyFiles) -> dict[str, Reference]:
    """Keep the report and return where."""
    kept = generation().verify(command.session_id, command.job_id, command.files.blob)
    return {"report": Reference(blob=kept.blob, size=kept.size)}
