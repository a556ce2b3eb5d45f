"""What the tasks of every stage start from, and how a stage ends."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from shared.domain.content import Write
from shared.domain.job import Job
from shared.domain.session import Change, Session
from shared.kernel.errors import NotFound
from shared.kernel.hashing import Json, canonical
from shared.ports.blobs import Blobs
from shared.ports.pipelines import Machine
from shared.records.edits import Also
from shared.services.checkpoints import Checkpoints
from shared.services.jobs import Jobs, Outcome, triple


@dataclass(frozen=True, slots=True)
class Kept:
    """A value that travels between tasks by reference: the digest of its bytes, and how many they are."""

    blob: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StageEnd:
    """
    What a stage made: its result, kept under its own output key, further keys, and leaves of other kinds.

    What is not `shown` has no output key of its own: it lies in the writes. `kept` are those of a `Change`.
    """

    stage: Machine
    outcome: Outcome
    delta: Mapping[str, Json] = field(default_factory=dict)
    writes: tuple[Write, ...] = ()
    kept: tuple[str, ...] = ()
    shown: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages:
    """Read a task's session and job, keep what it hands on, and publish what the stage made."""

    jobs: Jobs
    blobs: Blobs
    checkpoints: Checkpoints

    def load(self, session_id: str, job_id: str) -> tuple[Session, Job]:
        """
        Return the session and the job a task works for.

        Raises:
            NotFound: one of them was deleted meanwhile.
        """
        session = self.jobs.sessions.get(session_id)
        return session, self.jobs.records.get(session, job_id)

    def keep(self, session: Session, data: bytes) -> Kept:
        """
        Return where `data` is kept until another task of the execution reads it.

        Raises:
            NotFound: the session was deleted meanwhile; nothing stays.
        """
        kept = Kept(self.blobs.put(session.space, data), len(data))
        if self.jobs.sessions.is_gone(session):
            self.jobs.sessions.families.discard(session)
            message = f"Session {session.id} not found"
            raise NotFound(message, code="session_not_found")
        return kept

    def keep_json(self, session: Session, value: Json) -> Kept:
        """Return where the JSON of `value` is kept."""
        return self.keep(session, canonical(value))

    def read_json(self, session: Session, digest: str) -> dict[str, Json]:
        """Return the JSON object another task kept."""
        return cast("dict[str, Json]", json.loads(self.blobs.get(session.space, digest)))

    def publish(self, session: Session, job: Job, end: StageEnd, also: Also | None = None) -> None:
        """
        Record the stage's result, its job's end and the session's keys in one transaction, or nothing.

        A repeated task changes nothing.
        """
        if job.ended:
            return
        self._save_former(session, job)
        change = Change(
            event_id=self.jobs.identifiers.new(),
            kind=f"{end.stage}.finished",
            author=f"pipeline/{end.stage}",
            at=self.jobs.clock.now(),
            delta=({triple(job).output: dict(end.outcome.result)} if end.shown else {}) | dict(end.delta),
            writes=end.writes,
            kept=end.kept,
        )
        self.jobs.publish(session, job, change, end.outcome, also)

    def _save_former(self, session: Session, job: Job) -> None:
        """Save the present content where such a job has been done before, so that a bad run can be undone."""
        session = self.jobs.sessions.get(session.id)
        names = triple(job)
        if self.jobs.sessions.value(session, names.output) is not None:
            self.checkpoints.take_automatically(session, f"pipeline/{names.prefix}", f"before {names.prefix}")
