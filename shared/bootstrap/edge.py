"""The HTTP edge of this process."""

from __future__ import annotations

from shared.api.edge import Edge
from shared.bootstrap.engines import engines
from shared.bootstrap.services import access


def edge() -> Edge:
    """Return who may come in, and how much they may carry."""
    hosted = engines()
    return Edge(authenticate=access().principal, body_limit=hosted.body_limit, openapi=hosted.openapi)
