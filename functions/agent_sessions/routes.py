"""The routes of agent sessions, for one dialect."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.exceptions import RequestValidationError
from starlette.responses import Response

from functions.agent_sessions.bodies import Body
from functions.agent_sessions.contracts import EventForm, RequiredStateChange, SessionStart, StateChange
from functions.agent_sessions.events import read_event
from functions.agent_sessions.mounts import Mount
from functions.agent_sessions.pages import next_page, place_of, sequence_of
from shared.api.bodies import json_request
from shared.api.json_text import validated
from shared.api.principals import Caller
from shared.api.revisions import entity_tag, expected_revision
from shared.bootstrap.agents import agent_lists, agent_sessions
from shared.domain.agent import AgentEvent, AgentPlace, AgentSession, nanoseconds
from shared.domain.principal import Principal
from shared.kernel.errors import Conflict, Invalid, Stale
from shared.kernel.hashing import Json, canonical
from shared.services.agent_lists import AgentLists
from shared.services.agent_log import Window
from shared.services.agents import AgentSessions

_SESSIONS: Final = "/apps/{app_name}/users/{user_id}/sessions"
_SESSION: Final = f"{_SESSIONS}/{{session_id}}"
_PAGE: Final = 200
_LONGEST_PAGE: Final = 1000
_SECONDS_LIMIT: Final = 1e11
_TOKEN_LIMIT: Final = 4096
_START: Final = json_request(SessionStart, optional=True)
_CHANGE: Final = json_request(RequiredStateChange)
_EVENT: Final = json_request(EventForm)
_NO_EVENTS: Final = Window(recent=0)
_LIFELONG: Final = frozenset({"state", "events", "sessionId", "session_id"})
_FIRST_TOLD: Final = 2
"""The sequence of the first event agents see; before it lies the session's creation."""
_SCOPES: Final = ("app:", "user:", "temp:")


@dataclass(frozen=True, slots=True)
class Visit:
    """Who comes for the sessions of which place."""

    service: AgentSessions
    caller: Principal
    place: AgentPlace


def _visit(
    app_name: str, user_id: str, caller: Caller, service: Annotated[AgentSessions, Depends(agent_sessions)]
) -> Visit:
    return Visit(service, caller, AgentPlace(app=app_name, user=user_id))


def _window(
    recent: Annotated[int | None, Query(alias="numRecentEvents", ge=0)] = None,
    told_from: Annotated[
        float | None, Query(alias="afterTimestamp", allow_inf_nan=False, ge=-_SECONDS_LIMIT, le=_SECONDS_LIMIT)
    ] = None,
    page: Annotated[str | None, Query(alias="pageToken", max_length=_TOKEN_LIMIT)] = None,
) -> Window:
    start = None if told_from is None else nanoseconds(told_from)
    return Window(recent=recent, told_from=start, before=sequence_of(page))


@dataclass(frozen=True, slots=True)
class _Page:
    """Which part of a list is wanted."""

    after: str | None
    size: int


def _page(
    token: Annotated[str | None, Query(alias="pageToken", max_length=_TOKEN_LIMIT)] = None,
    size: Annotated[int, Query(alias="pageSize", ge=1, le=_LONGEST_PAGE)] = _PAGE,
) -> _Page:
    return _Page(place_of(token), size)


def _revision(if_match: Annotated[str | None, Header()] = None) -> int | None:
    with _conflicts():
        return expected_revision(if_match)


Lists = Annotated[AgentLists, Depends(agent_lists)]
Page = Annotated[_Page, Depends(_page)]
Visitor = Annotated[Visit, Depends(_visit)]
Wanted = Annotated[Window, Depends(_window)]
Revision = Annotated[int | None, Depends(_revision)]


