"""Read a session's documents into a connector model, or into one of its resources."""

from __future__ import annotations

from dataclasses import dataclass

from shared.compiler.backends.resources import lower as resources
from shared.domain.document import PendingUpload
from shared.domain.job import JobKind, JobStatus
from shared.domain.session import Session
from shared.kernel.hashing import Json
from shared.ports.blobs import Uploads
from shared.records.answers import AnswerRecords
from shared.records.artefacts import ArtefactRecords
from shared.records.documents import DocumentRecords
from shared.services.asking import spent_by
from shared.services.jobs import Outcome, triple
from shared.services.readings import Reading, Readings
from shared.services.resources import digested
from shared.services.stages import Kept, StageEnd, Stages
from shared.services.uploads import place_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Digestion:
    """The connector model of a session."""

    stages: Stages
    documents: DocumentRecords
    artefacts: ArtefactRecords
    readings: Readings
    uploads: Uploads
    answers: AnswerRecords

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
        Keep the model of the session's documents, and what could not be read; what was read before is found again.

        Raises:
            Invalid: the session has no document (`no_documentation_stored`).
        """
        session, job = self.stages.load(session_id, job_id)
        found = None if job.input.get("skipCache") else self.readings.find(session)
        return found.kept if found else self.readings.read(session, job.id)

    def publish(self, session_id: str, job_id: str, digest: str) -> None:
        """
        Record the model, and every resource of the digester under its own key; or the one resource a job is for.

        Raises:
            NotFound: the documents do not describe the class that was asked for (`object_class_not_found`).
        """
        session, job = self.stages.load(session_id, job_id)
        reading = self.readings.load(session, digest)
        writes = (self.artefacts.stored("model", reading.model_blob),)
        spent = spent_by(self.answers, session, job.id)
        if job.kind is JobKind.DIGESTER:
            outcome, delta = (
                Outcome(result=_summary(reading) | spent),
                resources.outputs(reading.model, reading.evidence),
            )
            end = StageEnd(stage="digester", outcome=outcome, delta=delta, writes=writes)
        else:
            resource = digested(reading, job.kind, job.input)
            outcome = Outcome(result=resource | spent)
            # What was spent belongs to the job, and not to the session's data.
            data: dict[str, Json] = {triple(job).output: resource}
            end = StageEnd(stage="digester", outcome=outcome, delta=data, writes=writes)
        self.stages.publish(session, job, end)


def _summary(reading: Reading) -> dict[str, Json]:
    return {
        "objectClasses": [found.name for found in reading.model.object_classes],
        "relations": [found.name for found in reading.model.relations],
        "diagnostics": reading.diagnostics,
        "diagnosticsCount": reading.count,
    }
