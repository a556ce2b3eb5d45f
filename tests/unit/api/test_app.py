from __future__ import annotations

import base64
import gzip
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI, Request
from pydantic import BaseModel

from shared.api import dialects
from shared.api.answer_limit import LAMBDA_ANSWER_LIMIT
from shared.api.app import create_app, lambda_handler
from shared.api.edge import Edge
from shared.api.json_text import JsonAnswer
from shared.api.principals import Caller
from shared.domain.principal import Credentials, Principal
from shared.kernel.errors import Conflict, Unauthenticated
from tests.unit.api.asgi import call

ANN = Principal(tenant="acme", subject="ann")
QUOTE = "a sentence of the document"
SOME = {"X-API-Key": "ann"}


class Note(BaseModel):
    text: str


def known(credentials: Credentials) -> Principal:
    if credentials.keys != ("ann",):
        message = "send exactly one API key"
        raise Unauthenticated(message)
    return ANN


EDGE = Edge(authenticate=known, body_limit=1000)


def application(edge: Callable[[], Edge] = lambda: EDGE) -> FastAPI:
    routes, open_routes = APIRouter(), APIRouter()

    @routes.get("/who")
    def who(caller: Caller) -> dict[str, str]:
        return {"subject": caller.subject}

    @routes.post("/notes")
    def note(sent: Note) -> dict[str, str]:
        return {"text": sent.text}

    @routes.post("/size")
    async def size(request: Request) -> dict[str, int]:
        return {"size": len(await request.body())}

    @routes.post("/unread")
    def unread() -> dict[str, str]:
        return {"read": "nothing"}

    @routes.get("/long")
    def long(size: int) -> JsonAnswer:
        return JsonAnswer({"text": '"' * size})

    @routes.get("/taken")
    def taken() -> None:
        message = "it is taken"
        raise Conflict(message, code="taken")

    @routes.get("/broken")
    def broken() -> None:
        raise ValueError(QUOTE)

    @open_routes.get("/health")
    def health() -> JsonAnswer:
        return JsonAnswer({"message": "OK"})

    return create_app(routes, title="Test", dialect=dialects.generator, edge=edge, open_routes=open_routes)


def test_importing_an_application_asks_for_nothing() -> None:
    def never() -> Edge:
        pytest.fail("asked before the first request")

    assert application(never).title == "Test"


def test_a_known_principal_is_served() -> None:
    answer = call(application(), "GET", "/who", headers=SOME)

    assert (answer.status_code, answer.json()) == (200, {"subject": "ann"})


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/who"), ("POST", "/notes"), ("GET", "/broken"), ("GET", "/openapi.json")]
)
def test_a_stranger_gets_nowhere(method: str, path: str) -> None:
    answer = call(application(), method, path)

    error = {"code": "unauthenticated", "message": "send exactly one API key"}
    assert (answer.status_code, answer.json()) == (401, {"error": error, "detail": "send exactly one API key"})
    assert answer.headers["www-authenticate"] == 'Bearer realm="connectorsmith"'


def test_open_routes_ask_nobody() -> None:
    assert call(application(), "GET", "/health").json() == {"message": "OK"}


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("DELETE", "/who", 405, "method_not_allowed"),
        ("GET", "/who/", 404, "not_found"),
        ("GET", "/taken", 409, "taken"),
        ("GET", "/docs", 404, "not_found"),
    ],
)
def test_errors_are_answered_in_the_dialect(method: str, path: str, status: int, code: str) -> None:
    answer = call(application(), method, path, headers=SOME)

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def test_a_body_of_the_wrong_form_keeps_fastapis_answer() -> None:
    answer = call(application(), "POST", "/notes", headers=SOME, json={"text": 5})

    finding = {
        "type": "string_type", "loc": ["body", "text"], "msg": "Input should be a valid string", "input": 5
    }  # fmt: skip
    assert (answer.status_code, answer.json()) == (422, {"detail": [finding]})


def test_a_defect_is_told_to_the_log_and_not_to_the_client(capsys: pytest.CaptureFixture[str]) -> None:
    answer = call(application(), "GET", "/broken", headers=SOME)

    error = {"code": "internal_error", "message": "Internal server error"}
    assert (answer.status_code, answer.json()) == (500, {"error": error, "detail": "Internal server error"})
    log = capsys.readouterr().err
    lines = [json.loads(line) for line in log.splitlines()]
    assert [(line["message"], line.get("error"), line["path"]) for line in lines] == [
        ("request broke", "ValueError", "/broken"),
        ("request served", None, "/broken"),
    ]
    assert QUOTE not in log
    assert any("test_app.py" in frame for frame in lines[0]["frames"])


