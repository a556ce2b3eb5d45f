"""Lists of what a content consists of: units by path, chunks by document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shared.domain.content import ZONES, Zone, is_made
from shared.domain.document import Document, StoredChunk
from shared.domain.principal import Principal
from shared.domain.session import Session
from shared.kernel.errors import NotFound
from shared.records.content import View
from shared.records.documents import DocumentRecords
from shared.records.values import leaf_hash, leaf_size
from shared.services.comparison import chunk_hash, path_of
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

    def units(
        self, principal: Principal, session_id: str, zones: tuple[Zone, ...], prefix: str
    ) -> tuple[Session, tuple[Unit, ...]]:
        """Return the units of some zones (all without any) whose path starts with `prefix`; raises as `visible`."""
        session, view = self._view(principal, session_id)
        found = (unit for zone in zones or ZONES for unit in self._of_zone(session, view, zone))
        kept = (unit for unit in found if unit.path.startswith(prefix))
        return session, tuple(sorted(kept, key=lambda unit: unit.path))

    def chunks(self, principal: Principal, session_id: str) -> tuple[Session, tuple[FoundChunk, ...]]:
        """Return every chunk, the oldest document's first; raises as `visible`."""
        session, view = self._view(principal, session_id)
        return session, tuple(self._chunks(session, view))

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
