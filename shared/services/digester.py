"""The digester's resources: start to read one, see it, override it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shared.domain import artefact as artefacts
from shared.domain.artefact import Artefact
from shared.domain.forms import described, information
from shared.domain.forms.described import Form
from shared.domain.forms.holding import check_resource
from shared.domain.job import Job, JobStatus
from shared.domain.principal import Principal
from shared.domain.session import Session
from shared.kernel.errors import Invalid, NotFound
from shared.kernel.hashing import Json
from shared.records.documents import DocumentRecords
from shared.services.artefacts import OVERRIDE, Artefacts, Done, Wanted, makes_all, no_job
from shared.services.asking import spending
from shared.services.classes import Classes
from shared.services.jobs import Outcome
from shared.services.readings import Reading, Readings
from shared.services.resources import digested
from shared.services.visibility import visible

FORMS: Final[Mapping[str, Form]] = {
    artefacts.METADATA.name: information.information,
    artefacts.AUTH.name: described.authentications,
    artefacts.CLASSES.name: described.object_classes,
    artefacts.ATTRIBUTES.name: described.attributes,
    artefacts.ENDPOINTS.name: described.endpoints,
    artefacts.RELATIONS.name: described.relations,
    artefacts.CONNECTIVITY.name: described.connectivity,
}
"""What each resource looks like to its clients."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digester:
    """The resources that are read out of a session's documents."""

    artefacts: Artefacts
    documents: DocumentRecords
    readings: Readings
    classes: Classes

    def state(
        self, principal: Principal, session_id: str, artefact: Artefact, owner: str, job_id: str | None
    ) -> tuple[Job, Json]:
        """
        Return the resource's job (the newest without a `job_id`) and, once it has finished, the resource as it is now.

        A resource that came without a job, such as a fork's, is seen as one that is done.

        Raises:
            NotFound: the principal sees no such session, or it has neither such a job nor such a resource.
        """
        wanted = Wanted(session_id, artefact, owner)
        session, job, stands_in = self.artefacts.found_or_done(principal, wanted, job_id)
        if job.status is not JobStatus.FINISHED:
            return job, None
        value = self.artefacts.jobs.sessions.value(session, artefact.triple(owner).output)
        if value is None and (stands_in or makes_all(job)):
            raise no_job(session)
        resource = FORMS[artefact.name](dict(job.result or {}) if value is None else value)
        return job, resource | spending(job.result)

    def start(
        self, principal: Principal, session_id: str, artefact: Artefact, owner: str, request: Mapping[str, Json]
    ) -> Job:
        """
        Start to read the resource out of the documents; where they have been read already, the job is done at once.

        Raises:
            NotFound: the principal sees no such session, or it has no classes, or not this one.
            Invalid: there is nothing to read (`no_documentation_stored`, `relevant_chunks_not_found`), or a table has
                no endpoints (`endpoint_extraction_not_supported`).
        """
        session = visible(self.artefacts.jobs.sessions, principal, session_id, "session.write")
        wanted = Wanted(session.id, artefact, owner)
        if artefact.owner == "class":
            request = {"objectClass": self.classes.name(session, owner)} | dict(request)
        _check_protocol(artefact, request)
        reading = self._reading(session, artefact, fresh=bool(request.get("skipCache")))
        done = None if reading is None else _result(reading, artefact, request)
        if done is None:
            return self.artefacts.start(principal, session, wanted, request)
        change = self.artefacts.change("digester.finished", f"user:{principal.subject}")
        return self.artefacts.conclude(session, wanted, Done(request, Outcome(result=done)), change)

    def override(self, principal: Principal, session_id: str, artefact: Artefact, owner: str, value: Json) -> None:
        """
        Put `value` in the place of what was read; the next to look at the resource sees it.

        Raises:
            NotFound: the principal sees no such session.
            Invalid: it is not such a resource.
        """
        session = visible(self.artefacts.jobs.sessions, principal, session_id, "session.write")
        check_resource(artefact, value)
        if artefact is artefacts.CLASSES:
            value = self.classes.judged(value, self._known(session))
        result = FORMS[artefact.name](value)
        change = self.artefacts.change("data.overridden", f"user:{principal.subject}")
        wanted = Wanted(session.id, artefact, owner)
        self.artefacts.conclude(session, wanted, Done(OVERRIDE, Outcome(result=result)), change)

    def _known(self, session: Session) -> Reading | None:
        """Return the reading of the session's documents, if there are any and they have been read."""
        return self.readings.find(session) if self.documents.list(session, whole=False) else None

    def _reading(self, session: Session, artefact: Artefact, *, fresh: bool) -> Reading | None:
        """Return the reading that answers at once, if documents are there and nothing keeps us from it."""
        pending = bool(self.documents.list_pending(session))
        if not self.documents.list(session, whole=False):
            if not pending:
                raise _nothing_to_read(artefact)
            return None
        return None if pending or fresh else self.readings.find(session)


def _result(reading: Reading, artefact: Artefact, request: Mapping[str, Json]) -> dict[str, Json] | None:
    """Return the resource, or None where the job shall tell why there is none."""
    try:
        return digested(reading, artefact.kind, request)
    except NotFound:
        return None


def _check_protocol(artefact: Artefact, request: Mapping[str, Json]) -> None:
    if artefact is artefacts.ENDPOINTS and request.get("apiType") == "sql":
        message = "The tables of a database have no endpoints"
        raise Invalid(message, code="endpoint_extraction_not_supported")


def _nothing_to_read(artefact: Artefact) -> Invalid:
    if artefact.owner == "class":
        message = "No documentation of this class is stored; upload some first"
        return Invalid(message, code="relevant_chunks_not_found")
    message = "The session has no documentation; upload some first"
    return Invalid(message, code="no_documentation_stored")
