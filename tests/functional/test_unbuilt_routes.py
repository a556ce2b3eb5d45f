"""What is not built does not exist, and says so in the dialect of its interface."""

from __future__ import annotations

import pytest

from tests.functional.ids import ABSENT
from tests.functional.stack import Stack

NOT_FOUND = {"error": {"code": "not_found", "message": "Not Found"}, "detail": "Not Found"}


@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
@pytest.mark.parametrize(
    "path",
    [
        f"/api/v1/discovery/{ABSENT}/links",
        f"/api/v1/scrape/{ABSENT}/pages",
        f"/api/v1/digester/{ABSENT}/nothing",
        f"/api/v1/codegen/{ABSENT}/nothing",
        "/api/v1/nothing",
    ],
)
def test_the_generator_does_not_pretend(stack: Stack, method: str, path: str) -> None:
    answer = stack.call(method, path)

    assert (answer.status_code, answer.json()) == (404, NOT_FOUND)


def test_a_workspace_does_not_pretend(stack: Stack) -> None:
    answer = stack.call("POST", "/v1/sessions/s1/archive")

    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert answer.json() == {
        "type": "urn:connectorsmith:problem:not-found",
        "title": "Not Found",
        "status": 404,
        "detail": "Not Found",
        "instance": "/v1/sessions/s1/archive",
        "code": "not-found",
        "traceId": answer.json()["traceId"],
        "retryable": False,
    }


def test_agents_are_not_deceived_below_api(stack: Stack) -> None:
    answer = stack.call("GET", "/api/apps/a/users/u/memory")

    assert (answer.status_code, answer.text) == (404, "Not Found\n")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


def test_agents_are_not_deceived_at_the_root(stack: Stack) -> None:
    answer = stack.call("GET", "/apps/a/users/u/memory")

    assert (answer.status_code, answer.json()) == (404, {"detail": "Not Found"})
