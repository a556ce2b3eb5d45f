"""Saved states of sessions, which the stages of the pipelines and the workspaces make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.adapters.clock import SystemClock
from shared.adapters.identifiers import Uuid7Identifiers
from shared.bootstrap.engines import engines
from shared.bootstrap.once import once
from shared.bootstrap.records import session_records

if TYPE_CHECKING:
    from shared.services.checkpoints import Checkpoints
    from shared.services.states import States


@once
def states() -> States:
    """Return what finds saved states of sessions."""
    from shared.records.checkpoints import CheckpointRecords
    from shared.records.commits import CommitRecords
    from shared.records.lineage import LineageRecords
    from shared.services.states import States

    return States(
        records=session_records(),
        lineage=LineageRecords(engines().items),
        checkpoints=CheckpointRecords(engines().items),
        commits=CommitRecords(engines().items),
        clock=SystemClock(),
        identifiers=Uuid7Identifiers(),
    )


@once
def checkpoints() -> Checkpoints:
    """Return the saved states of sessions."""
    from shared.services.checkpoints import Checkpoints

    return Checkpoints(states=states())
