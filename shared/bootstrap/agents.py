"""The services of the agent interface, each built once per process on the process's engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.adapters.clock import SystemClock
from shared.adapters.identifiers import Uuid7Identifiers
from shared.bootstrap.engines import engines
from shared.bootstrap.once import once
from shared.bootstrap.records import session_records
from shared.bootstrap.services import sessions

if TYPE_CHECKING:
    from shared.services.agent_artifacts import AgentArtifacts
    from shared.services.agents import AgentSessions


@once
def agent_sessions() -> AgentSessions:
    """Return the sessions as agents see them."""
    from shared.records.events import EventRecords
    from shared.records.index import SessionIndex
    from shared.records.scopes import ScopeRecords
    from shared.services.agent_log import AgentLog
    from shared.services.agent_states import AgentStates
    from shared.services.agents import AgentSessions

    hosted = engines()
    records = session_records()
    log = EventRecords(hosted.items, hosted.blobs)
    return AgentSessions(
        sessions=sessions(),
        records=records,
        log=AgentLog(records=log, clock=SystemClock(), identifiers=Uuid7Identifiers()),
        index=SessionIndex(hosted.items),
        states=AgentStates(scopes=ScopeRecords(hosted.items, hosted.blobs), patience=records.patience),
        clock=SystemClock(),
        identifiers=Uuid7Identifiers(),
    )


@once
def agent_artifacts() -> AgentArtifacts:
    """Return the files that agents keep."""
    from shared.records.agent_artifacts import AgentArtifactRecords
    from shared.services.agent_artifacts import AgentArtifacts

    patience = session_records().patience
    return AgentArtifacts(
        sessions=agent_sessions(),
        records=AgentArtifactRecords(engines().items, engines().blobs, patience),
        clock=SystemClock(),
        identifiers=Uuid7Identifiers(),
    )
