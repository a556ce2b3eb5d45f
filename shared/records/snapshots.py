"""
Snapshots: a session's whole content as trees, without holding up its writers.

A new layer is put on top in one conditional write, so that those below never change again; folding them into the trees
may then take its time and is no mixture of two revisions. What has not changed since the last snapshot costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Final

from shared.domain.content import Roots
from shared.domain.session import Session
from shared.kernel.errors import Unavailable
from shared.ports.blobs import Blobs
from shared.ports.clock import Patience
from shared.ports.items import ConditionFailed, Equals, Items, Update
from shared.records import headers, keys
from shared.records.content import ContentRecords, View
from shared.records.layers import LayerRecords

FOLD_AFTER: Final = 256
"""How many entries a layer gathers before whoever writes the next one folds it, so that reading stays bounded."""

_KEPT: Final = timedelta(hours=1)
"""For how long folded layers stay for whoever reads by a header of before; longer than any request or task."""


@dataclass(frozen=True, slots=True)
class SnapshotRecords:
    """Snapshots of every session."""

    items: Items
    blobs: Blobs
    patience: Patience

    def take(self, session: Session, at: datetime) -> Session:
        """
        Return the session as it was at one moment since the call, its layers all folded into its trees.

        Raises:
            NotFound: the session was deleted meanwhile.
            Unavailable: it kept changing for longer than we wait.
        """
        for attempt in count(1):
            if session.layers.is_flat:
                return session
            try:
                return self._folded(session, self._rotated(session), at)
            except ConditionFailed as lost:
                session = headers.moved_on(lost.old, session)
            if not self.patience.wait(attempt):
                break
        message = f"session {session.id} is being changed by too many writers; try again"
        raise Unavailable(message, retry_after=2)

    def _rotated(self, session: Session) -> Session:
        """Return the header with a new layer on top; what lies below is that of `session`, for good."""
        after = replace(session, version=session.version + 1, layers=session.layers.rotated())
        guard = (Equals("life", session.life), Equals("version", session.version))
        self.items.transact([Update(key=keys.head(session.id), conditions=guard, set=headers.to_rotated(after))])
        return after

    def _folded(self, before: Session, after: Session, at: datetime) -> Session:
        roots = self._fold(before)
        layers = replace(after.layers, roots=roots, folded=before.layers.generation, folded_at=at)
        kept = before.layers.folded_at
        if kept is not None and at - kept >= _KEPT:
            LayerRecords(self.items, self.blobs).sweep(before, before.layers.folded)
            layers = replace(layers, swept=before.layers.folded)
        folded = replace(after, layers=layers)
        self._settle(before, folded)
        return folded

    def _fold(self, session: Session) -> Roots:
        store = ContentRecords(self.items, self.blobs).store(session.space)
        roots = session.layers.roots
        for above in LayerRecords(self.items, self.blobs).portions(session):
            roots = View(roots, above, store).folded()
            del above  # it would stay while the next portion is read
        return roots

    def _settle(self, before: Session, folded: Session) -> None:
        """Make the trees the header's, unless somebody has folded as much already or replaced the content."""
        guard = (Equals("life", before.life), Equals("folded", before.layers.folded))
        update = Update(key=keys.head(before.id), conditions=guard, set=headers.to_folded(folded))
        try:
            self.items.transact([update])
        except ConditionFailed as lost:
            # Two that fold the same layers make the same trees, so nothing is lost.
            headers.moved_on(lost.old, before)
