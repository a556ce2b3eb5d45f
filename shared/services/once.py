"""Let a request have one effect, however often it is sent under the same key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from shared.domain.principal import Principal
from shared.ports.clock import Clock, Identifiers
from shared.records.effects import Marking, Receipt, marking
from shared.records.idempotency import Answer, Attempt, Broken, IdempotencyRecords

__all__ = ["Answer", "Attempt", "Broken", "Once", "Receipt", "Wish"]


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

    def begin(self, principal: Principal, wish: Wish) -> tuple[Attempt, Answer | Broken | None]:
        """
        Return the try, and the answer if the request has had one, or what it has done without an answer.

        Raises:
            Conflict: it is being done (`idempotency_in_progress`).
            Invalid: the key was used for another request (`idempotency_key_reused`).
        """
        request = (wish.method, wish.route, wish.key)
        attempt = self.records.attempt(principal, request, wish.fingerprint, self.identifiers.new())
        return attempt, self.records.begin(attempt, self.clock.now())

    @contextmanager
    def working(self, attempt: Attempt, receipts: Sequence[Receipt] = ()) -> Iterator[Marking]:
        """Mark what is done until the block ends as effects of the try; `receipts` are those of earlier ones."""
        with marking(attempt.key, attempt.life, receipts) as found:
            yield found

    def finish(self, attempt: Attempt, answer: Answer) -> None:
        """Keep the answer for a day."""
        self.records.finish(attempt, answer, self.clock.now())

    def leave(self, attempt: Attempt, done: Marking) -> None:
        """Let the key be tried again: at the beginning if nothing was changed, else where it was left."""
        if done.receipts:
            self.records.release(attempt)
        else:
            self.records.forget(attempt)
