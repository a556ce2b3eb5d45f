"""
google-adk's session service on our records: no server in between, and safe under any number of writers.

    from shared.adk import SessionService

    sessions = SessionService.in_folder(".connectorsmith")           # the embedded store
    sessions = SessionService.in_cloud(table="T", bucket="B")         # DynamoDB and S3, with the process's credentials
    runner = Runner(app_name="assistant", agent=agent, session_service=sessions)

Whoever uses it is trusted with all users of a tenant, as an agent's server is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, Self, TypeVar

from google.adk.errors import StaleSessionError
from google.adk.errors.already_exists_error import AlreadyExistsError
from google.adk.errors.session_not_found_error import SessionNotFoundError
from google.adk.events.event import Event
from google.adk.sessions import BaseSessionService, Session
from google.adk.sessions.base_session_service import GetSessionConfig, ListSessionsResponse

from shared.adk.translation import StoredSession, event_of, plain_state, session_of
from shared.bootstrap import stores
from shared.bootstrap.agents import agent_lists_on, agent_sessions_on
from shared.bootstrap.stores import Stores
from shared.domain.agent import AgentPlace, AgentSession, nanoseconds
from shared.domain.principal import IMPERSONATE, Principal
from shared.kernel.errors import Conflict, NotFound, Stale
from shared.services.agent_log import Window

_PAGE: Final = 500
_T = TypeVar("_T")


class SessionService(BaseSessionService):
    """
    Sessions of one tenant's agents.

    Changes of independent state keys by several writers are all kept. With `strict`, an append to a session that was
    changed since it was read raises StaleSessionError instead: for agents whose turns must not interleave.
    """

    def __init__(self, kept: Stores, *, tenant: str = "local", strict: bool = False) -> None:
        self._kept = kept
        self._sessions = agent_sessions_on(kept)
        self._lists = agent_lists_on(kept)
        self._principal = Principal(tenant=tenant, subject="adk", scopes=frozenset({"*", IMPERSONATE}))
        self._strict = strict

    @classmethod
    def in_folder(cls, folder: Path | str, *, strict: bool = False) -> Self:
        """Return the service on the embedded store in `folder`, which a running server may share."""
        return cls(stores.in_folder(Path(folder)), strict=strict)

    @classmethod
    def in_cloud(cls, *, table: str, bucket: str, tenant: str, strict: bool = False) -> Self:
        """Return the service on a deployment's table and bucket, with the credentials of the process."""
        return cls(stores.in_cloud(table, bucket), tenant=tenant, strict=strict)

    async def close(self) -> None:
        """Let go of the store; no call may follow."""
        self._kept.close()

    async def __aenter__(self) -> Self:
        """Return the service, which is closed at the end of the block."""
        return self

    async def __aexit__(self, *_error: object) -> None:
        """Let go of the store."""
        await self.close()

    async def create_session(
        self,
        *,
        app_name: str,
        user_id: str,
        state: dict[str, Any] | None = None,
        session_id: str | None = None,
    ) -> Session:
        """
        Return a new session; a blank id is chosen here.

        Raises:
            AlreadyExistsError: the user has a session of this id in the app.
        """
        place, name = AgentPlace(app=app_name, user=user_id), (session_id or "").strip()
        try:
            found = await _aside(lambda: self._sessions.create(self._principal, place, name, plain_state(state or {})))
        except Conflict as error:
            message = f"Session with id {name} already exists."
            raise AlreadyExistsError(message) from error
        return session_of(found)

    async def get_session(
        self, *, app_name: str, user_id: str, session_id: str, config: GetSessionConfig | None = None
    ) -> Session | None:
        """Return the session, with the events that `config` asks for and its whole state, or None."""
        place, window = AgentPlace(app=app_name, user=user_id), _window(config)
        try:
            found = await _aside(lambda: self._sessions.describe(self._principal, place, session_id.strip(), window))
        except NotFound:
            return None
        return session_of(found)

    async def list_sessions(self, *, app_name: str, user_id: str | None = None) -> ListSessionsResponse:
        """Return all sessions of a user, or of all users, without events; who was active last comes last."""
        found = await _aside(lambda: [session_of(each) for each in self._listed(app_name, user_id)])
        ordered = sorted(found, key=lambda session: (session.last_update_time, session.user_id, session.id))
        return ListSessionsResponse(sessions=[*ordered])

    async def delete_session(self, *, app_name: str, user_id: str, session_id: str) -> None:
        """Remove the session and its events; the states of app and user stay."""
        place = AgentPlace(app=app_name, user=user_id)
        await _aside(lambda: self._sessions.delete(self._principal, place, session_id.strip()))

    async def get_user_state(self, *, app_name: str, user_id: str) -> dict[str, Any]:
        """Return what the user's sessions of the app share, keys without their prefix."""
        place = AgentPlace(app=app_name, user=user_id)
        return dict(await _aside(lambda: self._lists.user_state(self._principal, place)))

    async def append_event(self, session: Session, event: Event) -> Event:
        """
        Append an event and apply its delta, here and in `session`; an event given again is stored once.

        Raises:
            SessionNotFoundError: there is no such session any more.
            StaleSessionError: `strict`, and somebody else changed it since it was read.
        """
        if event.partial:
            return event
        place = AgentPlace(app=session.app_name, user=session.user_id)
        revision = session.revision if self._strict and isinstance(session, StoredSession) else None
        try:
            appended = await _aside(
                lambda: self._sessions.append(self._principal, place, session.id, event_of(event), revision=revision)
            )
        except NotFound as error:
            message = f"Session {session.id} not found."
            raise SessionNotFoundError(message) from error
        except Stale as error:
            raise StaleSessionError(str(error)) from error
        if appended.again and event in session.events:
            return event
        await super().append_event(session, event)
        session.last_update_time = event.timestamp
        if isinstance(session, StoredSession) and appended.event is not None:
            session.move_to(appended.event.revision)
        return event

    def _listed(self, app: str, user: str | None) -> Iterator[AgentSession]:
        after: str | None = None
        while True:
            if user is None:
                found, after = self._lists.list_all(self._principal, app, after=after, limit=_PAGE)
            else:
                place = AgentPlace(app=app, user=user)
                found, after = self._lists.list(self._principal, place, after=after, limit=_PAGE)
            yield from found
            if after is None:
                return


def _window(config: GetSessionConfig | None) -> Window:
    if config is None:
        return Window()
    told_from = None if config.after_timestamp is None else nanoseconds(config.after_timestamp)
    return Window(recent=config.num_recent_events, told_from=told_from)


async def _aside(call: Callable[[], _T]) -> _T:
    """Wait for a call of ours in a thread, so that the agent's loop goes on."""
    return await asyncio.to_thread(call)
