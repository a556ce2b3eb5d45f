"""Take documents in, list them, hand them out, remove them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from shared.domain.document import Document, PendingUpload
from shared.domain.job import Job, JobKind, as_seen, failed
from shared.domain.principal import Principal
from shared.domain.session import Change, Session, check_open
from shared.kernel.errors import ApplicationError, Conflict, Invalid, NotFound, Unavailable
from shared.kernel.identifiers import DocumentId
from shared.ports.blobs import Uploads
from shared.ports.items import Action
from shared.records.documents import DocumentRecords
from shared.services.jobs import Jobs
from shared.services.uploads import DocumentBundle, UploadLink, UploadRequest, place_of, safe_filename
from shared.services.visibility import visible

LINK_LIFETIME: Final = timedelta(minutes=15)
PROCESSING_LIFETIME: Final = timedelta(minutes=30)
_TRIES: Final = 20
SUPERSEDED: Final = "The document was uploaded again or removed while this upload was processed."
_REMOVED: Final = "The document was removed before it was processed."


@dataclass(frozen=True, slots=True, kw_only=True)
class Documentation:
    """The documents of a session, as its owner sees them."""

    jobs: Jobs
    documents: DocumentRecords
    uploads: Uploads

    def upload(self, principal: Principal, session_id: str, request: UploadRequest) -> Job:
        """
        Keep a file durably and return the job that processes it; the job's subject is the document's id.

        Raises:
            NotFound: the principal sees no such session.
            Invalid: the file is empty (`document_empty`).
        """
        session = visible(self.jobs.sessions, principal, session_id, "session.write")
        if not request.data:
            message = f"{request.filename or 'the file'} is empty"
            raise Invalid(message, code="document_empty")
        pending = PendingUpload(
            document_id=DocumentId(request.document_id or self.jobs.identifiers.new()),
            job_id=self.jobs.new(session, JobKind.UPLOAD, {}).id,
            filename=safe_filename(request.filename),
            declared_type=request.declared_type,
            replaces_all=request.replaces_all,
            sent=True,
        )
        earlier = self.documents.find_pending(session, pending.document_id)
        job = self.announce(session, pending, f"user:{principal.subject}", PROCESSING_LIFETIME)
        if earlier is not None:
            self.jobs.fail(session, earlier.job_id, (SUPERSEDED,))
        try:
            self.uploads.put(place_of(session, pending), request.data)
        except ApplicationError as error:
            self._withdraw(session, pending, self.documents.processed(session, pending), str(error))
            raise
        return job

    def link(self, principal: Principal, session_id: str, filename: str, document_id: str | None = None) -> UploadLink:
        """
        Return where one file of any size we read may be put; its processing starts when it lies there.

        Raises:
            NotFound: the principal sees no such session.
            Conflict: an upload of that document is being processed (`upload_in_progress`).
        """
        session = visible(self.jobs.sessions, principal, session_id, "session.write")
        if document_id is not None and self._is_on_its_way(session, document_id):
            message = f"Document {document_id} is being processed; ask again when it is there"
            raise Conflict(message, code="upload_in_progress")
        pending = PendingUpload(
            document_id=DocumentId(document_id or self.jobs.identifiers.new()),
            job_id=self.jobs.new(session, JobKind.UPLOAD, {}).id,
            filename=safe_filename(filename),
        )
        job = self.announce(session, pending, f"user:{principal.subject}", LINK_LIFETIME + PROCESSING_LIFETIME)
        url = self.uploads.link(place_of(session, pending), seconds=int(LINK_LIFETIME.total_seconds()))
        return UploadLink(document_id=pending.document_id, job_id=job.id, url=url, expires=job.created + LINK_LIFETIME)

    def announce(
        self, session: Session, pending: PendingUpload, author: str, lifetime: timedelta, *guards: Action
    ) -> Job:
        """Record an upload and its job before its bytes are there, so that none is processed without a trace."""
        request = {"filename": pending.filename, "declaredType": pending.declared_type, "docId": pending.document_id}
        job = self.jobs.new(session, JobKind.UPLOAD, request, subject=pending.document_id)
        job = replace(job, id=pending.job_id, expires=job.created + lifetime)
        change = Change(
            event_id=self.jobs.identifiers.new(),
            kind="documentation.uploaded",
            author=author,
            at=job.created,
            delta={f"documentation.processUpload_{pending.document_id}_job_id": job.id},
        )
        self.jobs.sessions.change(
            session,
            change,
            also=lambda after: [self.jobs.records.new(after, job), self.documents.pending(after, pending), *guards],
        )
        return job

    def list(self, principal: Principal, session_id: str) -> tuple[DocumentBundle, ...]:
        """
        Return the session's documents with their texts, oldest first.

        Raises:
            NotFound: the principal sees no such session.
        """
        session = visible(self.jobs.sessions, principal, session_id)
        return tuple(self._bundle(session, document) for document in self.documents.list(session))

    def read(self, principal: Principal, session_id: str, document_id: str) -> DocumentBundle:
        """
        Return one document with its texts.

        Raises:
            NotFound: the principal sees no such session, or it has no such document.
        """
        session = visible(self.jobs.sessions, principal, session_id)
        return self._bundle(session, self._existing(session, document_id))

    def state(self, principal: Principal, session_id: str, document_id: str) -> Job | Document:
        """
        Return the job that is processing the document, or the document.

        Raises:
            NotFound: neither is there.
        """
        session = visible(self.jobs.sessions, principal, session_id)
        pending = self.documents.find_pending(session, document_id)
        if pending is not None and not pending.withdrawn:
            job = self.jobs.repaired(session, self.jobs.records.get(session, pending.job_id))
            if not job.ended:
                return job
        return self._existing(session, document_id)

    def list_uploads(self, principal: Principal, session_id: str) -> tuple[Job, ...]:
        """
        Return the jobs of all uploads, oldest first.

        Raises:
            NotFound: the principal sees no such session.
        """
        session = visible(self.jobs.sessions, principal, session_id)
        now = self.jobs.clock.now()
        found = self.jobs.records.list(session, whole=False)
        return tuple(as_seen(job, now) for job in found if job.kind is JobKind.UPLOAD)

    def delete(self, principal: Principal, session_id: str, document_id: str) -> int:
        """
        Remove one document and return how many chunks it had.

        Raises:
            NotFound: the principal sees no such session, or it has no such document.
        """
        session = visible(self.jobs.sessions, principal, session_id, "session.write")
        document = self._existing(session, document_id)
        self.remove(session, (document,), f"user:{principal.subject}")
        return len(document.chunks)

    def delete_all(self, principal: Principal, session_id: str) -> None:
        """
        Remove every document of the session.

        Raises:
            NotFound: the principal sees no such session.
        """
        session = visible(self.jobs.sessions, principal, session_id, "session.write")
        check_open(session, self.jobs.clock.now())
        for pending in self.documents.list_pending(session):
            self._withdraw(session, pending, self.documents.withdrawn(session, pending), _REMOVED)
        self.remove(session, self.documents.list(session), f"user:{principal.subject}")

    def remove(self, session: Session, documents: tuple[Document, ...], author: str) -> None:
        """Remove these documents, all or none."""
        change = Change(
            event_id=self.jobs.identifiers.new(),
            kind="documentation.deleted",
            author=author,
            at=self.jobs.clock.now(),
            writes=tuple(self.documents.removed(document.id) for document in documents),
        )
        self.jobs.sessions.change(session, change)

    def _is_on_its_way(self, session: Session, document_id: str) -> bool:
        pending = self.documents.find_pending(session, document_id)
        if pending is None or pending.withdrawn or not pending.sent:
            return False
        return not as_seen(self.jobs.records.get(session, pending.job_id), self.jobs.clock.now()).ended

    def _withdraw(self, session: Session, pending: PendingUpload, ending: Action, sentence: str) -> None:
        """End an upload that is not to be processed: its job fails, and nobody waits for it."""
        for _ in range(_TRIES):
            job = self.jobs.records.get(session, pending.job_id)
            newest = self.documents.find_pending(session, pending.document_id)
            if job.ended or newest is None or newest.job_id != pending.job_id:
                return
            changed = self.jobs.records.changed(session, failed(job, self.jobs.clock.now(), (sentence,)))
            with suppress(Conflict):  # it made progress this moment
                self.jobs.records.write((changed, ending))
                return
        message = "the upload is being processed; try again"
        raise Unavailable(message)

    def _bundle(self, session: Session, document: Document) -> DocumentBundle:
        texts = tuple(self.documents.text(session, chunk) for chunk in document.chunks)
        return DocumentBundle(document=document, texts=texts)

    def _existing(self, session: Session, document_id: str) -> Document:
        document = self.documents.find(session, document_id)
        if document is None:
            message = f"Document {document_id} not found"
            raise NotFound(message, code="documentation_item_not_found")
        return document
