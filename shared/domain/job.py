"""Jobs: the states one can be in, and the legal ways from one to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from shared.kernel.errors import Conflict
from shared.kernel.hashing import Json
from shared.kernel.identifiers import JobId, SessionId


class JobStatus(StrEnum):
    """The four states; the last two are final."""

    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"


class JobKind(StrEnum):
    """The types of job, as clients read them in a session's job list."""

    CONNECTOR = "connector.generate"
    DISCOVERY = "discovery.getCandidateLinks"
    SCRAPE = "scrape.getRelevantDocumentation"
    UPLOAD = "documentation.processUpload"
    DIGESTER = "digester.digest"
    CODEGEN = "codegen.generate"

    METADATA = "digester.getInfoMetadata"
    AUTH = "digester.getAuth"
    CLASSES = "digester.getObjectClass"
    ATTRIBUTES = "digester.getObjectClassSchema"
    ENDPOINTS = "digester.getEndpoints"
    RELATIONS = "digester.getRelations"
    CONNECTIVITY = "digester.getConnectivityEndpoint"

    AUTHORIZATION = "codegen.getAuthorization"
    NATIVE_SCHEMA = "codegen.getNativeSchema"
    CONNID = "codegen.getConnID"
    SEARCH = "codegen.getSearch"
    CREATE = "codegen.getCreate"
    UPDATE = "codegen.getUpdate"
    DELETE = "codegen.getDelete"
    RELATION = "codegen.getRelation"
    FIX = "codegen.fixConnector"


FINAL = frozenset({JobStatus.FINISHED, JobStatus.FAILED})
LATE = "The job did not end in time; start it again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a job is: a stage word, a sentence, and a count when there is something to count."""

    stage: str = "queue"
    message: str = ""
    processed: int | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """
    One piece of work of a session.

    `parent` is the job whose pipeline started this one, or "". `subject` is the document an upload becomes, or the
    prefix of the data keys under which one resource of a stage is kept, or "" for a whole stage. `expires` is when a
    job that has not ended counts as lost. `errors` are short lines a person can act on; a finished job may carry some
    too. `version` grows with every write.
    """

    id: JobId
    session_id: SessionId
    kind: JobKind
    created: datetime
    updated: datetime
    expires: datetime
    status: JobStatus = JobStatus.QUEUED
    started: datetime | None = None
    finished: datetime | None = None
    parent: str = ""
    subject: str = ""
    input: Mapping[str, Json] = field(default_factory=dict)
    progress: Progress = Progress()
    result: Mapping[str, Json] | None = None
    errors: tuple[str, ...] = ()
    version: int = 0

    @property
    def ended(self) -> bool:
        """Whether the job's state is final."""
        return self.status in FINAL


def begun(job: Job, at: datetime, *, message: str = "") -> Job:
    """
    Return `job` as running; a job that runs already stays as it is.

    Raises:
        Conflict: the job has ended.
    """
    if job.ended:
        message = f"job {job.id} has already ended as {job.status}"
        raise Conflict(message, code="job_ended")
    started = job.started or at
    progress = Progress(stage="running", message=message)
    return replace(job, status=JobStatus.RUNNING, started=started, updated=at, progress=progress)


def advanced(job: Job, at: datetime, progress: Progress) -> Job:
    """Return `job` with new progress."""
    return replace(job, updated=at, progress=progress)


def finished(job: Job, at: datetime, result: Mapping[str, Json], errors: tuple[str, ...] = ()) -> Job:
    """Return `job` as finished with `result` and the lines about what did not work out."""
    done = Progress(stage="finished", message="completed", processed=job.progress.total, total=job.progress.total)
    return replace(_ended(job, at, errors), status=JobStatus.FINISHED, progress=done, result=result)


def failed(job: Job, at: datetime, errors: tuple[str, ...]) -> Job:
    """Return `job` as failed for these reasons."""
    return replace(
        _ended(job, at, errors), status=JobStatus.FAILED, progress=Progress(stage="failed", message=errors[0])
    )


def as_seen(job: Job, at: datetime) -> Job:
    """Return `job` as anybody should see it: one that has not ended in its time has failed, recorded or not."""
    if job.ended or at < job.expires:
        return job
    return failed(job, job.expires, (LATE,))


def _ended(job: Job, at: datetime, errors: tuple[str, ...]) -> Job:
    return replace(job, started=job.started or at, finished=at, updated=at, errors=errors)
