"""Serve the session routes."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header
from starlette.responses import Response

from functions.sessions.contracts import Health, Readiness, SessionAccepted, SessionChange, SessionData, SessionJobs
from shared.api import dialects
from shared.api.app import create_app, lambda_handler
from shared.api.bodies import json_body, json_request
from shared.api.contracts import moment, row_of
from shared.api.json_text import JsonAnswer
from shared.api.principals import Caller
from shared.api.revisions import entity_tag, expected_revision
from shared.api.session_paths import SessionPath
from shared.bootstrap.edge import edge
from shared.bootstrap.services import readiness, sessions
from shared.services.readiness import OK, UNAVAILABLE, VERSION, is_ready
from shared.services.readiness import Readiness as ReadinessChecks
from shared.services.sessions import Sessions

routes = APIRouter(prefix="/api/v1/session", tags=["session"])
open_routes = APIRouter(tags=["health"])

Service = Annotated[Sessions, Depends(sessions)]
ReadinessService = Annotated[ReadinessChecks, Depends(readiness)]
Change = Annotated[SessionChange, Depends(json_body(SessionChange))]
IfMatch = Annotated[str | None, Header()]


@open_routes.get("/health", response_model=Health)
def health() -> JsonAnswer:
    """Tell that the server answers."""
    return Health(message="OK").answer()


@open_routes.get("/ready", response_model=Readiness)
def ready(service: ReadinessService) -> JsonAnswer:
    """Tell whether what the server depends on answers; 503 when it cannot work without."""
    checks = service.checks()
    able = is_ready(checks)
    return Readiness(status=OK if able else UNAVAILABLE, version=VERSION, checks=checks).answer(200 if able else 503)


@routes.post("", status_code=201, response_model=SessionAccepted)
def create_session(caller: Caller, service: Service) -> JsonAnswer:
    """Create a session under a new id."""
    session = service.create(caller)
    return SessionAccepted(session_id=session.id, message="Session created successfully").answer(201)


@routes.post("/{session_id}", status_code=201, response_model=SessionAccepted)
def create_named_session(session_id: UUID, caller: Caller, service: Service) -> JsonAnswer:
    """Create a session under the caller's own id; a body is ignored."""
    session = service.create(caller, str(session_id))
    return SessionAccepted(session_id=session.id, message="Session created successfully").answer(201)


@routes.get("/{session_id}", response_model=SessionData)
def read_session(session_id: SessionPath, caller: Caller, service: Service) -> JsonAnswer:
    """Return the session with all its data; the ETag names its revision."""
    session, data = service.describe(caller, session_id)
    answer = SessionData(
        session_id=session.id,
        data=data,
        created_at=moment(session.created),
        updated_at=moment(session.updated),
        message="Session retrieved successfully",
    )
    return answer.answer(headers={"ETag": entity_tag(session.revision)})


@routes.patch("/{session_id}", response_model=SessionAccepted, openapi_extra=json_request(SessionChange))
def change_session(
    session_id: SessionPath, caller: Caller, service: Service, change: Change, if_match: IfMatch = None
) -> JsonAnswer:
    """Replace the values under the keys named in `data`; with If-Match only at that revision."""
    revision = expected_revision(if_match)
    session = service.change_data(caller, session_id, change.data, revision=revision)
    answer = SessionAccepted(session_id=session.id, message="Session updated successfully")
    return answer.answer(headers={"ETag": entity_tag(session.revision)})


@routes.head("/{session_id}", status_code=204)
def session_exists(session_id: SessionPath, caller: Caller, service: Service) -> Response:
    """Tell whether there is such a session: 204 or 404."""
    service.check(caller, session_id)
    return Response(status_code=204)


@routes.delete("/{session_id}", response_model=SessionAccepted)
def delete_session(session_id: SessionPath, caller: Caller, service: Service) -> JsonAnswer:
    """Delete the session with its data, jobs, documents and code."""
    service.delete(caller, session_id)
    return SessionAccepted(session_id=session_id, message="Session deleted successfully").answer()


@routes.get("/{session_id}/jobs", response_model=SessionJobs)
def list_jobs(session_id: SessionPath, caller: Caller, service: Service) -> JsonAnswer:
    """Return the session's jobs, oldest first."""
    jobs = [row_of(job) for job in service.list_jobs(caller, session_id)]
    return SessionJobs(session_id=session_id, jobs=jobs).answer()


app = create_app(routes, title="Sessions", dialect=dialects.generator, edge=edge, open_routes=open_routes)
handler = lambda_handler(app)
