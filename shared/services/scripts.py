"""The scripts of a connector, one by one: start to write one, see it, override it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

from shared.compiler.model.connector import ConnectorModel
from shared.compiler.writing.soundness import problems_of
from shared.domain import artefact as artefacts
from shared.domain.artefact import Artefact
from shared.domain.content import Write
from shared.domain.forms.values import text
from shared.domain.job import Job, JobStatus
from shared.domain.principal import Principal
from shared.domain.session import Session
from shared.kernel.errors import Invalid, NotFound
from shared.kernel.hashing import Json, canonical, digest
from shared.records.code import sources_from, sources_to
from shared.records.documents import DocumentRecords
from shared.records.results import ResultRecords
from shared.services.artefacts import OVERRIDE, Artefacts, Done, Wanted, makes_all, no_job
from shared.services.asking import spending
from shared.services.classes import Classes
from shared.services.code import Code, script_format
from shared.services.jobs import Outcome
from shared.services.mending import Mending, messages
from shared.services.readings import Readings
from shared.services.script_making import Asked, Made, keys_of, made
from shared.services.script_needs import check_surface, sides
from shared.services.stages import Kept, Stages
from shared.services.visibility import visible

_NOT_PART_OF_THE_INPUT: Final = frozenset({"skipCache", "currentScript"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Scripts:
    """The scripts of every session."""

    artefacts: Artefacts
    stages: Stages
    documents: DocumentRecords
    readings: Readings
    results: ResultRecords
    classes: Classes
    code: Code
    mending: Mending

    def state(
        self, principal: Principal, session_id: str, artefact: Artefact, owner: str, job_id: str | None
    ) -> tuple[Job, Json]:
        """
        Return the script's job (the newest without a `job_id`) and, once it has finished, the script as it is now.

        A script that came without a job, such as a file of a workspace or of a fix, is seen as one that is done.

        Raises:
            NotFound: the principal sees no such session, or it has neither such a job nor such a file.
        """
        wanted = Wanted(session_id, artefact, owner)
        session, job, stands_in = self.artefacts.found_or_done(principal, wanted, job_id)
        if job.status is not JobStatus.FINISHED:
            return job, None
        if artefact is artefacts.FIX and not stands_in:
            return job, dict(job.result or {})
        script = None if artefact is artefacts.FIX else self.code.find(session, artefact, owner)
        if script is None and (stands_in or makes_all(job)):
            raise no_job(session)
        return job, (script or {"format": None, "code": ""}) | spending(job.result)

    def start(
        self, principal: Principal, session_id: str, artefact: Artefact, owner: str, request: Mapping[str, Json]
    ) -> Job:
        """
        Start to write the script; what was written for the same input already is there at once.

        Raises:
            NotFound: the principal sees no such session, or what the script is written from is missing in it.
        """
        session = visible(self.artefacts.jobs.sessions, principal, session_id, "session.write")
        session, asked, data = self._asked(session, artefact, owner, request)
        if artefact is artefacts.FIX:
            self.mending.check(session, asked.owner, asked.request)
        else:
            check_surface(asked, data)
        found = None if _is_new(asked) else self._found(session, self._key(session, asked, data))
        wanted = Wanted(session.id, artefact, owner)
        if found is None:
            return self.artefacts.start(principal, session, wanted, asked.request)
        writes = self._writes(session, asked, found)
        self.stages.save_replaced(session, "codegen", artefact.triple(owner).prefix, writes)
        change = self.artefacts.change("codegen.finished", f"user:{principal.subject}", writes=writes)
        outcome = Outcome(result=found.value, errors=found.reasons)
        return self.artefacts.conclude(session, wanted, Done(asked.request, outcome), change)

    def override(self, principal: Principal, session_id: str, artefact: Artefact, owner: str, value: Json) -> None:
        """
        Put a script of the user's in the place of what was written; the bundle holds it from then on.

        Raises:
            NotFound: the principal sees no such session.
            Invalid: it is no script that the framework could load (`invalid_connector_script_override`).
        """
        session = visible(self.artefacts.jobs.sessions, principal, session_id, "session.write")
        code = _code(value)
        script: dict[str, Json] = {"format": script_format(code), "code": code}
        documented = self._documented(session, artefact, owner)
        if refused := self.mending.refusals(artefact, documented, code):
            raise Invalid("; ".join(refused), code="invalid_connector_script_override")
        writes = self.code.writes(session, artefact, documented, script)
        change = self.artefacts.change("code.overridden", f"user:{principal.subject}", writes=writes)
        done = Done(OVERRIDE, Outcome(result=script))
        self.artefacts.conclude(session, Wanted(session.id, artefact, owner), done, change)

    def write(self, session: Session, job: Job) -> Kept:
        """
        Keep the script that a job is for, or the reasons why there is none.

        Raises:
            NotFound: what the script is written from is no longer there.
        """
        asked = _asked_of(job)
        session, asked, data = self._asked(session, asked.artefact, asked.owner, asked.request)
        if asked.artefact is artefacts.FIX:
            return self.stages.keep_json(
                session, {"fix": self.mending.fixed(session, job.id, asked.owner, asked.request)}
            )
        script = self._made(session, asked, data)
        if messages(asked.request):
            return self.stages.keep_json(
                session, _record(self.mending.mended(session, job.id, asked, script)) | {"mended": True}
            )
        kept = self.stages.keep_json(session, _record(script))
        self.results.keep(session, self._key(session, asked, data), kept.blob, kept.size)
        return kept

    def checked(self, job: Job, record: Mapping[str, Json]) -> dict[str, Json]:
        """
        Return the report on the script that `write` kept for a job.

        Raises:
            RuntimeError: it is not what the framework accepts; that is a defect of ours, and nothing is handed over.
        """
        # What people wrote is mended where it was complained of, and otherwise theirs.
        code = "" if "fix" in record or record.get("mended") else text(record["code"])
        asked = _asked_of(job)
        if defects := (*problems_of(code), *self.mending.refusals(asked.artefact, asked.owner, code)) if code else ():
            message = f"{len(defects)} defects in the printed {asked.artefact.name}"
            raise RuntimeError(message)
        return {"files": int(bool(code)), "scripts": int(bool(code)), "problems": []}

    def published(self, session: Session, job: Job, record: Mapping[str, Json]) -> tuple[Outcome, tuple[Write, ...]]:
        """Return what a job ends with, and what puts the script that `write` kept in its place."""
        asked, fix = _asked_of(job), record.get("fix")
        if isinstance(fix, dict):
            return Outcome(result=fix), tuple(self.mending.writes(session, asked.owner, fix))
        script = _read(record)
        return Outcome(result=script.value, errors=script.reasons), self._writes(session, asked, script)

    def _writes(self, session: Session, asked: Asked, script: Made) -> tuple[Write, ...]:
        return self.code.writes(session, asked.artefact, asked.owner, script.value, script.derived_from)

    def _made(self, session: Session, asked: Asked, data: Mapping[str, Json]) -> Made:
        documented = bool(self.documents.list(session, whole=False))
        return made(self.readings.current(session).model if documented else ConnectorModel(), data, asked)

    def _asked(
        self, session: Session, artefact: Artefact, owner: str, request: Mapping[str, Json]
    ) -> tuple[Session, Asked, dict[str, Json]]:
        """Return the header, what is asked for by its documented names, and the data it is written from."""
        owners = self._owners(session, artefact, owner)
        session, data = self.artefacts.jobs.sessions.values(session, keys_of(owners))
        documented = owner if artefact.owner == "session" else owners[0] if artefact.owner == "class" else owner
        about: dict[str, Json] = {"artefact": artefact.name, "owner": documented}
        return session, Asked(artefact, documented, about | dict(request)), data

    def _owners(self, session: Session, artefact: Artefact, owner: str) -> tuple[str, ...]:
        """Return the documented names of the classes that the script is about."""
        if artefact.owner == "class":
            return (self.classes.name(session, owner),)
        if artefact.owner == "relation":
            return sides(self.artefacts.jobs.sessions.value(session, artefacts.RELATIONS.triple().output), owner)
        return ()

    def _documented(self, session: Session, artefact: Artefact, owner: str) -> str:
        """Return the name of a class as it is documented, or as it came where the session does not know it."""
        if artefact.owner != "class":
            return owner
        try:
            return self.classes.name(session, owner)
        except NotFound:
            return owner

    def _key(self, session: Session, asked: Asked, data: Mapping[str, Json]) -> str:
        """Return the hash of everything the script depends on."""
        documents = self.readings.key(session) if self.documents.list(session, whole=False) else ""
        request = {key: value for key, value in asked.request.items() if key not in _NOT_PART_OF_THE_INPUT}
        whole: dict[str, Json] = {
            "documents": documents,
            "engine": self.readings.engine,
            "request": request,
            "told": dict(data),
        }
        return digest(canonical(whole))

    def _found(self, session: Session, key: str) -> Made | None:
        result = self.results.find(session.tenant, key)
        if result is None:
            return None
        try:
            return _read(json.loads(self.stages.blobs.get(result.space, result.blob)))
        except NotFound:
            return None  # the session that did the work is gone


def _is_new(asked: Asked) -> bool:
    """Return whether nothing that was written before may answer: what is mended depends on every script there is."""
    return bool(asked.request.get("skipCache")) or asked.artefact is artefacts.FIX or bool(messages(asked.request))


def _asked_of(job: Job) -> Asked:
    return Asked(artefacts.ARTEFACTS[text(job.input.get("artefact"))], text(job.input.get("owner")), job.input)


def _record(script: Made) -> dict[str, Json]:
    sources = sources_to(script.derived_from)
    return {"code": script.code, "format": script.format, "reasons": list(script.reasons), "derivedFrom": sources}


def _read(record: Mapping[str, Json]) -> Made:
    reasons = tuple(map(str, cast("list[Json]", record["reasons"])))
    form = record["format"]
    sources = sources_from(record.get("derivedFrom"))
    return Made(text(record["code"]), None if form is None else str(form), reasons, sources)


def _code(value: Json) -> str:
    code = value.get("code") if isinstance(value, dict) else None
    if not isinstance(code, str):
        message = 'The body is {"code": the script}'
        raise Invalid(message, code="invalid_connector_script_override")
    return code
