"""Serve the workspaces routes."""

from __future__ import annotations

from fastapi import APIRouter

from functions.workspaces import (
    annotation_routes,
    approval_routes,
    cache_routes,
    commit_routes,
    doc_routes,
    environment_routes,
    log_routes,
    merge_routes,
    session_routes,
    state_routes,
    zone_routes,
)
from functions.workspaces.departures import explain_missing
from shared.api import dialects
from shared.api.app import create_app, lambda_handler
from shared.bootstrap.edge import edge

routes = APIRouter()
for group in (
    merge_routes,  # its paths are those of a session and more, and would be taken for a session's id
    session_routes,
    state_routes,
    zone_routes,
    doc_routes,
    log_routes,
    cache_routes,
    annotation_routes,
    environment_routes,
    commit_routes,
    approval_routes,
):
    routes.include_router(group.routes)

app = create_app(routes, title="Workspaces", dialect=dialects.workspace, edge=edge)
explain_missing(app)
handler = lambda_handler(app)
