"""Serve the digester routes."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from functions.digester.answers import evidence_of
from functions.digester.contracts import (
    DigestRequest,
    EvidenceAnswer,
    EvidencePage,
    ObjectClassAnswer,
    classes_query,
    evidence_page,
)
from shared.api import dialects
from shared.api.app import create_app, lambda_handler
from shared.api.artefacts import Row, register
from shared.api.bodies import json_value
from shared.api.json_text import JsonAnswer
from shared.api.principals import Caller
from shared.api.session_paths import SessionPath
from shared.api.words import protocol_query
from shared.bootstrap.edge import edge
from shared.bootstrap.generator import classes, digester
from shared.domain import artefact as artefacts
from shared.services.classes import Classes

routes = APIRouter(prefix="/api/v1/digester", tags=["digester"])

ROWS = (
    Row(
        path="metadata", artefact=artefacts.METADATA, body=DigestRequest, query=protocol_query,
        told="Metadata updated successfully",
    ),
    Row(
        path="auth", artefact=artefacts.AUTH, body=DigestRequest, query=protocol_query,
        told="Auth updated successfully",
    ),
    Row(
        path="classes", artefact=artefacts.CLASSES, body=DigestRequest, query=classes_query,
        told="All object classes uploaded successfully",
    ),
    Row(
        path="classes/{object_class}/attributes", artefact=artefacts.ATTRIBUTES, body=DigestRequest,
        query=protocol_query, told="Attributes for {owner} overridden successfully",
    ),
    Row(
        path="classes/{object_class}/endpoints", artefact=artefacts.ENDPOINTS, body=DigestRequest,
        query=protocol_query, told="Endpoints for {owner} overridden successfully",
    ),
    Row(
        path="relations", artefact=artefacts.RELATIONS, body=DigestRequest, query=protocol_query,
        told="Relations updated successfully",
    ),
    Row(
        path="connectivity-endpoint", artefact=artefacts.CONNECTIVITY, body=DigestRequest, query=protocol_query,
        told="Connectivity endpoints updated successfully",
    ),
)  # fmt: skip
"""The digester's artefacts, and what each route of theirs takes and tells."""

register(routes, ROWS, digester)

Service = Annotated[Classes, Depends(classes)]
Value = Annotated[Any, Depends(json_value(dict))]
Page = Annotated[EvidencePage, Depends(evidence_page)]


@routes.get("/{session_id}/classes/{object_class}")
def read_class(session_id: SessionPath, object_class: str, caller: Caller, service: Service) -> JsonAnswer:
    """Return one class with its attributes and endpoints."""
    return JsonAnswer(service.read(caller, session_id, object_class))


@routes.put("/{session_id}/classes/{object_class}", response_model=ObjectClassAnswer)
def put_class(session_id: SessionPath, object_class: str, caller: Caller, service: Service, value: Value) -> JsonAnswer:
    """Add a class or change one; what the body does not name stays as it is."""
    done = "added" if service.put(caller, session_id, object_class, value) else "updated"
    name = object_class.strip()
    message = f"Object class '{name}' {done} successfully"
    return ObjectClassAnswer(message=message, session_id=session_id, object_class=name.lower()).answer()


@routes.get("/{session_id}/classes/{object_class}/documentation", response_model=EvidenceAnswer)
def read_evidence(
    session_id: SessionPath, object_class: str, caller: Caller, service: Service, page: Page
) -> JsonAnswer:
    """Return the parts of the documentation that say something about a class, or about one endpoint of it."""
    name, sources = service.sources(caller, session_id, object_class, page.endpoint)
    return evidence_of(name, page, sources).answer()


app = create_app(routes, title="Digester", dialect=dialects.generator, edge=edge)
handler = lambda_handler(app)
