"""Let a request have one effect, however often it is sent under the same key."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.principal import Principal
from shared.ports.clock import Clock, Identifiers
from shared.records.idempotency import Answer, Attempt, IdempotencyRecords

__all__ = ["Answer", "Attempt", "Once", "Wish"]


@dataclass(frozen=True, slots=True)
class Wish:
    """A request: its method and route, the key its sender gave it, and what tells it from others under that key."""

    method: str
    route: str
    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Once:
    """The requests of a day that carried a key."""

    records: IdempotencyRecords
    clock: Clock
    identifiers: Identifiers

    def begin(self, principal: Principal, wish: Wish) -> tuple[Attempt, Answer | None]:
        """
        Return the try, and the answer if the request has had one.

        Raises:
            Conflict: it is being done (`idempotency_in_progress`).
            Invalid: the key was used for another request (`idempotency_key_reused`).
        """
        request = (wish.method, wish.route, wish.key)
        attempt = self.records.attempt(principal, request, wish.fingerprint, self.identifiers.new())
        return attempt, self.records.begin(attempt, self.clock.now())

    def finish(self, attempt: Attempt, answer: Answer) -> None:
        """Keep the answer for a day."""
        self.records.finish(attempt, answer, self.clock.now())

    def forget(self, attempt: Attempt) -> None:
        """Let the key be tried again: nothing was changed."""
        self.records.forget(attempt)
