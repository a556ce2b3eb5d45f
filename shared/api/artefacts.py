"""
The three routes of one generated artefact: start its job, read it, override it; written once, for a table of them.

A POST answers 200 with the id of a job. A GET answers how that job, or without `jobId` the newest, is doing, and once
it has finished the artefact as it is now. A PUT takes effect in the next GET, whether there ever was a job or not.

Annotations are evaluated here, not postponed: the dependencies in them are the row's.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Protocol, cast

from fastapi import APIRouter, Depends

from shared.api.bodies import json_body, json_request, json_value
from shared.api.contracts import Envelope, JobAccepted, JobStatus, Message, status_of
from shared.api.job_answers import JobQuery, found_or_unknown
from shared.api.json_text import JsonAnswer
from shared.api.principals import Caller
from shared.api.reuse import skips_cache, without_switch
from shared.api.session_paths import SessionPath
from shared.domain.artefact import Artefact, folded
from shared.domain.job import Job
from shared.domain.principal import Principal
from shared.kernel.hashing import Json


class Service(Protocol):
    """What is done for the routes; `owner` is the class or relation a path names, or ""."""

    def state(
        self, principal: Principal, session_id: str, artefact: Artefact, owner: str, job_id: str | None
    ) -> tuple[Job, Json]:
        """Return the job, and what it made as that is now."""
        ...

    def start(
        self, principal: Principal, session_id: str, artefact: Artefact, owner: str, request: Mapping[str, Json]
    ) -> Job:
        """Start the job."""
        ...

    def override(self, principal: Principal, session_id: str, artefact: Artefact, owner: str, value: Json) -> None:
        """Put `value` in the place of what a job made."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """
    One artefact and its routes.

    `path` follows the session's id. `body` is what a POST may carry, and `body_optional` whether it may carry nothing.
    `told` words the answer to a PUT, `{owner}` in it being the class as it is kept; without it there is no PUT.
    """

    path: str
    artefact: Artefact
    body: type[Message]
    query: Callable[..., Mapping[str, object]]
    body_optional: bool = True
    envelope: Envelope = field(default_factory=Envelope)
    told: str = ""


def register(routes: APIRouter, rows: Sequence[Row], service: Callable[[], Service]) -> None:
    """Add the routes of every row, served by what `service` returns."""
    for row in rows:
        path = f"/{{session_id}}/{row.path}"
        name = row.artefact.name.replace("/", "_").replace("-", "_")
        routes.add_api_route(
            path,
            _start(row, service),
            methods=["POST"],
            name=f"start_{name}",
            summary=f"Start the job that makes {row.artefact.name}",
            response_model=JobAccepted,
            openapi_extra=json_request(row.body, optional=row.body_optional),
        )
        routes.add_api_route(
            path,
            _read(row, service),
            methods=["GET"],
            name=f"read_{name}",
            summary=f"Read {row.artefact.name}, or how its job is doing",
            response_model=JobStatus,
        )
        if row.told:
            routes.add_api_route(
                path, _override(row, service), methods=["PUT"], name=f"override_{name}",
                summary=f"Put something else in the place of {row.artefact.name}",
            )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Whose artefact a request is about, and who asks."""

    caller: Principal
    session_id: str
    owner: str


def _place(row: Row) -> Callable[..., Place]:
    """Return the dependency that reads the session and the class or relation out of a row's path."""
    owners = {"class": _object_class, "relation": _relation, "session": _nobody}

    def place(
        session_id: SessionPath, caller: Caller, owner: Annotated[str, Depends(owners[row.artefact.owner])]
    ) -> Place:
        return Place(caller=caller, session_id=session_id, owner=owner)

    return place


def _object_class(object_class: str) -> str:
    return object_class.strip()


def _relation(relation: str) -> str:
    return relation.strip()


def _nobody() -> str:
    return ""


def _wanted(row: Row) -> Callable[..., dict[str, Any]]:
    """Return the dependency that reads what a POST asks for, out of the query and the body."""

    def wanted(
        body: Annotated[Message, Depends(json_body(row.body, optional=row.body_optional))],
        query: Annotated[Mapping[str, object], Depends(row.query)],
        skipping: Annotated[bool, Depends(skips_cache)],
    ) -> dict[str, Any]:
        given, anew = without_switch(body.model_dump(by_alias=True, exclude_none=True, mode="json"))
        asked = {key: value for key, value in query.items() if value is not None}
        return given | asked | {"skipCache": bool(anew or skipping)}

    return wanted


def _start(row: Row, service: Callable[[], Service]) -> Callable[..., JsonAnswer]:
    def start(
        place: Annotated[Place, Depends(_place(row))],
        wanted: Annotated[dict[str, Any], Depends(_wanted(row))],
        serving: Annotated[Service, Depends(service)],
    ) -> JsonAnswer:
        job = serving.start(place.caller, place.session_id, row.artefact, place.owner, wanted)
        return JobAccepted(job_id=job.id).answer()

    return start


def _read(row: Row, service: Callable[[], Service]) -> Callable[..., JsonAnswer]:
    def read(
        place: Annotated[Place, Depends(_place(row))],
        serving: Annotated[Service, Depends(service)],
        job_id: JobQuery = None,
    ) -> JsonAnswer:
        def find(named: str | None) -> JsonAnswer:
            job, result = serving.state(place.caller, place.session_id, row.artefact, place.owner, named)
            return row.envelope.answer(status_of(job), result)

        return found_or_unknown(job_id, find, row.envelope.answer)

    return read


def _override(row: Row, service: Callable[[], Service]) -> Callable[..., JsonAnswer]:
    def override(
        place: Annotated[Place, Depends(_place(row))],
        value: Annotated[object, Depends(json_value())],
        serving: Annotated[Service, Depends(service)],
    ) -> JsonAnswer:
        serving.override(place.caller, place.session_id, row.artefact, place.owner, cast("Json", value))
        of_class = row.artefact.owner == "class"
        owner = folded(place.owner) if of_class else place.owner
        about = {"message": row.told.format(owner=owner), "sessionId": place.session_id}
        return JsonAnswer(about | ({"objectClass": owner} if of_class else {}))

    return override
