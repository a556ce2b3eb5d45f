"""Serve the scrape routes."""

from __future__ import annotations

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from functions.scrape.contracts import ScrapeRequest
from shared.api import dialects
from shared.api.app import create_app, lambda_handler
from shared.api.bodies import json_body, json_request
from shared.api.contracts import Envelope, JobAccepted, JobStatus, status_of, unknown_job
from shared.api.json_text import JsonAnswer
from shared.api.principals import Caller
from shared.api.reuse import skips_cache, without_switch
from shared.api.session_paths import SessionPath
from shared.bootstrap.edge import edge
from shared.bootstrap.exploration import scrapes
from shared.kernel.errors import NotFound
from shared.services.scrapes import Scrapes

routes = APIRouter(prefix="/api/v1/scrape/{session_id}/scrape", tags=["scrape"])

Service = Annotated[Scrapes, Depends(scrapes)]
Wanted = Annotated[ScrapeRequest, Depends(json_body(ScrapeRequest))]
JobQuery = Annotated[UUID | None, Query(alias="jobId")]
SkipsCache = Annotated[bool, Depends(skips_cache)]

_ENVELOPE: Final = Envelope(counts="iterations", nulls=False)


@routes.post("", response_model=JobAccepted, openapi_extra=json_request(ScrapeRequest))
def start_scrape(
    session_id: SessionPath, caller: Caller, service: Service, wanted: Wanted, skipping: SkipsCache
) -> JsonAnswer:
    """Fetch the pages that document an application, beginning with the links given."""
    request, anew = without_switch(wanted.model_dump(by_alias=True, exclude_none=True))
    job = service.start(caller, session_id, request | {"skipCache": anew or skipping})
    return JobAccepted(job_id=job.id).answer()


@routes.get("", response_model=JobStatus)
def scrape_status(session_id: SessionPath, caller: Caller, service: Service, job_id: JobQuery = None) -> JsonAnswer:
    """Return how the scrape is doing, page by page; without `jobId` the newest of the session."""
    try:
        job = service.status(caller, session_id, None if job_id is None else str(job_id))
    except NotFound as error:
        if job_id is None or error.code != "job_not_found":
            raise
        return _ENVELOPE.answer(unknown_job(job_id))
    return _ENVELOPE.answer(status_of(job), job.result)


app = create_app(routes, title="Scrape", dialect=dialects.generator, edge=edge)
handler = lambda_handler(app)
