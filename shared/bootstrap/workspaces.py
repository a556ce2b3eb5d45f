"""The services of workspaces, each built once per process; they import what they need when they are first called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.adapters.clock import SystemClock
from shared.adapters.identifiers import Uuid7Identifiers
from shared.bootstrap.engines import engines
from shared.bootstrap.once import once
from shared.bootstrap.records import document_records, session_records

if TYPE_CHECKING:
    from shared.services.checkpoints import Checkpoints
    from shared.services.comparison import Comparison
    from shared.services.forks import Forks
    from shared.services.restoring import Restores
    from shared.services.states import States
    from shared.services.work import Work


@once
def states() -> States:
    """Return what finds saved states of sessions."""
    from shared.records.checkpoints import CheckpointRecords
    from shared.records.lineage import LineageRecords
    from shared.services.states import States

    return States(
        records=session_records(),
        lineage=LineageRecords(engines().items),
        checkpoints=CheckpointRecords(engines().items),
        clock=SystemClock(),
        identifiers=Uuid7Identifiers(),
    )


@once
def checkpoints() -> Checkpoints:
    """Return the saved states of sessions."""
    from shared.services.checkpoints import Checkpoints

    return Checkpoints(states=states())


@once
def forks() -> Forks:
    """Return what makes sessions from others."""
    from shared.services.forks import Forks

    return Forks(states=states())


@once
def comparison() -> Comparison:
    """Return what compares contents."""
    from shared.records.content import ContentRecords
    from shared.services.comparison import Comparison

    return Comparison(ContentRecords(engines().items, engines().blobs), document_records())


@once
def work() -> Work:
    """Return what knows the jobs that are at work."""
    from shared.records.jobs import JobRecords
    from shared.services.work import Work

    return Work(JobRecords(engines().items, engines().blobs), SystemClock())


@once
def restores() -> Restores:
    """Return what brings sessions back to saved states."""
    from shared.services.restoring import Restores

    return Restores(states=states(), checkpoints=checkpoints(), comparison=comparison(), work=work())
