"""What every resource that a job makes has in common: how it is found, read, and overridden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from shared.domain.artefact import SCRIPTS, Artefact
from shared.domain.content import Write
from shared.domain.job import Job, JobKind, finished
from shared.domain.principal import Principal
from shared.domain.session import Change, Session
from shared.kernel.errors import NotFound
from shared.kernel.hashing import Json
from shared.kernel.identifiers import JobId, derived_uuid
from shared.services.jobs import MACHINES, Jobs, Outcome, triple
from shared.services.visibility import visible

_WHOLE: Final = (JobKind.DIGESTER, JobKind.CODEGEN)
"""The jobs that make every resource of their stage."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which resource of which session somebody wants; `owner` is the class or relation it belongs to, or ""."""

    session_id: str
    artefact: Artefact
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What was asked for, and what came out without a machine's work."""

    request: Mapping[str, Json]
    outcome: Outcome


OVERRIDE: Final[Mapping[str, Json]] = {"override": True}
"""The request behind a resource that somebody wrote by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Artefacts:
    """The resources of every session."""

    jobs: Jobs

    def found(self, principal: Principal, wanted: Wanted, job_id: str | None) -> tuple[Session, Job]:
        """
        Return the session, and the resource's job (the newest without a `job_id`) as it really is.

        Where none was started for the resource alone, it is the newest that makes every resource of the stage.

        Raises:
            NotFound: the principal sees no such session, or it has no such job (`job_not_found`).
        """
        session = visible(self.jobs.sessions, principal, wanted.session_id)
        job = self._newest(session, wanted) if job_id is None else self._named(session, wanted, job_id)
        return session, self.jobs.repaired(session, job)

    def found_or_done(self, principal: Principal, wanted: Wanted, job_id: str | None) -> tuple[Session, Job, bool]:
        """
        Return the same, or what stands for the job of a resource that came without one, and whether that is so.

        A fork has the resources of its source and none of its jobs; a file of a workspace was made by none.

        Raises:
            NotFound: the principal sees no such session, or `job_id` is neither (`job_not_found`).
        """
        try:
            return *self.found(principal, wanted, job_id), False
        except NotFound as error:
            if error.code != "job_not_found":
                raise
        session = visible(self.jobs.sessions, principal, wanted.session_id)
        job = _stand_in(session, wanted)
        if job_id not in {None, job.id}:
            raise no_job(session)
        return session, job, True

    def start(self, principal: Principal, session: Session, wanted: Wanted, request: Mapping[str, Json]) -> Job:
        """Start a job that makes the resource."""
        names = wanted.artefact.triple(wanted.owner)
        author = f"user:{principal.subject}"
        return self.jobs.start(session, wanted.artefact.kind, request, author, subject=names.prefix)

    def conclude(
        self, session: Session, wanted: Wanted, done: Done, change: Change, *, revision: int | None = None
    ) -> Job:
        """
        Record a job that is done as it begins, and the resource it made, beside what `change` changes.

        Raises:
            Stale: `revision` was given, and the session is no longer at it.
        """
        names = wanted.artefact.triple(wanted.owner)
        job = self.jobs.new(session, wanted.artefact.kind, done.request, subject=names.prefix)
        # A script lies in the code zone, where the change puts it; its data key is a view of that.
        own: dict[str, Json] = {} if wanted.artefact in SCRIPTS else {names.output: dict(done.outcome.result)}
        whole = replace(change, delta=own | dict(change.delta))
        return self.jobs.conclude(session, job, whole, done.outcome, revision=revision)

    def change(
        self, kind: str, author: str, delta: Mapping[str, Json] | None = None, writes: tuple[Write, ...] = ()
    ) -> Change:
        """Return a new event."""
        at = self.jobs.clock.now()
        return Change(
            event_id=self.jobs.identifiers.new(), kind=kind, author=author, at=at, delta=delta or {}, writes=writes
        )

    def _named(self, session: Session, wanted: Wanted, job_id: str) -> Job:
        job = self.jobs.records.get(session, job_id)
        makes = job.kind in MACHINES and (
            triple(job) == wanted.artefact.triple(wanted.owner)
            or (job.kind in _WHOLE and MACHINES[job.kind] == MACHINES[wanted.artefact.kind])
        )
        if not makes:
            message = f"Job {job_id} does not make this resource"
            raise NotFound(message, code="job_not_found")
        return job

    def _newest(self, session: Session, wanted: Wanted) -> Job:
        places = (wanted.artefact.triple(wanted.owner).prefix, MACHINES[wanted.artefact.kind])
        found = (self.jobs.records.find_newest(session, place) for place in places)
        job = next((job for job in found if job is not None), None)
        if job is None:
            raise no_job(session)
        return job


def _stand_in(session: Session, wanted: Wanted) -> Job:
    """Return a finished job that was never recorded."""
    at, subject = session.updated, wanted.artefact.triple(wanted.owner).prefix
    job = Job(
        id=JobId(derived_uuid(session.id, session.life, subject)),
        session_id=session.id,
        kind=wanted.artefact.kind,
        created=at,
        updated=at,
        expires=at,
        subject=subject,
    )
    return finished(job, at, {})


def makes_all(job: Job) -> bool:
    """Return whether a job makes every resource of its stage, of which not all need come out."""
    return job.kind in _WHOLE


def no_job(session: Session) -> NotFound:
    """Return the error that a resource was never made."""
    return NotFound(f"Session {session.id} has no job for this resource", code="job_not_found")
