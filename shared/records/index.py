"""
Which sessions somebody has a role in, and which an agent app has.

An entry is written when a session is made or shared and removed when that ends, and its key never moves: whoever pages
through a list while others write meets every session once. A session that is half gone may still have an entry, so each
entry is held against the header before it counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from shared.domain.session import Session
from shared.ports.items import Delete, Item, Items, Key, Put
from shared.records import headers, keys
from shared.records.paging import every_item

_BATCH: Final = 100


@dataclass(frozen=True, slots=True)
class Listed:
    """One part of a list: the sessions, and where the next part starts, or None at the end."""

    sessions: tuple[Session, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class SessionIndex:
    """The lists of sessions."""

    items: Items

    def entries(self, session: Session) -> tuple[Put, ...]:
        """Return the actions that list a new session; unconditional, since its header's condition guards them."""
        attributes = {"session": session.id, "life": session.life}
        return (
            *(Put(key=key, attributes=attributes, conditions=()) for key in _places(session)),
            Put(key=_app(session), attributes={"app": session.app}, conditions=()),
        )

    def removals(self, session: Session) -> tuple[Delete, ...]:
        """Return the actions that take a session off the lists; its app stays, others may be in it."""
        return tuple(Delete(key=key) for key in _places(session))

    def shared(self, before: Session, after: Session) -> tuple[Put | Delete, ...]:
        """Return the actions that put a session on the lists of those who now have a role in it, and off others'."""
        had, have = _readers(before), _readers(after)
        entry = {"session": after.id, "life": after.life}
        return (
            *(
                Put(key=_reader(after, subject), attributes=entry, conditions=())
                for subject in have
                if subject not in had
            ),
            *(Delete(key=_reader(after, subject)) for subject in had if subject not in have),
        )

    def of_principal(
        self, tenant: str, subject: str, *, after: str | None = None, limit: int = _BATCH, newest_first: bool = True
    ) -> Listed:
        """Return up to `limit` sessions that somebody has a role in, from behind `after`, or fewer."""
        return self._listed(keys.owner_index(tenant, subject), "", after, limit, forward=not newest_first)

    def of_app(
        self, tenant: str, app: str, owner: str | None = None, *, after: str | None = None, limit: int = _BATCH
    ) -> Listed:
        """Return sessions of an agent app, of one owner or of all, newest first."""
        prefix = "" if owner is None else keys.owner_prefix(owner)
        return self._listed(keys.app_index(tenant, app), prefix, after, limit)

    def place(self, session: Session) -> str:
        """Return where in the list of its owner a session is, for `after`."""
        return keys.age(session)

    def apps(self, tenant: str, owner: str) -> tuple[str, ...]:
        """Return the apps in which an owner has had sessions, by name."""
        found = every_item(self.items, keys.apps_index(tenant, owner))
        return tuple(sorted(str(item.attributes["app"]) for item in found))

    def _listed(self, partition: str, prefix: str, after: str | None, limit: int, *, forward: bool = False) -> Listed:
        page = self.items.query(partition, prefix=prefix, after=after, forward=forward, limit=limit)
        return Listed(tuple(self._standing(page.items)), page.after)

    def _standing(self, entries: tuple[Item, ...]) -> Iterator[Session]:
        found = self.items.get_many([keys.head(str(entry.attributes["session"])) for entry in entries])
        for entry, item in zip(entries, found, strict=True):
            if item is None or headers.is_going(item):
                continue
            session = headers.from_item(item)
            if session.life == entry.attributes["life"]:
                yield session


def _places(session: Session) -> Iterator[Key]:
    yield from (_reader(session, subject) for subject in _readers(session))
    yield Key(keys.app_index(session.tenant, session.app), keys.owner_prefix(session.owner) + keys.age(session))


def _readers(session: Session) -> tuple[str, ...]:
    """Return who has a role in a session."""
    return tuple(principal.removeprefix("user:") for principal in session.access)


def _reader(session: Session, subject: str) -> Key:
    return Key(keys.owner_index(session.tenant, subject), keys.age(session))


def _app(session: Session) -> Key:
    return Key(keys.apps_index(session.tenant, session.owner), keys.app_name(session.app))
