"""What there is of agent sessions: lists, newest first, and what users share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from shared.domain.agent import AgentPlace, AgentSession
from shared.domain.principal import IMPERSONATE, Principal
from shared.domain.session import CONNECTORSMITH
from shared.kernel.errors import Forbidden, NotFound
from shared.kernel.hashing import Json
from shared.records.index import Listed, SessionIndex
from shared.records.sessions import SessionRecords
from shared.services.agent_access import acting
from shared.services.agent_states import AgentStates
from shared.services.visibility import check_scope


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentLists:
    """Lists of agents' sessions, as `AgentSessions` lets them be seen."""

    records: SessionRecords
    index: SessionIndex
    states: AgentStates

    def list(
        self, principal: Principal, place: AgentPlace, *, after: str | None = None, limit: int = 100
    ) -> tuple[tuple[AgentSession, ...], str | None]:
        """
        Return the user's sessions of the app, newest first and without events, and where the next part starts.

        Raises:
            NotFound: as the class says.
            Forbidden: the scope `session.read` is missing.
        """
        owner = acting(principal, place)
        check_scope(owner, "session.read")
        listed = self.index.of_app(owner.tenant, place.app, place.user, after=after, limit=limit)
        shared = self.states.shared(owner.tenant, place).merged() if listed.sessions else {}
        return tuple(self._rows(listed, {place.user: shared})), listed.after

    def list_all(
        self, principal: Principal, app: str, *, after: str | None = None, limit: int = 100
    ) -> tuple[tuple[AgentSession, ...], str | None]:
        """
        Return the sessions that all users of the tenant have in an app, as `list` does, by user.

        Raises:
            Forbidden: the scope to act for others is missing.
        """
        if IMPERSONATE not in principal.scopes:
            message = f"this needs the scope {IMPERSONATE}"
            raise Forbidden(message)
        listed = self.index.of_app(principal.tenant, app, after=after, limit=limit)
        owners = dict.fromkeys(session.owner for session in listed.sessions)
        places = {owner: AgentPlace(app=app, user=owner) for owner in owners}
        shared = {owner: self.states.shared(principal.tenant, place).merged() for owner, place in places.items()}
        return tuple(self._rows(listed, shared)), listed.after

    def user_state(self, principal: Principal, place: AgentPlace) -> Mapping[str, Json]:
        """Return what the user's sessions of the app share, keys without their prefix; raises as the class says."""
        owner = acting(principal, place)
        check_scope(owner, "session.read")
        return self.states.shared(owner.tenant, place).user

    def apps(self, principal: Principal) -> tuple[str, ...]:
        """Return the apps that the principal has sessions in, by name, and ours."""
        return tuple(sorted({CONNECTORSMITH, *self.index.apps(principal.tenant, principal.subject)}))

    def _rows(self, listed: Listed, shared: Mapping[str, Mapping[str, Json]]) -> Iterator[AgentSession]:
        """Yield the sessions with their own state and the `shared` one of their owner, but for those gone meanwhile."""
        for session in listed.sessions:
            with suppress(NotFound):
                found, own = self.records.data(session)
                yield AgentSession(session=found, state={**own, **shared[session.owner]})
