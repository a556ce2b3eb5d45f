"""
What a request has done, marked in the very transaction that did it.

A process may die between the effect of a request and its answer. Whoever sends the request again under the same
idempotency key then finds the mark, and learns what was done instead of doing it twice. Whoever is taken for dead, and
is not, loses the condition of the mark, and with it the transaction.

Which request a transaction belongs to is a matter of the thread that serves it, so nothing between the route and the
records has to hand it on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Final

from shared.domain.session import Change, Session
from shared.kernel.errors import Conflict
from shared.kernel.hashing import Json
from shared.ports.items import Action, Attributes, ConditionFailed, Equals, Items, Key, Update
from shared.records.values import to_text

_MARK: Final = "effect"


@dataclass(frozen=True, slots=True)
class Receipt:
    """
    One effect: an event of this kind in the log of each of `sessions`.

    `sequence` is that of the first one's event, `revision` the one it led to; `facts` are what the event tells.
    """

    kind: str
    sessions: tuple[str, ...]
    sequence: int
    revision: int
    facts: Mapping[str, Json]


@dataclass(slots=True)
class Marking:
    """The effects of a request so far; `life` tells this try of it from others."""

    key: Key
    life: str
    receipts: list[Receipt] = field(default_factory=list)

    def mark(self, receipt: Receipt) -> Update:
        """Return the action that marks one more effect, if this try still counts."""
        told: list[Json] = [
            receipt.kind,
            list(receipt.sessions),
            receipt.sequence,
            receipt.revision,
            dict(receipt.facts),
        ]
        text = to_text(told)
        return Update(key=self.key, conditions=(Equals("life", self.life),), set={f"{_MARK}{len(self.receipts)}": text})


_MARKING: ContextVar[Marking | None] = ContextVar("marking", default=None)


@contextmanager
def marking(key: Key, life: str, receipts: Sequence[Receipt] = ()) -> Iterator[Marking]:
    """Mark every effect until the block ends; `receipts` are those of earlier tries."""
    found = Marking(key, life, list(receipts))
    token = _MARKING.set(found)
    try:
        yield found
    finally:
        _MARKING.reset(token)


@contextmanager
def unmarked() -> Iterator[None]:
    """Until the block ends, what is done is nobody's wish, but what had to happen anyway."""
    token = _MARKING.set(None)
    try:
        yield
    finally:
        _MARKING.reset(token)


def receipts_in(attributes: Attributes) -> tuple[Receipt, ...]:
    """Return the effects that an item marks, in their order."""
    found: list[Receipt] = []
    while (text := attributes.get(f"{_MARK}{len(found)}")) is not None:
        kind, sessions, sequence, revision, facts = json.loads(str(text))
        found.append(Receipt(kind, tuple(sessions), sequence, revision, facts))
    return tuple(found)


def receipt(change: Change, first: Session, *others: Session) -> Receipt:
    """Return what tells of a change that the headers are the outcome of."""
    sessions = tuple(str(session.id) for session in (first, *others))
    return Receipt(change.kind, sessions, first.sequence, first.revision, change.facts)


def transact(items: Items, actions: Sequence[Action], done: Receipt) -> None:
    """
    Do all of up to 99 actions, or none, and mark them as the effect `done` of the request that is being served.

    Raises:
        ConditionFailed: an action's condition did not hold.
        Conflict: somebody else has taken up the request (`idempotency_in_progress`).
    """
    request = _MARKING.get()
    if request is None:
        items.transact(actions)
        return
    try:
        items.transact([*actions, request.mark(done)])
    except ConditionFailed as lost:
        if lost.index < len(actions):
            raise
        raise in_progress() from lost
    request.receipts.append(done)


def in_progress() -> Conflict:
    """Return the error for a request that somebody else is at."""
    return Conflict("a request with this idempotency key is being done", code="idempotency_in_progress")
