"""Which jobs are at work on a session."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.job import Job, as_seen
from shared.domain.session import Session
from shared.kernel.errors import Conflict
from shared.ports.clock import Clock
from shared.records.jobs import JobRecords


@dataclass(frozen=True, slots=True)
class Work:
    """The jobs that are at work."""

    jobs: JobRecords
    clock: Clock

    def on(self, session: Session) -> tuple[Job, ...]:
        """Return the jobs that write the session, oldest first."""
        now = self.clock.now()
        return tuple(job for job in self.jobs.list(session, whole=False) if not as_seen(job, now).ended)

    def check_idle(self, session: Session) -> None:
        """
        Refuse what must not happen beside a job.

        Raises:
            Conflict: one is at work (`session_busy`); its `facts` name them.
        """
        if at_work := self.on(session):
            names = [job.id for job in at_work]
            message = f"jobs are writing session {session.id}: {', '.join(names)}"
            raise Conflict(message, code="session_busy", facts={"jobIds": names})
