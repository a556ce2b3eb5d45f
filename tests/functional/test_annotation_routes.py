"""Annotations over HTTP: said about a unit as it was seen, and outdated as soon as that changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from shared.kernel.hashing import digest
from tests.functional.builders import CHUNK, WORKSPACE, store_note, store_workspace
from tests.functional.stack import Stack

S = f"/v1/sessions/{WORKSPACE}"
FILE = "code:/User.create.op.groovy"
SEEN = f"sha256:{digest(b'// generated' + bytes([10]))}"
NOTE = {"path": FILE, "range": {"startLine": 1, "endLine": 2}, "body": "Paging?", "expectedContentHash": SEEN}

Ask = Callable[..., httpx.Response]


@pytest.fixture(name="ask")
def _ask(stack: Stack) -> Ask:
    """Send a request about the workspace of the events, which has one annotation, of the whole session."""
    store_workspace()
    store_note()

    def ask(method: str, path: str = "", **parts: Any) -> httpx.Response:  # noqa: ANN401 - any of httpx's
        return stack.call(method, f"{S}/annotations{path}" if path[:1] in {"", "/", "?"} else f"{S}/{path}", **parts)

    return ask


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def bodies(answer: httpx.Response) -> list[str]:
    return [each["body"] for each in answer.json()["annotations"]]


def test_a_note_is_about_a_unit_as_it_was_seen(ask: Ask, stack: Stack) -> None:
    before = stack.call("GET", S).json()

    made = ask("POST", json=NOTE)
    place = made.headers["location"].removeprefix(f"{S}/")

    assert (made.status_code, made.headers["etag"], made.json()) == (
        201,
        '"v1"',
        {
            "annotationId": place.removeprefix("annotations/"),
            "path": FILE,
            "range": {"startLine": 1, "endLine": 2},
            "body": "Paging?",
            "kind": "comment",
            "status": "open",
            "outdated": False,
            "author": "user:local",
            "contentHash": SEEN,
            "createdAt": made.json()["createdAt"],
            "updatedAt": made.json()["createdAt"],
        },
    )
    assert ask("GET", place).json() == made.json()
    assert stack.call("GET", S).json() == before
    event = ask("GET", "events?order=desc&pageSize=1").json()["events"][0]
    assert (event["type"], event["data"]) == (
        "annotation.added",
        {"annotationId": made.json()["annotationId"], "path": FILE, "status": "open"},
    )


def test_a_note_is_outdated_while_its_unit_is_another_one(ask: Ask) -> None:
    place = ask("POST", json=NOTE).headers["location"].removeprefix(f"{S}/")
    file = FILE.replace(":", "")
    text = {"headers": {"If-Match": "*", "content-type": "text/plain"}}

    ask("PUT", file, content=b"// mended\n", **text)
    refused = ask("POST", json=NOTE)

    assert ask("GET", place).json()["outdated"] is True
    assert (code(refused), refused.json()["currentContentHash"]) == (
        (409, "content-changed"),
        f"sha256:{digest(b'// mended' + bytes([10]))}",
    )
    assert (bodies(ask("GET", "?outdated=true")), bodies(ask("GET", "?outdated=false"))) == (
        ["Paging?"],
        ["Why two pages?"],
    )
    ask("DELETE", file, headers={"If-Match": "*"})
    assert (ask("GET", place).json()["outdated"], ask("POST", json=NOTE).json()["currentContentHash"]) == (True, None)
    ask("PUT", file, content=b"// generated\n", headers={"If-None-Match": "*", "content-type": "text/plain"})
    assert ask("GET", place).json()["outdated"] is False


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("data:/discoveryInput", '{"applicationName":"Acme"}'),
        ("data:/discoveryInput/applicationName", '"Acme"'),
        ("data:/more", "1"),
    ],
)
def test_values_are_units_and_so_is_what_is_within(ask: Ask, path: str, text: str) -> None:
    note = {"path": path, "body": "?", "expectedContentHash": f"sha256:{digest(text.encode())}"}

    assert ask("POST", json=note).status_code == 201
    assert code(ask("POST", json=note | {"path": f"{path}/absent"})) == (409, "content-changed")


def test_chunks_are_units(ask: Ask) -> None:
    seen = ask("GET", f"docs/{CHUNK}").json()["hash"]

    assert ask("POST", json={"path": f"docs:/{CHUNK}", "body": "?", "expectedContentHash": seen}).status_code == 201


def test_notes_are_listed_page_by_page(ask: Ask) -> None:
    for number in range(4):
        ask("POST", json=NOTE | {"body": str(number), "kind": "blocker" if number else "comment"})

    first = ask("GET", "?pathPrefix=code:/&pageSize=3").json()
    rest = ask("GET", f"?pathPrefix=code:/&pageSize=3&nextToken={first['nextToken']}")

    assert ([each["body"] for each in first["annotations"]], bodies(rest)) == (["0", "1", "2"], ["3"])
    assert "nextToken" not in rest.json()
    assert bodies(ask("GET", f"?path={FILE}")) == ["0", "1", "2", "3"]
    assert bodies(ask("GET", "?status=resolved")) == []
    assert code(ask("GET", f"?nextToken={first['nextToken']}")) == (400, "invalid-next-token")
    assert code(ask("GET", "?status=shut")) == (422, "validation-failed")


def test_a_note_is_changed_from_what_was_seen(ask: Ask) -> None:
    place = ask("POST", json=NOTE).headers["location"].removeprefix(f"{S}/")

    resolved = ask("PATCH", place, json={"status": "resolved"}, headers={"If-Match": '"v1"'})
    again = ask("PATCH", place, json={"status": "resolved"}, headers={"If-Match": '"v2"'})
    stale = ask("PATCH", place, json={"body": "Never mind."}, headers={"If-Match": '"v1"'})

    assert (resolved.json()["status"], resolved.headers["etag"], again.headers["etag"]) == ("resolved", '"v2"', '"v2"')
    assert (code(stale), stale.json()["currentETag"]) == ((412, "precondition-failed"), '"v2"')
    assert code(ask("PATCH", place, json={"status": "open"})) == (428, "precondition-required")
    assert code(ask("DELETE", place)) == (428, "precondition-required")
    assert code(ask("PATCH", place, json={"status": "shut"}, headers={"If-Match": "*"})) == (422, "validation-failed")
    assert ask("PATCH", place, json={"body": "Never mind."}, headers={"If-Match": "*"}).json()["body"] == "Never mind."
    assert ask("DELETE", place, headers={"If-Match": '"v3"'}).status_code == 204
    assert code(ask("GET", place)) == (404, "not-found")
    kinds = [event["type"] for event in ask("GET", "events?afterSeq=4").json()["events"]]
    assert kinds == ["annotation.added", "annotation.statusChanged", "annotation.edited", "annotation.removed"]


def test_of_many_changes_at_once_one_succeeds(ask: Ask, stack: Stack) -> None:
    place = ask("POST", json=NOTE).headers["location"]
    change = {"json": {"status": "resolved"}, "headers": {"If-Match": '"v1"'}}

    found = stack.calls([("PATCH", place, change)] * 10)

    assert sorted(answer.status_code for answer in found) == [200] + [412] * 9


@pytest.mark.parametrize(
    ("but", "problem"),
    [
        ({"path": None}, "validation-failed"),
        ({"expectedContentHash": None}, "validation-failed"),
        ({"expectedContentHash": "sha256:02"}, "validation-failed"),
        ({"path": "src/User.groovy"}, "unknown-path"),
        ({"range": {"startLine": 2, "endLine": 1}}, "validation-failed"),
        ({"range": {"startLine": 0, "endLine": 1}}, "validation-failed"),
        ({"body": ""}, "validation-failed"),
        ({"path": None, "expectedContentHash": None}, "validation-failed"),
    ],
)
def test_what_cannot_be_said_is_refused(ask: Ask, but: dict[str, Any], problem: str) -> None:
    assert code(ask("POST", json=NOTE | but)) == (422, problem)


def test_forks_take_along_what_is_open_about_what_they_hold(ask: Ask, stack: Stack) -> None:
    for body, path, status in (("resolved", FILE, "resolved"), ("open", FILE, "open"), ("gone", FILE, "open")):
        place = ask("POST", json=NOTE | {"body": body, "path": path}).headers["location"].removeprefix(f"{S}/")
        ask("PATCH", place, json={"status": status}, headers={"If-Match": '"v1"'})
    saved = ask("POST", "checkpoints", json={}).json()["checkpointId"]
    ask("PUT", FILE.replace(":", ""), content=b"// else\n", headers={"If-Match": "*", "content-type": "text/plain"})

    def forked(key: str, wish: dict[str, Any]) -> str:
        made = ask("POST", "fork", json=wish, headers={"Idempotency-Key": key})
        return f"/v1/sessions/{made.json()['sessions'][0]['sessionId']}"

    whole = forked("a", {"from": {"checkpointId": saved}, "carry": {"cache": True}})
    moved, bare = forked("b", {}), forked("c", {"carry": {"annotations": "none"}})

    assert bodies(stack.call("GET", f"{whole}/annotations")) == ["Why two pages?", "open", "gone"]
    assert bodies(stack.call("GET", f"{moved}/annotations")) == ["Why two pages?"]
    assert bodies(stack.call("GET", f"{bare}/annotations")) == []
    assert [stack.call("GET", f"{fork}/cache/keys").json()["keys"] for fork in (whole, moved)] == [["progress"], []]
    assert stack.call("GET", f"{whole}/cache/progress").json()["value"] == {"page": 1}
    kinds = [event["type"] for event in stack.call("GET", f"{whole}/events").json()["events"]]
    assert kinds == ["session.forked", "annotation.carried"]
    assert code(ask("POST", "fork", json={"carry": {"notes": 1}}, headers={"Idempotency-Key": "d"})) == (
        400,
        "unknown-field",
    )
