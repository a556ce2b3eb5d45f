"""Process an upload: recognise it, cut it into chunks, publish it; the same way however it came."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from shared.compiler.reading.examination import Examination, examine
from shared.domain import job as jobs
from shared.domain.document import Document, PendingUpload, StoredChunk
from shared.domain.job import Job, Progress
from shared.domain.session import Change, Session
from shared.kernel.errors import ApplicationError, Conflict, NotFound, Unavailable
from shared.kernel.hashing import Json, digest
from shared.kernel.identifiers import ChunkId, DocumentId, JobId, derived_uuid
from shared.ports.blobs import Blobs, UploadPlace
from shared.ports.items import Action, ConditionFailed
from shared.services.documentation import PROCESSING_LIFETIME, Documentation
from shared.services.jobs import Outcome

UPLOAD_LIMIT_BYTES: Final = 64 * 1024 * 1024
_SUPERSEDED: Final = "A newer upload of this document took its place."


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What happens to an object that was put under `uploads/`."""

    documentation: Documentation
    blobs: Blobs

    def process(self, place: UploadPlace) -> None:
        """
        Make a document of the upload at `place`, or record why that cannot be done; doing it again changes nothing.

        An upload nobody announced, to a session that exists, is announced here. One to a session that does not
        exist, or was deleted meanwhile, belongs to nobody and is left to the bucket's lifecycle.

        Raises:
            Unavailable: a store did not answer; the event should be delivered again.
        """
        try:
            session = self.documentation.jobs.sessions.get(place.session_id)
            data = self.documentation.uploads.get(place, limit=UPLOAD_LIMIT_BYTES)
        except NotFound:
            return
        except ApplicationError as error:
            self._refuse(place, error)
            return
        if (work := self._work(session, place, data)) is not None:
            self._finish(session, *work, data)

    def _refuse(self, place: UploadPlace, error: ApplicationError) -> None:
        if isinstance(error, Unavailable):
            raise error
        session = self.documentation.jobs.sessions.get(place.session_id)
        work = self._work(session, place, place.filename.encode())
        if work is not None:
            self._fail(session, *work, str(error))

    def _work(self, session: Session, place: UploadPlace, data: bytes) -> tuple[PendingUpload, Job] | None:
        """Return the upload and its job, or None when there is nothing left to do."""
        records = self.documentation.documents
        pending = records.find_pending(session, place.document_id)
        if pending is None or pending.filename != place.filename:
            known = records.find(session, place.document_id)
            if known is not None and known.raw == digest(data):
                return None
            pending = self._unannounced(session, place, data)
        job = self.documentation.jobs.records.find(session, pending.job_id)
        if job is None:
            job = self._announced(session, pending)
        return None if job.ended else (pending, job)

    def _announced(self, session: Session, pending: PendingUpload) -> Job:
        with suppress(ConditionFailed):  # the event was delivered twice, and the other one was first
            return self.documentation.announce(session, pending, "user:upload", PROCESSING_LIFETIME)
        return self.documentation.jobs.records.get(session, pending.job_id)

    def _unannounced(self, session: Session, place: UploadPlace, data: bytes) -> PendingUpload:
        # The same bytes at the same place always make the same job, however often the event is delivered.
        job_id = derived_uuid(session.life, place.document_id, place.filename, digest(data))
        return PendingUpload(
            document_id=DocumentId(place.document_id), job_id=JobId(job_id), filename=place.filename, sent=True
        )

    def _finish(self, session: Session, pending: PendingUpload, job: Job, data: bytes) -> None:
        self.documentation.jobs.records.update(
            session, job.id, lambda job: jobs.begun(job, self.documentation.jobs.clock.now(), message="processing")
        )
        try:
            self._publish(session, pending, examine(pending.filename, pending.declared_type, data), data)
        except Unavailable:
            raise
        except ApplicationError as error:
            superseded = isinstance(error, Conflict) and error.code == "superseded"
            self._fail(session, pending, job, _SUPERSEDED if superseded else str(error))

    def _publish(self, session: Session, pending: PendingUpload, found: Examination, data: bytes) -> None:
        service = self.documentation.jobs
        service.advance(
            session, pending.job_id, Progress(stage="processing_chunks", total=len(found.chunks), processed=0)
        )
        document = self.store(session, pending, found, data)
        others = [d.id for d in self.documentation.documents.list(session) if d.id != document.id]
        removed = others[:_REPLACED_LIMIT] if pending.replaces_all else []
        change = Change(
            event_id=service.identifiers.new(),
            kind="documentation.processed",
            author="pipeline/documentation",
            at=service.clock.now(),
        )

        def also(after: Session) -> Sequence[Action]:
            records = self.documentation.documents
            return [
                records.processed(after, pending),
                records.stored(after, document),
                *(records.removed(after, other) for other in removed),
            ]

        result: dict[str, Json] = {
            "docId": document.id,
            "chunks": len(document.chunks),
            "mediaType": document.media_type,
        }
        job = service.records.get(session, pending.job_id)
        service.publish(session, job, change, Outcome(result=result), also)

    def store(self, session: Session, pending: PendingUpload, found: Examination, data: bytes) -> Document:
        """Return the document that `found` describes, after keeping its bytes and its chunks as blobs."""
        chunks = tuple(
            StoredChunk(
                id=ChunkId(derived_uuid(session.id, pending.document_id, str(number), chunk.content)),
                content=self.blobs.put(session.space, chunk.content.encode("utf-8", "surrogatepass")),
                summary=chunk.summary,
                metadata=chunk.metadata(),
            )
            for number, chunk in enumerate(found.chunks)
        )
        return Document(
            id=pending.document_id,
            filename=pending.filename,
            source="upload",
            url=f"upload://{pending.filename}",
            media_type=found.media_type,
            raw=self.blobs.put(session.space, data),
            size=len(data),
            created=self.documentation.jobs.clock.now(),
            chunks=chunks,
        )

    def _fail(self, session: Session, pending: PendingUpload, job: Job, sentence: str) -> None:
        service, records = self.documentation.jobs, self.documentation.documents
        now = service.records.get(session, job.id)
        if now.ended:
            return
        failed = service.records.changed(session, jobs.failed(now, service.clock.now(), (sentence,)))
        newest = records.find_pending(session, pending.document_id)
        mine = newest is not None and newest.job_id == pending.job_id
        try:
            service.records.write((failed, records.processed(session, pending)) if mine else (failed,))
        except Conflict:
            if not service.records.get(session, job.id).ended:
                raise


_REPLACED_LIMIT: Final = 60
