"""Models several groups answer with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from shared.api.json_text import JsonAnswer
from shared.domain.job import Job, Progress
from shared.domain.job import JobStatus as DomainStatus


class Message(BaseModel):
    """A request or an answer; camelCase outside, unknown fields of a request are ignored."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)

    def answer(self, status: int = 200, headers: Mapping[str, str] | None = None) -> JsonAnswer:
        """Return the answer with this body."""
        return JsonAnswer(self.plain(), status, headers)

    def plain(self) -> dict[str, Any]:
        """Return the fields under their outer names; free-form values are handed on as they are, not copied."""
        fields = type(self).model_fields
        return {fields[name].alias or name: _plain(value) for name, value in self}


def _plain(value: object) -> object:
    if isinstance(value, Message):
        return value.plain()
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value


class JobAccepted(Message):
    """A job was recorded and will be done."""

    job_id: str


class JobProgress(Message):
    """How far a job is; the counts are null where there is nothing to count."""

    stage: str
    message: str
    processed_documents: int | None
    total_documents: int | None


class JobStatus(Message):
    """How a job is doing: `queued`, `running`, `finished`, `failed`, or `not_found`."""

    job_id: str
    status: str
    created_at: str | None = None
    started_at: str | None = None
    updated_at: str | None = None
    finished_at: str | None = None
    progress: JobProgress | None = None
    result: dict[str, Any] | None = None
    errors: list[str] | None = None


class JobRow(Message):
    """One line of a list of jobs."""

    job_id: str
    type: str
    status: str
    created_at: str
    updated_at: str
    started_at: str | None
    finished_at: str | None


def moment(at: datetime) -> str:
    """Return the moment in ISO 8601 with microseconds and offset, as in `2026-06-17T13:00:00.000000+00:00`."""
    return at.isoformat(timespec="microseconds")


def optional_moment(at: datetime | None) -> str | None:
    """Return the moment as `moment` does, if there is one."""
    return None if at is None else moment(at)


def progress_of(progress: Progress) -> JobProgress:
    """Return how far a job is."""
    return JobProgress(
        stage=progress.stage,
        message=progress.message,
        processed_documents=progress.processed,
        total_documents=progress.total,
    )


def status_of(job: Job) -> JobStatus:
    """Return the status envelope of a job."""
    return JobStatus(
        job_id=job.id,
        status=job.status,
        created_at=moment(job.created),
        started_at=optional_moment(job.started),
        updated_at=moment(job.updated),
        finished_at=optional_moment(job.finished),
        progress=progress_of(job.progress),
        result=None if job.result is None else dict(job.result),
        errors=list(job.errors) or None,
    )


Counts = Literal["documents", "iterations", "none"]
"""What a job's progress counts, and so how its counters are called."""

_COUNTERS: Final[Mapping[Counts, tuple[str, ...]]] = {
    "documents": ("processedDocuments", "totalDocuments"),
    "iterations": ("completedIterations", "totalIterations"),
    "none": (),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """How a resource words the status of its jobs: what their progress counts, and whether nulls are written."""

    counts: Counts = "documents"
    nulls: bool = True

    def answer(self, status: JobStatus, result: object = None) -> JsonAnswer:
        """Return the status as an answer, with `result` as that of a finished job."""
        body = status.plain()
        if status.progress is not None:
            body["progress"] = self._progress(status.progress)
        if status.status == DomainStatus.FINISHED:
            body["result"] = {} if result is None else result
        return JsonAnswer(body if self.nulls else {key: value for key, value in body.items() if value is not None})

    def _progress(self, progress: JobProgress) -> dict[str, Any]:
        told: dict[str, Any] = {"stage": progress.stage, "message": progress.message}
        numbers = (progress.processed_documents, progress.total_documents)
        counts = zip(_COUNTERS[self.counts], numbers, strict=False)
        return told | {name: number for name, number in counts if self.nulls or number is not None}


def unknown_job(job_id: UUID) -> JobStatus:
    """Return the status envelope of a job that does not exist; clients expect it as an answer, not as an error."""
    return JobStatus(job_id=str(job_id), status="not_found")


def row_of(job: Job) -> JobRow:
    """Return a job's line in a list."""
    return JobRow(
        job_id=job.id,
        type=job.kind,
        status=job.status,
        created_at=moment(job.created),
        updated_at=moment(job.updated),
        started_at=optional_moment(job.started),
        finished_at=optional_moment(job.finished),
    )
