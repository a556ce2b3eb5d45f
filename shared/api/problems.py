"""Errors as answers: the only place with their status codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from shared.kernel.errors import (
    ApplicationError,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    Stale,
    TooLarge,
    Unauthenticated,
    Unavailable,
    Unsupported,
)

_STATUS: Final[Mapping[type[ApplicationError], HTTPStatus]] = {
    Unauthenticated: HTTPStatus.UNAUTHORIZED,
    Forbidden: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    Conflict: HTTPStatus.CONFLICT,
    Stale: HTTPStatus.PRECONDITION_FAILED,
    TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Unsupported: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}
_STATUS_OF_CODE: Final[Mapping[str, HTTPStatus]] = {
    "idempotency_key_required": HTTPStatus.BAD_REQUEST,
    "merge_expired": HTTPStatus.GONE,
    "merge_inputs_changed": HTTPStatus.PRECONDITION_FAILED,
    "invalid_next_token": HTTPStatus.BAD_REQUEST,
    "next_token_expired": HTTPStatus.GONE,
    "session_deleted": HTTPStatus.GONE,
    "precondition_required": HTTPStatus.PRECONDITION_REQUIRED,
    "no_documentation_stored": HTTPStatus.BAD_REQUEST,
    "relevant_chunks_not_found": HTTPStatus.BAD_REQUEST,
}
_ECHO_LIMIT: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """
    Why a request failed, before a dialect puts it into words.

    `path` is the request's. `findings` are what is wrong with the parts of a request, in FastAPI's form: dictionaries
    with `type`, `loc` and `msg`; `facts` are what a program needs to go on.
    """

    status: HTTPStatus
    code: str
    message: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    findings: Sequence[Mapping[str, Any]] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


def of_application(error: ApplicationError, path: str) -> Problem:
    """Return the problem behind an error of ours."""
    by_class = next((_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS), None)
    status = _STATUS_OF_CODE.get(error.code) or by_class or HTTPStatus.INTERNAL_SERVER_ERROR
    return Problem(
        status=status, code=error.code, message=str(error), path=path, headers=_headers(error), facts=error.facts
    )


def of_http(error: HTTPException, path: str) -> Problem:
    """Return the problem behind an error of the framework, such as an unknown path."""
    status = HTTPStatus(error.status_code)
    code = status.phrase.lower().replace(" ", "_")
    return Problem(status=status, code=code, message=str(error.detail), path=path, headers=error.headers or {})


def of_validation(error: RequestValidationError, path: str) -> Problem:
    """Return the problem behind a request whose parts have the wrong form."""
    findings = [_finding(found) for found in error.errors()]
    first = findings[0] if findings else {"loc": (), "msg": "the request is not valid"}
    message = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    return Problem(
        status=HTTPStatus.UNPROCESSABLE_ENTITY, code="invalid_request", message=message, path=path, findings=findings
    )


def of_defect(path: str) -> Problem:
    """Return the problem behind an error that nobody raised on purpose; it tells nothing about the inside."""
    return Problem(
        status=HTTPStatus.INTERNAL_SERVER_ERROR, code="internal_error", message="Internal server error", path=path
    )


def _headers(error: ApplicationError) -> dict[str, str]:
    if isinstance(error, Unavailable):
        return {"Retry-After": str(error.retry_after)}
    if error.code == "idempotency_in_progress":
        return {"Retry-After": "1"}
    if isinstance(error, Unauthenticated):
        return {"WWW-Authenticate": 'Bearer realm="connectorsmith"'}
    return {}


def _finding(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return the finding without what has no JSON form, and without echoing more than a short value."""
    finding = {"type": found["type"], "loc": list(found["loc"]), "msg": found["msg"]}
    given = found.get("input")
    if given is None or isinstance(given, bool | int | float) or (isinstance(given, str) and len(given) <= _ECHO_LIMIT):
        finding["input"] = given
    if context := found.get("ctx"):
        finding["ctx"] = {key: str(value) for key, value in context.items()}
    return finding
