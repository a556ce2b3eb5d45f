"""Process an upload: recognise it, cut it into chunks, publish it; the same way however it came."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from uuid import UUID

from shared.domain import job as jobs
from shared.domain.content import Write
from shared.domain.document import Document, PendingUpload, StoredChunk
from shared.domain.job import Job, JobKind, Progress
from shared.domain.session import Change, Session
from shared.domain.upload_place import Delivery, UploadPlace
from shared.kernel.errors import ApplicationError, Conflict, NotFound, Unavailable
from shared.kernel.hashing import Json
from shared.kernel.identifiers import ChunkId, DocumentId, JobId, derived_uuid
from shared.ports.blobs import Blobs
from shared.ports.items import Action, ConditionFailed
from shared.services.documentation import PROCESSING_LIFETIME, SUPERSEDED, Documentation
from shared.services.jobs import Outcome

if TYPE_CHECKING:
    from shared.compiler.reading.examination import Examination

UPLOAD_LIMIT_BYTES: Final = 64 * 1024 * 1024
_TRIES: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One upload to process: what was announced, the job that does it, and which delivery it is."""

    pending: PendingUpload
    job: Job
    delivery: Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What happens to an object that was put under `uploads/`."""

    documentation: Documentation
    blobs: Blobs

    def process(self, place: UploadPlace, delivery: Delivery) -> None:
        """
        Make a document of what lies at `place`, or record why that cannot be done; a delivery takes effect once.

        An upload nobody announced, to a session that exists, is announced here. What is put into a session that does
        not exist, or was deleted meanwhile, is removed.

        Raises:
            Unavailable: a store did not answer; the event should be delivered again.
        """
        try:
            session = self.documentation.jobs.sessions.get(place.session_id)
        except NotFound:
            self.documentation.uploads.delete(place.session_id)
            return
        if self.documentation.documents.was_delivered(session, delivery.mark):
            return
        try:
            self._take(session, place, delivery)
        except NotFound:
            if not self.documentation.jobs.sessions.is_gone(session):
                raise
            self.documentation.jobs.sessions.families.discard(session)

    def _take(self, session: Session, place: UploadPlace, delivery: Delivery) -> None:
        try:
            data = self.documentation.uploads.get(place, limit=UPLOAD_LIMIT_BYTES)
        except NotFound:
            return  # removed with its session, or never there
        except Unavailable:
            raise
        except ApplicationError as error:
            if (work := self._work(session, place, delivery)) is not None:
                self._fail(session, work, str(error))
            return
        if (work := self._work(session, place, delivery)) is not None:
            self._finish(session, work, data)

    def _work(self, session: Session, place: UploadPlace, delivery: Delivery) -> Work | None:
        """Return what is to be done, or None when somebody else has done it."""
        if self._was_withdrawn(session, place, delivery) or self._was_replaced(session, place, delivery):
            return None
        pending = self._announcement(session, place) or self._unannounced(session, place, delivery)
        job = self.documentation.jobs.records.find(session, pending.job_id)
        job = job or self._announced(session, pending, delivery)
        return None if job is None or job.ended else Work(pending=pending, job=job, delivery=delivery)

    def _was_withdrawn(self, session: Session, place: UploadPlace, delivery: Delivery) -> bool:
        """Return whether this is the upload that was withdrawn before its event came; it has come now."""
        records = self.documentation.documents
        pending = records.find_pending(session, place.document_id)
        if pending is None or not (pending.withdrawn and pending.sent and pending.filename == place.filename):
            return False
        with suppress(Conflict):
            ending = (records.delivered(session, delivery.mark), records.processed(session, pending))
            self.documentation.jobs.records.write(ending)
        return True

    def _was_replaced(self, session: Session, place: UploadPlace, delivery: Delivery) -> bool:
        """Return whether something newer lies there already, whose own event does the work."""
        if self.documentation.uploads.is_newest(place, delivery.version):
            return False
        with suppress(Conflict):
            mark = self.documentation.documents.delivered(session, delivery.mark)
            self.documentation.jobs.records.write((mark,))
        return True

    def _announcement(self, session: Session, place: UploadPlace) -> PendingUpload | None:
        """Return the announcement this upload answers; one whose job has ended waits for nothing any more."""
        pending = self.documentation.documents.find_pending(session, place.document_id)
        if pending is None or pending.filename != place.filename:
            return None
        job = self.documentation.jobs.records.find(session, pending.job_id)
        return None if job is not None and job.ended else pending

    def _unannounced(self, session: Session, place: UploadPlace, delivery: Delivery) -> PendingUpload:
        # One delivery always makes the same job, however often its event comes.
        job_id = derived_uuid(session.life, place.document_id, place.filename, delivery.mark)
        return PendingUpload(
            document_id=_document_id(session, place), job_id=JobId(job_id), filename=place.filename, sent=True
        )

    def _announced(self, session: Session, pending: PendingUpload, delivery: Delivery) -> Job | None:
        documents = self.documentation.documents
        guard = documents.not_delivered(session, delivery.mark)
        with suppress(ConditionFailed):  # the event was delivered twice, and the other one was first
            try:
                return self.documentation.announce(session, pending, "user:upload", PROCESSING_LIFETIME, guard)
            except Conflict as refused:
                self._refuse(session, pending, delivery, str(refused))
                return None
        return self.documentation.jobs.records.find(session, pending.job_id)

    def _refuse(self, session: Session, pending: PendingUpload, delivery: Delivery, sentence: str) -> None:
        """Record that an upload nobody announced came to a session whose content cannot be changed now."""
        service = self.documentation.jobs
        job = service.new(session, JobKind.UPLOAD, {"filename": pending.filename}, subject=pending.document_id)
        failed = jobs.failed(replace(job, id=pending.job_id), service.clock.now(), (sentence,))
        mark = self.documentation.documents.delivered(session, delivery.mark)
        with suppress(Conflict):  # the event was delivered twice, and the other one was first
            service.records.write((service.records.new(session, failed), mark))

    def _finish(self, session: Session, work: Work, data: bytes) -> None:
        from shared.compiler.reading.examination import examine  # noqa: PLC0415 - only what reads an upload pays for it

        service = self.documentation.jobs
        service.records.update(
            session, work.job.id, lambda job: jobs.begun(job, service.clock.now(), message="processing")
        )
        try:
            found = examine(work.pending.filename, work.pending.declared_type, data)
            self._publish(session, work, found, data)
        except (Unavailable, NotFound):
            raise
        except ApplicationError as error:
            superseded = isinstance(error, Conflict) and error.code == "superseded"
            self._fail(session, work, SUPERSEDED if superseded else str(error))

    def _publish(self, session: Session, work: Work, found: Examination, data: bytes) -> None:
        service, records = self.documentation.jobs, self.documentation.documents
        count = len(found.chunks)
        service.advance(session, work.job.id, Progress(stage="processing_chunks", total=count, processed=0))
        document = self.store(session, work.pending, found, data)
        replaced = self._others(session, document) if work.pending.replaces_all else ()
        writes = (records.stored(session, document), *(records.removed(other.id) for other in replaced))

        def also(after: Session) -> Sequence[Action]:
            return [records.processed(after, work.pending), records.delivered(after, work.delivery.mark)]

        result: dict[str, Json] = {"docId": document.id, "chunks": count, "mediaType": document.media_type}
        job = service.records.get(session, work.job.id)
        if job.ended:
            return  # it was withdrawn, or somebody else was faster
        service.publish(session, job, self._processed(writes), Outcome(result=result), also)

    def _others(self, session: Session, document: Document) -> tuple[Document, ...]:
        # As of now, not of when the work began.
        session = self.documentation.jobs.sessions.get(session.id)
        return tuple(other for other in self.documentation.documents.list(session) if other.id != document.id)

    def _processed(self, writes: tuple[Write, ...]) -> Change:
        service = self.documentation.jobs
        return Change(
            event_id=service.identifiers.new(),
            kind="documentation.processed",
            author="pipeline/documentation",
            at=service.clock.now(),
            writes=writes,
        )

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

    def _fail(self, session: Session, work: Work, sentence: str) -> None:
        for _ in range(_TRIES):
            if self.documentation.jobs.records.get(session, work.job.id).ended:
                return
            with suppress(Conflict):  # it made progress, or was announced anew, this moment
                self._fail_once(session, work, sentence)
                return
        message = "the upload is being changed by too many writers"
        raise Unavailable(message)

    def _fail_once(self, session: Session, work: Work, sentence: str) -> None:
        service, records = self.documentation.jobs, self.documentation.documents
        now = service.records.get(session, work.job.id)
        failed = service.records.changed(session, jobs.failed(now, service.clock.now(), (sentence,)))
        ending: list[Action] = [failed]
        if not records.was_delivered(session, work.delivery.mark):
            ending.append(records.delivered(session, work.delivery.mark))
        newest = records.find_pending(session, work.pending.document_id)
        if newest is not None and newest.job_id == work.pending.job_id:
            ending.append(records.processed(session, work.pending))
        service.records.write(tuple(ending))


def _document_id(session: Session, place: UploadPlace) -> DocumentId:
    """Return the place's document id, or the UUID that always stands for it: the routes know documents by UUIDs."""
    try:
        return DocumentId(str(UUID(place.document_id)))
    except ValueError:
        return DocumentId(derived_uuid(session.id, place.document_id))
