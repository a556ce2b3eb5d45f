"""A session's log, as its readers and its clients see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Final

from shared.domain.principal import Principal
from shared.domain.session import Change, Event, Session, event_of
from shared.kernel.errors import Invalid, NotFound, TooLarge
from shared.kernel.hashing import Json, canonical
from shared.records.events import EventRecords
from shared.services.moments import moment
from shared.services.paged import PageWish
from shared.services.states import States
from shared.services.tokens import Tokens
from shared.services.visibility import visible

_LOOKED_THROUGH: Final = 2_000
"""How many events one request looks through; a page with fewer than wanted still tells where it goes on."""

_LIMIT_BYTES: Final = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Events behind the sequence `after`, of one kind or of all, told from `since` on and before `until`."""

    after: int = 0
    kind: str | None = None
    since: str | None = None
    until: str | None = None
    newest_first: bool = False

    def filter(self) -> Callable[[Event], bool]:
        """
        Return what tells whether an event is such a one.

        Raises:
            Invalid: a moment is none.
        """
        since, until = moment(self.since, "since"), moment(self.until, "until")
        return lambda event: (
            self.kind in {None, event.kind}
            and (since is None or event.at >= since)
            and (until is None or event.at < until)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Logs:
    """The logs of all sessions."""

    states: States
    events: EventRecords
    tokens: Tokens

    def read(
        self, principal: Principal, session_id: str, part: Part, page: PageWish
    ) -> tuple[tuple[Event, ...], str | None]:
        """
        Return a page of part of a session's log, and the token of the next one, if there is one.

        Raises:
            NotFound, Forbidden: as `visible`.
            Invalid: a moment is none, or the token is not this list's, or too old.
        """
        session = visible(self.states.records, principal, session_id)
        fits = part.filter()
        wanted = {"events": session.life, **asdict(part)}
        place = self.tokens.place(wanted, page.token)
        listed = islice(self._listed(session, part, place), _LOOKED_THROUGH)
        found: list[Event] = []
        last = 0
        for number, event in enumerate(listed, start=1):
            if len(found) == page.size:
                return tuple(found), self.tokens.token(wanted, last)
            last = event.sequence
            if fits(event):
                found.append(event)
            if number == _LOOKED_THROUGH:
                return tuple(found), self.tokens.token(wanted, last)
        return tuple(found), None

    def _listed(self, session: Session, part: Part, place: Json) -> Iterator[Event]:
        """Yield the events of a part from a place on; where there is none newer, the store is not asked."""
        if part.newest_first:
            before = None if place is None else int(str(place))
            return self.events.between(session, part.after, newest_first=True, before=before)
        after = part.after if place is None else int(str(place))
        return iter(()) if after >= session.sequence else self.events.between(session, after, newest_first=False)

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
        return event_of(change, self.states.records.change(session, change))


def _check_progress(facts: Mapping[str, Json]) -> None:
    current, total = facts.get("current", 0), facts.get("total", 0)
    if not isinstance(current, int) or not isinstance(total, int) or not 0 <= current <= total:
        message = "progress has integers current and total, and current is at most total"
        raise Invalid(message, code="validation_failed")
