"""Create, describe, change and delete sessions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shared.domain.job import Job
from shared.domain.principal import Principal
from shared.domain.session import Change, Session
from shared.kernel.errors import Invalid, NotFound
from shared.kernel.hashing import Json
from shared.kernel.identifiers import SessionId
from shared.ports.blobs import Uploads
from shared.ports.clock import Clock, Identifiers
from shared.records.documents import DocumentRecords
from shared.records.jobs import JobRecords
from shared.records.sessions import SessionRecords

KEY_LIMIT_BYTES: Final = 512


def visible(records: SessionRecords, principal: Principal, session_id: str) -> Session:
    """
    Return the session, if the principal may see it.

    Raises:
        NotFound: it does not exist, or belongs to somebody else: both look the same.
    """
    session = records.get(session_id)
    if (session.tenant, session.owner) != (principal.tenant, principal.subject):
        message = f"Session {session_id} not found"
        raise NotFound(message, code="session_not_found")
    return session


@dataclass(frozen=True, slots=True, kw_only=True)
class Sessions:
    """Sessions as their owners see them."""

    records: SessionRecords
    jobs: JobRecords
    documents: DocumentRecords
    uploads: Uploads
    clock: Clock
    identifiers: Identifiers

    def create(self, principal: Principal, session_id: str | None = None) -> Session:
        """
        Return a new, empty session of the principal.

        Raises:
            Conflict: the id is taken, by whomever.
        """
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
        return self.records.create(session, self._change("session.created", principal, {}))

    def describe(self, principal: Principal, session_id: str) -> tuple[Session, dict[str, Json]]:
        """
        Return the session and its data: every key as stored, and the documented names as views of them.

        Raises:
            NotFound: as `visible`.
        """
        session, data = self.records.data(visible(self.records, principal, session_id))
        return session, _views(data) | {"documentationItems": self._documentation_items(session)} | data

    def exists(self, principal: Principal, session_id: str) -> bool:
        """Return whether the principal sees such a session; one read."""
        try:
            visible(self.records, principal, session_id)
        except NotFound:
            return False
        return True

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
        for key in delta:
            if not key or len(key.encode("utf-8", "surrogatepass")) > KEY_LIMIT_BYTES:
                message = f"a data key has 1 to {KEY_LIMIT_BYTES} bytes"
                raise Invalid(message, code="invalid_key")
        session = visible(self.records, principal, session_id)
        if not delta:
            return session
        change = self._change("data.changed", principal, delta)
        return self.records.change(session, change, revision=revision)

    def list_jobs(self, principal: Principal, session_id: str) -> tuple[Job, ...]:
        """
        Return the session's jobs, oldest first.

        Raises:
            NotFound: as `visible`.
        """
        return self.jobs.list(visible(self.records, principal, session_id))

    def delete(self, principal: Principal, session_id: str) -> None:
        """
        Remove the session and everything it holds, uploads and blobs included.

        Raises:
            NotFound: as `visible`.
        """
        session = visible(self.records, principal, session_id)
        self.uploads.delete(session.id)
        self.records.delete(session)

    def _change(self, kind: str, principal: Principal, delta: Mapping[str, Json]) -> Change:
        author = f"user:{principal.subject}"
        return Change(event_id=self.identifiers.new(), kind=kind, author=author, at=self.clock.now(), delta=delta)

    def _documentation_items(self, session: Session) -> list[Json]:
        return [
            {
                "docId": document.id,
                "chunkId": chunk.id,
                "source": document.source,
                "url": document.url,
                "summary": chunk.summary,
                "metadata": dict(chunk.metadata),
            }
            for document in self.documents.list(session)
            for chunk in document.chunks
        ]


def _views(data: Mapping[str, Json]) -> dict[str, Json]:
    """Return the documented names that have no key of their own; a key of that name wins over its view."""
    classes, code = data.get("objectClassesOutput"), data.get("codegenOutput")
    views: dict[str, Json] = {
        "objectClasses": classes.get("objectClasses", []) if isinstance(classes, dict) else [],
        "generatedCode": code.get("files", {}) if isinstance(code, dict) else {},
    }
    return views | dict.fromkeys(("digesterInput", "digesterJobId", "codegenInput", "codegenJobId"))
