"""Requests that are to have one effect however often they are sent, and the answer they have had."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from shared.domain.principal import Principal
from shared.kernel.errors import Invalid
from shared.kernel.hashing import canonical, digest
from shared.ports.items import Absent, ConditionFailed, Delete, Equals, Item, Items, Key, Put, Update
from shared.records.effects import Receipt, in_progress, receipts_in
from shared.records.headers import from_micros, to_micros
from shared.records.values import to_text

LIFETIME: Final = timedelta(hours=24)

_GIVEN_UP: Final = timedelta(minutes=2)
"""After this, whoever was at it is at it no more: no function that answers requests runs as long."""

_ANSWER_LIMIT: Final = 300_000


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it was sent: status, the headers that belong to it, and the JSON text of its body."""

    status: int
    headers: Mapping[str, str]
    body: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try of a request; `life` tells it from other tries under the same key."""

    key: Key
    fingerprint: str
    life: str


@dataclass(frozen=True, slots=True)
class Broken:
    """What earlier tries of a request have done, of which no answer is kept."""

    receipts: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True)
class IdempotencyRecords:
    """The answers of a day."""

    items: Items

    def attempt(self, principal: Principal, request: tuple[str, str, str], fingerprint: str, life: str) -> Attempt:
        """Return a try of a request, given by method, route and the key its sender gave it."""
        who = digest(canonical([principal.tenant, principal.subject]))
        return Attempt(Key(f"ONCE#{who}", digest(canonical(list(request)))), fingerprint, life)

    def begin(self, attempt: Attempt, now: datetime) -> Answer | Broken | None:
        """
        Return None when the request is to be done, the answer it has had, or what it has done without an answer.

        Raises:
            Conflict: it is being done (`idempotency_in_progress`).
            Invalid: the key was used for another request (`idempotency_key_reused`).
        """
        try:
            self.items.transact([Put(key=attempt.key, attributes=_begun(attempt, now), conditions=(Absent(),))])
        except ConditionFailed as lost:
            return self._again(attempt, lost.old, now)
        return None

    def finish(self, attempt: Attempt, answer: Answer, now: datetime) -> None:
        """Keep the answer; one too large to be kept is not, and made anew when it is asked for again."""
        if len(answer.body) > _ANSWER_LIMIT:
            self.release(attempt)
            return
        attributes = _begun(attempt, now) | {
            "status": answer.status,
            "headers": to_text(dict(answer.headers)),
            "body": answer.body,
        }
        self._ours(Put(key=attempt.key, attributes=attributes, conditions=(Equals("life", attempt.life),)))

    def forget(self, attempt: Attempt) -> None:
        """Let the same key be tried again: nothing was changed."""
        self._ours(Delete(key=attempt.key, conditions=(Equals("life", attempt.life),)))

    def release(self, attempt: Attempt) -> None:
        """Let the same key be gone on with at once: something was changed, and there is no answer."""
        self._ours(Update(key=attempt.key, conditions=(Equals("life", attempt.life),), set={"released": 1}))

    def _ours(self, action: Put | Update | Delete) -> None:
        try:
            self.items.transact([action])
        except ConditionFailed:
            return  # somebody took it for given up

    def _again(self, attempt: Attempt, old: Item | None, now: datetime) -> Answer | Broken | None:
        if old is None:
            return self.begin(attempt, now)
        at = old.attributes
        age = now - from_micros(int(at["at"]))
        if age >= LIFETIME:
            self._take(old, Put(key=attempt.key, attributes=_begun(attempt, now), conditions=()))
            return None
        if at["fingerprint"] != attempt.fingerprint:
            message = "the idempotency key was used for another request"
            raise Invalid(message, code="idempotency_key_reused")
        if "status" in at:
            return Answer(int(at["status"]), json.loads(str(at["headers"])), str(at["body"]))
        if "released" not in at and age < _GIVEN_UP:
            raise in_progress()
        self._take(old, Update(key=attempt.key, conditions=(), set=_begun(attempt, now), remove=("released",)))
        receipts = receipts_in(at)
        return Broken(receipts) if receipts else None

    def _take(self, old: Item, action: Put | Update) -> None:
        """Make the request this try's, unless somebody else was faster."""
        try:
            self.items.transact([replace(action, conditions=(Equals("life", str(old.attributes["life"])),))])
        except ConditionFailed as lost:
            raise in_progress() from lost


def _begun(attempt: Attempt, now: datetime) -> dict[str, str | int | bytes]:
    return {"fingerprint": attempt.fingerprint, "life": attempt.life, "at": to_micros(now)}
