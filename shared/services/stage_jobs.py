"""One stage of the pipeline on its own: start it, and follow it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from shared.domain.job import Job, JobKind, JobStatus
from shared.domain.principal import Principal
from shared.domain.session import Change, Session
from shared.kernel.errors import NotFound
from shared.kernel.hashing import Json
from shared.services.jobs import MACHINES, Jobs, Outcome, triple
from shared.services.visibility import visible


@dataclass(frozen=True, slots=True, kw_only=True)
class StageJobs:
    """
    The jobs of one kind, as the owner of their session sees them.

    What the same request gave within `reused` before is given again at once, unless it went wrong in part; 0 for never.
    """

    jobs: Jobs
    kind: JobKind
    reused: timedelta = timedelta(0)

    def start(self, principal: Principal, session_id: str, request: Mapping[str, Json]) -> Job:
        """
        Start the stage, or return a job that has ended already with what the same request gave before.

        Raises:
            NotFound: the principal sees no such session.
        """
        session = visible(self.jobs.sessions, principal, session_id, "session.write")
        author = f"user:{principal.subject}"
        result = None if request.get("skipCache") else self._earlier(session, request)
        if result is None:
            return self.jobs.start(session, self.kind, request, author)
        job = self.jobs.new(session, self.kind, request)
        change = Change(
            event_id=self.jobs.identifiers.new(),
            kind=f"{MACHINES[self.kind]}.reused",
            author=author,
            at=job.created,
            delta={triple(job).output: dict(result)},
        )
        return self.jobs.conclude(session, job, change, Outcome(result=result))

    def _earlier(self, session: Session, request: Mapping[str, Json]) -> Mapping[str, Json] | None:
        """Return what the same request gave the session lately, if its newest job of this kind did that."""
        job = self.jobs.records.find_newest(session, MACHINES[self.kind]) if self.reused else None
        if job is None or job.status is not JobStatus.FINISHED or job.finished is None or job.errors:
            return None
        same = _without_switch(job.input) == _without_switch(request)
        recent = self.jobs.clock.now() - job.finished < self.reused
        return job.result if same and recent else None

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


def _without_switch(request: Mapping[str, Json]) -> dict[str, Json]:
    return {name: value for name, value in request.items() if name != "skipCache"}
