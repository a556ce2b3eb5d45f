"""Serve the connector and code generation routes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from functions.codegen.answers import bundle_of, chain_of
from functions.codegen.contracts import (
    AuthorizationRequest,
    ConnectorRequest,
    ConnectorStatus,
    FixRequest,
    ScriptRequest,
)
from shared.api import dialects
from shared.api.app import create_app, lambda_handler
from shared.api.artefacts import Row, register
from shared.api.bodies import json_body, json_request
from shared.api.contracts import Envelope, JobAccepted
from shared.api.job_answers import JobQuery, found_or_unknown
from shared.api.json_text import JsonAnswer
from shared.api.principals import Caller
from shared.api.session_paths import SessionPath
from shared.api.words import protocol_query
from shared.bootstrap.edge import edge
from shared.bootstrap.generator import scripts
from shared.bootstrap.services import connectors
from shared.domain import artefact as artefacts
from shared.services.connectors import Connectors

routes = APIRouter()
connector_routes = APIRouter(prefix="/api/v1/session/{session_id}/connector", tags=["connector"])
script_routes = APIRouter(prefix="/api/v1/codegen", tags=["codegen"])

_CLASS = "classes/{object_class}"
_TOLD = "Code for {owner} overridden successfully"
_BARE = Envelope(counts="none", nulls=False)

ROWS = (
    Row(
        path="authorization", artefact=artefacts.AUTHORIZATION, body=AuthorizationRequest, query=protocol_query,
        body_optional=False, told="Authorization code overridden successfully",
    ),
    Row(
        path=f"{_CLASS}/native-schema", artefact=artefacts.NATIVE_SCHEMA, body=ScriptRequest, query=protocol_query,
        envelope=_BARE, told=_TOLD,
    ),
    Row(
        path=f"{_CLASS}/connid", artefact=artefacts.CONNID, body=ScriptRequest, query=protocol_query,
        envelope=_BARE, told=_TOLD,
    ),
    *(
        Row(path=f"{_CLASS}/{artefact.name}", artefact=artefact, body=ScriptRequest, query=protocol_query, told=_TOLD)
        for artefact in (
            artefacts.SEARCH_ALL, artefacts.SEARCH_FILTER, artefacts.SEARCH_ID,
            artefacts.CREATE, artefacts.UPDATE, artefacts.DELETE,
        )
    ),
    Row(
        path=f"{_CLASS}/fix", artefact=artefacts.FIX, body=FixRequest, query=protocol_query, body_optional=False,
    ),
    Row(
        path="relations/{relation}", artefact=artefacts.RELATION, body=ScriptRequest, query=protocol_query,
        told="Code for relation {owner} overridden successfully",
    ),
)  # fmt: skip
"""The scripts, and what each route of theirs takes and tells."""

register(script_routes, ROWS, scripts)

Service = Annotated[Connectors, Depends(connectors)]
Wanted = Annotated[ConnectorRequest, Depends(json_body(ConnectorRequest, optional=True))]


@connector_routes.post("", response_model=JobAccepted, openapi_extra=json_request(ConnectorRequest, optional=True))
def start_connector(session_id: SessionPath, caller: Caller, service: Service, wanted: Wanted) -> JsonAnswer:
    """Start the whole chain, from the session's documents or from links to a connector."""
    request = wanted.model_dump(by_alias=True, exclude_none=True)
    return JobAccepted(job_id=service.start(caller, session_id, request).id).answer()


@connector_routes.get("", response_model=ConnectorStatus)
def connector_status(session_id: SessionPath, caller: Caller, service: Service, job_id: JobQuery = None) -> JsonAnswer:
    """Return how the chain is doing, stage by stage; without `jobId` the newest of the session."""

    def find(named: str | None) -> JsonAnswer:
        return chain_of(*service.status(caller, session_id, named)).answer()

    return found_or_unknown(job_id, find, lambda status: ConnectorStatus(**dict(status)).answer())


@connector_routes.get(
    "/bundle",
    response_class=Response,
    responses={200: {"content": {"application/zip": {}}}, 302: {"description": "The address of the bundle"}},
)
def download_bundle(session_id: SessionPath, caller: Caller, service: Service) -> Response:
    """Return the newest connector as a zip archive, or redirect to it."""
    return bundle_of(service.bundle(caller, session_id))


routes.include_router(connector_routes)
routes.include_router(script_routes)
app = create_app(routes, title="Code generation", dialect=dialects.generator, edge=edge)
handler = lambda_handler(app)
