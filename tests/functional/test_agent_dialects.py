"""
How each of the two dialects words what it answers.

The forms are those of adk-go (under `/api`) and google-adk (at the root) as their servers give them, but for what their
own clients need otherwise: 404 for what is missing and 409 for an id that is taken in both, `[]` for a list of nothing,
the method kept where a path ends in a slash, and HEAD where a session or a list is read.

Both read what either reads: an id in the body, `{state, events}` beside the bare state, events with actions, JSON of
any content type, bytes in either alphabet. Both answer what is exact or new in either: times of events, never a null
delta, arguments of every call, PATCH. Neither keeps what lives only as long as an invocation, or moves the time of a
session to the year 1. Lists are newest first. Refusals have the dialect's status and form, and our words. Paths with
`..` or `//` lead nowhere, where Go redirects to what they might have meant.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.functional.stack import Stack

GO, PYTHON = "/api/apps/chat/users/ann/sessions", "/apps/chat/users/ann/sessions"
GO_JSON, JSON, TEXT = "application/json; charset=UTF-8", "application/json", "text/plain; charset=utf-8"


def made(stack: Stack, **body: Any) -> None:  # noqa: ANN401 - any JSON
    stack.call("POST", f"{PYTHON}/s1", json={"state": {}, **body})


def test_go_names_a_session_in_eight_keys(stack: Stack) -> None:
    made(stack, events=[{"author": "user", "timestamp": 1700000000.9}])
    answer = stack.call("GET", f"{GO}/s1")
    [event] = answer.json()["events"]

    assert (answer.headers["content-type"], answer.text[-1]) == (GO_JSON, "\n")
    assert list(answer.json()) == [
        "id", "appName", "userId", "lastUpdateTime", "events", "state", "sessionID", "userID"
    ]  # fmt: skip
    assert (answer.json()["lastUpdateTime"], answer.json()["sessionID"], answer.json()["userID"]) == (
        1700000000, "s1", "ann"
    )  # fmt: skip
    assert event == {
        "id": event["id"],
        "invocationId": "",
        "author": "user",
        "groundingMetadata": None,
        "usageMetadata": None,
        "content": None,
        "timestamp": 1700000000.9,
        "actions": {"stateDelta": {}, "artifactDelta": {}},
    }


def test_python_names_a_session_in_six_keys(stack: Stack) -> None:
    made(stack, events=[{"author": "user", "timestamp": 1700000000.9, "usageMetadata": None}])
    answer = stack.call("GET", f"{PYTHON}/s1")
    [event] = answer.json()["events"]

    assert answer.headers["content-type"] == JSON
    assert list(answer.json()) == ["id", "appName", "userId", "state", "events", "lastUpdateTime"]
    assert answer.json()["lastUpdateTime"] == 1700000000.9
    assert event == {
        "id": event["id"],
        "invocationId": "",
        "author": "user",
        "nodeInfo": {"path": ""},
        "timestamp": 1700000000.9,
        "actions": {
            "stateDelta": {}, "artifactDelta": {}, "requestedAuthConfigs": {}, "requestedToolConfirmations": {}
        },
    }  # fmt: skip


@pytest.mark.parametrize(
    ("body", "go", "python"),
    [
        (b'{"state":', 400, 422),
        (b'{"state": 5}', 400, 422),
        (b"[]", 400, 422),
        (b"{} xx", 200, 422),
        (b'{"state": {"z": 1}} {"state": {"y": 2}}', 200, 422),
        (b'{"events": {}}', 400, 422),
        (b'{"events": [5]}', 400, 422),
        (b'{"state": {"a": NaN}}', 400, 422),
        (b"\xff", 400, 422),
    ],
)
def test_bodies(stack: Stack, body: bytes, go: int, python: int) -> None:
    go_answer, python_answer = (stack.call("POST", path, content=body) for path in (GO, PYTHON))

    assert (go_answer.status_code, python_answer.status_code) == (go, python)
    if go != 200:
        assert (go_answer.headers["content-type"], go_answer.headers["x-content-type-options"]) == (TEXT, "nosniff")
        assert go_answer.text.count("\n") == 1
    assert isinstance(python_answer.json()["detail"], list)


def test_the_older_clients_of_python_send_the_bare_state(stack: Stack) -> None:
    bare, wrapped = {"colour": "red", "app:a": 1}, {"state": {"colour": "red"}}

    assert stack.call("POST", f"{PYTHON}/bare", json=bare).json()["state"] == {"colour": "red", "app:a": 1}
    assert stack.call("POST", f"{PYTHON}/wrapped", json=wrapped).json()["state"] == {"colour": "red", "app:a": 1}
    assert stack.call("POST", f"{GO}/go", json=bare).json()["state"] == {"app:a": 1}


def test_what_is_missing(stack: Stack) -> None:
    go, python = stack.call("GET", f"{GO}/nope"), stack.call("GET", f"{PYTHON}/nope")

    assert (go.status_code, go.text, go.headers["content-type"]) == (404, "session nope not found\n", TEXT)
    assert (python.status_code, python.json()) == (404, {"detail": "session nope not found"})


def test_a_deletion_has_nothing_to_say(stack: Stack) -> None:
    go, python = stack.call("DELETE", f"{GO}/nope"), stack.call("DELETE", f"{PYTHON}/nope")

    assert (go.status_code, go.content, go.headers["content-type"]) == (200, b"", GO_JSON)
    assert (python.status_code, python.text) == (200, "null")


def test_options_never_touch_data(stack: Stack) -> None:
    made(stack)
    answers = [stack.call("OPTIONS", f"{path}/s1") for path in (GO, PYTHON)]

    allowed = [(each.status_code, each.headers["allow"]) for each in answers]
    assert allowed == [(405, "DELETE, GET, PATCH, POST")] * 2
    assert stack.call("GET", f"{GO}/s1").status_code == 200


@pytest.mark.parametrize("path", [GO, PYTHON])
def test_a_path_may_end_in_a_slash(stack: Stack, path: str) -> None:
    assert stack.call("POST", f"{path}/", json={"sessionId": "s1"}).json()["id"] == "s1"
    assert [each["id"] for each in stack.call("GET", f"{path}/").json()] == ["s1"]
    assert stack.call("PATCH", f"{path}/s1/", json={"stateDelta": {"k": 1}}).json()["state"] == {"k": 1}
    assert stack.call("GET", f"{path}/s1/artifacts/").status_code == 404


@pytest.mark.parametrize("path", [GO, PYTHON])
def test_head_is_served_where_get_is(stack: Stack, path: str) -> None:
    made(stack)

    assert [stack.call("HEAD", each).status_code for each in (path, f"{path}/s1", f"{path}/s2")] == [200, 200, 404]


@pytest.mark.parametrize("path", ["/apps/a/users//sessions", "/apps//users/u/sessions", f"{PYTHON}/a%2Fb"])
def test_a_name_that_is_no_part_of_a_path_is_not_found(stack: Stack, path: str) -> None:
    assert stack.call("GET", path).status_code == stack.call("GET", f"/api{path}").status_code == 404


def test_go_refuses_changes_of_what_sessions_share(stack: Stack) -> None:
    made(stack, state={"k": 1, "user:u": {"a": 1}})
    refused = stack.call("PATCH", f"{GO}/s1", json={"stateDelta": {"k": 2, "user:u": {"a": 2}}})
    echoed = stack.call("PATCH", f"{GO}/s1", json={"stateDelta": {"k": 3, "user:u": {"a": 1}}})

    assert (refused.status_code, refused.text) == (
        400, "user:u is not the session's own; only an event changes it\n"
    )  # fmt: skip
    assert [event["actions"]["stateDelta"] for event in echoed.json()["events"]] == [{"k": 3}]


def test_python_insists_on_a_change(stack: Stack) -> None:
    made(stack)

    [finding] = stack.call("PATCH", f"{PYTHON}/s1", json={}).json()["detail"]
    assert (finding["type"], finding["loc"]) == ("missing", ["body", "stateDelta"])
    assert stack.call("PATCH", f"{GO}/s1", json={}).status_code == 200


@pytest.mark.parametrize("path", ["/run", "/run_sse", "/api/run", "/api/run_sse"])
def test_no_agent_is_run(stack: Stack, path: str) -> None:
    assert stack.call("POST", path, json={}).status_code == 404
