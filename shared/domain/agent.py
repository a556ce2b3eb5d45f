"""What agents see of a session: state in scopes, and events in their own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from shared.domain.session import CONNECTORSMITH, Event, Session
from shared.kernel.hashing import Json, canonical
from shared.kernel.identifiers import SessionId, hashed_uuid

APP: Final = "app:"
USER: Final = "user:"
TEMP: Final = "temp:"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentPlace:
    """Where agents look for sessions: the app, and the user that owns them."""

    app: str
    user: str


@dataclass(frozen=True, slots=True)
class ScopedState:
    """
    A state by scope; the keys of `user` and `app` have no prefix.

    `app` is shared by all users of an app, `user` by that user's sessions of the app. What lives only as long as one
    invocation (`temp:`) is in none of them.
    """

    session: Mapping[str, Json] = field(default_factory=dict)
    user: Mapping[str, Json] = field(default_factory=dict)
    app: Mapping[str, Json] = field(default_factory=dict)

    def merged(self) -> dict[str, Json]:
        """Return the one map that agents see: the session's keys, then the others under their prefixes."""
        return {
            **self.session,
            **{USER + key: value for key, value in self.user.items()},
            **{APP + key: value for key, value in self.app.items()},
        }

    def then(self, later: ScopedState) -> ScopedState:
        """Return this state after a change: whole values are replaced, keys not named stay."""
        return ScopedState({**self.session, **later.session}, {**self.user, **later.user}, {**self.app, **later.app})


def scoped(state: Mapping[str, Json]) -> ScopedState:
    """Return a merged state or a delta by scope, without what is not to be kept."""

    def under(prefix: str) -> dict[str, Json]:
        return {key.removeprefix(prefix): value for key, value in state.items() if key.startswith(prefix)}

    session = {key: value for key, value in state.items() if not key.startswith((APP, USER, TEMP))}
    return ScopedState(session, under(USER), under(APP))


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentEvent:
    """
    An event as an agent gives it.

    `told` is in nanoseconds since 1970 UTC; `id` and `told` may be left to us. `delta` is its change of state, all
    scopes in one map; `body` is the rest of its JSON object, kept as it came.
    """

    id: str = ""
    told: int | None = None
    author: str
    partial: bool = False
    delta: Mapping[str, Json] = field(default_factory=dict)
    body: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentSession:
    """A session as an agent sees it: the header, the merged state, and events, oldest first."""

    session: Session
    state: Mapping[str, Json]
    events: tuple[Event, ...] = ()


def agent_json(event: Event) -> dict[str, Json]:
    """
    Return an event of a session's log as the JSON object agents know, `timestamp` in seconds since 1970 UTC.

    What happened without an agent is told by `user`, or by the stage of the pipeline that did it; `customMetadata` then
    says what it was. Deltas hold null for a null: a key that was taken away is named in `customMetadata`.
    """
    body = dict(event.body) if event.body is not None else _telling(event)
    given = body.pop("actions", None)
    actions = dict(given) if isinstance(given, dict) else {}
    shared_part = actions.get("stateDelta")
    delta = {**event.delta, **(shared_part if isinstance(shared_part, dict) else {})}
    return {"id": event.id, "timestamp": seconds(event.told), **body, "actions": {**actions, "stateDelta": delta}}


def telling(body: Mapping[str, Json] | None, more: Mapping[str, Json]) -> dict[str, Json]:
    """Return an event's text that tells of `more` changes of state than those it makes under the session's keys."""
    body = dict(body or {})
    given = body.get("actions")
    actions = dict(given) if isinstance(given, dict) else {}
    told = actions.get("stateDelta")
    delta = {**(told if isinstance(told, dict) else {}), **more}
    return {**body, "actions": {**actions, **({"stateDelta": delta} if delta else {})}}


def _telling(event: Event) -> dict[str, Json]:
    kind: dict[str, Json] = {"kind": event.kind}
    removed: dict[str, Json] = {"removed": list(event.removed)} if event.removed else {}
    author = "user" if event.author.startswith("user:") else event.author
    return {"invocationId": event.id, "author": author, "customMetadata": kind | removed}


def seconds(nanoseconds: int) -> float:
    """Return the float of seconds that `nanoseconds` were made of; the division of integers rounds once."""
    return nanoseconds / 1_000_000_000


def nanoseconds(seconds: float) -> int:
    """Return the nanoseconds nearest to a float of seconds, from which `seconds` makes the same float again."""
    return round(Fraction(seconds) * 1_000_000_000)


def session_id(tenant: str, place: AgentPlace, agent_id: str) -> SessionId:
    """Return the id under which the other interfaces know an agent's session; of our own app it is the same."""
    if place.app == CONNECTORSMITH:
        return SessionId(agent_id)
    return SessionId(hashed_uuid(canonical([tenant, place.app, place.user, agent_id])))
