"""Bring a document back that a client has kept: as the bundle it was given out as, or as it is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from shared.compiler.writing.archive import zip_bytes
from shared.domain.document import Document, PendingUpload, StoredChunk
from shared.domain.document_bundle import BundleChunk, chunks_of, is_bundle
from shared.domain.principal import Principal
from shared.domain.session import Change, Session, check_open
from shared.kernel.errors import Conflict
from shared.kernel.hashing import Json
from shared.kernel.identifiers import ChunkId, DocumentId, JobId
from shared.ports.items import Action, ConditionFailed
from shared.records.documents import DocumentRecords
from shared.services.documentation import SUPERSEDED
from shared.services.intake import Intake
from shared.services.jobs import Jobs
from shared.services.uploads import safe_filename
from shared.services.visibility import visible

_PLAIN: Final = "text/plain"
_STRUCTURED: Final = ("json", "yaml", ".yml")
"""Words in names and types of documents that are cut by their structure, and not as text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Importing:
    """Documents that come back."""

    intake: Intake

    def put(self, principal: Principal, session_id: str, document_id: str, declared_type: str, data: bytes) -> int:
        """
        Put a document in the place of the one with that id, and return how many chunks it has.

        What it is, its content tells: an object with chunks is a bundle, everything else is a document to be read.

        Raises:
            NotFound: the principal sees no such session.
            Invalid, Unsupported, TooLarge: the bundle is malformed (`invalid_documentation_import`), or the document
                cannot be read.
            Conflict: a chunk's id is taken by another document, or an upload of the document ends at this moment
                (`documentation_import_conflict`).
        """
        session = visible(self._jobs.sessions, principal, session_id, "session.write")
        check_open(session, self._jobs.clock.now())  # before an upload that is on its way is given up for this
        value = _json(data)
        if isinstance(value, dict) and is_bundle(value):
            document = self._of_bundle(session, document_id, chunks_of(value, document_id))
        else:
            document = self._of_content(session, document_id, declared_type, data)
        self._publish(session, document, f"user:{principal.subject}")
        return len(document.chunks)

    def _of_content(self, session: Session, document_id: str, declared_type: str, data: bytes) -> Document:
        from shared.compiler.reading.examination import examine  # noqa: PLC0415 - a bundle is cut into chunks already

        known = self._records.find(session, document_id)
        filename = known.filename if known else document_id
        pending = PendingUpload(document_id=DocumentId(document_id), job_id=JobId(""), filename=filename)
        return self.intake.store(session, pending, examine(filename, declared_type, data), data)

    def _of_bundle(self, session: Session, document_id: str, chunks: Sequence[BundleChunk]) -> Document:
        from shared.compiler.reading.media import sniff  # noqa: PLC0415 - only a document that comes back is looked at

        self._check_ids(session, document_id, chunks)
        files = _files(document_id, chunks)
        names = list(files)
        raw = zip_bytes(files) if len(names) > 1 else "".join(files.values()).encode("utf-8", "surrogatepass")
        filename = names[0] if len(names) == 1 else f"{document_id}.zip" if names else document_id
        first = chunks[0].told if chunks else {}
        return Document(
            id=DocumentId(document_id),
            filename=filename,
            source=str(first.get("source") or "upload"),
            url=str(first.get("url") or f"upload://{filename}"),
            media_type=sniff(filename, "", raw).content_type if raw.strip() else _PLAIN,
            raw=self.intake.blobs.put(session.space, raw),
            size=len(raw),
            created=self._jobs.clock.now(),
            chunks=tuple(self._stored(session, chunk) for chunk in chunks),
        )

    def _stored(self, session: Session, chunk: BundleChunk) -> StoredChunk:
        content = self.intake.blobs.put(session.space, chunk.content.encode("utf-8", "surrogatepass"))
        return StoredChunk(
            id=ChunkId(chunk.id), content=content, summary=chunk.summary, metadata=chunk.metadata, told=chunk.told
        )

    def _check_ids(self, session: Session, document_id: str, chunks: Sequence[BundleChunk]) -> None:
        """Refuse a chunk whose id another document of the session has; other sessions do not count."""
        others = [each for each in self._records.list(session) if each.id != document_id]
        taken = {chunk.id for other in others for chunk in other.chunks} & {chunk.id for chunk in chunks}
        if taken:
            message = f"The chunk {min(taken)} belongs to another document of the session"
            raise Conflict(message, code="documentation_import_conflict")

    def _publish(self, session: Session, document: Document, author: str) -> None:
        pending = self._records.find_pending(session, document.id)
        if pending is not None:
            self._jobs.fail(session, pending.job_id, (SUPERSEDED,))

        def also(after: Session) -> Sequence[Action]:
            return [] if pending is None else [self._records.processed(after, pending)]

        change = Change(
            event_id=self._jobs.identifiers.new(),
            kind="documentation.imported",
            author=author,
            at=self._jobs.clock.now(),
            writes=(self._records.stored(session, document),),
        )
        try:
            self._jobs.sessions.change(session, change, also=also)
        except ConditionFailed as lost:
            message = "An upload of the document ended this moment; try again"
            raise Conflict(message, code="documentation_import_conflict") from lost

    @property
    def _records(self) -> DocumentRecords:
        return self.intake.documentation.documents

    @property
    def _jobs(self) -> Jobs:
        return self.intake.documentation.jobs


def _json(data: bytes) -> Json:
    """Return the JSON value that `data` is, or None."""
    try:
        value: Json = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return value


def _files(document_id: str, chunks: Sequence[BundleChunk]) -> dict[str, str]:
    """Return the texts of the files the chunks are parts of; those of an archive bear different names."""
    parts: dict[str, list[BundleChunk]] = {}
    for chunk in chunks:
        url = str(chunk.told.get("url") or "").split("?", 1)[0].rstrip("/")
        name = safe_filename(str(chunk.metadata.get("filename") or url or document_id))
        parts.setdefault(name, []).append(chunk)
    return {name: _joined(name, found) for name, found in parts.items()}


def _joined(name: str, chunks: Sequence[BundleChunk]) -> str:
    from shared.compiler.reading.joining import joined  # noqa: PLC0415 - as for `sniff`

    told = [name, *(str(chunk.metadata.get(key) or "") for chunk in chunks for key in ("content_type", "parser"))]
    structured = any(word in each.lower() for each in told for word in _STRUCTURED) or all(
        chunk.content.lstrip()[:1] in ("{", "[") for chunk in chunks
    )
    return joined([chunk.content for chunk in chunks], structured=structured)
