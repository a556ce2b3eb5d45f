"""Serve the agent session routes, in both dialects."""

from __future__ import annotations

from fastapi import APIRouter

from functions.agent_sessions.artifact_routes import artifact_routes
from functions.agent_sessions.mounts import GO, PYTHON
from functions.agent_sessions.paths import WithoutTrailingSlash
from functions.agent_sessions.routes import session_routes
from shared.api import dialects
from shared.api.app import create_app, lambda_handler
from shared.bootstrap.edge import edge

routes = APIRouter(tags=["agent sessions"])
for mount in (GO, PYTHON):
    routes.include_router(session_routes(mount), prefix=mount.prefix)
    routes.include_router(artifact_routes(mount), prefix=mount.prefix)

app = create_app(routes, title="Agent sessions", dialect=dialects.agents, edge=edge)
app.add_middleware(WithoutTrailingSlash)
handler = lambda_handler(app)
