"""How each of the three interfaces words a problem."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeAlias

from starlette.responses import PlainTextResponse, Response

from shared.api.json_text import JsonAnswer
from shared.api.problems import Problem

Dialect: TypeAlias = Callable[[Problem], Response]


def generator(problem: Problem) -> Response:
    """Return `{"error": {"code", "message"}, "detail"}`, or FastAPI's `{"detail": [...]}` for parts of a wrong form."""
    if problem.findings:
        return JsonAnswer({"detail": list(problem.findings)}, problem.status, problem.headers)
    body = {"error": {"code": problem.code, "message": problem.message}, "detail": problem.message}
    return JsonAnswer(body, problem.status, problem.headers)


def workspace(problem: Problem) -> Response:
    """Return a problem document (RFC 9457) with our `code`, its words joined by hyphens."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": problem.status.phrase,
        "status": int(problem.status),
        "detail": problem.message,
        "instance": problem.path,
        "code": problem.code.replace("_", "-"),
    }
    if problem.findings:
        body["errors"] = [
            {"pointer": _pointer(found["loc"]), "code": found["type"], "message": found["msg"]}
            for found in problem.findings
        ]
    return JsonAnswer(body, problem.status, problem.headers, media_type="application/problem+json")


def agents(problem: Problem) -> Response:
    """Return one line of text under `/api`, where what cannot succeed is a 400, and `{"detail"}` elsewhere."""
    if not problem.path.startswith("/api/"):
        return JsonAnswer({"detail": list(problem.findings) or problem.message}, problem.status, problem.headers)
    invalid = problem.status == HTTPStatus.UNPROCESSABLE_ENTITY
    status = HTTPStatus.BAD_REQUEST if invalid else problem.status
    headers = {**problem.headers, "X-Content-Type-Options": "nosniff"}
    return PlainTextResponse(problem.message + "\n", status, headers)


def _pointer(place: tuple[object, ...]) -> str:
    """Return a JSON Pointer (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in place)
