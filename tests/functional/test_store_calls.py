"""How often each session route asks the stores: what a request costs in the cloud. Run with -s to see the table."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.functional.builders import store_document
from tests.functional.stack import Stack

S = "/api/v1/session/{session_id}"
NAMED = "/api/v1/session/2b6f0cc9-04d2-4b4c-9a3d-0f6d1e1c2a77"
SMALL: dict[str, Any] = {"json": {"data": {"a": 1}}}
LARGE: dict[str, Any] = {"json": {"data": {"a": "x" * 10_000}}}

TABLE: list[tuple[str, str, str, dict[str, Any], dict[str, int]]] = [
    ("health", "GET", "/health", {}, {}),
    ("create", "POST", "/api/v1/session", {}, {"items.transact": 1}),
    ("create named", "POST", NAMED, {}, {"items.transact": 1}),
    ("exists", "HEAD", S, {}, {"items.get": 1}),
    ("change, small value", "PATCH", S, SMALL, {"items.get": 1, "items.transact": 1}),
    ("change, large value", "PATCH", S, LARGE, {"items.get": 1, "items.transact": 1, "blobs.put": 1}),
    ("read, nothing in it", "GET", S, {}, {"items.get": 1}),
    ("list jobs", "GET", f"{S}/jobs", {}, {"items.get": 1, "items.query": 1}),
    (
        "delete",
        "DELETE",
        S,
        {},
        {"items.get": 2, "items.query": 7, "items.transact": 4, "uploads.delete": 1, "blobs.delete_space": 1},
    ),
]


def spent(stack: Stack, method: str, path: str, **request: Any) -> dict[str, int]:  # noqa: ANN401
    before = Counter(stack.engines.calls)
    stack.call(method, path, **request)
    return dict(stack.engines.calls - before)


def test_each_session_route_asks_the_stores_this_often(stack: Stack) -> None:
    measured = {}
    for name, method, path, request, _expected in TABLE:
        session_id = stack.new_session()
        measured[name] = spent(stack, method, path.format(session_id=session_id), **request)
        print(f"{name:20} {measured[name]}")  # noqa: T201 - the table this test is run for

    assert measured == {name: expected for name, _method, _path, _request, expected in TABLE}


def test_reading_a_session_costs_one_blob_per_large_value_and_document(stack: Stack) -> None:
    session_id = stack.new_session()
    stack.call("PATCH", S.format(session_id=session_id), **LARGE)
    store_document(session_id)

    assert spent(stack, "GET", S.format(session_id=session_id)) == {
        "items.get": 2,
        "items.query": 1,
        "blobs.get": 2,
    }


def test_a_key_costs_one_more_read(keyed_stack: Stack) -> None:
    key = keyed_stack.new_key("ann")
    session_id = keyed_stack.new_session(key)

    assert spent(keyed_stack, "HEAD", S.format(session_id=session_id), key=key) == {"items.get": 2}


def test_each_approval_route_asks_the_stores_this_often(stack: Stack) -> None:
    policy = {"commit": {"requireSummary": False, "requireApproval": True, "allowSelfApproval": True}}
    created = stack.call("POST", "/v1/sessions", json={"policy": policy})
    path, content = created.headers["location"], created.json()["contentHash"]
    measured: dict[str, dict[str, int]] = {}

    def step(name: str, method: str, rest: str, **request: Any) -> None:  # noqa: ANN401
        measured[name] = spent(stack, method, f"{path}{rest}", **request)
        print(f"{name:28} {measured[name]}")  # noqa: T201 - the table this test is run for

    step("request", "POST", "/request-approval", json={"action": "commit", "contentHash": content})
    place = f"/approvals/{stack.call('GET', f'{path}/approvals').json()['approvals'][0]['approvalId']}"
    step("list", "GET", "/approvals")
    step("read", "GET", place)
    step("grant", "POST", f"{place}/grant")
    step("grant again", "POST", f"{place}/grant")
    stack.call("PUT", f"{path}/data/a", json=1, headers={"If-Match": "*"})
    stack.call("DELETE", f"{path}/data/a", headers={"If-Match": "*"})
    step("read, content written since", "GET", place)
    tag = stack.call("GET", path).headers["etag"]
    once = {"If-Match": tag, "Idempotency-Key": "k"}
    step("commit that needs it", "POST", "/commit", json={"allowEmpty": True}, headers=once)

    assert measured == {
        "request": {"items.get": 2, "items.transact": 1},
        "list": {"items.get": 1, "items.query": 1},
        "read": {"items.get": 2},
        "grant": {"items.get": 4, "items.transact": 1},
        "grant again": {"items.get": 4},
        "read, content written since": {"items.get": 3, "items.query": 1},
        "commit that needs it": {"items.get": 2, "items.query": 4, "items.transact": 5},
    }
