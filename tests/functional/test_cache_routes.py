"""Caches over HTTP: values beside the content, under keys, written from the state that was seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.functional.builders import WORKSPACE, store_workspace
from tests.functional.stack import Stack

C = f"/v1/sessions/{WORKSPACE}/cache"

Ask = Callable[..., httpx.Response]


@pytest.fixture(name="ask")
def _ask(stack: Stack) -> Ask:
    """Send a request about the cache of the workspace of the events, which has the key `progress`."""
    store_workspace()

    def ask(method: str, path: str, **parts: Any) -> httpx.Response:  # noqa: ANN401 - any of httpx's
        return stack.call(method, f"{C}/{path}", **parts)

    return ask


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def without_times(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if not name.endswith("At")}


def test_a_value_is_kept_and_given_back(ask: Ask, stack: Stack) -> None:
    before = stack.call("GET", f"/v1/sessions/{WORKSPACE}").json()
    value = {"z": [1, 1.0, None], "a": "é"}

    made = ask("PUT", "notes/é", json={"value": value, "ttlSeconds": 60, "contentType": "application/x+json"})
    read = ask("GET", "notes/%C3%A9")

    known = {"key": "notes/é", "version": 1, "contentType": "application/x+json", "sizeBytes": 27}
    assert (made.status_code, made.headers["etag"], without_times(made.json())) == (201, '"v1"', known)
    assert made.json()["expiresAt"] > made.json()["createdAt"] == made.json()["updatedAt"]
    assert (read.json(), read.headers["etag"]) == (made.json() | {"value": value}, '"v1"')
    assert list(read.json()["value"]) == ["z", "a"]
    assert ask("GET", "notes/é", headers={"If-None-Match": '"v1"'}).status_code == 304
    assert ask("GET", "notes/é/metadata").json() == made.json()
    assert stack.call("GET", f"/v1/sessions/{WORKSPACE}").json() == before


def test_bytes_come_and_go_in_base64(ask: Ask) -> None:
    kept = ask("PUT", "bytes", json={"valueBase64": "AP+A"})

    assert (kept.json()["sizeBytes"], kept.json()["contentType"]) == (3, "application/octet-stream")
    assert ask("GET", "bytes").json() == kept.json() | {"valueBase64": "AP+A"}


def test_a_large_value_replaces_and_is_replaced(ask: Ask) -> None:
    large = "x" * (1024 * 1024 - 2)

    assert ask("PUT", "large", json={"value": large}).json()["sizeBytes"] == 1024 * 1024
    assert ask("GET", "large").json()["value"] == large
    assert ask("PUT", "large", json={"value": large[:400_000]}).json()["version"] == 2
    assert ask("GET", "large").json()["value"] == large[:400_000]
    assert ask("GET", "stats").json() == {
        "keys": 2,
        "sizeBytes": 400_002 + len('{"page":1}'),
        "limits": {"keys": 10_000, "keyBytes": 256, "valueBytes": 1_048_576},
    }
    assert code(ask("PUT", "large", json={"value": large + "x"})) == (413, "value-too-large")
    assert ask("DELETE", "large").status_code == 204
    assert code(ask("GET", "large")) == (404, "not-found")


def test_a_value_is_written_from_what_was_seen(ask: Ask) -> None:
    assert ask("PUT", "progress", json={"value": 2}, headers={"If-Match": '"v1"'}).headers["etag"] == '"v2"'
    stale = ask("PUT", "progress", json={"value": 3}, headers={"If-Match": '"v1"'})
    assert (code(stale), stale.json()["currentETag"]) == ((412, "precondition-failed"), '"v2"')
    for header in ({"If-Match": '"r2"'}, {"If-Match": 'W/"v2"'}, {"If-None-Match": "*"}):
        assert code(ask("PUT", "progress", json={"value": 3}, headers=header)) == (412, "precondition-failed")
    assert code(ask("DELETE", "progress", headers={"If-Match": '"v1"'})) == (412, "precondition-failed")
    assert ask("PUT", "new", json={"value": 3}, headers={"If-None-Match": "*"}).status_code == 201
    assert ask("DELETE", "progress", headers={"If-Match": '"v2"'}).status_code == 204
    assert code(ask("DELETE", "progress")) == (404, "not-found")
    assert ask("GET", "progress/exists").json() == {"exists": False}


def test_a_key_that_comes_back_has_a_version_it_never_had(ask: Ask) -> None:
    ask("DELETE", "progress")

    assert ask("PUT", "progress", json={"value": 1}).json()["version"] == 2


def test_of_twenty_swaps_at_once_one_succeeds(ask: Ask, stack: Stack) -> None:
    swap = {"expectedVersion": 1, "value": 2}

    found = stack.calls([("POST", f"{C}/progress/compare-and-set", {"json": swap})] * 20)

    assert sorted(answer.status_code for answer in found) == [200] + [409] * 19
    assert {(answer.json()["code"], answer.json()["currentVersion"]) for answer in found if answer.is_error} == {
        ("cas-mismatch", 2)
    }
    assert ask("POST", "fresh/compare-and-set", json={"expectedVersion": 0, "value": 1}).json()["version"] == 1
    assert code(ask("POST", "fresh/compare-and-set", json={"expectedVersion": 0, "value": 1})) == (409, "cas-mismatch")


def test_a_swap_is_done_once_under_its_key(ask: Ask) -> None:
    swap = {"json": {"expectedVersion": 1, "value": 2}, "headers": {"Idempotency-Key": "k"}}

    first, again = (ask("POST", "progress/compare-and-set", **swap) for _ in range(2))

    assert (first.json(), again.status_code, again.headers["idempotency-replayed"]) == (again.json(), 200, "true")


def test_a_batch_has_a_status_for_each_item(ask: Ask) -> None:
    entries = [
        {"key": "a", "value": 1},
        {"key": "progress", "valueBase64": "AA=="},
        {"key": "stats", "value": 1},
        {"key": "b", "value": 1, "expectedVersion": 3},
    ]
    kept = ask("POST", "batch-set", json={"entries": entries}).json()["results"]
    read = ask("POST", "batch-get", json={"keys": ["a", "progress", "b"]}).json()["results"]
    gone = ask("POST", "batch-delete", json={"keys": ["a", "b"]}).json()["results"]

    assert [(each["key"], each["status"], each.get("version"), each.get("code")) for each in kept] == [
        ("a", 201, 1, None),
        ("progress", 200, 2, None),
        ("stats", 422, None, "reserved-key"),
        ("b", 409, None, "cas-mismatch"),
    ]
    assert [(each["status"], each.get("value"), each.get("valueBase64")) for each in read] == [
        (200, 1, None),
        (200, None, "AA=="),
        (404, None, None),
    ]
    assert [each["status"] for each in gone] == [204, 404]


def test_keys_are_listed_by_prefix_page_by_page(ask: Ask) -> None:
    entries = [{"key": f"page:{number}", "value": number} for number in range(5)]
    ask("POST", "batch-set", json={"entries": entries})

    first = ask("GET", "keys?prefix=page:&pageSize=3").json()
    ask("DELETE", "page:2")
    second = ask("GET", f"keys?prefix=page:&pageSize=3&nextToken={first['nextToken']}").json()

    assert (first["keys"], second) == (["page:0", "page:1", "page:2"], {"keys": ["page:3", "page:4"]})
    assert code(ask("GET", f"keys?nextToken={first['nextToken']}")) == (400, "invalid-next-token")
    assert ask("POST", "delete-by-prefix", json={"prefix": "page:"}).json() == {"deleted": 4}
    assert ask("GET", "keys").json() == {"keys": ["progress"]}


@pytest.mark.parametrize(
    ("path", "body", "status", "problem"),
    [
        ("keys", {"value": 1}, 422, "reserved-key"),
        ("a/exists", {"value": 1}, 422, "reserved-key"),
        ("k" * 257, {"value": 1}, 422, "validation-failed"),
        ("a", {}, 422, "validation-failed"),
        ("a", {"value": 1, "valueBase64": "AA=="}, 422, "validation-failed"),
        ("a", {"valueBase64": "A"}, 422, "validation-failed"),
        ("a", {"value": 1, "ttlSeconds": 0}, 422, "validation-failed"),
        ("a", {"value": 1, "contentType": "text\nplain"}, 422, "validation-failed"),
        ("a", {"value": 1, "ttl": 1}, 400, "unknown-field"),
    ],
)
def test_what_cannot_be_kept_is_refused(ask: Ask, path: str, body: Any, status: int, problem: str) -> None:  # noqa: ANN401
    assert code(ask("PUT", path, json=body)) == (status, problem)


def test_a_fork_has_a_cache_of_its_own(ask: Ask, stack: Stack) -> None:
    fork = stack.call("POST", f"/v1/sessions/{WORKSPACE}/fork", json={}, headers={"Idempotency-Key": "k"}).json()

    assert stack.call("GET", f"/v1/sessions/{fork['sessions'][0]['sessionId']}/cache/keys").json() == {"keys": []}
    assert ask("GET", "keys").json() == {"keys": ["progress"]}
