"""Lists of sessions: filtered, page by page, without gaps or repetitions while others write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from operator import itemgetter
from typing import Final, Literal, TypeAlias

from shared.domain.principal import Principal
from shared.domain.session import Session
from shared.domain.workspace import Status
from shared.kernel.errors import Invalid
from shared.kernel.hashing import Json
from shared.records.events import EventRecords
from shared.records.families import FamilyRecords, Member
from shared.records.headers import from_micros, to_micros
from shared.records.index import Listed, SessionIndex
from shared.records.sessions import SessionRecords
from shared.services.moments import moment
from shared.services.paged import PageWish
from shared.services.tokens import Tokens
from shared.services.visibility import check_scope, may_see

Sort: TypeAlias = Literal["-createdAt", "createdAt", "-lastActivityAt", "lastActivityAt"]
_OWNER: Final = "owner is me, or user: and a name"
_BATCH: Final = 100
_BATCHES: Final = 10
"""How much of an index one request looks through; a page with fewer rows than wanted still tells where it goes on."""

_BY_ACTIVITY: Final = 2_000
"""How many sessions are put in the order of their activity, for which all of them must be looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody looks for; a tag is `name:value` or `name`, and all of them must be there."""

    status: Status | None = None
    tags: tuple[str, ...] = ()
    owner: str | None = None
    parent: str | None = None
    root: str | None = None
    updated_after: str | None = None
    sort: Sort = "-createdAt"

    def check(self) -> None:
        """Raise `Invalid` for what no session could be."""
        if self.owner is not None and self.owner != "me" and not self.owner.startswith("user:"):
            raise Invalid(_OWNER, code="validation_failed")
        moment(self.updated_after, "updatedAfter")

    def fits(self, session: Session, principal: Principal) -> bool:
        """Return whether a session is such a one."""
        since = moment(self.updated_after, "updatedAfter")
        owner = f"user:{principal.subject}" if self.owner == "me" else self.owner
        return (
            self.status in {None, session.about.status}
            and owner in {None, f"user:{session.owner}"}
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
    events: EventRecords
    tokens: Tokens

    def page(self, principal: Principal, wanted: Wanted, wish: PageWish) -> tuple[tuple[Session, ...], str | None]:
        """
        Return a page of the sessions that the principal may see, and the token of the next one, if there is one.

        Orders by activity are those of the moment of the first page, whatever happens to the sessions afterwards.

        Raises:
            Forbidden: the principal may not read.
            Invalid: a filter makes no sense, or the token is not this list's, or too old.
        """
        check_scope(principal, "session.read")
        wanted.check()
        filters: dict[str, Json] = {**_plain(asdict(wanted)), "who": [principal.tenant, principal.subject]}
        place = self.tokens.place(filters, wish.token)
        if "lastActivityAt" in wanted.sort:
            found, after = self._by_activity(principal, wanted, wish.size, place)
        else:
            found, after = self._by_age(principal, wanted, wish.size, None if place is None else str(place))
        return found, None if after is None else self.tokens.token(filters, after)

    def forks(self, principal: Principal, session: Session, wish: PageWish) -> tuple[tuple[Session, ...], str | None]:
        """
        Return a page of the sessions that were forked from this one and that the principal may see, by their ids.

        Raises:
            Invalid: the token is not this list's, or too old.
        """
        filters: dict[str, Json] = {"forks": session.life, "who": [principal.tenant, principal.subject]}
        place = self.tokens.place(filters, wish.token)
        found: list[Session] = []
        after = None if place is None else str(place)
        for _ in range(_BATCHES):
            members = tuple(islice(self.families.sessions(session.space, after=after), _BATCH))
            for member, fork in zip(members, self._living(members), strict=True):
                if fork is not None and fork.lineage.parent == session.id and may_see(fork, principal):
                    if len(found) == wish.size:
                        return tuple(found), self.tokens.token(filters, after)
                    found.append(fork)
                after = member.place
            if len(members) < _BATCH:
                return tuple(found), None
        return tuple(found), self.tokens.token(filters, after)

    def _living(self, members: Sequence[Member]) -> Iterator[Session | None]:
        found = self.records.find_many([member.session_id for member in members])
        for member, session in zip(members, found, strict=True):
            yield self._seen(session) if session is not None and session.life == member.life else None

    def _seen(self, session: Session) -> Session:
        """Return a session as a row tells of it, which has no ETag: an expiry counts, recorded or not."""
        return replace(session, about=session.about.as_seen(self.tokens.clock.now()))

    def _by_age(
        self, principal: Principal, wanted: Wanted, size: int, after: str | None
    ) -> tuple[tuple[Session, ...], str | None]:
        found: list[Session] = []
        for _ in range(_BATCHES):
            listed = self._listed(principal, after, newest_first=wanted.sort == "-createdAt")
            for session in listed.sessions:
                if wanted.fits(session, principal) and may_see(session, principal):
                    if len(found) == size:
                        return tuple(found), self.index.place(found[-1])
                    found.append(session)
            after = listed.after
            if after is None:
                return tuple(found), None
        return tuple(found), after

    def _by_activity(
        self, principal: Principal, wanted: Wanted, size: int, place: Json
    ) -> tuple[tuple[Session, ...], Json]:
        as_of, *last = (to_micros(self.tokens.clock.now()),) if place is None else _numbers(place)
        newest_first = wanted.sort.startswith("-")
        rows = sorted(self._active(principal, wanted, as_of), key=itemgetter(0), reverse=newest_first)
        if last:
            behind = tuple(last)
            rows = [row for row in rows if (row[0] < behind if newest_first else row[0] > behind)]
        chosen = rows[:size]
        onwards: Json = [as_of, *chosen[-1][0]] if len(rows) > size else None
        return tuple(session for _, session in chosen), onwards

    def _active(self, principal: Principal, wanted: Wanted, as_of: int) -> Iterator[tuple[tuple[int, str], Session]]:
        """Yield the sessions there were at a moment, each with when it had last changed by then, and its id."""
        moment = from_micros(as_of)
        for session in self._all(principal):
            if session.created <= moment and wanted.fits(session, principal) and may_see(session, principal):
                active = session.updated if session.updated <= moment else self.events.last_active(session, moment)
                yield (to_micros(active), session.id), session

    def _all(self, principal: Principal) -> Iterator[Session]:
        after: str | None = None
        for _ in range(_BY_ACTIVITY // _BATCH):
            listed = self._listed(principal, after, newest_first=True)
            yield from listed.sessions
            after = listed.after
            if after is None:
                return
        message = f"only {_BY_ACTIVITY} sessions are put in the order of their activity; use -createdAt"
        raise Invalid(message, code="validation_failed")

    def _listed(self, principal: Principal, after: str | None, *, newest_first: bool) -> Listed:
        tenant, subject = principal.tenant, principal.subject
        listed = self.index.of_principal(tenant, subject, after=after, limit=_BATCH, newest_first=newest_first)
        return replace(listed, sessions=tuple(map(self._seen, listed.sessions)))


def _is_tagged(session: Session, tag: str) -> bool:
    name, colon, value = tag.partition(":")
    return name in session.about.tags and (not colon or session.about.tags[name] == value)


def _numbers(place: Json) -> tuple[int, int, str]:
    assert isinstance(place, list)  # noqa: S101 - what `_by_activity` made
    as_of, active, session_id = place
    return int(str(as_of)), int(str(active)), str(session_id)


def _plain(fields: dict[str, object]) -> dict[str, Json]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}  # type: ignore[misc]  # texts
