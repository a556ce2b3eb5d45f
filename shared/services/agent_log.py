"""The log of a session as agents write and read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from shared.domain.agent import AgentEvent, AgentPlace, ScopedState, scoped, telling
from shared.domain.session import Change, Event, Session
from shared.kernel.errors import Invalid
from shared.kernel.hashing import Json, canonical, digest
from shared.ports.clock import Clock, Identifiers
from shared.ports.items import Absent, Action, Put
from shared.records import keys
from shared.records.events import EventRecords
from shared.services.data_keys import check_keys

_CREATED: Final = "session.created"
_NANOSECONDS_LIMIT: Final = 10**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Which events are wanted: the last `recent`, told at `told_from` or later, of a sequence smaller than `before`."""

    recent: int | None = None
    told_from: int | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentLog:
    """Changes made of agents' events, and events as agents may see them."""

    records: EventRecords
    clock: Clock
    identifiers: Identifiers

    def beginning(self, place: AgentPlace, state: Mapping[str, Json]) -> Change:
        """Return the change with which a session starts; it is in the log, but agents do not see it."""
        started = _checked(scoped(state))
        return Change(
            event_id=self.identifiers.new(),
            kind=_CREATED,
            author=f"user:{place.user}",
            at=self.clock.now(),
            delta=started.session,
        )

    def change(self, place: AgentPlace, event: AgentEvent) -> Change:
        """
        Return the change that an event makes; what it changes of shared state stays with it as part of its text.

        Raises:
            Invalid: a key or the time is out of bounds.
        """
        if event.told is not None and abs(event.told) > _NANOSECONDS_LIMIT:
            message = "the timestamp of an event is in seconds since 1970, within some 3,000 years of it"
            raise Invalid(message, code="invalid_timestamp")
        delta = _checked(scoped(event.delta))
        return Change(
            event_id=event.id or self.identifiers.new(),
            kind="agent.event",
            author=f"user:{place.user}",
            at=self.clock.now(),
            told=event.told,
            body=telling({**event.body, "author": event.author}, ScopedState({}, delta.user, delta.app).merged()),
            delta=delta.session,
        )

    def once(self, event: AgentEvent) -> Callable[[Session], Action]:
        """Return the action that lets the same event, given again, be recognised; its condition then fails."""
        mark = _mark(event)

        def action(session: Session) -> Action:
            attributes = {"sequence": session.sequence}
            return Put(key=keys.told(session, mark), attributes=attributes, conditions=(Absent(),))

        return action

    def given_before(self, session: Session, event: AgentEvent) -> Event | None:
        """Return the event that was stored when the same was given before under its id, if it was."""
        return self.records.told(session, _mark(event)) if event.id else None

    def read(self, session: Session, window: Window) -> tuple[Event, ...]:
        """Return the events in the window, oldest first, as of the header `session`."""
        found = self.records.read(session, before=window.before, limit=window.recent, told_from=window.told_from)
        return tuple(event for event in found if event.kind != _CREATED)


def _mark(event: AgentEvent) -> str:
    given: list[Json] = [event.id, event.told, event.author, dict(event.delta), dict(event.body)]
    return digest(canonical(given))


def _checked(delta: ScopedState) -> ScopedState:
    for keys_of_scope in (delta.session, delta.user, delta.app):
        check_keys(keys_of_scope)
    return delta
