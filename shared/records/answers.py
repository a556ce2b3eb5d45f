"""What language models answered: one item for each question of a session, so that none is asked twice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from shared.domain.session import Session
from shared.kernel.hashing import Json, canonical
from shared.ports.blobs import Blobs
from shared.ports.items import Item, Items, Put
from shared.records import keys
from shared.records.paging import every_item


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """
    What became of one question, and what it cost the job that asked it.

    `value` is None where no answer did; `calls` counts the requests, `tokens_in` and `tokens_out` are their sums.
    """

    job_id: str
    model: str
    wording: str
    value: Mapping[str, Json] | None
    calls: int
    tokens_in: int
    tokens_out: int


@dataclass(frozen=True, slots=True)
class AnswerRecords:
    """The answers of every session, by the key of their question."""

    items: Items
    blobs: Blobs

    def keep(self, session: Session, key: str, answered: Answered) -> None:
        """Remember what became of a question."""
        told = None if answered.value is None else self.blobs.put(session.space, canonical(dict(answered.value)))
        attributes: dict[str, str | int | bytes] = {
            "job": answered.job_id,
            "model": answered.model,
            "wording": answered.wording,
            "blob": told or "",
            "calls": answered.calls,
            "tokensIn": answered.tokens_in,
            "tokensOut": answered.tokens_out,
        }
        self.items.transact([Put(key=keys.answer(session, key), attributes=attributes, conditions=())])

    def find(self, session: Session, key: str) -> Answered | None:
        """Return what became of a question, if it was asked before."""
        item = self.items.get(keys.answer(session, key))
        return None if item is None else self._answered(session, item)

    def of_job(self, session: Session, job_id: str) -> tuple[Answered, ...]:
        """Return what the job asked, without the answers themselves."""
        found = every_item(self.items, keys.content_partition(session), keys.ANSWERS)
        told = (self._answered(session, item, whole=False) for item in found)
        return tuple(answered for answered in told if answered.job_id == job_id)

    def _answered(self, session: Session, item: Item, *, whole: bool = True) -> Answered:
        at = item.attributes
        blob = str(at["blob"])
        return Answered(
            job_id=str(at["job"]),
            model=str(at["model"]),
            wording=str(at["wording"]),
            value=json.loads(self.blobs.get(session.space, blob)) if blob and whole else None,
            calls=int(at["calls"]),
            tokens_in=int(at["tokensIn"]),
            tokens_out=int(at["tokensOut"]),
        )
