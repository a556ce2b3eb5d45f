"""Read a session's documents into a connector model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from shared.compiler import pipeline
from shared.compiler.backends.resources import lower as resources
from shared.compiler.reading.documents import Document as SourceDocument
from shared.compiler.reading.examination import members
from shared.domain.document import PendingUpload
from shared.domain.job import JobStatus
from shared.domain.session import Session
from shared.kernel.diagnostics import Diagnostic
from shared.kernel.errors import Invalid
from shared.kernel.hashing import Json
from shared.ports.blobs import Blobs, Uploads
from shared.ports.models import ModelCodec
from shared.records.artefacts import ArtefactRecords
from shared.records.documents import DocumentRecords
from shared.services.jobs import Outcome
from shared.services.stages import Kept, StageEnd, Stages
from shared.services.uploads import place_of

DIAGNOSTICS_LIMIT: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Digestion:
    """The connector model of a session."""

    stages: Stages
    documents: DocumentRecords
    artefacts: ArtefactRecords
    blobs: Blobs
    uploads: Uploads
    models: ModelCodec

    def is_ready(self, session_id: str, job_id: str) -> bool:
        """Return whether no document that was handed in still waits to be processed."""
        session, _job = self.stages.load(session_id, job_id)
        return not any(self._is_awaited(session, pending) for pending in self.documents.list_pending(session))

    def _is_awaited(self, session: Session, pending: PendingUpload) -> bool:
        """Return whether an upload is on its way; a link that nobody has put anything under is not waited for."""
        jobs = self.stages.jobs
        job = jobs.repaired(session, jobs.records.get(session, pending.job_id))
        if job.ended:
            return False
        return pending.sent or job.status is JobStatus.RUNNING or self.uploads.exists(place_of(session, pending))

    def read(self, session_id: str, job_id: str) -> Kept:
        """
        Keep the model of the session's documents, and what could not be read.

        Raises:
            Invalid: the session has no document (`no_documentation_stored`).
        """
        session, _job = self.stages.load(session_id, job_id)
        sources = self._sources(session)
        if not sources:
            message = "the session has no documentation; upload some, or name starter links"
            raise Invalid(message, code="no_documentation_stored")
        digest = pipeline.digest(sources)
        model = self.stages.keep(session, self.models.encode(digest.model))
        found = [_finding(diagnostic) for diagnostic in digest.diagnostics[:DIAGNOSTICS_LIMIT]]
        count = len(digest.diagnostics)
        return self.stages.keep_json(session, {"model": model.blob, "diagnostics": found, "diagnosticsCount": count})

    def publish(self, session_id: str, job_id: str, digest: str) -> None:
        """Record the model, and every resource of the digester under its own key."""
        session, job = self.stages.load(session_id, job_id)
        kept = self.stages.read_json(session, digest)
        model = self.models.decode(self.blobs.get(session.space, str(kept["model"])))
        result: dict[str, Json] = {
            "objectClasses": [found.name for found in model.object_classes],
            "relations": [found.name for found in model.relations],
            "diagnostics": kept["diagnostics"],
            "diagnosticsCount": kept["diagnosticsCount"],
        }
        end = StageEnd(
            stage="digester",
            outcome=Outcome(result=result),
            delta=resources.outputs(model),
            writes=(self.artefacts.stored("model", str(kept["model"])),),
        )
        self.stages.publish(session, job, end)

    def _sources(self, session: Session) -> tuple[SourceDocument, ...]:
        """Return the session's documents as the compiler reads them, under names that differ."""
        found: dict[str, SourceDocument] = {}
        for document in self.documents.list(session):
            name = document.filename if document.filename not in found else f"{document.id}/{document.filename}"
            for member in members(name, document.media_type, self.blobs.get(session.space, document.raw)):
                found[member.name] = SourceDocument(
                    name=member.name, media_type=member.media.content_type, data=member.data
                )
        return tuple(found[name] for name in sorted(found))


def _finding(diagnostic: Diagnostic) -> Json:
    return {
        "code": diagnostic.code,
        "severity": str(diagnostic.severity),
        "message": diagnostic.message,
        "document": diagnostic.at.document,
        "pointer": diagnostic.at.pointer,
        "remedy": diagnostic.remedy,
    }
