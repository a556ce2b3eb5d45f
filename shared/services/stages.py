"""What the tasks of every stage start from, and how a stage ends."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

from shared.domain.content import Leaf, Write
from shared.domain.job import Job
from shared.domain.session import Change, Session
from shared.kernel.errors import NotFound
from shared.kernel.hashing import Json, canonical
from shared.ports.blobs import Blobs
from shared.ports.pipelines import Machine
from shared.records.edits import Also
from shared.records.values import leaf_hash
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
        self._save_former(session, job, end)
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

    def save_replaced(self, session: Session, stage: Machine, prefix: str, writes: Iterable[Write]) -> None:
        """Save the present content where `writes` put something else in the place of what is there."""
        session, view = self.jobs.sessions.read(session)
        if any(_is_other(view.find(write.zone, write.name), write.leaf) for write in writes):
            self._save(session, stage, prefix)

    def _save_former(self, session: Session, job: Job, end: StageEnd) -> None:
        """Save the present content where such a job has been done before, so that a bad run can be undone."""
        names = triple(job)
        if not end.shown:
            self.save_replaced(session, end.stage, names.prefix, end.writes)
            return
        session = self.jobs.sessions.get(session.id)
        if self.jobs.sessions.value(session, names.output) is not None:
            self._save(session, end.stage, names.prefix)

    def _save(self, session: Session, stage: Machine, prefix: str) -> None:
        self.checkpoints.take_automatically(session, f"pipeline/{stage}", f"before {prefix}")


def _is_other(former: Leaf | None, leaf: Leaf | None) -> bool:
    return former is not None and (leaf is None or leaf_hash(former) != leaf_hash(leaf))
