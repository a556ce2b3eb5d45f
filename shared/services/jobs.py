"""Start a pipeline once per request, follow it, and record how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from shared.domain import job as jobs
from shared.domain.artefact import DIGESTED, FIX, SCRIPTS, Triple
from shared.domain.job import Job, JobKind, JobStatus, Progress
from shared.domain.session import Change, Session
from shared.kernel.errors import Conflict, Unavailable
from shared.kernel.hashing import Json
from shared.kernel.identifiers import JobId
from shared.ports.clock import Clock, Identifiers
from shared.ports.items import Action, ConditionFailed
from shared.ports.pipelines import Machine, Pipelines
from shared.records.edits import Also
from shared.records.jobs import JobRecords
from shared.records.sessions import SessionRecords

KINDS: Final[Mapping[str, JobKind]] = {
    "connector": JobKind.CONNECTOR,
    "discovery": JobKind.DISCOVERY,
    "scrape": JobKind.SCRAPE,
    "digester": JobKind.DIGESTER,
    "codegen": JobKind.CODEGEN,
}
"""The kind of the jobs that run a whole machine."""

MACHINES: Final[Mapping[JobKind, Machine]] = {
    JobKind.CONNECTOR: "connector",
    JobKind.DISCOVERY: "discovery",
    JobKind.SCRAPE: "scrape",
    JobKind.DIGESTER: "digester",
    JobKind.CODEGEN: "codegen",
    **{artefact.kind: "digester" for artefact in DIGESTED},
    **{artefact.kind: "codegen" for artefact in (*SCRIPTS, FIX)},
}
"""Which machine does the jobs of a kind; uploads need none."""

LIFETIME: Final = timedelta(hours=11)
"""How long a job may take before it counts as lost; longer than the longest machine."""

_TRIES: Final = 20

_SETTLING: Final = timedelta(seconds=30)
"""How long a job may look unstarted before we ask the engine about it."""


def triple(job: Job) -> Triple:
    """Return the data keys under which the session keeps the request, the id and the result of `job`."""
    return Triple(job.subject or MACHINES[job.kind])


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a job ends with: its result, and lines about what did not work out."""

    result: Mapping[str, Json]
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Jobs:
    """Jobs of every session, and the executions that do them."""

    sessions: SessionRecords
    records: JobRecords
    pipelines: Pipelines
    clock: Clock
    identifiers: Identifiers

    def start(
        self, session: Session, kind: JobKind, request: Mapping[str, Json], author: str, *, subject: str = ""
    ) -> Job:
        """
        Record a job durably, then start its machine, and return the job.

        A machine that cannot be started now is started by whoever asks for the job's status next.
        """
        job = self.new(session, kind, request, subject=subject)
        self._record(session, job, author)
        with suppress(Unavailable):
            self.pipelines.start(MACHINES[kind], job.id, self._command(job))
        return job

    def conclude(
        self, session: Session, job: Job, change: Change, outcome: Outcome, *, revision: int | None = None
    ) -> Job:
        """
        Record a new job that is done already, with the change it made, in one transaction; no machine is started.

        It is the newest of its resource from then on, so that one which still runs cannot take its place.

        Raises:
            Stale: `revision` was given, and the session is no longer at it.
        """
        done = jobs.finished(job, self.clock.now(), outcome.result, outcome.errors)
        names = triple(job)
        own: dict[str, Json] = {names.input: dict(job.input), names.job: job.id}
        whole = replace(change, delta=own | dict(change.delta))

        def together(after: Session) -> list[Action]:
            return [self.records.new(after, done), self.records.newest(after, names.prefix, done)]

        self.sessions.change(session, whole, also=together, revision=revision)
        return done

    def new(self, session: Session, kind: JobKind, request: Mapping[str, Json], *, subject: str = "") -> Job:
        """Return a queued job that is not recorded yet."""
        now = self.clock.now()
        return Job(
            id=JobId(self.identifiers.new()),
            session_id=session.id,
            kind=kind,
            created=now,
            updated=now,
            expires=now + LIFETIME,
            subject=subject,
            input=request,
        )

    def begin(self, session: Session, job_id: str, kind: JobKind, *, parent: str = "") -> Job:
        """
        Mark the job as running and return it; a stage of a chain gets its job here, with the chain's request.

        Raises:
            NotFound: there is no such job, and no parent to make it for.
            Conflict: the job has ended.
        """
        if parent and self.records.find(session, job_id) is None:
            self._adopt(session, job_id, kind, self.records.get(session, parent))
        began = self.records.update(session, job_id, lambda job: jobs.begun(job, self.clock.now()))
        if began.ended:
            message = f"job {job_id} has already ended as {began.status}"
            raise Conflict(message, code="job_ended")
        return began

    def advance(self, session: Session, job_id: str, progress: Progress) -> None:
        """Record how far a job is."""
        self.records.update(session, job_id, lambda job: jobs.advanced(job, self.clock.now(), progress))

    def succeed(self, session: Session, job_id: str, outcome: Outcome) -> None:
        """Record that a job ended well and changed nothing else in the session."""
        self.records.update(
            session, job_id, lambda job: jobs.finished(job, self.clock.now(), outcome.result, outcome.errors)
        )

    def publish(
        self, session: Session, job: Job, change: Change, outcome: Outcome, also: Also | None = None
    ) -> Session:
        """
        Record the job's end, the session's change and `also` in one transaction, or nothing.

        A job that has ended already stays as it is: the task was repeated.

        Raises:
            Conflict: a condition of `also` did not hold (`superseded`).
        """
        for _ in range(_TRIES):
            if job.ended:
                return session
            try:
                return self._publish_once(session, job, change, outcome, also)
            except ConditionFailed as lost:
                job = self.records.get(session, job.id)
                if lost.index > 0 and not job.ended:
                    message = "a newer run took the place of this one"
                    raise Conflict(message, code="superseded") from lost
        message = f"job {job.id} is being changed by too many writers"
        raise Unavailable(message)

    def fail(self, session: Session, job_id: str, errors: tuple[str, ...]) -> Job:
        """Record that a job failed, for reasons a person can act on."""
        return self.records.update(session, job_id, lambda job: jobs.failed(job, self.clock.now(), errors))

    def repaired(self, session: Session, job: Job) -> Job:
        """
        Return the job as it really is: one whose execution is lost is started again, or has failed.

        Asks the engine only about jobs that have not moved for a while, so that polling stays cheap.
        """
        now = self.clock.now()
        if job.ended or now - job.updated < _SETTLING:
            return job
        if job.kind not in MACHINES:
            return self._expired(session, job)
        try:
            outcome = self.pipelines.outcome(MACHINES[job.kind], job.id)
        except Unavailable:
            return job  # whoever polls must hear of the job, not of the engine
        if outcome == "absent" and job.status is JobStatus.QUEUED and now < job.expires:
            with suppress(Unavailable):
                self.pipelines.start(MACHINES[job.kind], job.id, self._command(job))
            return job
        if outcome == "running":
            return self._expired(session, job)
        return self.fail(session, job.id, ("The pipeline ended without a result; start the stage again.",))

    def _publish_once(self, session: Session, job: Job, change: Change, outcome: Outcome, also: Also | None) -> Session:
        done = jobs.finished(job, self.clock.now(), outcome.result, outcome.errors)

        def together(after: Session) -> list[Action]:
            # The job comes first: a lost condition at 0 is somebody's progress report, and no reason to give up.
            own: list[Action] = [self.records.changed(after, done)]
            if job.kind in MACHINES:
                # An older run must not take the place of what a newer one made, or will make.
                own.append(self.records.still_newest(after, triple(job).prefix, job))
            return [*own, *(also(after) if also else ())]

        return self.sessions.change(session, change, also=together)

    def _expired(self, session: Session, job: Job) -> Job:
        if self.clock.now() < job.expires:
            return job
        return self.fail(session, job.id, (jobs.LATE,))

    def _record(self, session: Session, job: Job, author: str, *guards: Action) -> None:
        names = triple(job)
        change = Change(
            event_id=self.identifiers.new(),
            kind="job.started",
            author=author,
            at=job.created,
            delta={names.input: dict(job.input), names.job: job.id},
        )

        def together(after: Session) -> list[Action]:
            return [self.records.new(after, job), self.records.newest(after, names.prefix, job), *guards]

        self.sessions.change(session, change, also=together)

    def _adopt(self, session: Session, job_id: str, kind: JobKind, parent: Job) -> None:
        now = self.clock.now()
        job = Job(
            id=JobId(job_id),
            session_id=session.id,
            kind=kind,
            created=now,
            updated=now,
            expires=parent.expires,
            parent=parent.id,
            input=parent.input,
        )
        author = f"pipeline/{MACHINES[parent.kind]}"
        try:
            self._record(session, job, author, self.records.still_newest(session, triple(parent).prefix, parent))
        except ConditionFailed as lost:
            if lost.index == 0:
                return  # the task was repeated: the job is there
            message = "a newer run took the place of this one"
            raise Conflict(message, code="superseded") from lost

    def _command(self, job: Job) -> dict[str, Json]:
        return {"sessionId": job.session_id, "jobId": job.id, "stage": MACHINES[job.kind]}