async def pieces(*sizes: int) -> AsyncIterator[bytes]:
    for size in sizes:
        yield b"x" * size


@pytest.mark.parametrize("path", ["/size", "/notes", "/unread"])
def test_a_body_that_announces_too_much_is_not_read(path: str) -> None:
    answer = call(application(), "POST", path, headers=SOME, content=b"x" * 1001)

    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (413, "payload_too_large")
    assert "more than 1000 bytes" in error["message"]
    assert "/api/v1/session/{sessionId}/documentation/uploads" in error["message"]


@pytest.mark.parametrize("path", ["/size", "/notes"])
def test_a_body_that_announces_nothing_is_read_to_the_limit(path: str) -> None:
    answer = call(application(), "POST", path, headers=SOME, content=pieces(600, 401, 10**6))

    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "payload_too_large")


def test_a_body_at_the_limit_is_served() -> None:
    for content in (b"x" * 1000, pieces(600, 400)):
        answer = call(application(), "POST", "/size", headers=SOME, content=content)

        assert answer.json() == {"size": 1000}


def test_the_description_is_served_only_where_it_is_wanted() -> None:
    hidden = call(application(), "GET", "/openapi.json", headers=SOME)
    shown = call(application(lambda: replace(EDGE, openapi=True)), "GET", "/openapi.json", headers=SOME)

    assert (hidden.status_code, hidden.json()["error"]["code"]) == (404, "not_found")
    assert sorted(shown.json()["paths"]) == [
        "/broken",
        "/health",
        "/long",
        "/notes",
        "/size",
        "/taken",
        "/unread",
        "/who",
    ]


def lambda_event(path: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    context = {"http": {"method": "GET", "path": path, "sourceIp": "192.0.2.1"}, "requestId": "request-7"}
    return {"version": "2.0", "rawPath": path, "headers": {"x-api-key": "ann"}, "requestContext": context} | more


CONTEXT = SimpleNamespace(
    function_name="f", memory_limit_in_mb=128, invoked_function_arn="arn:f", aws_request_id="invocation-7"
)


def test_the_lambda_handler_serves_an_event_of_the_gateway(capsys: pytest.CaptureFixture[str]) -> None:
    answer = lambda_handler(application())(lambda_event("/who"), CONTEXT)

    assert (answer["statusCode"], answer["body"], answer["isBase64Encoded"]) == (200, '{"subject":"ann"}', False)
    [line] = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert (line["correlation_id"], line["path"], line["status"]) == ("request-7", "/who", 200)


def test_the_lambda_handler_answers_problem_documents_as_text() -> None:
    app = create_app(APIRouter(), title="Test", dialect=dialects.workspace, edge=lambda: EDGE)

    answer = lambda_handler(app)(lambda_event("/who"), CONTEXT)

    assert answer["headers"]["content-type"] == "application/problem+json"
    assert json.loads(answer["body"])["code"] == "not-found"


def test_the_lambda_handler_fails_when_the_deployment_is_set_up_wrongly() -> None:
    def unset() -> Edge:
        message = "environment variables are missing: TABLE_NAME"
        raise RuntimeError(message)

    with pytest.raises(RuntimeError, match="TABLE_NAME"):
        lambda_handler(application(unset))(lambda_event("/health"), CONTEXT)


def long_answer(size: int, **headers: str) -> dict[str, Any]:
    event = lambda_event("/long", rawQueryString=f"size={size}")
    event["headers"] |= headers
    answer: dict[str, Any] = lambda_handler(application())(event, CONTEXT)
    return answer


def test_an_answer_that_lambda_can_carry_is_carried() -> None:
    # Every quotation mark takes four bytes: escaped in the body, and both characters again around it.
    answer = long_answer(LAMBDA_ANSWER_LIMIT // 4 - 1000)

    assert (answer["statusCode"], answer["isBase64Encoded"]) == (200, False)


def test_an_answer_that_lambda_cannot_carry_is_said_to_be_too_large() -> None:
    answer = long_answer(LAMBDA_ANSWER_LIMIT // 4)

    assert (answer["statusCode"], json.loads(answer["body"])["error"]["code"]) == (413, "answer_too_large")
    assert answer["headers"]["content-type"] == "application/json"


def test_a_compressed_answer_may_be_longer() -> None:
    size = LAMBDA_ANSWER_LIMIT

    answer = long_answer(size, **{"accept-encoding": "gzip"})

    assert (answer["statusCode"], answer["headers"]["content-encoding"]) == (200, "gzip")
    assert json.loads(gzip.decompress(base64.b64decode(answer["body"]))) == {"text": '"' * size}
