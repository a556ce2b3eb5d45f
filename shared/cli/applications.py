"""The eight applications behind one address, by the same paths as the deployment's HTTP API."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any, Final, cast

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.api import dialects
from shared.api.app import create_app
from shared.api.json_text import JsonAnswer
from shared.bootstrap.edge import edge
from shared.kernel.errors import NotFound
from shared.services.readiness import VERSION

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

_DESCRIPTION: Final = "/openapi.json"
_TITLE: Final = "Connectorsmith"


class Applications:
    """An ASGI application that hands each request to its group's."""

    def __init__(self) -> None:
        groups = sorted({group for _path, group in ROUTES})
        self._applications = {group: _application(group) for group in groups}
        self._routes = [(_pattern(path), self._applications[group]) for path, group in ROUTES]
        self._described: FastAPI | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; a path of no group is answered by the sessions group, with its 404."""
        path = str(scope.get("path", ""))
        if path == _DESCRIPTION:
            await self._description()(scope, receive, send)
            return
        found = (application for pattern, application in self._routes if pattern.fullmatch(path))
        await next(found, self._applications["sessions"])(scope, receive, send)

    def _description(self) -> ASGIApp:
        """Return what describes the routes of every group, made when it is first asked for."""
        if self._described is None:
            routes = [route for application in self._applications.values() for route in application.routes]
            document = get_openapi(title=_TITLE, version=VERSION, routes=routes)
            self._described = create_app(_describing(document), title=_TITLE, dialect=dialects.generator, edge=edge)
        return self._described


def _describing(document: dict[str, Any]) -> APIRouter:
    routes = APIRouter()

    @routes.get(_DESCRIPTION, include_in_schema=False)
    def describe() -> JsonAnswer:
        if not edge().openapi:
            message = "Not Found"
            raise NotFound(message)
        return JsonAnswer(document)

    return routes


def _application(group: str) -> FastAPI:
    return cast("FastAPI", import_module(f"functions.{group}.app").app)


def _pattern(path: str) -> re.Pattern[str]:
    """Return the pattern of an HTTP API route: `{name}` is one part, `{name+}` the rest."""
    parts = re.split(r"(\{\w+\+?\})", path)
    return re.compile("".join(_part(part) for part in parts))


def _part(part: str) -> str:
    if not part.startswith("{"):
        return re.escape(part)
    return ".+" if part.endswith("+}") else "[^/]+"
