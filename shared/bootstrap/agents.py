"""The services of the agent interface, each built once per process on the process's engines, or on given stores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.adapters.clock import SystemClock
from shared.adapters.identifiers import Uuid7Identifiers
from shared.bootstrap.once import once
from shared.bootstrap.records import PATIENCE, session_records_on
from shared.bootstrap.services import sessions_on
from shared.bootstrap.stores import Stores, hosted

if TYPE_CHECKING:
    from shared.services.agent_artifacts import AgentArtifacts
    from shared.services.agent_lists import AgentLists
    from shared.services.agents import AgentSessions


@once
def agent_sessions() -> AgentSessions:
    """Return the sessions as agents see them."""
    return agent_sessions_on(hosted())


@once
def agent_lists() -> AgentLists:
    """Return the lists of agents' sessions."""
    return agent_lists_on(hosted())


@once
def agent_artifacts() -> AgentArtifacts:
    """Return the files that agents keep."""
    return agent_artifacts_on(hosted())


def agent_sessions_on(stores: Stores) -> AgentSessions:
    """Return the sessions as agents see them, kept in these stores."""
    from shared.records.events import EventRecords
    from shared.records.scopes import ScopeRecords
    from shared.services.agent_log import AgentLog
    from shared.services.agent_states import AgentStates
    from shared.services.agents import AgentSessions

    clock, identifiers = SystemClock(), Uuid7Identifiers()
    log = EventRecords(stores.items, stores.blobs)
    return AgentSessions(
        sessions=sessions_on(stores),
        records=session_records_on(stores),
        log=AgentLog(records=log, clock=clock, identifiers=identifiers),
        states=AgentStates(scopes=ScopeRecords(stores.items, stores.blobs), patience=PATIENCE),
        clock=clock,
        identifiers=identifiers,
    )


def agent_lists_on(stores: Stores) -> AgentLists:
    """Return the lists of agents' sessions that these stores keep."""
    from shared.records.index import SessionIndex
    from shared.records.scopes import ScopeRecords
    from shared.services.agent_lists import AgentLists
    from shared.services.agent_states import AgentStates

    items, blobs = stores.items, stores.blobs
    return AgentLists(
        records=session_records_on(stores),
        index=SessionIndex(items),
        states=AgentStates(scopes=ScopeRecords(items, blobs), patience=PATIENCE),
    )


def agent_artifacts_on(stores: Stores) -> AgentArtifacts:
    """Return the files that agents keep, in these stores."""
    from shared.records.agent_artifacts import AgentArtifactRecords
    from shared.services.agent_artifacts import AgentArtifacts

    return AgentArtifacts(
        sessions=agent_sessions_on(stores),
        records=AgentArtifactRecords(stores.items, stores.blobs, PATIENCE),
        clock=SystemClock(),
        identifiers=Uuid7Identifiers(),
    )
