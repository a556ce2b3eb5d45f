"""
The two routes of a stage that is a job of its own: start it, and read how it is doing; written once, for each of them.

Annotations are evaluated here, not postponed: the dependencies in them are the stage's.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Protocol
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from shared.api.bodies import json_body, json_request
from shared.api.contracts import Envelope, JobAccepted, JobStatus, Message, status_of, unknown_job
from shared.api.json_text import JsonAnswer
from shared.api.principals import Caller
from shared.api.reuse import skips_cache, without_switch
from shared.api.session_paths import SessionPath
from shared.domain.job import Job
from shared.domain.principal import Principal
from shared.kernel.errors import NotFound
from shared.kernel.hashing import Json

JobQuery = Annotated[UUID | None, Query(alias="jobId")]
SkipsCache = Annotated[bool, Depends(skips_cache)]


class Service(Protocol):
    """What is done for the routes."""

    def start(self, principal: Principal, session_id: str, request: Mapping[str, Json]) -> Job:
        """Start the job."""
        ...

    def status(self, principal: Principal, session_id: str, job_id: str | None) -> Job:
        """Return the job; without a `job_id` the newest."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """
    One stage and its routes.

    `body` is what a POST carries. `starts` and `tells` say in the API's description what the routes do.
    """

    name: str
    body: type[Message]
    envelope: Envelope
    starts: str
    tells: str


def stage_routes(stage: Stage, service: Callable[[], Service]) -> APIRouter:
    """Return the routes of a stage, served by what `service` returns."""
    routes = APIRouter(prefix=f"/api/v1/{stage.name}/{{session_id}}/{stage.name}", tags=[stage.name])
    routes.add_api_route(
        "", _start(stage, service), methods=["POST"], name=f"start_{stage.name}", description=stage.starts,
        response_model=JobAccepted, openapi_extra=json_request(stage.body),
    )  # fmt: skip
    routes.add_api_route(
        "", _status(stage, service), methods=["GET"], name=f"{stage.name}_status", description=stage.tells,
        response_model=JobStatus,
    )  # fmt: skip
    return routes


def _start(stage: Stage, service: Callable[[], Service]) -> Callable[..., JsonAnswer]:
    def start(
        session_id: SessionPath,
        caller: Caller,
        serving: Annotated[Service, Depends(service)],
        wanted: Annotated[Message, Depends(json_body(stage.body))],
        skipping: SkipsCache,
    ) -> JsonAnswer:
        request, anew = without_switch(wanted.model_dump(by_alias=True, exclude_none=True))
        job = serving.start(caller, session_id, request | {"skipCache": anew or skipping})
        return JobAccepted(job_id=job.id).answer()

    return start


def _status(stage: Stage, service: Callable[[], Service]) -> Callable[..., JsonAnswer]:
    def status(
        session_id: SessionPath,
        caller: Caller,
        serving: Annotated[Service, Depends(service)],
        job_id: JobQuery = None,
    ) -> JsonAnswer:
        try:
            job = serving.status(caller, session_id, None if job_id is None else str(job_id))
        except NotFound as error:
            if job_id is None or error.code != "job_not_found":
                raise
            return stage.envelope.answer(unknown_job(job_id))
        return stage.envelope.answer(status_of(job), job.result)

    return status
