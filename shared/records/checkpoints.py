"""Checkpoints: saved states of a session, each a pointer to a content."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from shared.domain.session import Session
from shared.domain.workspace import Checkpoint
from shared.kernel.errors import NotFound
from shared.ports.items import Absent, Action, Check, Delete, Item, Items, Present, Put
from shared.records import keys, state_keys
from shared.records.about import roots_from_text, roots_to_text
from shared.records.headers import from_micros, to_micros
from shared.records.paging import every_item

_FOR_GOOD: Final = -1


@dataclass(frozen=True, slots=True)
class CheckpointRecords:
    """The checkpoints of every session."""

    items: Items

    def stored(self, session: Session, checkpoint: Checkpoint) -> tuple[Action, ...]:
        """Return the actions that record a checkpoint; the first one fails when its name is taken."""
        put = Put(
            key=state_keys.checkpoint(session, checkpoint.id),
            attributes=_attributes(checkpoint),
            conditions=(Absent(),),
        )
        return (*self._named(session, checkpoint), put)

    def removed(self, session: Session, checkpoint: Checkpoint) -> tuple[Action, ...]:
        """Return the actions that remove a checkpoint; the first fails when it is gone, the second when it is held."""
        names = [Delete(key=named.key) for named in self._named(session, checkpoint)]
        free = Check(key=state_keys.held(session, checkpoint.id), conditions=(Absent(),))
        return (Delete(key=state_keys.checkpoint(session, checkpoint.id), conditions=(Present(),)), free, *names)

    def get(self, session: Session, checkpoint_id: str, now: datetime) -> Checkpoint:
        """
        Return a checkpoint.

        Raises:
            NotFound: the session has no such checkpoint, or it has expired (`not_found`).
        """
        item = self.items.get(state_keys.checkpoint(session, checkpoint_id))
        if item is None or (found := _checkpoint(session, item)).is_over(now):
            message = f"Session {session.id} has no checkpoint {checkpoint_id}"
            raise NotFound(message)
        return found

    def list(self, session: Session) -> Iterator[Checkpoint]:
        """Yield every checkpoint, oldest first, those that have expired included."""
        for item in every_item(self.items, keys.content_partition(session), state_keys.CHECKPOINTS):
            yield _checkpoint(session, item)

    def _named(self, session: Session, checkpoint: Checkpoint) -> tuple[Put, ...]:
        if not checkpoint.name:
            return ()
        key = state_keys.checkpoint_name(session, checkpoint.name)
        return (Put(key=key, attributes={"checkpoint": checkpoint.id}, conditions=(Absent(),)),)


def _attributes(checkpoint: Checkpoint) -> dict[str, str | int | bytes]:
    return {
        "id": checkpoint.id,
        "name": checkpoint.name,
        "note": checkpoint.note,
        "node": checkpoint.node_id,
        "revision": checkpoint.revision,
        "hash": checkpoint.content_hash,
        "roots": roots_to_text(checkpoint.roots),
        "depth": checkpoint.depth,
        "sequence": checkpoint.sequence,
        "automatic": int(checkpoint.automatic),
        "author": checkpoint.author,
        "created": to_micros(checkpoint.created),
        "expires": _FOR_GOOD if checkpoint.expires is None else to_micros(checkpoint.expires),
    }


def _checkpoint(session: Session, item: Item) -> Checkpoint:
    at = item.attributes
    expires = int(at["expires"])
    return Checkpoint(
        id=str(at["id"]),
        session_id=session.id,
        name=str(at["name"]),
        note=str(at["note"]),
        node_id=str(at["node"]),
        revision=int(at["revision"]),
        content_hash=str(at["hash"]),
        roots=roots_from_text(str(at["roots"])),
        depth=int(at["depth"]),
        sequence=int(at["sequence"]),
        automatic=bool(at["automatic"]),
        author=str(at["author"]),
        created=from_micros(int(at["created"])),
        expires=None if expires == _FOR_GOOD else from_micros(expires),
    )
