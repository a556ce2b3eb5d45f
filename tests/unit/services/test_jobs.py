"""Jobs: recorded before anything starts, never queued for ever, ended once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from shared.adapters.files import FileBlobs
from shared.adapters.sqlite import SqliteItems
from shared.domain.job import Job, JobKind, JobStatus, Progress
from shared.domain.session import Change, Session
from shared.kernel.errors import Conflict, NotFound, Unavailable
from shared.kernel.hashing import Json
from shared.kernel.identifiers import SessionId
from shared.ports.items import Key, Present, Put
from shared.ports.pipelines import Machine
from shared.ports.pipelines import Outcome as Ending
from shared.records.jobs import JobRecords
from shared.records.sessions import SessionRecords
from shared.services.jobs import Jobs, Outcome
from tests.fakes.clock import FakeClock
from tests.fakes.identifiers import FakeIdentifiers
from tests.fakes.patience import FakePatience


@dataclass
class Engine:
    """`Pipelines` that does nothing, and says of its executions what the test wants."""

    started: list[tuple[str, str]] = field(default_factory=list)
    broken: bool = False
    ending: Ending = "running"

    def start(self, machine: Machine, name: str, command: Mapping[str, Json]) -> None:
        assert command["jobId"] == name
        if self.broken:
            message = "the engine is away"
            raise Unavailable(message)
        self.started.append((machine, name))

    def outcome(self, machine: Machine, name: str) -> Ending:
        return self.ending if (machine, name) in self.started else "absent"


@pytest.fixture(name="engine")
def _engine() -> Engine:
    return Engine()


@pytest.fixture(name="clock")
def _clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(name="jobs")
def _jobs(tmp_path: Path, engine: Engine, clock: FakeClock) -> Iterator[Jobs]:
    blobs = FileBlobs(tmp_path)
    with closing(SqliteItems(":memory:")) as items:
        yield Jobs(
            sessions=SessionRecords(items, blobs, FakePatience()),
            records=JobRecords(items, blobs),
            pipelines=engine,
            clock=clock,
            identifiers=FakeIdentifiers(),
        )


@pytest.fixture(name="session")
def _session(jobs: Jobs, clock: FakeClock) -> Session:
    now = clock.now()
    session = Session(id=SessionId("s"), tenant="t", owner="o", life="l", space="space", created=now, updated=now)
    return jobs.sessions.create(session, Change(event_id="e", kind="session.created", author="a", at=now))


def test_a_job_is_recorded_with_the_session_s_keys_and_then_started(
    jobs: Jobs, session: Session, engine: Engine
) -> None:
    job = jobs.start(session, JobKind.DIGESTER, {"a": 1}, "user:o")

    data = jobs.sessions.data(jobs.sessions.get("s"))[1]
    assert engine.started == [("digester", job.id)]
    assert jobs.records.get(session, job.id).status is JobStatus.QUEUED
    assert data == {"digesterInput": {"a": 1}, "digesterJobId": job.id}


def test_a_job_whose_engine_was_away_is_started_by_whoever_asks_next(
    jobs: Jobs, session: Session, engine: Engine, clock: FakeClock
) -> None:
    engine.broken = True
    job = jobs.start(session, JobKind.DIGESTER, {}, "user:o")
    engine.broken = False
    clock.advance(seconds=31)

    found = jobs.repaired(session, job)

    assert (found.status, engine.started) == (JobStatus.QUEUED, [("digester", job.id)])


def test_polling_a_young_job_does_not_ask_the_engine(jobs: Jobs, session: Session, engine: Engine) -> None:
    job = jobs.start(session, JobKind.DIGESTER, {}, "user:o")
    engine.ending = "failed"

    assert jobs.repaired(session, job) == job


@pytest.mark.parametrize("ending", ["failed", "succeeded"])
def test_a_job_whose_execution_ended_without_a_word_has_failed(
    jobs: Jobs, session: Session, engine: Engine, clock: FakeClock, ending: Ending
) -> None:
    job = jobs.start(session, JobKind.DIGESTER, {}, "user:o")
    jobs.begin(session, job.id, JobKind.DIGESTER)
    engine.ending = ending
    clock.advance(seconds=31)

    found = jobs.repaired(session, jobs.records.get(session, job.id))

    assert (found.status, found.errors) == (
        JobStatus.FAILED,
        ("The pipeline ended without a result; start the stage again.",),
    )


@pytest.mark.parametrize("kind", [JobKind.DIGESTER, JobKind.UPLOAD])
def test_a_job_that_takes_for_ever_has_failed(
    jobs: Jobs, session: Session, engine: Engine, clock: FakeClock, kind: JobKind
) -> None:
    job = recorded(jobs, session, kind)
    engine.started.append(("digester", job.id))
    clock.advance(hours=12)

    found = jobs.repaired(session, job)

    assert (found.status, found.errors) == (JobStatus.FAILED, ("The job did not end in time; start it again.",))


def recorded(jobs: Jobs, session: Session, kind: JobKind) -> Job:
    job = jobs.new(session, kind, {})
    jobs.records.write((jobs.records.new(session, job),))
    return job


def test_a_stage_of_a_chain_gets_its_job_once_with_the_chain_s_request(jobs: Jobs, session: Session) -> None:
    chain = jobs.start(session, JobKind.CONNECTOR, {"applicationName": "x"}, "user:o")

    first = jobs.begin(session, "child", JobKind.DIGESTER, parent=chain.id)
    second = jobs.begin(session, "child", JobKind.DIGESTER, parent=chain.id)

    assert (first.status, first.parent, dict(first.input)) == (JobStatus.RUNNING, chain.id, {"applicationName": "x"})
    assert second.started == first.started
    assert jobs.sessions.data(jobs.sessions.get("s"))[1]["digesterJobId"] == "child"


def test_a_job_nobody_recorded_cannot_begin(jobs: Jobs, session: Session) -> None:
    with pytest.raises(NotFound, match="Job nobody not found"):
        jobs.begin(session, "nobody", JobKind.DIGESTER)


def change(clock: FakeClock) -> Change:
    return Change(event_id="done", kind="digester.finished", author="pipeline/digester", at=clock.now(), delta={"k": 1})


def test_a_result_the_job_s_end_and_the_session_s_keys_are_one_transaction(
    jobs: Jobs, session: Session, clock: FakeClock
) -> None:
    job = jobs.start(session, JobKind.DIGESTER, {}, "user:o")
    lost = Put(key=Key("X", "x"), attributes={}, conditions=(Present(),))

    with pytest.raises(Conflict, match="a newer run took the place"):
        jobs.publish(session, job, change(clock), Outcome(result={"r": 1}), lambda _after: [lost])

    assert "k" not in jobs.sessions.data(jobs.sessions.get("s"))[1]
    assert jobs.records.get(session, job.id).status is JobStatus.QUEUED

    jobs.publish(session, job, change(clock), Outcome(result={"r": 1}, errors=("a line",)))

    ended = jobs.records.get(session, job.id)
    assert (ended.status, ended.result, ended.errors) == (JobStatus.FINISHED, {"r": 1}, ("a line",))
    assert jobs.sessions.data(jobs.sessions.get("s"))[1]["k"] == 1


def test_an_older_run_cannot_take_the_place_of_a_newer_one(jobs: Jobs, session: Session, clock: FakeClock) -> None:
    older = jobs.start(session, JobKind.DIGESTER, {}, "user:o")
    newer = jobs.start(session, JobKind.DIGESTER, {}, "user:o")
    jobs.publish(session, newer, change(clock), Outcome(result={"r": "new"}))

    with pytest.raises(Conflict, match="a newer run took the place"):
        jobs.publish(session, older, change(clock), Outcome(result={"r": "old"}))

    assert jobs.records.get(session, older.id).status is JobStatus.QUEUED


def test_a_stage_of_an_older_chain_does_not_begin(jobs: Jobs, session: Session) -> None:
    older = jobs.start(session, JobKind.CONNECTOR, {}, "user:o")
    jobs.start(session, JobKind.CONNECTOR, {}, "user:o")

    with pytest.raises(Conflict, match="a newer run took the place"):
        jobs.begin(session, "child", JobKind.DIGESTER, parent=older.id)

    assert jobs.records.find(session, "child") is None


def test_an_engine_that_does_not_answer_is_no_answer_about_the_job(
    jobs: Jobs, session: Session, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = jobs.start(session, JobKind.DIGESTER, {}, "user:o")
    clock.advance(seconds=31)

    def away(*_: object) -> Ending:
        message = "away"
        raise Unavailable(message)

    monkeypatch.setattr(Engine, "outcome", away)

    assert jobs.repaired(session, job) == job


def test_a_job_that_ended_does_not_begin_again(jobs: Jobs, session: Session) -> None:
    job = jobs.start(session, JobKind.DIGESTER, {}, "user:o")
    jobs.fail(session, job.id, ("because",))

    with pytest.raises(Conflict, match="has already ended as failed"):
        jobs.begin(session, job.id, JobKind.DIGESTER)


def test_publishing_twice_changes_nothing(jobs: Jobs, session: Session, clock: FakeClock) -> None:
    job = jobs.start(session, JobKind.DIGESTER, {}, "user:o")
    jobs.publish(session, job, change(clock), Outcome(result={"r": 1}))
    revision = jobs.sessions.get("s").revision

    jobs.publish(session, job, change(clock), Outcome(result={"r": 2}))

    assert jobs.sessions.get("s").revision == revision
    assert jobs.records.get(session, job.id).result == {"r": 1}


def test_a_progress_report_in_between_does_not_cost_the_result(jobs: Jobs, session: Session, clock: FakeClock) -> None:
    job = jobs.start(session, JobKind.DIGESTER, {}, "user:o")
    jobs.advance(session, job.id, Progress(stage="processing", message="half way"))

    jobs.publish(session, job, change(clock), Outcome(result={"r": 1}))

    assert jobs.records.get(session, job.id).result == {"r": 1}


def test_an_ended_job_stays_as_it_is(jobs: Jobs, session: Session) -> None:
    job = jobs.start(session, JobKind.DIGESTER, {}, "user:o")
    jobs.fail(session, job.id, ("because",))

    jobs.fail(session, job.id, ("later",))
    jobs.succeed(session, job.id, Outcome(result={}))

    assert jobs.records.get(session, job.id).errors == ("because",)
