"""How each of the three interfaces words a problem."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final, TypeAlias

from starlette.responses import PlainTextResponse, Response

from shared.api.json_text import JsonAnswer
from shared.api.problems import Problem
from shared.observability.logging import logger

Dialect: TypeAlias = Callable[[Problem], Response]

_WORDS: Final = {
    "invalid_request": "validation_failed",
    "invalid_key": "validation_failed",
    "invalid_if_match": "validation_failed",
    "not_json": "validation_failed",
    "session_already_exists": "session_id_taken",
    "session_not_found": "not_found",
    "documentation_item_not_found": "not_found",
    "job_not_found": "not_found",
}
"""What other interfaces call differently."""

_RETRYABLE: Final = frozenset({"unavailable", "session_busy", "precondition_failed", "idempotency_in_progress"})


def generator(problem: Problem) -> Response:
    """Return `{"error": {"code", "message"}, "detail"}`, or FastAPI's `{"detail": [...]}` for parts of a wrong form."""
    if problem.findings:
        return JsonAnswer({"detail": list(problem.findings)}, problem.status, problem.headers)
    body = {"error": {"code": problem.code, "message": problem.message}, "detail": problem.message}
    return JsonAnswer(body, problem.status, problem.headers)


def workspace(problem: Problem) -> Response:
    """Return a problem document (RFC 9457) with our `code`, its words joined by hyphens."""
    status, word = _worded(problem)
    code = word.replace("_", "-")
    body: dict[str, Any] = {
        "type": f"urn:connectorsmith:problem:{code}",
        "title": status.phrase,
        "status": int(status),
        "detail": problem.message,
        "instance": problem.path,
        "code": code,
        "traceId": logger.get_correlation_id() or secrets.token_hex(8),
        "retryable": word in _RETRYABLE,
        **problem.facts,
    }
    if problem.findings:
        body["errors"] = [
            {"pointer": _pointer(found["loc"]), "code": found["type"], "message": found["msg"]}
            for found in problem.findings
        ]
    return JsonAnswer(body, status, problem.headers, media_type="application/problem+json")


def _worded(problem: Problem) -> tuple[HTTPStatus, str]:
    """Return status and code as workspaces have them: what is no JSON or not known is 400, what is wrong is 422."""
    kinds = {str(found["type"]) for found in problem.findings}
    if "json_invalid" in kinds:
        return HTTPStatus.BAD_REQUEST, "malformed_json"
    if "extra_forbidden" in kinds:
        return HTTPStatus.BAD_REQUEST, "unknown_field"
    return problem.status, _WORDS.get(problem.code, problem.code)


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
