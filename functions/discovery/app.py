"""Serve the discovery routes."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends

from functions.discovery.contracts import DiscoveryRequest
from shared.api import dialects
from shared.api.app import create_app, lambda_handler
from shared.api.bodies import json_body, json_request
from shared.api.contracts import Envelope, JobAccepted, JobStatus, status_of
from shared.api.job_answers import JobQuery, found_or_unknown
from shared.api.json_text import JsonAnswer
from shared.api.principals import Caller
from shared.api.reuse import skips_cache, without_switch
from shared.api.session_paths import SessionPath
from shared.bootstrap.edge import edge
from shared.bootstrap.exploration import discovery_jobs
from shared.services.stage_jobs import StageJobs

routes = APIRouter(prefix="/api/v1/discovery/{session_id}/discovery", tags=["discovery"])

Service = Annotated[StageJobs, Depends(discovery_jobs)]
Wanted = Annotated[DiscoveryRequest, Depends(json_body(DiscoveryRequest))]
SkipsCache = Annotated[bool, Depends(skips_cache)]

_ENVELOPE: Final = Envelope(counts="none", nulls=False)


@routes.post("", response_model=JobAccepted, openapi_extra=json_request(DiscoveryRequest))
def start_discovery(
    session_id: SessionPath, caller: Caller, service: Service, wanted: Wanted, skipping: SkipsCache
) -> JsonAnswer:
    """Look for links to the documentation of an application."""
    request, anew = without_switch(wanted.model_dump(by_alias=True, exclude_none=True))
    job = service.start(caller, session_id, request | {"skipCache": anew or skipping})
    return JobAccepted(job_id=job.id).answer()


@routes.get("", response_model=JobStatus)
def discovery_status(session_id: SessionPath, caller: Caller, service: Service, job_id: JobQuery = None) -> JsonAnswer:
    """Return how the search is doing; without `jobId` the newest of the session."""

    def find(named: str | None) -> JsonAnswer:
        job = service.status(caller, session_id, named)
        return _ENVELOPE.answer(status_of(job), job.result)

    return found_or_unknown(job_id, find, _ENVELOPE.answer)


app = create_app(routes, title="Discovery", dialect=dialects.generator, edge=edge)
handler = lambda_handler(app)
