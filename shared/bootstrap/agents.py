"""The services of the agent interface, each built once per process on the process's engines, or on given stores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from shared.adapters.clock import SystemClock
from shared.adapters.identifiers import Uuid7Identifiers
from shared.adapters.patience import Backoff
from shared.bootstrap.engines import engines
from shared.bootstrap.once import once
from shared.bootstrap.stores import Stores

if TYPE_CHECKING:
    from shared.services.agent_artifacts import AgentArtifacts
    from shared.services.agent_lists import AgentLists
    from shared.services.agents import AgentSessions

_PATIENCE: Final = Backoff(base=0.004, cap=0.25, total=20.0)


@once
def agent_sessions() -> AgentSessions:
    """Return the sessions as agents see them."""
    return agent_sessions_on(_stores())


@once
def agent_lists() -> AgentLists:
    """Return the lists of agents' sessions."""
    return agent_lists_on(_stores())


@once
def agent_artifacts() -> AgentArtifacts:
    """Return the files that agents keep."""
    return agent_artifacts_on(_stores())


def agent_sessions_on(stores: Stores) -> AgentSessions:
    """Return the sessions as agents see them, kept in these stores."""
    from shared.records.documents import DocumentRecords
    from shared.records.events import EventRecords
    from shared.records.jobs import JobRecords
    from shared.records.scopes import ScopeRecords
    from shared.records.sessions import SessionRecords
    from shared.services.agent_log import AgentLog
    from shared.services.agent_states import AgentStates
    from shared.services.agents import AgentSessions
    from shared.services.sessions import Sessions

    items, blobs = stores.items, stores.blobs
    clock, identifiers = SystemClock(), Uuid7Identifiers()
    records = SessionRecords(items, blobs, _PATIENCE)
    sessions = Sessions(
        records=records,
        jobs=JobRecords(items, blobs),
        documents=DocumentRecords(items, blobs),
        uploads=stores.uploads,
        clock=clock,
        identifiers=identifiers,
    )
    return AgentSessions(
        sessions=sessions,
        records=records,
        log=AgentLog(records=EventRecords(items, blobs), clock=clock, identifiers=identifiers),
        states=AgentStates(scopes=ScopeRecords(items, blobs), patience=_PATIENCE),
        clock=clock,
        identifiers=identifiers,
    )


def agent_lists_on(stores: Stores) -> AgentLists:
    """Return the lists of agents' sessions that these stores keep."""
    from shared.records.index import SessionIndex
    from shared.records.scopes import ScopeRecords
    from shared.records.sessions import SessionRecords
    from shared.services.agent_lists import AgentLists
    from shared.services.agent_states import AgentStates

    items, blobs = stores.items, stores.blobs
    return AgentLists(
        records=SessionRecords(items, blobs, _PATIENCE),
        index=SessionIndex(items),
        states=AgentStates(scopes=ScopeRecords(items, blobs), patience=_PATIENCE),
    )


def agent_artifacts_on(stores: Stores) -> AgentArtifacts:
    """Return the files that agents keep, in these stores."""
    from shared.records.agent_artifacts import AgentArtifactRecords
    from shared.services.agent_artifacts import AgentArtifacts

    return AgentArtifacts(
        sessions=agent_sessions_on(stores),
        records=AgentArtifactRecords(stores.items, stores.blobs, _PATIENCE),
        clock=SystemClock(),
        identifiers=Uuid7Identifiers(),
    )


def _stores() -> Stores:
    hosted = engines()
    return Stores(hosted.items, hosted.blobs, hosted.uploads)
