"""Jobs: one item each, changed only from the version that was read."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from shared.domain.job import Job, JobKind, JobStatus, Progress
from shared.domain.session import Session
from shared.kernel.errors import Conflict, NotFound
from shared.kernel.identifiers import JobId
from shared.ports.blobs import Blobs
from shared.ports.items import Absent, Action, Check, ConditionFailed, Equals, Item, Items, Put
from shared.records import keys
from shared.records.headers import from_micros, to_micros
from shared.records.paging import every_item
from shared.records.values import Values, to_text

_TRIES = 20


@dataclass(frozen=True, slots=True)
class JobRecords:
    """The jobs of every session."""

    items: Items
    blobs: Blobs

    def new(self, session: Session, job: Job) -> Put:
        """Return the action that records a new job."""
        return Put(key=keys.job(session, job.id), attributes=self._attributes(session, job), conditions=(Absent(),))

    def newest(self, session: Session, stage: str, job: Job) -> Put:
        """Return the action that makes `job` the one whose result counts for its stage."""
        return Put(key=keys.newest_job(session, stage), attributes={"job": job.id}, conditions=())

    def still_newest(self, session: Session, stage: str, job: Job) -> Check:
        """Return the check that no later job of the stage was recorded."""
        return Check(key=keys.newest_job(session, stage), conditions=(Equals("job", job.id),))

    def find_newest(self, session: Session, stage: str) -> Job | None:
        """Return the job whose result counts for a stage or a resource, if there is one."""
        item = self.items.get(keys.newest_job(session, stage))
        return None if item is None else self.find(session, str(item.attributes["job"]))

    def changed(self, session: Session, job: Job) -> Put:
        """Return the action that replaces the version of `job` that was read with `job` as it is now."""
        later = replace(job, version=job.version + 1)
        guard = (Equals("version", job.version),)
        return Put(key=keys.job(session, job.id), attributes=self._attributes(session, later), conditions=guard)

    def find(self, session: Session, job_id: str) -> Job | None:
        """Return the job, if the session has it."""
        item = self.items.get(keys.job(session, job_id))
        return None if item is None else self._job(session, item)

    def get(self, session: Session, job_id: str) -> Job:
        """
        Return the job.

        Raises:
            NotFound: the session has no such job (`job_not_found`).
        """
        job = self.find(session, job_id)
        if job is None:
            message = f"Job {job_id} not found"
            raise NotFound(message, code="job_not_found")
        return job

    def list(self, session: Session, *, whole: bool = True) -> tuple[Job, ...]:
        """Return the session's jobs, oldest first; unless `whole`, without requests and results, which may be large."""
        found = (self._job(session, item, whole=whole) for item in every_item(self.items, keys.jobs_partition(session)))
        return tuple(sorted(found, key=lambda job: (job.created, job.id)))

    def write(self, actions: tuple[Action, ...]) -> None:
        """
        Do `actions` in one transaction.

        Raises:
            Conflict: a job was changed by somebody else since it was read (`job_changed`).
        """
        try:
            self.items.transact(actions)
        except ConditionFailed as lost:
            message = "the job was changed by somebody else"
            raise Conflict(message, code="job_changed") from lost

    def update(self, session: Session, job_id: str, step: Callable[[Job], Job]) -> Job:
        """
        Apply `step` to the job as last written, again after every lost race; a job that has ended stays as it is.

        Raises:
            NotFound: the session has no such job.
        """
        for _ in range(_TRIES):
            job = self.get(session, job_id)
            if job.ended or (after := step(job)) == job:
                return job
            try:
                self.write((self.changed(session, after),))
            except Conflict:
                continue
            return replace(after, version=after.version + 1)
        message = f"job {job_id} is being changed by too many writers"
        raise Conflict(message, code="job_changed")

    def _attributes(self, session: Session, job: Job) -> dict[str, str | int | bytes]:
        values = Values(self.blobs, session.space)
        return {
            "id": job.id,
            "kind": job.kind,
            "status": job.status,
            "created": to_micros(job.created),
            "updated": to_micros(job.updated),
            "expires": to_micros(job.expires),
            "started": _optional(job.started),
            "finished": _optional(job.finished),
            "parent": job.parent,
            "subject": job.subject,
            "input": to_text(values.store(dict(job.input))),
            "progress": to_text([job.progress.stage, job.progress.message, job.progress.processed, job.progress.total]),
            "result": to_text(values.store(None if job.result is None else dict(job.result))),
            "errors": to_text(list(job.errors)),
            "version": job.version,
        }

    def _job(self, session: Session, item: Item, *, whole: bool = True) -> Job:
        values = Values(self.blobs, session.space)
        at = item.attributes
        stage, message, processed, total = json.loads(str(at["progress"]))
        return Job(
            id=JobId(str(at["id"])),
            session_id=session.id,
            kind=JobKind(str(at["kind"])),
            status=JobStatus(str(at["status"])),
            created=from_micros(int(at["created"])),
            updated=from_micros(int(at["updated"])),
            expires=from_micros(int(at["expires"])),
            started=_moment(int(at["started"])),
            finished=_moment(int(at["finished"])),
            parent=str(at["parent"]),
            subject=str(at["subject"]),
            input=values.load(json.loads(str(at["input"]))) if whole else {},  # type: ignore[arg-type]  # as written
            progress=Progress(stage=stage, message=message, processed=processed, total=total),
            result=values.load(json.loads(str(at["result"]))) if whole else None,  # type: ignore[arg-type]
            errors=tuple(json.loads(str(at["errors"]))),
            version=int(at["version"]),
        )


def _optional(moment: datetime | None) -> int:
    return -1 if moment is None else to_micros(moment)


def _moment(count: int) -> datetime | None:
    return None if count < 0 else from_micros(count)
