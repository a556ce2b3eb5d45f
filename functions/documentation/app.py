"""Serve the documentation routes."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from starlette.responses import Response

from functions.documentation.answers import accepted, bundle_of, link_of, upload_row
from functions.documentation.contracts import (
    BundleAnswer,
    DocumentDeleted,
    DocumentImported,
    DocumentsDeleted,
    UploadAccepted,
    UploadLinkAnswer,
    UploadLinkRequest,
    UploadsAnswer,
)
from functions.documentation.forms import ANYTHING, FORM, Raw, Sent
from shared.api import dialects
from shared.api.app import create_app, lambda_handler
from shared.api.bodies import json_body, json_request
from shared.api.json_text import JsonAnswer
from shared.api.principals import Caller
from shared.api.session_paths import SessionPath
from shared.bootstrap.edge import edge
from shared.bootstrap.generator import importing
from shared.bootstrap.services import documentation
from shared.domain.job import Job
from shared.kernel.errors import NotFound
from shared.services.documentation import Documentation
from shared.services.importing import Importing
from shared.services.uploads import UploadRequest

routes = APIRouter(prefix="/api/v1/session/{session_id}/documentation", tags=["documentation"])

Service = Annotated[Documentation, Depends(documentation)]
ImportService = Annotated[Importing, Depends(importing)]
LinkRequest = Annotated[UploadLinkRequest, Depends(json_body(UploadLinkRequest))]


@routes.post("", response_model=UploadAccepted, openapi_extra=FORM)
def upload(session_id: SessionPath, caller: Caller, service: Service, sent: Sent) -> JsonAnswer:
    """Add a document; its id is made here."""
    request = UploadRequest(filename=sent.filename, declared_type=sent.media_type, data=sent.data)
    return accepted(service.upload(caller, session_id, request))


@routes.put("", response_model=UploadAccepted, openapi_extra=FORM)
def replace_all(session_id: SessionPath, caller: Caller, service: Service, sent: Sent) -> JsonAnswer:
    """Put one document in the place of all others, as soon as it has been processed."""
    request = UploadRequest(filename=sent.filename, declared_type=sent.media_type, data=sent.data, replaces_all=True)
    return accepted(service.upload(caller, session_id, request))


@routes.post("/uploads", response_model=UploadLinkAnswer, openapi_extra=json_request(UploadLinkRequest))
def link_upload(session_id: SessionPath, caller: Caller, service: Service, wanted: LinkRequest) -> JsonAnswer:
    """Return an address to which a file of any size may be PUT; its processing starts when it lies there."""
    document_id = None if wanted.doc_id is None else str(wanted.doc_id)
    return link_of(session_id, service.link(caller, session_id, wanted.filename, document_id))


@routes.post("/{document_id}", response_model=UploadAccepted, openapi_extra=FORM)
def upload_named(
    session_id: SessionPath, document_id: UUID, caller: Caller, service: Service, sent: Sent
) -> JsonAnswer:
    """Add a document under the caller's own id; an older one is replaced as soon as this one has been processed."""
    request = UploadRequest(
        filename=sent.filename, declared_type=sent.media_type, data=sent.data, document_id=str(document_id)
    )
    return accepted(service.upload(caller, session_id, request))


@routes.put("/{document_id}", response_model=DocumentImported, openapi_extra=ANYTHING)
def import_document(
    session_id: SessionPath, document_id: UUID, caller: Caller, service: ImportService, sent: Raw
) -> JsonAnswer:
    """Bring a document back, as the bundle it was given out as or as it is; its content tells which, not its type."""
    count = service.put(caller, session_id, str(document_id), sent.media_type, sent.data)
    return DocumentImported(
        message="Documentation imported successfully",
        session_id=session_id,
        doc_id=str(document_id),
        imported_chunks=count,
    ).answer()


@routes.get("", response_model=list[BundleAnswer])
def list_documents(session_id: SessionPath, caller: Caller, service: Service) -> JsonAnswer:
    """Return the session's documents with their chunks, oldest first; 404 when there are none."""
    bundles = service.list(caller, session_id)
    if not bundles:
        message = f"Session {session_id} has no documentation"
        raise NotFound(message, code="documentation_not_found")
    return JsonAnswer([bundle_of(bundle) for bundle in bundles])


@routes.get("/status", response_model=UploadsAnswer)
def list_uploads(session_id: SessionPath, caller: Caller, service: Service) -> JsonAnswer:
    """Return the session's uploads, oldest first, and how each is doing."""
    rows = [upload_row(job) for job in service.list_uploads(caller, session_id)]
    return UploadsAnswer(session_id=session_id, upload_jobs=rows, total_uploads=len(rows)).answer()


@routes.get("/{document_id}", response_model=BundleAnswer)
def read_document(session_id: SessionPath, document_id: UUID, caller: Caller, service: Service) -> JsonAnswer:
    """Return one document with its chunks."""
    return JsonAnswer(bundle_of(service.read(caller, session_id, str(document_id))))


@routes.head("/{document_id}", status_code=204)
def document_state(session_id: SessionPath, document_id: UUID, caller: Caller, service: Service) -> Response:
    """Tell whether the document is there: 204, 202 while it is being processed, or 404."""
    state = service.state(caller, session_id, str(document_id))
    if isinstance(state, Job):
        return Response(status_code=202, headers={"X-Documentation-Status": "processing", "X-Job-Id": state.id})
    return Response(status_code=204)


@routes.delete("", response_model=DocumentsDeleted)
def delete_documents(session_id: SessionPath, caller: Caller, service: Service) -> JsonAnswer:
    """Delete all documents of the session."""
    service.delete_all(caller, session_id)
    return DocumentsDeleted(message="Documentation deleted successfully", session_id=session_id).answer()


@routes.delete("/{document_id}", response_model=DocumentDeleted)
def delete_document(session_id: SessionPath, document_id: UUID, caller: Caller, service: Service) -> JsonAnswer:
    """Delete one document."""
    count = service.delete(caller, session_id, str(document_id))
    return DocumentDeleted(
        message=f"Document deleted ({count} chunk(s) removed)",
        session_id=session_id,
        deleted_doc_id=str(document_id),
        deleted_chunks=count,
    ).answer()


app = create_app(routes, title="Documentation", dialect=dialects.generator, edge=edge)
handler = lambda_handler(app)
