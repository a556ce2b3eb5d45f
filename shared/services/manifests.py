"""Lists of what a content consists of: units by path, chunks by document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shared.domain.content import ZONES, Zone, is_made
from shared.domain.document import Document, StoredChunk
from shared.domain.principal import Principal
from shared.domain.session import Session
from shared.kernel.errors import NotFound
from shared.kernel.hashing import Json
from shared.records.content import View
from shared.records.documents import DocumentRecords
from shared.records.headers import to_micros
from shared.records.values import leaf_hash, leaf_size
from shared.services.comparison import chunk_hash, path_of
from shared.services.paged import Paged, PageWish
from shared.services.states import States
from shared.services.visibility import visible


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of a content; `size` is in bytes, of a chunk's text None where it is not known without reading it."""

    zone: Zone
    name: str
    hash: str
    size: int | None

    @property
    def path(self) -> str:
        """The unit's path, its zone included."""
        return path_of(self.zone, self.name)


@dataclass(frozen=True, slots=True)
class FoundChunk:
    """A chunk and the document it belongs to."""

    document: Document
    chunk: StoredChunk

    @property
    def hash(self) -> str:
        """The digest of everything it holds."""
        return chunk_hash(self.chunk)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifests:
    """What contents consist of."""

    states: States
    documents: DocumentRecords
    paged: Paged

    def units(
        self, principal: Principal, session_id: str, zones: tuple[Zone, ...], prefix: str, page: PageWish
    ) -> tuple[Session, tuple[Unit, ...], str | None]:
        """
        Return, by path, a page of the units of some zones (all without any) whose path starts with `prefix`.

        Raises:
            NotFound, Forbidden: as `visible`.
            Invalid: the token is not this list's, or too old.
        """
        session, view = self._view(principal, session_id)
        found = (unit for zone in zones or ZONES for unit in self._of_zone(session, view, zone))
        kept = sorted((unit for unit in found if unit.path.startswith(prefix)), key=lambda unit: unit.path)
        wanted: dict[str, Json] = {"units": session.life, "zones": [*zones], "prefix": prefix}
        return session, *self.paged.page(wanted, kept, lambda unit: unit.path, page)

    def chunks(
        self, principal: Principal, session_id: str, page: PageWish
    ) -> tuple[Session, tuple[FoundChunk, ...], str | None]:
        """Return a page of the chunks, the oldest document's first; raises as `units`."""
        session, view = self._view(principal, session_id)
        found = tuple(self._chunks(session, view))
        wanted: dict[str, Json] = {"chunks": session.life}
        place = self.paged.tokens.place(wanted, page.token)
        start = 0 if place is None else _behind(found, place)
        end = start + page.size
        onwards = self.paged.tokens.token(wanted, _place(found, end - 1)) if end < len(found) else None
        return session, found[start:end], onwards

    def chunk(self, principal: Principal, session_id: str, chunk_id: str) -> tuple[FoundChunk, str]:
        """
        Return one chunk and its text.

        Raises:
            NotFound: as `visible`, or the session has no such chunk (`not_found`).
        """
        session, view = self._view(principal, session_id)
        for found in self._chunks(session, view):
            if found.chunk.id == chunk_id:
                return found, self.documents.text(session, found.chunk)
        message = f"Session {session_id} has no chunk {chunk_id}"
        raise NotFound(message)

    def _view(self, principal: Principal, session_id: str) -> tuple[Session, View]:
        return self.states.records.read(visible(self.states.records, principal, session_id))

    def _of_zone(self, session: Session, view: View, zone: Zone) -> Iterator[Unit]:
        if zone == "docs":
            for found in self._chunks(session, view):
                yield Unit("docs", found.chunk.id, found.hash, None)
            return
        for name, leaf in view.leaves(zone).items():
            if not is_made(name):
                yield Unit(zone, name, leaf_hash(leaf), leaf_size(leaf))

    def _chunks(self, session: Session, view: View) -> Iterator[FoundChunk]:
        for document in self.documents.listed(session, view):
            yield from (FoundChunk(document, chunk) for chunk in document.chunks)


def _place(found: Sequence[FoundChunk], number: int) -> list[Json]:
    """Return where a list of chunks goes on behind one of them: its document, its number in there, its id."""
    at = found[number]
    return [*_age(at), at.document.chunks.index(at.chunk), at.chunk.id]


def _behind(found: Sequence[FoundChunk], place: Json) -> int:
    """Return how many chunks are not behind a place; one that was taken out counts as if it were still there."""
    assert isinstance(place, list)  # noqa: S101 - what `_place` made
    created, document, position, chunk_id = place
    age = (created, document)
    within = [number for number, each in enumerate(found) if _age(each) == age]
    for number in within:
        if found[number].chunk.id == chunk_id:
            return number + 1
    before = sum(_age(each) < age for each in found)
    return before + min(int(str(position)), len(within))


def _age(found: FoundChunk) -> tuple[int, str]:
    return to_micros(found.document.created), found.document.id
