from __future__ import annotations

import json
from dataclasses import replace
from http import HTTPStatus

import pytest
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from shared.api import dialects, problems
from shared.api.dialects import Dialect
from shared.api.problems import Problem
from shared.kernel import errors

MISSING = Problem(
    status=HTTPStatus.NOT_FOUND, code="session_not_found", message="Session 7 not found", path="/v1/sessions/7"
)
FINDING = {"type": "missing", "loc": ["body", "a/b"], "msg": "Field required"}
WRONG = Problem(
    status=HTTPStatus.UNPROCESSABLE_ENTITY,
    code="invalid_request",
    message="body.a/b: Field required",
    path="/v1/sessions",
    findings=[FINDING],
)


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (errors.Unauthenticated("x"), 401, "unauthenticated"),
        (errors.Forbidden("x"), 403, "forbidden"),
        (errors.NotFound("x", code="session_not_found"), 404, "session_not_found"),
        (errors.Conflict("x"), 409, "conflict"),
        (errors.Stale("x"), 412, "precondition_failed"),
        (errors.TooLarge("x"), 413, "payload_too_large"),
        (errors.Unsupported("x"), 415, "unsupported_media_type"),
        (errors.Invalid("x"), 422, "invalid_request"),
        (errors.Invalid("x", code="no_documentation_stored"), 400, "no_documentation_stored"),
        (errors.Unavailable("x"), 503, "unavailable"),
        (errors.ApplicationError("x"), 500, "internal_error"),
    ],
)
def test_each_class_of_error_has_its_status(error: errors.ApplicationError, status: int, code: str) -> None:
    problem = problems.of_application(error, "/p")

    assert (problem.status, problem.code, problem.message, problem.path) == (status, code, "x", "/p")


def test_an_outage_says_when_to_come_back() -> None:
    problem = problems.of_application(errors.Unavailable("busy", retry_after=7), "/p")

    assert problem.headers == {"Retry-After": "7"}


def test_whoever_is_unknown_is_told_how_to_become_known() -> None:
    problem = problems.of_application(errors.Unauthenticated("who?"), "/p")

    assert problem.headers == {"WWW-Authenticate": 'Bearer realm="connectorsmith"'}


def test_an_unknown_path_and_a_wrong_method_have_codes_too() -> None:
    found = [problems.of_http(HTTPException(status), "/p") for status in (404, 405)]

    assert [(each.code, each.message) for each in found] == [
        ("not_found", "Not Found"),
        ("method_not_allowed", "Method Not Allowed"),
    ]


def test_only_short_plain_values_are_echoed() -> None:
    given = [{"type": "t", "loc": ("query", "x"), "msg": "m", "input": value} for value in ("x", "y" * 201, {"a": 1})]

    problem = problems.of_validation(RequestValidationError(given), "/p")

    assert [found.get("input") for found in problem.findings] == ["x", None, None]
    assert problem.message == "query.x: m"


def test_what_has_no_json_form_is_told_as_text() -> None:
    finding = {"type": "value_error", "loc": ("body",), "msg": "m", "ctx": {"error": ValueError("why")}}

    [found] = problems.of_validation(RequestValidationError([finding]), "/p").findings

    assert found["ctx"] == {"error": "why"}


def answer(dialect: Dialect, problem: Problem) -> tuple[int, str, object]:
    response = dialect(problem)
    kind = response.headers["content-type"]
    body = bytes(response.body)
    return response.status_code, kind, json.loads(body) if "json" in kind else body.decode()


def test_the_generator_says_it_twice() -> None:
    error = {"code": "session_not_found", "message": "Session 7 not found"}

    assert answer(dialects.generator, MISSING) == (
        404,
        "application/json",
        {"error": error, "detail": "Session 7 not found"},
    )


def test_the_generator_leaves_fastapi_its_own_form() -> None:
    assert answer(dialects.generator, WRONG) == (422, "application/json", {"detail": [FINDING]})


def test_a_workspace_answers_problem_documents() -> None:
    status, kind, body = answer(dialects.workspace, MISSING)

    assert isinstance(body, dict)
    assert (status, kind) == (404, "application/problem+json")
    assert body == {
        "type": "urn:connectorsmith:problem:not-found",
        "title": "Not Found",
        "status": 404,
        "detail": "Session 7 not found",
        "instance": "/v1/sessions/7",
        "code": "not-found",
        "traceId": body["traceId"],
        "retryable": False,
    }


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [("json_invalid", 400, "malformed-json"), ("extra_forbidden", 400, "unknown-field")],
)
def test_a_workspace_tells_what_cannot_be_read_from_what_is_wrong(kind: str, status: int, code: str) -> None:
    found = answer(dialects.workspace, replace(WRONG, findings=[{**FINDING, "type": kind}]))

    assert isinstance(found[2], dict)
    assert (found[0], found[2]["code"]) == (status, code)


def test_a_workspace_points_at_what_is_wrong() -> None:
    _status, _kind, body = answer(dialects.workspace, WRONG)

    assert isinstance(body, dict)
    assert body["errors"] == [{"pointer": "/body/a~1b", "code": "missing", "message": "Field required"}]


@pytest.mark.parametrize(("problem", "status"), [(MISSING, 404), (WRONG, 400)])
def test_agents_read_one_line_below_api(problem: Problem, status: int) -> None:
    below = Problem(
        status=problem.status, code="c", message="session 7 not found", path="/api/apps", findings=problem.findings
    )

    assert answer(dialects.agents, below) == (status, "text/plain; charset=utf-8", "session 7 not found\n")
    assert dialects.agents(below).headers["x-content-type-options"] == "nosniff"


def test_agents_read_detail_everywhere_else() -> None:
    assert answer(dialects.agents, MISSING) == (404, "application/json", {"detail": "Session 7 not found"})
    assert answer(dialects.agents, WRONG) == (422, "application/json", {"detail": [FINDING]})


@pytest.mark.parametrize("dialect", [dialects.generator, dialects.workspace, dialects.agents])
def test_headers_reach_the_client_in_every_dialect(dialect: Dialect) -> None:
    for path in ("/api/x", "/x"):
        problem = problems.of_application(errors.Unavailable("busy", retry_after=7), path)

        assert dialect(problem).headers["retry-after"] == "7"
