"""How routes answer about a job that is named or is the newest, and that need not exist."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import Query

from shared.api.contracts import JobStatus, unknown_job
from shared.api.json_text import JsonAnswer
from shared.kernel.errors import NotFound

JobQuery = Annotated[UUID | None, Query(alias="jobId")]


def found_or_unknown(
    job_id: UUID | None, find: Callable[[str | None], JsonAnswer], unknown: Callable[[JobStatus], JsonAnswer]
) -> JsonAnswer:
    """Return what `find` says of a job, None for the newest; of one that is named in vain, what `unknown` says."""
    try:
        return find(None if job_id is None else str(job_id))
    except NotFound as error:
        if job_id is None or error.code != "job_not_found":
            raise
        return unknown(unknown_job(job_id))
