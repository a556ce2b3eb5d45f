"""Session headers as items."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from shared.domain.content import Layers
from shared.domain.session import Change, Session
from shared.kernel.errors import NotFound
from shared.kernel.identifiers import SessionId
from shared.ports.items import Attributes, Item
from shared.records.about import (
    about_from_text,
    about_to_text,
    lineage_from_text,
    lineage_to_text,
    roots_from_text,
    roots_to_text,
)

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def to_micros(moment: datetime) -> int:
    """Return microseconds since 1970 UTC; exact where a float would round."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def to_nanos(moment: datetime) -> int:
    """Return nanoseconds since 1970 UTC."""
    return to_micros(moment) * 1000


def told(change: Change) -> int:
    """Return the time that a change's author gives it, in nanoseconds since 1970 UTC."""
    return to_nanos(change.at) if change.told is None else change.told


def from_micros(count: int) -> datetime:
    """Return the moment `count` microseconds after 1970 UTC."""
    return _EPOCH + timedelta(microseconds=count)


def to_attributes(session: Session) -> dict[str, str | int | bytes]:
    """Return the attributes of the header item."""
    return {
        "id": session.id,
        "tenant": session.tenant,
        "owner": session.owner,
        "life": session.life,
        "space": session.space,
        "created": to_micros(session.created),
        "app": session.app,
        "alias": session.alias,
        "checkpoints": session.checkpoints,
        "standing": 1,
        **to_changing(session),
        **to_folded(session),
        **to_described(session),
    }


def to_changing(session: Session) -> dict[str, str | int | bytes]:
    """Return the attributes that a change of content writes."""
    return {
        "updated": to_micros(session.updated),
        "revision": session.revision,
        "sequence": session.sequence,
        "revised": session.revised,
        "changed": session.changed,
        "told": session.told,
        "latestTold": session.latest_told,
        **to_rotated(session),
    }


def to_described(session: Session) -> dict[str, str | int | bytes]:
    """Return the attributes that only changes of what is said of the session write, or of its lineage."""
    return {"about": about_to_text(session.about), "lineage": lineage_to_text(session.lineage)}


def to_rotated(session: Session) -> dict[str, str | int | bytes]:
    """Return the attributes that a new layer writes."""
    return {"version": session.version, "generation": session.layers.generation, "dirty": session.layers.dirty}


def to_folded(session: Session) -> dict[str, str | int | bytes]:
    """Return the attributes that a folding writes; no change writes them, since it may not know of the folding."""
    layers = session.layers
    return {
        "roots": roots_to_text(layers.roots),
        "folded": layers.folded,
        "foldedAt": -1 if layers.folded_at is None else to_micros(layers.folded_at),
        "swept": layers.swept,
    }


def from_item(item: Item) -> Session:
    """Return the header an item holds."""
    attributes: Attributes = item.attributes
    return Session(
        id=SessionId(str(attributes["id"])),
        tenant=str(attributes["tenant"]),
        owner=str(attributes["owner"]),
        life=str(attributes["life"]),
        space=str(attributes["space"]),
        created=from_micros(int(attributes["created"])),
        updated=from_micros(int(attributes["updated"])),
        revision=int(attributes["revision"]),
        sequence=int(attributes["sequence"]),
        revised=int(attributes.get("revised", attributes["sequence"])),
        version=int(attributes["version"]),
        changed=int(attributes["changed"]),
        layers=_layers(attributes),
        app=str(attributes["app"]),
        alias=str(attributes["alias"]),
        told=int(attributes["told"]),
        latest_told=int(attributes["latestTold"]),
        checkpoints=int(attributes["checkpoints"]),
        about=about_from_text(str(attributes["about"])),
        lineage=lineage_from_text(str(attributes["lineage"])),
    )


def _layers(attributes: Attributes) -> Layers:
    folded_at = int(attributes["foldedAt"])
    return Layers(
        roots=roots_from_text(str(attributes["roots"])),
        folded=int(attributes["folded"]),
        generation=int(attributes["generation"]),
        dirty=int(attributes["dirty"]),
        swept=int(attributes["swept"]),
        folded_at=None if folded_at < 0 else from_micros(folded_at),
    )


def is_going(item: Item) -> bool:
    """Return whether the session is being deleted, or has not wholly arrived: to everybody else it does not exist."""
    return bool(item.attributes.get("deleting")) or is_arriving(item)


def is_arriving(item: Item) -> bool:
    """Return whether the session's first events are still being written."""
    return bool(item.attributes.get("arriving"))


def existing(item: Item | None, session_id: str) -> Session:
    """
    Return the header an item holds.

    Raises:
        NotFound: there is none, or its session is going or has not arrived (`session_not_found`).
    """
    if item is None or is_going(item):
        raise no_session(session_id)
    return from_item(item)


def moved_on(item: Item | None, session: Session) -> Session:
    """
    Return the header as whoever was faster left it.

    Raises:
        NotFound: this life of the session has ended (`session_not_found`).
    """
    found = existing(item, session.id)
    if found.life != session.life:
        raise no_session(session.id)
    return found


def no_session(session_id: str) -> NotFound:
    """Return the error for a session that is not there."""
    return NotFound(f"Session {session_id} not found", code="session_not_found")
