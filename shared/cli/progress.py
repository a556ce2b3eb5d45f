"""A chain of stages as it goes, on a terminal; single lines where there is none."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from rich.console import Console
from rich.live import Live
from rich.table import Table

from shared.domain.job import Job
from shared.kernel.errors import Unavailable
from shared.ports.pipelines import Machine

Status = tuple[Job, tuple[tuple[Machine, Job | None], ...]]

_EVERY_SECONDS: Final = 0.05
_LONGEST_SECONDS: Final = 3600.0
_MARKS: Final = {
    "queued": "[dim]·[/]", "running": "[yellow]▸[/]", "finished": "[green]✓[/]", "failed": "[red]✗[/]"
}  # fmt: skip


def follow(console: Console, ask: Callable[[], Status]) -> Job:
    """
    Show how the job and its stages are doing until the job ends, and return it.

    Raises:
        Unavailable: it did not end within an hour.
    """
    started = time.monotonic()
    with Live(console=console, refresh_per_second=12, transient=False) as live:
        while time.monotonic() - started < _LONGEST_SECONDS:
            job, stages = ask()
            live.update(_table(job, stages, time.monotonic() - started))
            if job.ended:
                return job
            time.sleep(_EVERY_SECONDS)
    message = "the connector was not ready within an hour"
    raise Unavailable(message)


def _table(job: Job, stages: tuple[tuple[Machine, Job | None], ...], seconds: float) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_row(_MARKS[job.status], "connector", job.status, f"{seconds:.1f} s")
    for stage, child in stages:
        status = child.status if child else "queued"
        table.add_row(_MARKS[status], f"  {stage}", status, _detail(child))
    return table


def _detail(job: Job | None) -> str:
    if job is None:
        return ""
    if job.started and job.finished:
        return f"{(job.finished - job.started).total_seconds():.1f} s"
    return job.progress.message
