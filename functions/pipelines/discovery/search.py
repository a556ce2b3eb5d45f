"""Task `Search`: candidate links of the application."""

from __future__ import annotations

from dataclasses import dataclass

from shared.bootstrap.exploration import discovery
from shared.tasks.payloads import Reference
from shared.tasks.runner import task


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchLinks:
    """Look for documents of the application a job names."""

    session_id: str
    job_id: str


@task
def handler(command: SearchLinks) -> dict[str, Reference]:
    """Keep the candidate links and return where."""
    kept = discovery().search(command.session_id, command.job_id)
    return {"candidates": Reference(blob=kept.blob, size=kept.size)}
