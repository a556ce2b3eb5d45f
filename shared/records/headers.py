"""Session headers as items."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from shared.domain.session import Session
from shared.kernel.identifiers import SessionId
from shared.ports.items import Attributes, Item

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def to_micros(moment: datetime) -> int:
    """Return microseconds since 1970 UTC; exact where a float would round."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


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
        **to_changing(session),
    }


def to_changing(session: Session) -> dict[str, str | int | bytes]:
    """Return the attributes that a change of content writes."""
    return {
        "updated": to_micros(session.updated),
        "revision": session.revision,
        "sequence": session.sequence,
        "base": session.base,
        "generation": session.generation,
        "told": to_micros(session.told or session.updated),
        "latestTold": to_micros(session.latest_told or session.updated),
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
        base=str(attributes["base"]),
        generation=int(attributes["generation"]),
        app=str(attributes["app"]),
        alias=str(attributes["alias"]),
        told=from_micros(int(attributes["told"])),
        latest_told=from_micros(int(attributes["latestTold"])),
    )


def is_going(item: Item) -> bool:
    """Return whether the session is being deleted: to everybody else it no longer exists."""
    return bool(item.attributes.get("deleting"))
