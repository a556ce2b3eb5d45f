"""Serve the discovery routes."""

from __future__ import annotations

from functions.discovery.contracts import DiscoveryRequest
from shared.api import dialects
from shared.api.app import create_app, lambda_handler
from shared.api.contracts import Envelope
from shared.api.stage_routes import Stage, stage_routes
from shared.bootstrap.edge import edge
from shared.bootstrap.exploration import discovery_jobs

DISCOVERY = Stage(
    name="discovery",
    body=DiscoveryRequest,
    envelope=Envelope(counts="none", nulls=False),
    starts="Look for links to the documentation of an application.",
    tells="Return how the search is doing; without `jobId` the newest of the session.",
)

routes = stage_routes(DISCOVERY, discovery_jobs)
app = create_app(routes, title="Discovery", dialect=dialects.generator, edge=edge)
handler = lambda_handler(app)
