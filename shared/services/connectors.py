"""The whole way: from documents or links to a connector, stage by stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shared.domain.job import Job, JobKind, JobStatus
from shared.domain.principal import Principal
from shared.domain.session import Session
from shared.domain.web.links import LINKS_LIMIT, canonical_link
from shared.kernel.errors import Invalid, NotFound
from shared.kernel.hashing import Json
from shared.kernel.identifiers import derived_uuid
from shared.ports.pipelines import Machine
from shared.records.documents import DocumentRecords
from shared.services.code import Code, bundle_name
from shared.services.jobs import KINDS, Jobs, Outcome
from shared.services.stages import Stages
from shared.services.visibility import visible

STAGES: Final[tuple[Machine, ...]] = ("discovery", "scrape", "digester", "codegen")
_LINK_STAGES: Final[tuple[Machine, ...]] = ("discovery", "scrape")
_BUNDLE_SECONDS: Final = 300


def stage_job(job_id: str, stage: Machine) -> str:
    """Return the id of the job of one stage of the chain `job_id`; always the same, so that tasks may be repeated."""
    return derived_uuid(job_id, stage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """The connector: an address to fetch it from, or its bytes where the store offers no address."""

    filename: str
    link: str | None
    data: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Connectors:
    """Start the chain, follow it, hand over what it made."""

    jobs: Jobs
    documents: DocumentRecords
    code: Code
    stages: Stages

    def start(self, principal: Principal, session_id: str, request: Mapping[str, Json]) -> Job:
        """
        Start the chain from the session's documents, or from `starterLinks` of the request, or with a search.

        Raises:
            NotFound: the principal sees no such session.
            Invalid: there is nothing to start from (`no_documentation_stored`), or a link is no web address.
        """
        session = visible(self.jobs.sessions, principal, session_id, "session.write")
        links = request.get("starterLinks")
        given = [canonical_link(str(link)) for link in links[:LINKS_LIMIT]] if isinstance(links, list) else []
        stored = bool(self.documents.list(session, whole=False) or self.documents.list_pending(session))
        search = bool(request.get("search") and request.get("applicationName")) and not given and not stored
        if not given and not stored and not search:
            message = "upload documentation first, or name starterLinks"
            raise Invalid(message, code="no_documentation_stored")
        plain = {name: value for name, value in request.items() if name != "search"}
        wanted = plain | {"starterLinks": list[Json](given)} | ({"search": True} if search else {})
        return self.jobs.start(session, JobKind.CONNECTOR, wanted, f"user:{principal.subject}")

    def begin(self, session_id: str, job_id: str, stage: str, parent: str) -> dict[str, Json]:
        """
        Mark a stage's job, or the chain's, as running; return what the state machine goes by.

        `links`: whether pages have to be fetched first; `children`: the ids of the stages' jobs.
        """
        session = self.jobs.sessions.get(session_id)
        job = self.jobs.begin(session, job_id, KINDS[stage], parent=parent)
        children: dict[str, Json] = {name: stage_job(job_id, name) for name in STAGES}
        return {"links": bool(job.input.get("starterLinks") or job.input.get("search")), "children": children}

    def finish(self, session_id: str, job_id: str) -> None:
        """Record that the chain ended well, with what its last stage made."""
        session, job = self.stages.load(session_id, job_id)
        last = self.jobs.records.find(session, stage_job(job.id, "codegen"))
        result = dict(last.result) if last and last.result else {}
        self.jobs.succeed(session, job.id, Outcome(result=result, errors=last.errors if last else ()))

    def fail(self, session_id: str, job_id: str, sentence: str) -> None:
        """Record that a job failed; a chain tells why its stage did. A session deleted meanwhile needs no record."""
        try:
            session, job = self.stages.load(session_id, job_id)
        except NotFound:
            return
        if job.kind is JobKind.CONNECTOR:
            self._end_stages(session, job)
        self.jobs.fail(session, job_id, self._stage_errors(session, job) or (sentence,))

    def status(
        self, principal: Principal, session_id: str, job_id: str | None
    ) -> tuple[Job, tuple[tuple[Machine, Job | None], ...]]:
        """
        Return the chain's job (the newest without a `job_id`), and each stage with its job, if it has begun.

        Raises:
            NotFound: the session has no such job.
        """
        session = visible(self.jobs.sessions, principal, session_id)
        job = self.jobs.repaired(session, self._chain(session, job_id))
        if job.status is JobStatus.FAILED:
            self._end_stages(session, job)
        return job, tuple(
            (stage, self.jobs.records.find(session, stage_job(job.id, stage))) for stage in _stages_of(job)
        )

    def bundle(self, principal: Principal, session_id: str) -> Bundle:
        """
        Return the bundle of the connector's files as they are now.

        Raises:
            NotFound: the session has none yet (`artefact_not_found`).
        """
        session = visible(self.jobs.sessions, principal, session_id)
        application, data = self.code.bundle(session)
        filename = bundle_name(application)
        kept = self.stages.keep(session, data)
        link = self.stages.blobs.link(
            session.space, kept.blob, filename=filename, media_type="application/zip", seconds=_BUNDLE_SECONDS
        )
        return Bundle(filename=filename, link=link, data=None if link else data)

    def _end_stages(self, session: Session, chain: Job) -> None:
        """Fail what a chain leaves unended; a stage whose execution died cannot do so itself."""
        for stage in STAGES:
            child = self.jobs.records.find(session, stage_job(chain.id, stage))
            if child is not None and not child.ended:
                self.jobs.fail(session, child.id, ("The stage was cut short.",))

    def _chain(self, session: Session, job_id: str | None) -> Job:
        newest = job_id or self._newest_chain(session)
        job = self.jobs.records.find(session, newest) if newest else None
        if job is None or job.kind is not JobKind.CONNECTOR:
            message = f"Session {session.id} has no such connector job"
            raise NotFound(message, code="job_not_found")
        return job

    def _newest_chain(self, session: Session) -> str | None:
        found = self.jobs.records.list(session, whole=False)
        return next((job.id for job in reversed(found) if job.kind is JobKind.CONNECTOR), None)

    def _stage_errors(self, session: Session, job: Job) -> tuple[str, ...]:
        if job.kind is not JobKind.CONNECTOR:
            return ()
        found = ((stage, self.jobs.records.find(session, stage_job(job.id, stage))) for stage in STAGES)
        return tuple(
            f"{stage}: {error}"
            for stage, child in found
            if child and child.status == "failed"
            for error in child.errors
        )


def _stages_of(job: Job) -> tuple[Machine, ...]:
    fetches = job.input.get("starterLinks") or job.input.get("search")
    return STAGES if fetches else tuple(stage for stage in STAGES if stage not in _LINK_STAGES)
