"""Task `Fetch` of the scrape: some pages, one after the other."""

from __future__ import annotations

from dataclasses import dataclass

from shared.bootstrap.exploration import visiting
from shared.domain.web.visits import Stop
from shared.tasks.payloads import Reference
from shared.tasks.runner import task


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchPages:
    """Fetch pages of a scrape job, with at least so long a pause between two requests to one host."""

    session_id: str
    job_id: str
    stops: tuple[Stop, ...]
    pause_milliseconds: int


@task
def handler(command: FetchPages) -> dict[str, Reference]:
    """Keep what became of the pages and return where."""
    pause = command.pause_milliseconds / 1000
    kept = visiting().visit(command.session_id, command.job_id, command.stops, pause)
    return {"visits": Reference(blob=kept.blob, size=kept.size)}
