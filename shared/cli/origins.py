"""Pages of other origins that may call the embedded server (CORS, https://fetch.spec.whatwg.org/#http-cors-protocol)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
ALLOWED_HEADERS: Final = (
    "authorization", "content-type", "idempotency-key", "if-match", "if-none-match", "last-event-id", "x-api-key"
)  # fmt: skip
EXPOSED_HEADERS: Final = (
    "etag", "idempotency-replayed", "link", "location", "retry-after", "x-documentation-status", "x-job-id",
    "x-next-page-token",
)  # fmt: skip
MAX_AGE_SECONDS: Final = 600


def answering(application: ASGIApp, origins: Sequence[str]) -> ASGIApp:
    """Return the application as pages of these origins may call it; the deployment's gateway does the same."""
    if not origins:
        return application
    return CORSMiddleware(
        application,
        allow_origins=list(origins),
        allow_methods=list(METHODS),
        allow_headers=list(ALLOWED_HEADERS),
        expose_headers=list(EXPOSED_HEADERS),
        max_age=MAX_AGE_SECONDS,
    )
