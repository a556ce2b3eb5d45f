"""One stage of the pipeline on its own: start it, and follow it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.domain.content import Write
from shared.domain.job import Job, JobKind
from shared.domain.principal import Principal
from shared.domain.session import Change, Session
from shared.kernel.errors import NotFound
from shared.kernel.hashing import Json
from shared.services.jobs import MACHINES, Jobs, Outcome, triple
from shared.services.recent import Recent
from shared.services.visibility import visible


@dataclass(frozen=True, slots=True, kw_only=True)
class StageJobs:
    """
    The jobs of one kind, as the owner of their session sees them.

    What the same request gave the tenant lately is given again at once, where that is remembered.
    """

    jobs: Jobs
    kind: JobKind
    recent: Recent | None = None

    def start(self, principal: Principal, session_id: str, request: Mapping[str, Json]) -> Job:
        """
        Start the stage, or return a job that has ended already with what the same request gave before.

        Raises:
            NotFound: the principal sees no such session.
        """
        session = visible(self.jobs.sessions, principal, session_id, "session.write")
        found = self.recent.find(session, self.kind, request) if self.recent else None
        if found is None:
            return self.jobs.start(session, self.kind, request, f"user:{principal.subject}")
        return self.conclude(principal, session, self.jobs.new(session, self.kind, request), found.value)

    def conclude(
        self, principal: Principal, session: Session, job: Job, result: Mapping[str, Json], writes: Sequence[Write] = ()
    ) -> Job:
        """Record a new job that is done already, with its result and what `writes` bring."""
        change = Change(
            event_id=self.jobs.identifiers.new(),
            kind=f"{MACHINES[self.kind]}.reused",
            author=f"user:{principal.subject}",
            at=job.created,
            delta={triple(job).output: dict(result)},
            writes=tuple(writes),
        )
        return self.jobs.conclude(session, job, change, Outcome(result=result))

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
