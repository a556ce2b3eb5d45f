"""Summaries of what would be committed: one item each, until they expire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from shared.domain.commit import Summary
from shared.domain.session import Session
from shared.ports.items import Action, Delete, Item, Items, Put
from shared.records import keys, state_keys
from shared.records.headers import from_micros, to_micros
from shared.records.paging import every_item

MOST: Final = 50
"""How many summaries a session keeps; a new one takes the place of the oldest."""

_AT_ONCE: Final = 90


@dataclass(frozen=True, slots=True)
class SummaryRecords:
    """The summaries of every session."""

    items: Items

    def keep(self, session: Session, summary: Summary) -> None:
        """Record a summary, and remove those that have expired or are too many."""
        put = Put(key=state_keys.summary(session, summary.id), attributes=_attributes(summary), conditions=())
        self.items.transact([put, *self._superfluous(session, summary.created)])

    def find(self, session: Session, summary_id: str, now: datetime) -> Summary | None:
        """Return a summary, if the session has it and it has not expired."""
        item = self.items.get(state_keys.summary(session, summary_id))
        found = None if item is None else _summary(item)
        return None if found is None or found.is_over(now) else found

    def _superfluous(self, session: Session, now: datetime) -> list[Action]:
        # Ids are ordered by time, so the oldest come first.
        found = list(islice(every_item(self.items, keys.content_partition(session), state_keys.SUMMARIES), _AT_ONCE))
        surplus = len(found) + 1 - MOST
        return [
            Delete(key=item.key)
            for place, item in enumerate(found)
            if place < surplus or from_micros(int(item.attributes["expires"])) <= now
        ]


def _attributes(summary: Summary) -> dict[str, str | int | bytes]:
    return {
        "id": summary.id,
        "hash": summary.content_hash,
        "revision": summary.revision,
        "base": summary.base_commit_id,
        "title": summary.title,
        "text": summary.text,
        "generator": summary.generator,
        "author": summary.author,
        "created": to_micros(summary.created),
        "expires": to_micros(summary.expires),
    }


def _summary(item: Item) -> Summary:
    at = item.attributes
    return Summary(
        id=str(at["id"]),
        content_hash=str(at["hash"]),
        revision=int(at["revision"]),
        base_commit_id=str(at["base"]),
        title=str(at["title"]),
        text=str(at["text"]),
        generator=str(at["generator"]),
        author=str(at["author"]),
        created=from_micros(int(at["created"])),
        expires=from_micros(int(at["expires"])),
    )
