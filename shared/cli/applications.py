"""The eight applications behind one address, by the same paths as the deployment's HTTP API."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Final, cast

from starlette.types import ASGIApp, Receive, Scope, Send

ROUTES: Final[tuple[tuple[str, str], ...]] = (
    ("/api/v1/session/{sessionId}/documentation", "documentation"),
    ("/api/v1/session/{sessionId}/documentation/{proxy+}", "documentation"),
    ("/api/v1/session/{sessionId}/connector", "codegen"),
    ("/api/v1/session/{sessionId}/connector/{proxy+}", "codegen"),
    ("/api/v1/session", "sessions"),
    ("/api/v1/session/{proxy+}", "sessions"),
    ("/health", "sessions"),
    ("/ready", "sessions"),
    ("/api/v1/discovery/{proxy+}", "discovery"),
    ("/api/v1/scrape/{proxy+}", "scrape"),
    ("/api/v1/digester/{proxy+}", "digester"),
    ("/api/v1/codegen/{proxy+}", "codegen"),
    ("/v1/{proxy+}", "workspaces"),
    ("/apps/{proxy+}", "agent_sessions"),
    ("/api/apps/{proxy+}", "agent_sessions"),
    ("/list-apps", "agent_sessions"),
    ("/api/list-apps", "agent_sessions"),
)
"""Which group answers which path, the most specific first; the deployment's table is compared with this one."""


class Applications:
    """An ASGI application that hands each request to its group's."""

    def __init__(self) -> None:
        groups = sorted({group for _path, group in ROUTES})
        self._applications = {group: _application(group) for group in groups}
        self._routes = [(_pattern(path), self._applications[group]) for path, group in ROUTES]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; a path of no group is answered by the sessions group, with its 404."""
        path = str(scope.get("path", ""))
        found = (application for pattern, application in self._routes if pattern.fullmatch(path))
        await next(found, self._applications["sessions"])(scope, receive, send)


def _application(group: str) -> ASGIApp:
    return cast("ASGIApp", import_module(f"functions.{group}.app").app)


def _pattern(path: str) -> re.Pattern[str]:
    """Return the pattern of an HTTP API route: `{name}` is one part, `{name+}` the rest."""
    parts = re.split(r"(\{\w+\+?\})", path)
    return re.compile("".join(_part(part) for part in parts))


def _part(part: str) -> str:
    if not part.startswith("{"):
        return re.escape(part)
    return ".+" if part.endswith("+}") else "[^/]+"
