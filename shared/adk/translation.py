"""google-adk's models from and to ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from google.adk.events.event import Event
from google.adk.sessions import Session
from pydantic import PrivateAttr
from pydantic_core import to_jsonable_python

from functions.agent_sessions.events import read_event
from shared.domain.agent import AgentEvent, AgentSession, agent_json, seconds
from shared.kernel.hashing import Json


class StoredSession(Session):
    """A session that knows at which revision it was read or last written."""

    _revision: int = PrivateAttr(default=0)

    @property
    def revision(self) -> int:
        """The revision."""
        return self._revision

    def move_to(self, revision: int) -> None:
        """Note that the session is at a later revision, by its holder's own writing."""
        self._revision = revision


def session_of(found: AgentSession) -> StoredSession:
    """Return a session as agents hold it."""
    header = found.session
    session = StoredSession(
        id=header.agent_id,
        app_name=header.app,
        user_id=header.owner,
        state=dict(found.state),
        events=[Event.model_validate(agent_json(event)) for event in found.events],
        last_update_time=seconds(header.told),
    )
    session.move_to(header.revision)
    return session


def event_of(event: Event) -> AgentEvent:
    """Return an event of google-adk's as ours; what has no JSON form in its state is kept as its text."""
    return read_event(event.model_dump(mode="json", by_alias=True, exclude_none=True, fallback=str))


def plain_state(state: Mapping[str, Any]) -> dict[str, Json]:
    """Return a state as JSON; what has no JSON form is kept as its text."""
    plain: dict[str, Json] = to_jsonable_python(dict(state), fallback=str)
    return plain
