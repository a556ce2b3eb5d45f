"""Agent sessions as a test drives them: the service on a store, or an interface over HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from urllib.parse import quote

import httpx

from functions.agent_sessions.events import read_event
from functions.agent_sessions.mounts import PYTHON
from shared.bootstrap.agents import agent_lists_on, agent_sessions_on
from shared.bootstrap.stores import Stores
from shared.domain.agent import AgentPlace
from shared.domain.principal import LOCAL
from shared.kernel.errors import Conflict, NotFound, Stale
from shared.services.agent_log import Window

Event = dict[str, Any]
Session = dict[str, Any]


class Driver(Protocol):
    """What every way to agent sessions offers; errors are the service's."""

    def create(self, app: str, user: str, name: str, state: Mapping[str, Any], events: Sequence[Event] = ()) -> Session:
        """Create a session."""
        ...

    def get(self, app: str, user: str, name: str, recent: int | None = None) -> Session:
        """Return a session."""
        ...

    def list(self, app: str, user: str, page: int = 1000, after: str | None = None) -> tuple[list[Session], str | None]:
        """Return a part of a list, and where the next one starts."""
        ...

    def append(self, app: str, user: str, name: str, event: Event, revision: int | None = None) -> Event:
        """Append an event."""
        ...

    def revision(self, app: str, user: str, name: str) -> int:
        """Return the revision of a session."""
        ...

    def delete(self, app: str, user: str, name: str) -> None:
        """Delete a session."""
        ...


class ServiceDriver:
    """The service itself."""

    def __init__(self, stores: Stores) -> None:
        self.sessions, self.lists = agent_sessions_on(stores), agent_lists_on(stores)

    def create(self, app: str, user: str, name: str, state: Mapping[str, Any], events: Sequence[Event] = ()) -> Session:
        place = AgentPlace(app=app, user=user)
        found = self.sessions.create(LOCAL, place, name, state, [read_event(event) for event in events])
        return PYTHON.session(found)

    def get(self, app: str, user: str, name: str, recent: int | None = None) -> Session:
        place = AgentPlace(app=app, user=user)
        return PYTHON.session(self.sessions.describe(LOCAL, place, name, Window(recent=recent)))

    def list(self, app: str, user: str, page: int = 1000, after: str | None = None) -> tuple[list[Session], str | None]:
        found, then = self.lists.list(LOCAL, AgentPlace(app=app, user=user), after=after, limit=page)
        return PYTHON.sessions(found), then

    def append(self, app: str, user: str, name: str, event: Event, revision: int | None = None) -> Event:
        place = AgentPlace(app=app, user=user)
        appended = self.sessions.append(LOCAL, place, name, read_event(event), revision=revision)
        assert appended.event is not None
        return PYTHON.event(appended.event)

    def revision(self, app: str, user: str, name: str) -> int:
        return self.sessions.describe(LOCAL, AgentPlace(app=app, user=user), name, Window(recent=0)).session.revision

    def delete(self, app: str, user: str, name: str) -> None:
        self.sessions.delete(LOCAL, AgentPlace(app=app, user=user), name)


class HttpDriver:
    """The interface of a server."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client

    def create(self, app: str, user: str, name: str, state: Mapping[str, Any], events: Sequence[Event] = ()) -> Session:
        return self._send("POST", app, user, name, json={"state": dict(state), "events": list(events)}).json()  # type: ignore[no-any-return]

    def get(self, app: str, user: str, name: str, recent: int | None = None) -> Session:
        query = {} if recent is None else {"numRecentEvents": recent}
        return self._send("GET", app, user, name, params=query).json()  # type: ignore[no-any-return]

    def list(self, app: str, user: str, page: int = 1000, after: str | None = None) -> tuple[list[Session], str | None]:
        query = {"pageSize": page, **({"pageToken": after} if after else {})}
        answer = self._send("GET", app, user, params=query)
        return answer.json(), answer.headers.get("x-next-page-token")

    def append(self, app: str, user: str, name: str, event: Event, revision: int | None = None) -> Event:
        headers = {} if revision is None else {"If-Match": f'"r{revision}"'}
        return self._send("POST", app, user, name, "events", json=event, headers=headers).json()  # type: ignore[no-any-return]

    def revision(self, app: str, user: str, name: str) -> int:
        tag = self._send("GET", app, user, name, params={"numRecentEvents": 0}).headers["etag"]
        return int(tag.strip('"r'))

    def delete(self, app: str, user: str, name: str) -> None:
        self._send("DELETE", app, user, name)

    def _send(self, method: str, app: str, user: str, *rest: str, **request: Any) -> httpx.Response:  # noqa: ANN401
        parts = ["apps", app, "users", user, "sessions", *rest]
        answer = self.client.request(method, "/" + "/".join(quote(part, safe="") for part in parts), **request)
        if answer.status_code in {404, 409}:
            detail = str(answer.json()["detail"])
            raise NotFound(detail) if answer.status_code == 404 else _conflict(detail)
        assert answer.status_code == 200, answer.text
        return answer


def _conflict(detail: str) -> Exception:
    return Stale(detail) if "revision" in detail else Conflict(detail)
