"""Serve the workspaces routes."""

from __future__ import annotations

from fastapi import APIRouter

from shared.api import dialects
from shared.api.app import create_app, lambda_handler
from shared.bootstrap.edge import edge

routes = APIRouter(prefix="/v1/sessions")

app = create_app(routes, title="Workspaces", dialect=dialects.workspace, edge=edge)
handler = lambda_handler(app)
