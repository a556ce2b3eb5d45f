"""What forks take along from their source beside its content: open annotations, and, on request, cached values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, Literal, TypeAlias

from shared.domain.annotation import Annotation
from shared.domain.cached import NewValue
from shared.domain.principal import Principal
from shared.domain.session import Change, Session
from shared.kernel.errors import Invalid, Stale
from shared.ports.items import ConditionFailed, Put
from shared.records.annotations import AnnotationRecords
from shared.records.cache import CacheRecords
from shared.records.documents import DocumentRecords
from shared.services.caches import Sight
from shared.services.states import States
from shared.services.units import Units

Which: TypeAlias = Literal["open", "none"]

KEYS: Final = 200
"""How many cached values a fork takes along at most: each is written by itself."""

_NOTES: Final = 1_000
_AT_ONCE: Final = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrying:
    """Carry what is no content from a session to its forks."""

    states: States
    documents: DocumentRecords
    annotations: AnnotationRecords
    caches: CacheRecords

    def check(self, source: Session, *, cache: bool) -> None:
        """
        Refuse what would take too long.

        Raises:
            Invalid: the cache has too many keys (`validation_failed`).
        """
        if cache and len(list(islice(self._keys(source), KEYS + 1))) > KEYS:
            message = f"the cache has more than {KEYS} keys, which a fork does not take along"
            raise Invalid(message, code="validation_failed")

    def carry(
        self, principal: Principal, source: Session, forks: Iterable[Session], *, annotations: Which, cache: bool
    ) -> None:
        """
        Give forks of the source its open annotations of what they hold, and its cache.

        What a fork has already is left alone, so that a carrying that broke off can be done again.
        """
        for fork in forks:
            if annotations == "open":
                self._carry_notes(principal, source, fork)
            for key in self._keys(source) if cache else ():
                self._carry_value(source, fork, key)

    def _carry_notes(self, principal: Principal, source: Session, fork: Session) -> None:
        found = [note for note in islice(self.annotations.list(source), _NOTES) if note.status == "open"]
        if not found:
            return
        present = {note.id for note in self.annotations.list(fork)}
        missing = (note for note in self._fitting(fork, found) if note.id not in present)
        puts = [self.annotations.added(fork, note) for note in missing]
        for start in range(0, len(puts), _AT_ONCE):
            batch = puts[start : start + _AT_ONCE]
            self._record(fork, self._change(principal, source, len(batch)), batch)

    def _record(self, fork: Session, change: Change, puts: list[Put]) -> None:
        with suppress(ConditionFailed):  # somebody else is carrying them
            self.states.records.change(fork, change, also=lambda _after: puts)

    def _fitting(self, fork: Session, found: Iterable[Annotation]) -> Iterator[Annotation]:
        units = Units(*self.states.records.read(fork), self.documents)
        for note in found:
            if not note.path or units.hash_of(note.path) == note.content_hash:
                yield replace(note, version=1)

    def _carry_value(self, source: Session, fork: Session, key: str) -> None:
        now = self.states.clock.now()
        found = self.caches.load(source, key, now)
        if found is None:
            return
        entry = found.entry
        left = None if entry.expires is None else max(1, int((entry.expires - now).total_seconds()))
        value = NewValue(data=found.data, is_json=entry.is_json, media_type=entry.media_type, lifetime=left)
        with suppress(Stale):
            self.caches.put(fork, key, value, Sight(absent=True).check, now)

    def _keys(self, source: Session) -> Iterator[str]:
        return (entry.key for entry in self.caches.list(source, "", self.states.clock.now()))

    def _change(self, principal: Principal, source: Session, count: int) -> Change:
        return Change(
            event_id=self.states.identifiers.new(),
            kind="annotation.carried",
            author=f"user:{principal.subject}",
            at=self.states.clock.now(),
            counts=False,
            facts={"sourceSessionId": source.id, "count": count},
        )
