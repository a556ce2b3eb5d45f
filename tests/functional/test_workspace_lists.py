"""Lists of workspaces page by page: nothing twice and nothing left out, whatever is written meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

import httpx
import pytest

from shared.services import listing, tokens
from tests.functional.builders import CHUNK, WORKSPACE, store_workspace
from tests.functional.stack import Stack

S: Final = f"/v1/sessions/{WORKSPACE}"
NAMES: Final = [f"n{number}" for number in range(5)]


def made(stack: Stack, *names: str, key: str | None = None) -> None:
    for name in names:
        assert stack.call("POST", "/v1/sessions", json={"sessionId": name}, key=key).status_code == 201


def touched(stack: Stack, name: str) -> None:
    tags = {"at": str(len(stack.call("GET", f"/v1/sessions/{name}/events").json()["events"]))}
    assert stack.call("PATCH", f"/v1/sessions/{name}/tags", headers={"If-Match": "*"}, json=tags).status_code == 200


def pages(ask: Callable[[str], httpx.Response], path: str, listed: str, between: Any = lambda: None) -> list[list[Any]]:  # noqa: ANN401
    found, token = [], ""
    joint = "&" if "?" in path else "?"
    for _ in range(50):
        answer = ask(f"{path}{joint}pageSize=2{token}").json()
        found.append(answer[listed])
        if "nextToken" not in answer:
            return found
        token = f"&nextToken={answer['nextToken']}"
        between()
    raise AssertionError(path)


def ids(found: list[list[Any]]) -> list[str]:
    return [row["sessionId"] for page in found for row in page]


@pytest.mark.parametrize(
    ("sort", "wanted"),
    [
        ("-createdAt", NAMES[::-1]),
        ("createdAt", NAMES),
        ("-lastActivityAt", ["n1", "n4", "n3", "n2", "n0"]),
        ("lastActivityAt", ["n0", "n2", "n3", "n4", "n1"]),
    ],
)
def test_sessions_are_listed_as_they_were_when_the_list_began(stack: Stack, sort: str, wanted: list[str]) -> None:
    made(stack, *NAMES)
    touched(stack, "n1")
    written = iter(["n0", "n3"])

    def between() -> None:
        name = next(written)
        touched(stack, name)
        touched(stack, "n2")
        if sort != "createdAt":
            made(stack, f"late-{name}")

    assert ids(pages(lambda path: stack.call("GET", path), f"/v1/sessions?sort={sort}", "sessions", between)) == wanted
    if sort == "-lastActivityAt":
        later = ids(pages(lambda path: stack.call("GET", path), f"/v1/sessions?sort={sort}", "sessions"))
        assert later == ["late-n3", "n2", "n3", "late-n0", "n0", "n1", "n4"]


def test_too_many_sessions_are_not_put_in_the_order_of_their_activity(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(stack, *NAMES)
    monkeypatch.setattr(listing, "_BY_ACTIVITY", 4)
    monkeypatch.setattr(listing, "_BATCH", 2)

    refused = stack.call("GET", "/v1/sessions?sort=-lastActivityAt")

    assert (refused.status_code, refused.json()["code"]) == (422, "validation-failed")
    assert len(stack.call("GET", "/v1/sessions").json()["sessions"]) == 5


def test_filters_narrow_a_list(keyed_stack: Stack) -> None:
    stack, key = keyed_stack, keyed_stack.new_key("ann")

    def ask(path: str) -> httpx.Response:
        return stack.call("GET", path, key=key)

    made(stack, *NAMES, key=key)
    for parent, fork in (("n1", "f1"), ("f1", "f2")):
        once = {"Idempotency-Key": fork}
        stack.call("POST", f"/v1/sessions/{parent}/fork", key=key, json={"sessionId": fork}, headers=once)
    moment = ask("/v1/sessions/n4").json()["lastActivityAt"]

    def found(query: str) -> list[str]:
        return ids(pages(ask, f"/v1/sessions?{query}", "sessions"))

    assert found("parentSessionId=f1") == ["f2"]
    assert found("rootSessionId=n1") == ["f2", "f1", "n1"]
    assert found("rootSessionId=n1&owner=me&sort=createdAt") == ["n1", "f1", "f2"]
    assert found("owner=user:bob") == []
    assert found(f"updatedAfter={moment}") == ["f2", "f1"]
    assert found("status=archived") == []
    for query in ("owner=bob", "updatedAfter=yesterday", "sort=name", "status=gone"):
        refused = ask(f"/v1/sessions?{query}")
        assert (refused.status_code, refused.json()["code"]) == (422, "validation-failed")


def test_who_is_given_a_role_has_the_session_in_a_list(keyed_stack: Stack) -> None:
    stack, keys = keyed_stack, {name: keyed_stack.new_key(name) for name in ("ann", "bob", "rita")}

    def share(session: str, revision: int, **roles: str) -> None:
        access = [{"principal": f"user:{name}", "role": role} for name, role in roles.items()]
        parts = {"json": {"access": access}, "headers": {"If-Match": f'"r{revision}"'}}
        assert stack.call("PUT", f"/v1/sessions/{session}/access", key=keys["ann"], **parts).status_code == 200

    def lists() -> dict[str, list[str]]:
        return {
            name: ids(pages(partial(stack.call, "GET", key=key), "/v1/sessions", "sessions"))
            for name, key in keys.items()
        }

    made(stack, "a1", key=keys["ann"])
    made(stack, "b1", key=keys["bob"])
    access = [{"principal": "user:bob", "role": "reader"}]
    stack.call("POST", "/v1/sessions", json={"sessionId": "a2", "access": access}, key=keys["ann"])
    share("a1", 1, ann="owner", bob="writer", rita="reviewer")
    assert lists() == {"ann": ["a2", "a1"], "bob": ["a2", "b1", "a1"], "rita": ["a1"]}
    mine = stack.call("GET", "/v1/sessions?owner=user:ann", key=keys["bob"]).json()["sessions"]
    assert [row["sessionId"] for row in mine] == ["a2", "a1"]

    share("a1", 2, ann="owner", rita="owner")
    assert lists() == {"ann": ["a2", "a1"], "bob": ["a2", "b1"], "rita": ["a1"]}
    stack.call("DELETE", "/v1/sessions/a2?discard=true", headers={"If-Match": '"r1"'}, key=keys["ann"])
    assert lists() == {"ann": ["a1"], "bob": ["b1"], "rita": ["a1"]}
    listed = stack.engines.table.query("INDEX#OWNER#acme#bob").items
    assert [item.attributes["session"] for item in listed] == ["b1"]


@pytest.fixture(name="full")
def _full(stack: Stack) -> Callable[[str], httpx.Response]:
    store_workspace()
    for number in range(5):
        new = {"If-None-Match": "*"}
        stack.call("PUT", f"{S}/data/k{number}", json=number, headers=new)
        stack.call("PUT", f"{S}/code/f{number}", content=b"x", headers=new)
        stack.call("PUT", f"{S}/docs/c{number}", json={"content": "x"}, headers=new)
        stack.call("POST", f"{S}/checkpoints", json={"name": f"p{number}"})
        stack.call("POST", f"{S}/fork", json={"sessionId": f"s{number}"}, headers={"Idempotency-Key": f"f{number}"})
    return lambda path: stack.call("GET", path)


@pytest.mark.parametrize(
    ("path", "listed", "row", "count"),
    [
        ("manifest", "entries", "path", 19),
        ("manifest?zone=data&zone=code&prefix=data:/k", "entries", "path", 5),
        ("code", "files", "path", 6),
        ("docs", "chunks", "chunkId", 6),
        ("checkpoints", "checkpoints", "checkpointId", 6),
        ("forks", "sessions", "sessionId", 5),
        ("events", "events", "seq", 23),
        ("events?order=desc", "events", "seq", 23),
        ("events?type=docs.changed", "events", "seq", 5),
        ("jobs", "jobs", "jobId", 0),
    ],
)
def test_a_list_is_the_same_in_pages(
    full: Callable[[str], httpx.Response], path: str, listed: str, row: str, count: int
) -> None:
    joint = "&" if "?" in path else "?"
    whole = full(f"{S}/{path}{joint}pageSize=200").json()

    found = pages(full, f"{S}/{path}", listed)

    assert [each for page in found for each in page] == whole[listed]
    assert len({each[row] for each in whole[listed]}) == len(whole[listed]) == count
    assert max(map(len, found)) <= 2
    assert "nextToken" not in whole
    if count:
        token = full(f"{S}/{path}{joint}pageSize=2").json()["nextToken"]
        for wrong in (f"{token}0", token[1:]):
            refused = full(f"{S}/{path}{joint}nextToken={wrong}")
            assert (refused.status_code, refused.json()["code"]) == (400, "invalid-next-token")


def test_a_chunk_that_goes_moves_no_other_out_of_a_list(stack: Stack) -> None:
    store_workspace()
    chunks = [{"chunkId": f"c{number}", "content": "x"} for number in range(6)]
    wish = {"filename": "f", "chunks": chunks}
    stack.call("POST", f"{S}/docs", json=wish, headers={"If-Match": '"r2"'})
    gone = iter(["c0", "c3"])

    def between() -> None:
        stack.call("DELETE", f"{S}/docs/{next(gone, 'none')}", headers={"If-Match": "*"})

    found = pages(lambda path: stack.call("GET", path), f"{S}/docs", "chunks", between)

    listed = [row["chunkId"] for page in found for row in page]
    assert listed == [CHUNK, "c0", "c1", "c2", "c4", "c5"]


def test_a_token_is_good_for_a_day(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    made(stack, *NAMES)
    token = stack.call("GET", "/v1/sessions?pageSize=2").json()["nextToken"]
    monkeypatch.setattr(tokens, "LIFETIME", tokens.LIFETIME * 0)

    refused = stack.call("GET", f"/v1/sessions?nextToken={token}")

    assert (refused.status_code, refused.json()["code"]) == (410, "next-token-expired")


def test_events_are_told_between_two_moments(stack: Stack) -> None:
    store_workspace()
    first, second, third = stack.call("GET", f"{S}/events").json()["events"]
    quoted = {name: event["at"] for name, event in (("first", first), ("second", second))}

    def found(query: str) -> list[Any]:
        return list(stack.call("GET", f"{S}/events?{query}").json()["events"])

    assert found(f"since={quoted['first']}&until={quoted['second']}") == [first]
    assert found(f"since={quoted['second']}") == [second]
    assert third["at"] < first["at"]
    refused = stack.call("GET", f"{S}/events?since=yesterday")
    assert (refused.status_code, refused.json()["code"]) == (422, "validation-failed")
