"""What each side of a conflict holds, as it is shown to whoever is to decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from shared.domain.content import Zone
from shared.domain.merge import INLINE_LIMIT_BYTES, Disagreement, HeldValue
from shared.domain.merging.outcome import Conflict
from shared.domain.merging.values import MISSING, Chunk, CodeFile, Document, Value
from shared.domain.session import Session
from shared.kernel.hashing import Json, digest
from shared.ports.blobs import Blobs
from shared.records.events import Authorship, EventRecords
from shared.records.values import to_text
from shared.services.merge_sides import Side

EVENTS: Final = 1_000
"""How far back a log is read to tell who changed what."""

_REWRITTEN: Final = frozenset({"session.merged", "session.restored"})
"""Events that may have changed anything: what is told before them need not be so any more."""

Unit = tuple[Zone, str]


@dataclass(frozen=True, slots=True)
class Conflicts:
    """The conflicts of merges into one session, whose space holds both contents."""

    session: Session
    blobs: Blobs
    events: EventRecords

    def shown(self, conflicts: Iterable[Conflict], ours: Side, theirs: Side) -> tuple[Disagreement, ...]:
        """Return conflicts with what each side holds, after keeping what is too large to be told."""
        found = tuple(conflicts)
        units = {(each.zone, each.unit) for each in found}
        mine, others = (self._authors(side, set(units)) for side in (ours, theirs))
        return tuple(self._shown(each, mine, others) for each in found)

    def _shown(
        self, conflict: Conflict, mine: Mapping[Unit, Authorship], others: Mapping[Unit, Authorship]
    ) -> Disagreement:
        unit = (conflict.zone, conflict.unit)
        return Disagreement(
            path=conflict.path,
            zone=conflict.zone,
            kind=conflict.kind,
            base=self._held(conflict, conflict.base),
            ours=_told(self._held(conflict, conflict.ours), mine.get(unit)),
            theirs=_told(self._held(conflict, conflict.theirs), others.get(unit)),
            choices=conflict.choices,
            hunks=conflict.hunks,
        )

    def _held(self, conflict: Conflict, value: Value) -> HeldValue | None:
        if value is MISSING:
            return None
        shown = self._readable(conflict, value)
        is_text = isinstance(shown, str) and (isinstance(value, CodeFile) or _is_text_of_chunk(conflict))
        data = (shown if is_text and isinstance(shown, str) else to_text(shown)).encode("utf-8", "surrogatepass")
        if len(data) <= INLINE_LIMIT_BYTES:
            return HeldValue(hash=digest(data), size=len(data), is_inline=True, value=shown)
        return HeldValue(hash=self.blobs.put(self.session.space, data), size=len(data))

    def _readable(self, conflict: Conflict, value: Value) -> Json:
        """Return a value with texts in the place of what stands for them."""
        match value:
            case CodeFile():
                return value.text
            case Chunk():
                return {"content": self._text(value.content), **value.fields}
            case Document():
                return {"docVersion": value.version, **value.fields, "chunks": list[Json](value.chunks)}
            case str() if _is_text_of_chunk(conflict):
                return self._text(value)
        return value  # type: ignore[return-value]  # nothing else is left

    def _text(self, content: str) -> str:
        return self.blobs.get(self.session.space, content).decode("utf-8", "surrogatepass")

    def _authors(self, side: Side, wanted: set[Unit]) -> dict[Unit, Authorship]:
        """Return who changed each unit last, where the end of the log tells it."""
        found: dict[Unit, Authorship] = {}
        for entry in islice(self.events.authors(side.session), EVENTS):
            if not wanted or entry.kind in _REWRITTEN:
                break
            if entry.revision <= side.revision:
                found |= dict.fromkeys(entry.units & wanted, entry)
                wanted -= entry.units
        return found


def _is_text_of_chunk(conflict: Conflict) -> bool:
    zone, *steps = conflict.path.split("/")
    return zone == "docs:" and len(steps) == 2 and steps[1] == "content"  # noqa: PLR2004 - a chunk's id and its field


def _told(held: HeldValue | None, author: Authorship | None) -> HeldValue | None:
    return held if held is None or author is None else replace(held, changed_at=author.at, changed_by=author.author)
