"""The state that agents see: a session's own, its user's and its app's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TypeAlias, TypeVar

from shared.domain.agent import AgentPlace, ScopedState
from shared.domain.session import Session
from shared.kernel.errors import Unavailable
from shared.kernel.hashing import Json
from shared.ports.clock import Patience
from shared.ports.items import Action, ConditionFailed, Key
from shared.records import keys
from shared.records.edits import Also
from shared.records.scopes import Scope, ScopeRecords

_T = TypeVar("_T")
_Part: TypeAlias = tuple[Key, Mapping[str, Json]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentStates:
    """The shared parts of state, read with a session's own and changed with it."""

    scopes: ScopeRecords
    patience: Patience

    def shared(self, tenant: str, place: AgentPlace) -> ScopedState:
        """Return what the user's sessions of the app share; one call."""
        user, app = self.scopes.read_values(_user(tenant, place), _app(tenant, place))
        return ScopedState({}, user, app)

    def write(
        self,
        tenant: str,
        place: AgentPlace,
        delta: ScopedState,
        change: Callable[[Also], _T],
        guard: Callable[[Session], Action] | None = None,
    ) -> _T:
        """
        Call `change` with actions that do `guard` and the shared parts of `delta`, until nobody else was faster.

        Raises:
            ConditionFailed: the guard's condition did not hold.
            Unavailable: the shared state kept changing for longer than we wait; nothing was written.
        """
        parts = [(key, part) for key, part in _parts(tenant, place, delta) if part]
        found = list(self.scopes.read(*(key for key, _ in parts))) if parts else []
        for attempt in count(1):
            try:
                return change(self._also(parts, found, guard))
            except ConditionFailed as lost:
                position = lost.index - (guard is not None)
                if position < 0:
                    raise
                found[position] = self.scopes.of_lost(parts[position][0], lost.old)
            if not self.patience.wait(attempt):
                break
        message = f"the state of {place.app} is being changed by too many writers; try again"
        raise Unavailable(message, retry_after=2)

    def _also(self, parts: Sequence[_Part], found: Sequence[Scope], guard: Callable[[Session], Action] | None) -> Also:
        changes = [self.scopes.changed(scope, part) for scope, (_, part) in zip(found, parts, strict=True)]
        return lambda session: [*([guard(session)] if guard else ()), *changes]


def _parts(tenant: str, place: AgentPlace, delta: ScopedState) -> list[_Part]:
    return [(_user(tenant, place), delta.user), (_app(tenant, place), delta.app)]


def _user(tenant: str, place: AgentPlace) -> Key:
    return keys.user_scope(tenant, place.app, place.user)


def _app(tenant: str, place: AgentPlace) -> Key:
    return keys.app_scope(tenant, place.app)
