"""An event that a session's log gets in the transaction of another session's change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from shared.domain.session import Change, Session
from shared.ports.blobs import Blobs
from shared.ports.items import Action, Equals, Items, Update
from shared.records import headers, keys
from shared.records.edits import Edits


@dataclass(frozen=True, slots=True)
class Companions:
    """Sessions that are told of what happens to others."""

    items: Items
    blobs: Blobs

    def told(
        self, session: Session, change: Change, amend: Callable[[Session], Session] = lambda after: after
    ) -> tuple[Session, tuple[Action, ...]]:
        """
        Return the header after an event that changes no content, and the actions that write both, the header's first.

        That one fails when the header has moved on since it was read; the lost condition brings the new one.
        """
        edits = Edits(self.items, self.blobs)
        edit = edits.edit(session, change)
        after = amend(edit.applied(session))
        guard = (Equals("life", session.life), Equals("version", session.version))
        attributes = headers.to_changing(after) | headers.to_described(after)
        head = Update(key=keys.head(session.id), conditions=guard, set=attributes)
        return after, (head, *edits.actions(after, edit))
