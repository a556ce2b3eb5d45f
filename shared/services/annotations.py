"""Annotations: what reviewers say about a session, or about a unit of its content as they saw it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from shared.domain.annotation import Annotation, AnnotationKind, AnnotationStatus, Lines
from shared.domain.principal import Principal
from shared.domain.session import Change, Session
from shared.kernel.errors import Conflict, Forbidden, Stale
from shared.kernel.hashing import Json
from shared.ports.items import ConditionFailed, Delete, Put
from shared.records.annotations import AnnotationRecords
from shared.records.documents import DocumentRecords
from shared.services.states import States
from shared.services.tokens import Tokens
from shared.services.units import Units
from shared.services.visibility import check_access, visible

_LOOKED_THROUGH: Final = 1_000
"""How many annotations one request looks through; a page with fewer than wanted still tells where it goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What is to be said: about the unit `path` whose digest is `expected`, or, without one, about the session."""

    body: str
    path: str = ""
    expected: str = ""
    lines: Lines | None = None
    kind: AnnotationKind = "comment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewording:
    """What is to become of an annotation; None leaves it as it is."""

    status: AnnotationStatus | None = None
    body: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which annotations."""

    path: str | None = None
    path_prefix: str | None = None
    status: str | None = None
    outdated: bool | None = None

    def fits(self, found: Seen) -> bool:
        """Return whether an annotation is such a one."""
        note = found.annotation
        return (
            self.path in {None, note.path}
            and (self.path_prefix is None or note.path.startswith(self.path_prefix))
            and self.status in {None, note.status}
            and self.outdated in {None, found.outdated}
        )


@dataclass(frozen=True, slots=True)
class Seen:
    """An annotation, and whether what it is about has changed since."""

    annotation: Annotation
    outdated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotations:
    """The annotations of all sessions; every call raises NotFound or Forbidden as `visible` does."""

    states: States
    documents: DocumentRecords
    records: AnnotationRecords
    tokens: Tokens

    def add(self, principal: Principal, session_id: str, note: Note) -> Seen:
        """
        Record an annotation.

        Raises:
            Invalid: the path is none (`unknown_path`).
            Conflict: the unit is not as it was expected (`content_changed`).
        """
        session = self.annotable(principal, session_id)
        if note.path:
            _check_expected(self._units(session).hash_of(note.path), note.expected)
        now = self.states.clock.now()
        annotation = Annotation(
            id=self.states.identifiers.new(),
            path=note.path,
            content_hash=note.expected if note.path else "",
            lines=note.lines,
            kind=note.kind,
            status="open",
            body=note.body,
            author=f"user:{principal.subject}",
            created=now,
            updated=now,
        )
        self._record(principal, session, "annotation.added", annotation, self.records.added(session, annotation))
        return Seen(annotation, outdated=False)

    def get(self, principal: Principal, session_id: str, annotation_id: str) -> Seen:
        """
        Return an annotation.

        Raises:
            NotFound: the session has no such annotation.
        """
        session = visible(self.states.records, principal, session_id)
        return next(self._seen(session, iter([self.records.get(session, annotation_id)])))

    def page(
        self, principal: Principal, session_id: str, wanted: Wanted, size: int, token: str | None
    ) -> tuple[list[Seen], str | None]:
        """
        Return up to `size` annotations, oldest first, and the token of the next part, if there is one.

        Raises:
            Invalid: the token is not this list's, or too old.
        """
        session = visible(self.states.records, principal, session_id)
        filters: dict[str, Json] = {
            "annotations": session.life,
            "wanted": [wanted.path, wanted.path_prefix, wanted.status, wanted.outdated],
        }
        place = self.tokens.place(filters, token)
        listed = islice(self.records.list(session, after=None if place is None else str(place)), _LOOKED_THROUGH + 1)
        found: list[Seen] = []
        last = ""
        for number, seen in enumerate(self._seen(session, listed)):
            if len(found) == size or number == _LOOKED_THROUGH:
                return found, self.tokens.token(filters, last)
            last = seen.annotation.id
            if wanted.fits(seen):
                found.append(seen)
        return found, None

    def change(
        self, principal: Principal, session_id: str, annotation_id: str, wish: Rewording, version: int | None
    ) -> Seen:
        """
        Set an annotation's status, and, which only its author may, its text.

        Raises:
            NotFound: the session has no such annotation.
            Forbidden: the text is another author's.
            Stale: the annotation is not at `version` (None: any).
        """
        session = self.annotable(principal, session_id)
        before = self._at_version(session, annotation_id, version)
        if wish.body is not None and before.author != f"user:{principal.subject}":
            message = "only its author may change the text of an annotation"
            raise Forbidden(message)
        after = replace(before, status=wish.status or before.status, body=wish.body or before.body)
        if after != before:
            after = replace(after, version=before.version + 1, updated=self.states.clock.now())
            kind = "annotation.edited" if after.status == before.status else "annotation.statusChanged"
            self._record(principal, session, kind, after, self.records.changed(session, before, after))
        return next(self._seen(session, iter([after])))

    def remove(self, principal: Principal, session_id: str, annotation_id: str, version: int | None) -> None:
        """Remove an annotation, which its author may, and an owner of the session; raises as `change`."""
        session = self.annotable(principal, session_id)
        found = self._at_version(session, annotation_id, version)
        if found.author != f"user:{principal.subject}":
            check_access(session, principal, "session.delete")
        self._record(principal, session, "annotation.removed", found, self.records.removed(session, found))

    def readable(self, principal: Principal, session_id: str) -> Session:
        """Return the session, if the principal may read its annotations."""
        return visible(self.states.records, principal, session_id)

    def annotable(self, principal: Principal, session_id: str) -> Session:
        """Return the session, if the principal may annotate it: whoever may write in it may, and its reviewers."""
        session = visible(self.states.records, principal, session_id)
        try:
            check_access(session, principal, "session.write")
        except Forbidden:
            check_access(session, principal, "session.approve")
        return session

    def _at_version(self, session: Session, annotation_id: str, version: int | None) -> Annotation:
        found = self.records.get(session, annotation_id)
        if version not in {None, found.version}:
            raise _stale(found.version)
        return found

    def _seen(self, session: Session, annotations: Iterator[Annotation]) -> Iterator[Seen]:
        units: Units | None = None
        for annotation in annotations:
            if not annotation.path:
                yield Seen(annotation, outdated=False)
                continue
            units = units or self._units(session)
            yield Seen(annotation, outdated=units.hash_of(annotation.path) != annotation.content_hash)

    def _units(self, session: Session) -> Units:
        return Units(*self.states.records.read(session), self.documents)

    def _record(
        self, principal: Principal, session: Session, kind: str, annotation: Annotation, action: Put | Delete
    ) -> None:
        change = Change(
            event_id=self.states.identifiers.new(),
            kind=kind,
            author=f"user:{principal.subject}",
            at=self.states.clock.now(),
            counts=False,
            facts={"annotationId": annotation.id, "path": annotation.path or None, "status": annotation.status},
        )
        try:
            self.states.records.change(session, change, also=lambda _after: (action,))
        except ConditionFailed as lost:
            raise _stale(int(lost.old.attributes["version"]) if lost.old else None) from lost


def _check_expected(found: str, expected: str) -> None:
    if found != expected:
        message = "what is there is not what the annotation is about"
        current = f"sha256:{found}" if found else None
        raise Conflict(message, code="content_changed", facts={"currentContentHash": current})


def _stale(version: int | None) -> Stale:
    tag = None if version is None else f'"v{version}"'
    return Stale("the annotation is not as it was when it was seen", facts={"currentETag": tag})
