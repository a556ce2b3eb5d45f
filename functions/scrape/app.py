"""Serve the scrape routes."""

from __future__ import annotations

from functions.scrape.contracts import ScrapeRequest
from shared.api import dialects
from shared.api.app import create_app, lambda_handler
from shared.api.contracts import Envelope
from shared.api.stage_routes import Stage, stage_routes
from shared.bootstrap.edge import edge
from shared.bootstrap.exploration import scrapes

SCRAPE = Stage(
    name="scrape",
    body=ScrapeRequest,
    envelope=Envelope(counts="iterations", nulls=False),
    starts="Fetch the pages that document an application, beginning with the links given.",
    tells="Return how the scrape is doing, page by page; without `jobId` the newest of the session.",
)

routes = stage_routes(SCRAPE, scrapes)
app = create_app(routes, title="Scrape", dialect=dialects.generator, edge=edge)
handler = lambda_handler(app)
