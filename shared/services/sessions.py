"""Create, describe, change and delete sessions."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from shared.domain.content import Write
from shared.domain.job import Job, as_seen
from shared.domain.principal import Principal
from shared.domain.session import Change, Session
from shared.kernel.errors import Conflict
from shared.kernel.hashing import Json
from shared.kernel.identifiers import SessionId
from shared.ports.blobs import Uploads
from shared.ports.clock import Clock, Identifiers
from shared.records.content import View
from shared.records.documents import DocumentRecords
from shared.records.edits import Also
from shared.records.headers import no_session
from shared.records.jobs import JobRecords
from shared.records.sessions import SessionRecords
from shared.services.code import Code
from shared.services.data_keys import check_keys
from shared.services.removal import Removal
from shared.services.visibility import check_access, check_scope, visible

VIEWS: Final = frozenset(
    {
        "codegenInput",
        "codegenJobId",
        "digesterInput",
        "digesterJobId",
        "documentationItems",
        "generatedCode",
        "objectClasses",
    }
)
"""The documented names that are computed unless somebody keeps a value under them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sessions:
    """Sessions as their owners see them."""

    records: SessionRecords
    jobs: JobRecords
    documents: DocumentRecords
    code: Code
    uploads: Uploads
    clock: Clock
    identifiers: Identifiers
    removal: Removal

    def create(self, principal: Principal, session_id: str | None = None) -> Session:
        """
        Return a new, empty session of the principal.

        Raises:
            Conflict: the id is taken, by whomever.
        """
        check_scope(principal, "session.write")
        now, life = self.clock.now(), self.identifiers.new()
        session = Session(
            id=SessionId(session_id or self.identifiers.new()),
            tenant=principal.tenant,
            owner=principal.subject,
            life=life,
            space=life,
            created=now,
            updated=now,
        )
        return self.bear(session, self._change("session.created", principal, {}))

    def bear(self, session: Session, *changes: Change, also: Also | None = None) -> Session:
        """
        Write a new session, after clearing away what is left of one whose deletion or arrival was cut short.

        Raises:
            Conflict: the id is taken, by whomever.
            ConditionFailed: a condition of `also` did not hold; nothing was written.
        """
        try:
            return self.records.create(session, *changes, also=also)
        except Conflict:
            leftover = self.records.find_going(session.id, self.clock.now())
            # Whoever is writing it after all then finds the mark, or has arrived: nothing is to be cleared away.
            if leftover is not None and self.records.mark_going(leftover, unless_changed=True):
                self.sweep(leftover)
                with suppress(Conflict):
                    return self.records.create(session, *changes, also=also)
            self.records.families.discard(session)
            raise

    def describe(self, principal: Principal, session_id: str) -> tuple[Session, dict[str, Json]]:
        """
        Return the session and its data: every key as stored, and the documented names as views of them.

        Raises:
            NotFound: as `visible`.
        """
        session, view = self.records.read(visible(self.records, principal, session_id))
        data = self.records.values_of(session, view)
        return session, self._views(session, view, data) | data

    def check(self, principal: Principal, session_id: str) -> None:
        """
        Return if the principal sees such a session; one read.

        Raises:
            NotFound: as `visible`.
        """
        visible(self.records, principal, session_id)

    def change_data(
        self, principal: Principal, session_id: str, delta: Mapping[str, Json], *, revision: int | None = None
    ) -> Session:
        """
        Replace the values under the keys of `delta`, as one event; keys not named stay.

        Raises:
            NotFound: as `visible`.
            Invalid: a key is empty or too long.
            Stale: `revision` was given and is no longer the session's.
        """
        check_keys(delta)
        session = visible(self.records, principal, session_id, "session.write")
        delta, writes = self.received(session, delta)
        if not delta and not writes:
            return session
        change = replace(self._change("data.changed", principal, delta), writes=writes)
        return self.records.change(session, change, revision=revision)

    def received(self, session: Session, delta: Mapping[str, Json]) -> tuple[Mapping[str, Json], tuple[Write, ...]]:
        """Return what a client's change of data really changes: without views sent back, and scripts as files."""
        return self.code.taken(session, self.without_echoes(session, delta))

    def list_jobs(self, principal: Principal, session_id: str) -> tuple[Job, ...]:
        """
        Return the session's jobs, oldest first.

        Raises:
            NotFound: as `visible`.
        """
        now = self.clock.now()
        found = self.jobs.list(visible(self.records, principal, session_id), whole=False)
        return tuple(as_seen(job, now) for job in found)

    def delete(self, principal: Principal, session_id: str, *, app: str | None = None) -> None:
        """
        Remove the session and everything it holds, uploads and blobs included; with `app` only one of that agent app.

        Raises:
            NotFound: as `visible`.
            Conflict, Stale: the policy asks for an approval, as `Removal.mark` says.
        """
        going = self.records.find_going(session_id, self.clock.now())
        session = going or self.records.get(session_id)
        if app not in {None, session.app}:
            raise no_session(session_id)
        check_access(session, principal, "session.delete")
        # Whoever began a deletion that was cut short had leave to.
        if self.records.mark_going(session) if going else self.removal.mark(principal, session):
            self.sweep(session, deleted=self.clock.now())

    def sweep(self, session: Session, *, deleted: datetime | None = None) -> None:
        """Remove everything a session holds that was marked as going; its owners learn when it was `deleted`."""
        # The header goes last: a deletion that was cut short is found by it, and gone on with.
        self.uploads.delete(session.id)
        self.records.sweep(session, deleted=deleted)

    def without_echoes(self, session: Session, delta: Mapping[str, Json]) -> Mapping[str, Json]:
        """Return `delta` without views sent back as they were read: kept as data, they would stand still."""
        if not delta.keys() & VIEWS:
            return delta
        session, view = self.records.read(session)
        views = self._views(session, view, self.records.values_of(session, view))
        return {key: value for key, value in delta.items() if key not in views or views[key] != value}

    def _views(self, session: Session, view: View, data: Mapping[str, Json]) -> dict[str, Json]:
        files: dict[str, Json] = dict(self.code.all(session, view))
        items: list[Json] = self._documentation_items(session, view)
        named: dict[str, Json] = {"documentationItems": items, "generatedCode": files}
        return _views(data) | named | self.code.outputs(session, view, data)

    def _change(self, kind: str, principal: Principal, delta: Mapping[str, Json]) -> Change:
        author = f"user:{principal.subject}"
        return Change(event_id=self.identifiers.new(), kind=kind, author=author, at=self.clock.now(), delta=delta)

    def _documentation_items(self, session: Session, view: View) -> list[Json]:
        return [
            {
                "docId": document.id,
                "chunkId": chunk.id,
                "source": document.source,
                "url": document.url,
                "summary": chunk.summary,
                "metadata": dict(chunk.metadata),
            }
            for document in self.documents.listed(session, view)
            for chunk in document.chunks
        ]


def _views(data: Mapping[str, Json]) -> dict[str, Json]:
    """Return the documented names that have no key of their own; a key of that name wins over its view."""
    classes = data.get("objectClassesOutput")
    views: dict[str, Json] = {"objectClasses": classes.get("objectClasses", []) if isinstance(classes, dict) else []}
    return views | dict.fromkeys(("digesterInput", "digesterJobId", "codegenInput", "codegenJobId"))
