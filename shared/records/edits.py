"""A change of a session's content, from what it says to what is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeAlias

from shared.domain.content import Write
from shared.domain.session import Change, Session
from shared.ports.blobs import Blobs
from shared.ports.items import Action, Items
from shared.records import headers
from shared.records.events import EventRecords
from shared.records.layers import ITEMS_PER_CHANGE, LayerRecords
from shared.records.values import StoredValue, Values

Also: TypeAlias = Callable[[Session], Sequence[Action]]
"""Actions that must happen in the same transaction as a change, given the header as it will be."""

Amend: TypeAlias = Callable[[Session], tuple[Session, Sequence[Action]]]
"""Given the header as it would be, what it is to be instead, and further actions of the same transaction."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A change as it is stored: its leaves, and the blobs that hold them when they are too many for a transaction."""

    change: Change
    delta: Mapping[str, StoredValue]
    writes: tuple[Write, ...]
    blobs: tuple[str, ...]

    @property
    def has_content(self) -> bool:
        """Whether it writes a leaf, or takes one away."""
        return bool(self.writes or self.blobs)

    def applied(self, session: Session) -> Session:
        """Return the header as it will be."""
        layers = session.layers.rotated().written(1) if self.blobs else session.layers.written(len(self.writes))
        told = headers.told(self.change)
        return replace(
            session,
            updated=max(self.change.at, session.updated) if self.change.counts else session.updated,
            told=told,
            latest_told=max(told, session.latest_told),
            revision=session.revision + self.change.counts,
            sequence=session.sequence + 1,
            revised=session.sequence + 1 if self.change.counts else session.revised,
            version=session.version + 1,
            changed=session.revision + 1 if self.has_content else session.changed,
            layers=layers,
        )


@dataclass(frozen=True, slots=True)
class Edits:
    """What writes changes."""

    items: Items
    blobs: Blobs

    def edit(self, session: Session, change: Change) -> Edit:
        """Return a change as it is stored, after keeping its large parts as blobs."""
        delta = Values(self.blobs, session.space).store_map(change.delta)
        writes = tuple(
            chain(
                (Write("data", name, leaf) for name, leaf in delta.items()),
                (Write("data", name, None) for name in change.removed),
                change.writes,
            )
        )
        wide = change.kept or len(writes) > ITEMS_PER_CHANGE
        blobs = LayerRecords(self.items, self.blobs).keep(session, writes) if wide else ()
        return Edit(change, delta, writes, (*change.kept, *blobs))

    def actions(self, after: Session, edit: Edit) -> list[Action]:
        """Return the actions that write the edit's event and leaves under the header it leads to."""
        layers = LayerRecords(self.items, self.blobs)
        event = EventRecords(self.items, self.blobs).action(after, edit.change, edit.delta)
        return [event, *([layers.bulk(after, edit.blobs)] if edit.blobs else layers.actions(after, edit.writes))]
