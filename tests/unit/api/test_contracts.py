from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from pydantic import Field

from shared.api.contracts import JobProgress, Message, row_of, status_of, unknown_job
from shared.domain.job import Job, JobKind, JobStatus, Progress
from shared.kernel.identifiers import JobId, SessionId

AT = datetime(2024, 2, 29, 12, 0, tzinfo=UTC)
JOB = Job(
    id=JobId("j"),
    session_id=SessionId("s"),
    kind=JobKind.DIGESTER,
    created=AT,
    updated=AT,
    expires=AT,
    status=JobStatus.FAILED,
    started=AT,
    finished=AT,
    progress=Progress(stage="failed", message="no", processed=1, total=2),
    errors=("no",),
)
TEXT = "2024-02-29T12:00:00.000000+00:00"


def test_a_job_as_its_status_envelope() -> None:
    assert status_of(JOB).plain() == {
        "jobId": "j",
        "status": "failed",
        "createdAt": TEXT,
        "startedAt": TEXT,
        "updatedAt": TEXT,
        "finishedAt": TEXT,
        "progress": {"stage": "failed", "message": "no", "processedDocuments": 1, "totalDocuments": 2},
        "result": None,
        "errors": ["no"],
    }


def test_a_job_that_nobody_knows_has_every_field_too() -> None:
    nobody = unknown_job(UUID(int=7)).plain()

    assert nobody == dict.fromkeys(status_of(JOB).plain()) | {
        "jobId": "00000000-0000-0000-0000-000000000007",
        "status": "not_found",
    }


def test_a_job_as_a_line_of_a_list() -> None:
    assert row_of(JOB).plain() == {
        "jobId": "j",
        "type": "digester.digest",
        "status": "failed",
        "createdAt": TEXT,
        "updatedAt": TEXT,
        "startedAt": TEXT,
        "finishedAt": TEXT,
    }


class Holder(Message):
    one_job: JobProgress
    all_jobs: list[JobProgress]
    free_form: dict[str, object] = Field(default_factory=dict)


def test_messages_nest_and_free_values_stay_themselves() -> None:
    progress = JobProgress(stage="s", message="m", processed_documents=None, total_documents=None)
    free: dict[str, object] = {"snake_key": [1.0, {"a_b": 2**70}]}

    plain = Holder(one_job=progress, all_jobs=[progress], free_form=free).plain()

    outer = {"stage": "s", "message": "m", "processedDocuments": None, "totalDocuments": None}
    assert plain == {"oneJob": outer, "allJobs": [outer], "freeForm": free}
