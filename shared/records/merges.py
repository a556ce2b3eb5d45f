"""Merges that are remembered: one item each, and a blob with what each side of their conflicts holds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, cast

from shared.domain.merge import LIFETIME, Disagreement, HeldValue, Merge, MergeState, Party, Stale, Start, Warned
from shared.domain.merging.outcome import Hunk, Range, Resolved, Stats
from shared.domain.session import Session
from shared.kernel.errors import NotFound
from shared.kernel.hashing import Json
from shared.ports.blobs import Blobs
from shared.ports.items import Absent, Equals, Item, Items, Key, Put, Update
from shared.records import keys, state_keys
from shared.records.headers import from_micros, to_micros
from shared.records.holdings import HOLDS_UNTIL
from shared.records.paging import every_item
from shared.records.values import Values, to_text


@dataclass(frozen=True, slots=True)
class MergeRecords:
    """The merges into every session."""

    items: Items
    blobs: Blobs

    def recorded(self, session: Session, merge: Merge, found: Sequence[Disagreement] = ()) -> Put:
        """Return the action that remembers a new merge into the session, after keeping what it found."""
        values = Values(self.blobs, session.space)
        kept = self.blobs.put(session.space, _listing(found)) if found else ""
        attributes: dict[str, str | int | bytes] = {
            "id": merge.id,
            "state": merge.state,
            "report": to_text(values.store(_report(merge))),
            "conflicts": kept,
            "created": to_micros(merge.created),
            HOLDS_UNTIL: to_micros(merge.created + LIFETIME),
        }
        return Put(key=state_keys.merge(session, merge.id), attributes=attributes, conditions=(Absent(),))

    def ended(self, session: Session, merge_id: str, state: MergeState) -> Update:
        """Return the action by which a merge that was held is no longer; it fails if it is not."""
        guard = (Equals("state", "held"),)
        return Update(key=state_keys.merge(session, merge_id), conditions=guard, set={"state": state})

    def get(self, session: Session, merge_id: str) -> Merge:
        """
        Return a merge, also one that is over.

        Raises:
            NotFound: the session has no such merge (`not_found`).
        """
        return self._merge(session, self._item(session, merge_id))

    def disagreements(self, session: Session, merge_id: str) -> tuple[Disagreement, ...]:
        """Return the conflicts of a merge that is not over, by path; raises as `get`."""
        return self._disagreements(session, self._item(session, merge_id))

    def live(self, session: Session, now: datetime) -> Iterator[Merge]:
        """Yield the merges into the session that are not over, oldest first."""
        for item in self._items(session):
            if now < _end(item):
                yield self._merge(session, item)

    def over(self, session: Session, now: datetime) -> tuple[Key, ...]:
        """Return the keys of the merges into the session that are over and waited for by nobody."""
        return tuple(item.key for item in self._items(session) if _end(item) <= now)

    def _items(self, session: Session) -> Iterator[Item]:
        return every_item(self.items, keys.content_partition(session), state_keys.MERGES)

    def _item(self, session: Session, merge_id: str) -> Item:
        item = self.items.get(state_keys.merge(session, merge_id))
        if item is None:
            message = f"Session {session.id} has no merge {merge_id}"
            raise NotFound(message)
        return item

    def _merge(self, session: Session, item: Item) -> Merge:
        at = item.attributes
        told = Values(self.blobs, session.space).load(json.loads(str(at["report"])))
        fields = cast("dict[str, Any]", told) | {"state": str(at["state"]), "created": from_micros(int(at["created"]))}
        return Merge(**fields | _nested(fields))

    def _disagreements(self, session: Session, item: Item) -> tuple[Disagreement, ...]:
        kept = str(item.attributes["conflicts"])
        return tuple(map(_disagreement, json.loads(self.blobs.get(session.space, kept)))) if kept else ()


def _end(item: Item) -> datetime:
    return from_micros(int(item.attributes[HOLDS_UNTIL]))


def _report(merge: Merge) -> dict[str, Json]:
    return {name: value for name, value in asdict(merge).items() if name not in {"state", "created"}}


def _nested(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the parts of a merge that are more than texts and numbers."""
    return {
        "start": Start(**fields["start"] | {"others": tuple(fields["start"]["others"])}),
        "target": Party(**fields["target"]),
        "source": Party(**fields["source"]),
        "stats": Stats(**fields["stats"]),
        "resolved": tuple(Resolved(**each) for each in fields["resolved"]),
        "stale": tuple(Stale(**each) for each in fields["stale"]),
        "warnings": tuple(Warned(**each) for each in fields["warnings"]),
    }


def _listing(found: Sequence[Disagreement]) -> bytes:
    # Each digest stands in the text as such, which keeps its blob from being collected.
    rows = [{**asdict(each), **{side: _value(getattr(each, side)) for side in _SIDES}} for each in found]
    return to_text(rows).encode("utf-8", "surrogatepass")


_SIDES = ("base", "ours", "theirs")


def _value(value: HeldValue | None) -> Json:
    if value is None:
        return None
    at = value.changed_at
    return {**asdict(value), "changed_at": None if at is None else to_micros(at)}


def _disagreement(row: dict[str, Any]) -> Disagreement:
    sides = {side: _held(row[side]) for side in _SIDES}
    hunks = tuple(Hunk(**{name: Range(**lines) for name, lines in hunk.items()}) for hunk in row["hunks"])
    return Disagreement(**row | sides | {"choices": tuple(row["choices"]), "hunks": hunks})


def _held(value: dict[str, Any] | None) -> HeldValue | None:
    if value is None:
        return None
    at = value["changed_at"]
    return HeldValue(**value | {"changed_at": None if at is None else from_micros(at)})
