"""Lists of sessions: filtered, page by page, without gaps or repetitions while others write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Final

from shared.domain.principal import Principal
from shared.domain.session import Session
from shared.domain.workspace import STATUSES
from shared.kernel.errors import Forbidden, Invalid, NotFound
from shared.kernel.hashing import Json
from shared.records.families import FamilyRecords
from shared.records.index import SessionIndex
from shared.records.sessions import SessionRecords
from shared.services.tokens import Tokens
from shared.services.visibility import check_access, check_scope

PAGE: Final = 50
_STATUS: Final = f"status is one of {', '.join(STATUSES)}"
_SORT: Final = "sort is -createdAt, newest first"
_OWNER: Final = "owner is me"
_MOMENT: Final = "updatedAfter is a moment as RFC 3339 has it, with its offset from UTC"
_BATCH: Final = 100
_BATCHES: Final = 10
"""How much of an index one request looks through; a page with fewer rows than wanted still tells where it goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody looks for; a tag is `name:value` or `name`, and all of them must be there."""

    status: str | None = None
    tags: tuple[str, ...] = ()
    owner: str | None = None
    parent: str | None = None
    root: str | None = None
    updated_after: str | None = None
    sort: str = "-createdAt"

    def check(self, principal: Principal) -> None:
        """Raise `Invalid` for what no session could be."""
        if self.status is not None and self.status not in STATUSES:
            raise _wrong(_STATUS)
        if self.sort != "-createdAt":
            raise _wrong(_SORT)
        if self.owner not in {None, "me", f"user:{principal.subject}"}:
            raise _wrong(_OWNER)
        self.since()

    def since(self) -> datetime | None:
        """Return the moment behind `updated_after`."""
        if self.updated_after is None:
            return None
        try:
            moment = datetime.fromisoformat(self.updated_after)
        except ValueError as error:
            raise _wrong(_MOMENT) from error
        if moment.tzinfo is None:
            raise _wrong(_MOMENT)
        return moment

    def fits(self, session: Session) -> bool:
        """Return whether a session is such a one."""
        since = self.since()
        return (
            self.status in {None, session.about.status}
            and self.parent in {None, session.lineage.parent}
            and self.root in {None, session.lineage.root or session.id}
            and (since is None or session.updated > since)
            and all(_is_tagged(session, tag) for tag in self.tags)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The lists of sessions."""

    records: SessionRecords
    index: SessionIndex
    families: FamilyRecords
    tokens: Tokens

    def page(
        self, principal: Principal, wanted: Wanted, size: int, token: str | None
    ) -> tuple[tuple[Session, ...], str | None]:
        """
        Return up to `size` sessions of the principal, newest first, and the token of the next page, if there is one.

        Raises:
            Forbidden: the principal may not read.
            Invalid: a filter makes no sense, or the token is not this list's, or too old.
        """
        check_scope(principal, "session.read")
        wanted.check(principal)
        filters: dict[str, Json] = {**_plain(asdict(wanted)), "who": [principal.tenant, principal.subject]}
        place = self.tokens.place(filters, token)
        found, after = self._collect(principal, wanted, size, None if place is None else str(place))
        return found, None if after is None else self.tokens.token(filters, after)

    def forks(self, principal: Principal, session: Session) -> tuple[Session, ...]:
        """Return the sessions that were forked from this one and that the principal may see, oldest first."""
        found = [fork for fork in self._family(session) if fork.lineage.parent == session.id]
        seen = [self._seen(fork) for fork in found if _may_see(fork, principal)]
        return tuple(sorted(seen, key=lambda fork: (fork.created, fork.id)))

    def _seen(self, session: Session) -> Session:
        """Return a session as a row tells of it, which has no ETag: an expiry counts, recorded or not."""
        return replace(session, about=session.about.as_seen(self.tokens.clock.now()))

    def _family(self, session: Session) -> Iterator[Session]:
        for member in self.families.sessions(session.space):
            try:
                found = self.records.get(member.session_id)
            except NotFound:
                continue
            if found.life == member.life:
                yield found

    def _collect(
        self, principal: Principal, wanted: Wanted, size: int, after: str | None
    ) -> tuple[tuple[Session, ...], str | None]:
        found: list[Session] = []
        for _ in range(_BATCHES):
            listed = self.index.of_owner(principal.tenant, principal.subject, after=after, limit=_BATCH)
            for session in map(self._seen, listed.sessions):
                if wanted.fits(session) and _may_see(session, principal):
                    if len(found) == size:
                        return tuple(found), self.index.place(found[-1])
                    found.append(session)
            after = listed.after
            if after is None:
                return tuple(found), None
        return tuple(found), after


def _may_see(session: Session, principal: Principal) -> bool:
    try:
        check_access(session, principal, "session.read")
    except (NotFound, Forbidden):
        return False
    return True


def _is_tagged(session: Session, tag: str) -> bool:
    name, colon, value = tag.partition(":")
    return name in session.about.tags and (not colon or session.about.tags[name] == value)


def _plain(fields: dict[str, object]) -> dict[str, Json]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}  # type: ignore[misc]  # texts


def _wrong(message: str) -> Invalid:
    return Invalid(message, code="validation_failed")
