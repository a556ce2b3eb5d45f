"""Sessions as agents see them: scoped state, and a log they append to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from shared.domain.agent import TEMP, AgentEvent, AgentPlace, AgentSession, scoped, telling
from shared.domain.principal import Principal
from shared.domain.session import CONNECTORSMITH, Change, Event, Session, event_of
from shared.kernel.errors import NotFound, Stale
from shared.kernel.hashing import Json
from shared.ports.clock import Clock, Identifiers
from shared.ports.items import ConditionFailed
from shared.records.edits import Also
from shared.records.sessions import SessionRecords
from shared.services.agent_access import acting
from shared.services.agent_log import AgentLog, Window
from shared.services.agent_names import known_id, missing, new_id
from shared.services.agent_states import AgentStates
from shared.services.sessions import Sessions
from shared.services.visibility import check_scope, visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Appended:
    """What an append has led to: the header, the event as stored, if it was, and whether that was `again`."""

    session: Session
    event: Event | None = None
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentSessions:
    """
    The sessions of agents.

    Each call names a place, an app and a user. A principal finds there what is its own; one that holds `IMPERSONATE`
    acts for the users of its tenant. For everybody else there is nothing (`NotFound`).
    """

    sessions: Sessions
    records: SessionRecords
    log: AgentLog
    states: AgentStates
    clock: Clock
    identifiers: Identifiers

    def create(
        self,
        principal: Principal,
        place: AgentPlace,
        agent_id: str = "",
        state: Mapping[str, Json] | None = None,
        events: Sequence[AgentEvent] = (),
    ) -> AgentSession:
        """
        Return a new session with this state, after these events; a blank id is chosen by us.

        Raises:
            NotFound: as the class says.
            Forbidden: the scope `session.write` or `session.read` is missing.
            Conflict: the user has a session of this id in the app (`session_already_exists`).
            Invalid: an id, a key or a time is out of bounds.
        """
        owner = acting(principal, place)
        for scope in ("session.write", "session.read"):
            check_scope(owner, scope)
        session = self._new(owner.tenant, place, agent_id)
        lasting = [event for event in events if not event.partial]
        changes = [self.log.beginning(place, state or {}), *(self.log.change(place, event) for event in lasting)]
        whole = scoped(state or {})
        for event in lasting:
            whole = whole.then(scoped(event.delta))

        def bear(also: Also) -> Session:
            # A try that lost took along what it had kept, so each keeps its files anew.
            return self.sessions.bear(session, *self._received(session, *changes), also=also)

        born = self.states.write(owner.tenant, place, whole, bear)
        return self.describe(principal, place, born.agent_id)

    def describe(
        self, principal: Principal, place: AgentPlace, agent_id: str, window: Window | None = None
    ) -> AgentSession:
        """
        Return the session with its state, which no window narrows, and the events in the window, all if there is none.

        Raises:
            NotFound: as the class says, or there is no such session.
        """
        owner = acting(principal, place)
        session = self._visible(owner, place, agent_id, "session.read")
        session, own = self._data(owner, session)
        events = self.log.read(session, window or Window())
        state = {**own, **self.states.shared(owner.tenant, place).merged()}
        return AgentSession(session=session, state=state, events=events)

    def find(self, principal: Principal, place: AgentPlace, agent_id: str, scope: str) -> Session:
        """
        Return the header of a session that the principal may do `scope` with.

        Raises:
            NotFound: as the class says, or there is no such session.
            Forbidden: the scope is missing.
        """
        return self._visible(acting(principal, place), place, agent_id, scope)

    def append(
        self, principal: Principal, place: AgentPlace, agent_id: str, event: AgentEvent, *, revision: int | None = None
    ) -> Appended:
        """
        Append an event and apply its delta, in one transaction.

        An event given again under its id, with the same content, is the one stored before, also at a `revision` that
        has passed since. A partial one is not stored.

        Raises:
            NotFound: as the class says, or there is no such session.
            Stale: `revision` was given, and the session is no longer at it.
            Invalid: a key or the time is out of bounds.
        """
        owner = acting(principal, place)
        session = self._visible(owner, place, agent_id, "session.write")
        if event.partial:
            return Appended(session=session)
        [change] = self._received(session, self.log.change(place, event))

        def append(also: Also) -> Session:
            return self.records.change(session, change, also=also, revision=revision)

        once = self.log.once(event) if event.id else None
        try:
            after = self.states.write(owner.tenant, place, scoped(event.delta), append, once)
        except (ConditionFailed, Stale) as lost:
            session = self._visible(owner, place, agent_id, "session.write")
            found = self.log.given_before(session, event)
            if found is None:
                raise lost if isinstance(lost, Stale) else missing(agent_id) from lost
            return Appended(session=session, event=found, again=True)
        return Appended(session=after, event=event_of(change, after))

    def change_state(
        self,
        principal: Principal,
        place: AgentPlace,
        agent_id: str,
        delta: Mapping[str, Json],
        *,
        revision: int | None = None,
    ) -> AgentSession:
        """
        Change the state by an event of the user's, and return the session; an empty delta changes nothing.

        Keys that live only as long as an invocation are in the answer, and nowhere else. Raises as `append` does.
        """
        owner = acting(principal, place)
        check_scope(owner, "session.read")
        session = self._visible(owner, place, agent_id, "session.write")
        passing = {key: value for key, value in delta.items() if key.startswith(TEMP)}
        lasting = {key: value for key, value in delta.items() if key not in passing}
        if place.app == CONNECTORSMITH:
            lasting = dict(self.sessions.without_echoes(session, lasting))
        if lasting:
            body: dict[str, Json] = {"invocationId": f"p-{self.identifiers.new()}"}
            event = AgentEvent(author="user", delta=lasting, body=body)
            self.append(principal, place, agent_id, event, revision=revision)
        found = self.describe(principal, place, agent_id)
        return replace(found, state={**found.state, **passing})

    def delete(self, principal: Principal, place: AgentPlace, agent_id: str) -> None:
        """
        Remove the session and everything it holds; one that does not exist is removed already.

        Raises:
            NotFound: the place is somebody else's.
            Forbidden: the scope `session.delete` is missing.
        """
        owner = acting(principal, place)
        with suppress(NotFound):
            self.sessions.delete(owner, known_id(owner.tenant, place, agent_id), app=place.app)

    def _new(self, tenant: str, place: AgentPlace, agent_id: str) -> Session:
        name = agent_id if agent_id.strip() else self.identifiers.new()
        kept = new_id(tenant, place, name)
        now, life = self.clock.now(), self.identifiers.new()
        return Session(
            id=kept, tenant=tenant, owner=place.user, life=life, space=life,
            created=now, updated=now, app=place.app, alias="" if place.app == CONNECTORSMITH else name,
        )  # fmt: skip

    def _visible(self, owner: Principal, place: AgentPlace, agent_id: str, scope: str) -> Session:
        try:
            session = visible(self.records, owner, known_id(owner.tenant, place, agent_id), scope)
        except NotFound as error:
            raise missing(agent_id) from error
        if session.app != place.app:
            raise missing(agent_id)
        return session

    def _received(self, session: Session, *changes: Change) -> list[Change]:
        """Return changes as the data of our own app takes them; the events still tell of all that was asked for."""
        if session.app != CONNECTORSMITH:
            return list(changes)
        together = {name: value for change in changes for name, value in change.delta.items()}
        kept, writes = self.sessions.received(session, together)
        first, *later = (_narrowed(change, kept.keys()) for change in changes)
        return [replace(first, writes=writes), *later]

    def _data(self, owner: Principal, session: Session) -> tuple[Session, dict[str, Json]]:
        """Return the session's own state; of our own app it is the data as the generator's clients see it."""
        if session.app == CONNECTORSMITH:
            return self.sessions.describe(owner, session.id)
        return self.records.data(session)


def _narrowed(change: Change, kept: Collection[str]) -> Change:
    """Return the change of the data keys `kept`, which still tells of the others, if it tells anything."""
    others = {name: value for name, value in change.delta.items() if name not in kept}
    delta = {name: value for name, value in change.delta.items() if name in kept}
    return replace(change, delta=delta, body=None if change.body is None else telling(change.body, others))
