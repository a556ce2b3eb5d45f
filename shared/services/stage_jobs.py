"""One stage of the pipeline on its own: start it, and follow it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shared.domain.job import Job, JobKind
from shared.domain.principal import Principal
from shared.kernel.errors import NotFound
from shared.kernel.hashing import Json
from shared.services.jobs import MACHINES, Jobs
from shared.services.sessions import visible


@dataclass(frozen=True, slots=True, kw_only=True)
class StageJobs:
    """The jobs of one kind, as the owner of their session sees them."""

    jobs: Jobs
    kind: JobKind

    def start(self, principal: Principal, session_id: str, request: Mapping[str, Json]) -> Job:
        """
        Start the stage.

        Raises:
            NotFound: the principal sees no such session.
        """
        session = visible(self.jobs.sessions, principal, session_id, "session.write")
        return self.jobs.start(session, self.kind, request, f"user:{principal.subject}")

    def status(self, principal: Principal, session_id: str, job_id: str | None) -> Job:
        """
        Return the stage's job; without a `job_id` the newest.

        Raises:
            NotFound: the principal sees no such session, or it has no such job (`job_not_found`).
        """
        session = visible(self.jobs.sessions, principal, session_id)
        records = self.jobs.records
        stage = MACHINES[self.kind]
        job = records.find_newest(session, stage) if job_id is None else records.find(session, job_id)
        if job is None or job.kind is not self.kind:
            message = f"Session {session.id} has no such {stage} job"
            raise NotFound(message, code="job_not_found")
        return self.jobs.repaired(session, job)
