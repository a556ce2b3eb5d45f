"""Serve the scrape routes."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends

from functions.scrape.contracts import ScrapeRequest
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
from shared.bootstrap.exploration import scrapes
from shared.services.scrapes import Scrapes

routes = APIRouter(prefix="/api/v1/scrape/{session_id}/scrape", tags=["scrape"])

Service = Annotated[Scrapes, Depends(scrapes)]
Wanted = Annotated[ScrapeRequest, Depends(json_body(ScrapeRequest))]
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

    def find(named: str | None) -> JsonAnswer:
        job = service.status(caller, session_id, named)
        return _ENVELOPE.answer(status_of(job), job.result)

    return found_or_unknown(job_id, find, _ENVELOPE.answer)


app = create_app(routes, title="Scrape", dialect=dialects.generator, edge=edge)
handler = lambda_handler(app)
