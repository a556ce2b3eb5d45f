"""Paths that end in a slash."""

from __future__ import annotations

import re
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

_SLASHED: Final = re.compile(r"(/api)?/apps/[^/]+/users/[^/]+/sessions(/[^/]+)?/")


class WithoutTrailingSlash:
    """ASGI middleware that serves `/…/sessions/` as `/…/sessions`: a redirect would turn a POST into a GET."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        path = scope.get("path", "")
        if scope["type"] == "http" and _SLASHED.fullmatch(path):
            scope = {**scope, "path": path.rstrip("/"), "raw_path": path.rstrip("/").encode()}
        await self._app(scope, receive, send)
