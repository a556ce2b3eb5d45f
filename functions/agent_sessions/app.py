"""Serve the agent sessions routes."""

from __future__ import annotations

from fastapi import APIRouter

from shared.api import dialects
from shared.api.app import create_app, lambda_handler
from shared.bootstrap.edge import edge

routes = APIRouter()

app = create_app(routes, title="Agent sessions", dialect=dialects.agents, edge=edge)
handler = lambda_handler(app)
