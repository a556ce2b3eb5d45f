"""A session's log, as its readers and its clients see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from shared.domain.principal import Principal
from shared.domain.session import Change, Event
from shared.kernel.errors import Invalid, NotFound, TooLarge
from shared.kernel.hashing import Json, canonical
from shared.records.events import EventRecords
from shared.services.states import States
from shared.services.visibility import visible

_LIMIT_BYTES: Final = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Up to `limit` events behind the sequence `after`, of one kind or of all."""

    after: int = 0
    kind: str | None = None
    newest_first: bool = False
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Logs:
    """The logs of all sessions."""

    states: States
    events: EventRecords

    def read(self, principal: Principal, session_id: str, part: Part) -> tuple[Event, ...]:
        """Return part of a session's log; raises as `visible`."""
        session = visible(self.states.records, principal, session_id)
        if part.after >= session.sequence:
            return ()
        found = self.events.between(session, part.after, newest_first=part.newest_first)
        return tuple(islice((event for event in found if part.kind in {None, event.kind}), part.limit))

    def at(self, principal: Principal, session_id: str, sequence: int) -> Event:
        """
        Return one event.

        Raises:
            NotFound: as `visible`, or there is none of that sequence.
        """
        found = self.events.find(visible(self.states.records, principal, session_id), sequence)
        if found is None:
            message = f"Session {session_id} has no event {sequence}"
            raise NotFound(message)
        return found

    def add(self, principal: Principal, session_id: str, kind: str, facts: Mapping[str, Json]) -> Event:
        """
        Add an event that changes nothing.

        Raises:
            NotFound, Forbidden: as `visible`.
            Invalid: progress is beyond its total.
            TooLarge: it has more than 64 KiB.
        """
        session = visible(self.states.records, principal, session_id, "session.write")
        if len(canonical(dict(facts))) > _LIMIT_BYTES:
            message = f"an event has at most {_LIMIT_BYTES} bytes"
            raise TooLarge(message)
        if kind == "progress":
            _check_progress(facts)
        change = Change(
            event_id=self.states.identifiers.new(),
            kind=kind,
            author=f"user:{principal.subject}",
            at=self.states.clock.now(),
            counts=False,
            facts=facts,
        )
        after = self.states.records.change(session, change)
        [event] = self.events.between(after, after.sequence - 1, newest_first=False)
        return event


def _check_progress(facts: Mapping[str, Json]) -> None:
    current, total = facts.get("current", 0), facts.get("total", 0)
    if not isinstance(current, int) or not isinstance(total, int) or not 0 <= current <= total:
        message = "progress has integers current and total, and current is at most total"
        raise Invalid(message, code="validation_failed")