def session_routes(mount: Mount) -> APIRouter:
    """Return the routes of sessions in the words of `mount`."""
    routes = APIRouter()

    @routes.get("/list-apps")
    def list_apps(caller: Caller, lists: Lists) -> Response:
        """Return the names of the caller's apps."""
        return mount.answer(lists.apps(caller))

    @routes.head(_SESSIONS, include_in_schema=False)
    @routes.get(_SESSIONS)
    def list_sessions(request: Request, lists: Lists, visit: Visitor, window: Page) -> Response:
        """Return the user's sessions, newest first, with their state and without events."""
        found, after = lists.list(visit.caller, visit.place, after=window.after, limit=window.size)
        return mount.answer(mount.sessions(found), next_page(request, after))

    @routes.post(_SESSIONS, openapi_extra=_START)
    def create_session(visit: Visitor, body: Body) -> Response:
        """Create a session, under the id in the body if there is one."""
        start = validated(SessionStart, body)
        return _described(mount, _created(visit, start.session_id or "", start))

    @routes.post(_SESSION, openapi_extra=_START)
    def create_named_session(visit: Visitor, session_id: str, body: Body) -> Response:
        """Create a session under this id."""
        return _described(mount, _created(visit, session_id, validated(SessionStart, _wrapped(mount, body))))

    @routes.head(_SESSION, include_in_schema=False)
    @routes.get(_SESSION)
    def read_session(request: Request, visit: Visitor, session_id: str, window: Wanted) -> Response:
        """Return the session with its events, or the last of them; the ETag names its revision."""
        found = visit.service.describe(visit.caller, visit.place, session_id, window)
        return _described(mount, found, next_page(request, _earlier(found, window)))

    @routes.patch(_SESSION, openapi_extra=_CHANGE)
    def change_session(visit: Visitor, session_id: str, body: Body, revision: Revision) -> Response:
        """Change the session's state by an event of the user's; with If-Match only at that revision."""
        delta = validated(StateChange if mount.is_go else RequiredStateChange, body).state_delta or {}
        if mount.is_go and any(key.startswith(_SCOPES) for key in delta):
            delta = _without_scopes(delta, visit.service.describe(visit.caller, visit.place, session_id, _NO_EVENTS))
        with _conflicts():
            found = visit.service.change_state(visit.caller, visit.place, session_id, delta, revision=revision)
        return _described(mount, found)

    @routes.post(f"{_SESSION}/events", openapi_extra=_EVENT)
    def append_event(visit: Visitor, session_id: str, body: Body, revision: Revision) -> Response:
        """Append one event and return it as stored; with If-Match only at that revision."""
        event = _event(body)
        with _conflicts():
            appended = visit.service.append(visit.caller, visit.place, session_id, event, revision=revision)
        told = body if appended.event is None else mount.event(appended.event)
        return mount.answer(told, {"ETag": entity_tag(appended.session.revision)})

    @routes.delete(_SESSION, response_class=Response)
    def delete_session(visit: Visitor, session_id: str) -> Response:
        """Delete the session; one that does not exist is deleted already."""
        visit.service.delete(visit.caller, visit.place, session_id)
        return mount.done()

    return routes


def _created(visit: Visit, session_id: str, start: SessionStart) -> AgentSession:
    events = [read_event(each, ("events", number)) for number, each in enumerate(start.events or ())]
    return visit.service.create(visit.caller, visit.place, session_id, start.state, events)


def _wrapped(mount: Mount, body: Json) -> Json:
    """Return the body as `SessionStart`; Python's older clients send the bare state when they name the session."""
    if mount.is_go or not isinstance(body, dict) or not body or body.keys() & _LIFELONG:
        return body
    return {"state": body}


def _described(mount: Mount, found: AgentSession, headers: dict[str, str] | None = None) -> Response:
    return mount.answer(mount.session(found), {"ETag": entity_tag(found.session.revision), **(headers or {})})


def _earlier(found: AgentSession, window: Window) -> int | None:
    """Return the sequence before which there are more events, if the window cut them off."""
    first = found.events[0].sequence if found.events else 0
    return first if window.recent is not None and first > _FIRST_TOLD else None


def _without_scopes(delta: dict[str, Any], found: AgentSession) -> dict[str, Any]:
    """
    Return the delta without what a session shares with others, which its clients send back with the rest of its state.

    Raises:
        Invalid: a shared value is another than the one that is there.
    """
    for key in filter(lambda key: key.startswith(_SCOPES), delta):
        if key not in found.state or canonical(found.state[key]) != canonical(delta[key]):
            message = f"{key} is not the session's own; only an event changes it"
            raise Invalid(message, code="scoped_key")
    return {key: value for key, value in delta.items() if not key.startswith(_SCOPES)}


def _event(body: Json) -> AgentEvent:
    if not isinstance(body, dict):
        finding = {"type": "dict_type", "loc": ("body",), "msg": "Input should be an object: the event"}
        raise RequestValidationError([finding])
    return read_event(body)


@contextmanager
def _conflicts() -> Iterator[None]:
    """Call a revision that has passed a conflict, as clients of this interface know it."""
    try:
        yield
    except Stale as error:
        raise Conflict(str(error), code="stale_session") from error
