"""Serve the digester routes."""

from __future__ import annotations

from fastapi import APIRouter

from shared.api import dialects
from shared.api.app import create_app, lambda_handler
from shared.bootstrap.edge import edge

routes = APIRouter(prefix="/api/v1/digester")

app = create_app(routes, title="Digester", dialect=dialects.generator, edge=edge)
handler = lambda_handler(app)
