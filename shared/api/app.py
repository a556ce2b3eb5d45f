"""Build the FastAPI application of a route group, and its Lambda handler."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

from aws_lambda_powertools.logging import correlation_paths
from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from mangum import Mangum
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.routing import compile_path

from shared.api import problems
from shared.api.answer_limit import fitting
from shared.api.body_limit import BodyLimit
from shared.api.dialects import Dialect
from shared.api.edge import Edge
from shared.api.json_text import JsonAnswer
from shared.api.last_resort import LastResort
from shared.api.principals import principal
from shared.api.session_paths import malformed
from shared.kernel.errors import ApplicationError, NotFound
from shared.observability.logging import logger

# Mangum answers every other media type base64-encoded.
_TEXT: Final = [
    "text/", "application/json", "application/problem+json", "application/scim+json", "application/yaml"
]  # fmt: skip

_REFUSALS: Final[dict[int | str, dict[str, Any]]] = {"4XX": {"description": "Refused; the body says why"}}

# Below, compressing costs more than sending; above, an answer may not fit through the gateway as it is.
_COMPRESSED_FROM: Final = 512 * 1024


def create_app(
    routes: APIRouter,
    *,
    title: str,
    dialect: Dialect,
    edge: Callable[[], Edge],
    open_routes: APIRouter | None = None,
) -> FastAPI:
    """
    Return an application that serves `routes` to known principals and answers every error in `dialect`.

    `edge` is asked at the first request, not before, so that importing an application needs no settings; a test may
    replace it as `app.state.edge`. `open_routes` are served to anybody.
    """
    app = FastAPI(title=title, openapi_url=None, redirect_slashes=False, responses=_REFUSALS)
    app.state.edge = edge
    app.state.dialect = dialect
    app.add_middleware(GZipMiddleware, minimum_size=_COMPRESSED_FROM)
    app.add_middleware(BodyLimit, limit=lambda: app.state.edge().body_limit, dialect=dialect)
    app.add_middleware(LastResort, dialect=dialect)
    if open_routes is not None:
        app.include_router(open_routes)
    app.include_router(routes, dependencies=[Depends(principal)])
    app.include_router(_description(app), dependencies=[Depends(principal)])
    _answer_errors(app, dialect)
    return app


def lambda_handler(app: FastAPI) -> Callable[[dict[str, Any], Any], dict[str, Any]]:
    """Return the Lambda handler of `app`, logging under the request's correlation identifier."""

    @logger.inject_lambda_context(
        correlation_id_path=correlation_paths.API_GATEWAY_HTTP, log_event=False, clear_state=True
    )
    def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:  # noqa: ANN401 - Lambda's own type
        # A deployment that is set up wrongly fails here, where Lambda reports it in full, and not as one more 500.
        app.state.edge()
        # Mangum works in the current event loop of its thread; there need not be one. It would also run the lifespan
        # on every invocation: whatever must happen once belongs in shared.bootstrap.
        with asyncio.Runner() as runner:
            runner.get_loop()
            serve = Mangum(app, lifespan="off", text_mime_types=_TEXT)
            answer = serve(event, context)
        return fitting(answer, app.state.dialect, event.get("rawPath", ""))

    return handler


def _description(app: FastAPI) -> APIRouter:
    """Return the route of the OpenAPI document, there only where the deployment wants it."""
    routes = APIRouter()

    @routes.get("/openapi.json", include_in_schema=False)
    def describe() -> JsonAnswer:
        if not app.state.edge().openapi:
            message = "Not Found"
            raise NotFound(message)
        return JsonAnswer(app.openapi())

    return routes


def _answer_errors(app: FastAPI, dialect: Dialect) -> None:
    @app.exception_handler(ApplicationError)
    async def _application(request: Request, error: ApplicationError) -> Response:
        wrong_form = malformed(request) if error.code == "session_not_found" else None
        if wrong_form is not None:
            return dialect(problems.of_validation(wrong_form, request.url.path))
        return dialect(problems.of_application(error, request.url.path))

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            error.headers = {"Allow": ", ".join(_methods(app, request.url.path))}
        return dialect(problems.of_http(error, request.url.path))

    @app.exception_handler(RequestValidationError)
    async def _validation(request: Request, error: RequestValidationError) -> Response:
        return dialect(problems.of_validation(error, request.url.path))


def _methods(app: FastAPI, path: str) -> list[str]:
    """Return every method the path is served for (RFC 9110, section 15.5.6); the router names those of one route."""
    paths = app.openapi()["paths"].items()
    found = {
        method.upper() for template, methods in paths if compile_path(template)[0].match(path) for method in methods
    }
    return sorted(found)
