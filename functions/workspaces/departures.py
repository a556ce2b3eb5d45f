"""Sessions that are not there, as the workspaces speak of them: their owner is told of those that were deleted."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import Response

from shared.api import dialects, problems
from shared.api.principals import principal
from shared.bootstrap.housekeeping import departed
from shared.kernel.errors import NotFound


def explain_missing(app: FastAPI) -> None:
    """Let the application answer 410 where the caller owned the session that is missing."""

    @app.exception_handler(NotFound)
    async def _missing(request: Request, error: NotFound) -> Response:
        return dialects.workspace(
            problems.of_application(await run_in_threadpool(_explained, request, error), request.url.path)
        )


def _explained(request: Request, error: NotFound) -> NotFound:
    session_id = request.path_params.get("session_id")
    if error.code != "session_not_found" or session_id is None:
        return error
    return departed().explained(error, principal(request), session_id)
