"""Whose workspaces are whose, and who may do what in one that is shared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shared.bootstrap import services
from shared.domain.principal import Principal
from tests.functional.stack import APPLICATIONS, Stack

S = "/v1/sessions/{session_id}"
ANY = {"headers": {"If-Match": "*"}}
ONCE = {"headers": {"Idempotency-Key": "k"}}
MERGE = {"json": {"source": {"sessionId": "s1"}}, "headers": {"Idempotency-Key": "k", "If-Match": '"r1"'}}
REQUESTS: list[tuple[str, str, dict[str, Any]]] = [
    ("GET", S, {}),
    ("HEAD", S, {}),
    ("DELETE", S, {"headers": {"If-Match": '"r1"'}}),
    ("PATCH", f"{S}/tags", {"json": {"a": "b"}, **ANY}),
    ("PUT", f"{S}/access", {"json": {"access": []}, **ANY}),
    ("GET", f"{S}/jobs", {}),
    ("POST", f"{S}/fork", {"json": {}, **ONCE}),
    ("GET", f"{S}/forks", {}),
    ("POST", f"{S}/checkpoints", {"json": {}}),
    ("GET", f"{S}/checkpoints", {}),
    ("GET", f"{S}/checkpoints/{{checkpoint_id}}", {}),
    ("DELETE", f"{S}/checkpoints/{{checkpoint_id}}", {}),
    ("POST", f"{S}/restore", {"json": {"to": {"revision": 1}}, "headers": {"If-Match": '"r1"'}}),
    ("GET", f"{S}/diff", {}),
    ("POST", f"{S}:merge", MERGE),
    ("POST", f"{S}:mergeFrom", MERGE),
    ("GET", f"{S}/merges/{{merge_id}}", {}),
    ("GET", f"{S}/merges/{{merge_id}}/conflicts", {}),
    ("POST", f"{S}/merges/{{merge_id}}/abort", {}),
    ("GET", f"{S}/data", {}),
    ("PUT", f"{S}/data", {"json": {}, "headers": {"If-Match": '"r1"'}}),
    ("PATCH", f"{S}/data", {"json": {}, "headers": {"If-Match": '"r1"'}}),
    ("GET", f"{S}/data/{{key}}", {}),
    ("PUT", f"{S}/data/{{key}}", {"json": 1, **ANY}),
    ("DELETE", f"{S}/data/{{key}}", ANY),
    ("GET", f"{S}/docs", {}),
    ("GET", f"{S}/docs/{{chunk_id}}", {}),
    ("POST", f"{S}/docs", {"json": {"filename": "f", "chunks": [{"content": "c"}]}}),
    ("PUT", f"{S}/docs/{{chunk_id}}", {"json": {"content": "c"}, **ANY}),
    ("PATCH", f"{S}/docs/{{chunk_id}}", {"json": {"content": "c"}, **ANY}),
    ("DELETE", f"{S}/docs/{{chunk_id}}", ANY),
    ("GET", f"{S}/blobs/{{digest}}", {}),
    ("GET", f"{S}/code", {}),
    ("GET", f"{S}/code/{{path}}", {}),
    ("PUT", f"{S}/code/{{path}}", {"content": b"x", "headers": {"If-Match": "*", "content-type": "text/plain"}}),
    ("DELETE", f"{S}/code/{{path}}", ANY),
    ("GET", f"{S}/manifest", {}),
    ("GET", f"{S}/events", {}),
    ("POST", f"{S}/events", {"json": {"type": "progress"}}),
    ("GET", f"{S}/environmentSpec", {}),
    ("PUT", f"{S}/environmentSpec", {"json": {"spec": {}}, "headers": {"If-Match": '"r1"'}}),
    ("POST", f"{S}/generateEnvironmentSpec", {"json": {}}),
    ("POST", f"{S}/generateCommitSummary", {"json": {}}),
    ("POST", f"{S}/commit", {"json": {}, "headers": {"If-Match": '"r1"', "Idempotency-Key": "k"}}),
    ("GET", f"{S}/commits", {}),
    ("GET", "/v1/commits/{commit_id}", {}),
    ("POST", f"{S}/annotations", {"json": {"body": "Why?"}}),
    ("GET", f"{S}/annotations", {}),
    ("GET", f"{S}/annotations/{{annotation_id}}", {}),
    ("PATCH", f"{S}/annotations/{{annotation_id}}", {"json": {"status": "resolved"}, **ANY}),
    ("DELETE", f"{S}/annotations/{{annotation_id}}", ANY),
    ("POST", f"{S}/request-approval", {"json": {"action": "commit", "contentHash": f"sha256:{'0' * 64}"}}),
    ("GET", f"{S}/approvals", {}),
    ("GET", f"{S}/approvals/{{approval_id}}", {}),
    ("POST", f"{S}/approvals/{{approval_id}}/grant", {}),
    ("POST", f"{S}/approvals/{{approval_id}}/deny", {}),
    ("POST", f"{S}/approvals/{{approval_id}}/cancel", {}),
    ("GET", f"{S}/cache/keys", {}),
    ("GET", f"{S}/cache/stats", {}),
    ("POST", f"{S}/cache/batch-get", {"json": {"keys": ["a"]}}),
    ("POST", f"{S}/cache/batch-set", {"json": {"entries": [{"key": "a", "value": 1}]}}),
    ("POST", f"{S}/cache/batch-delete", {"json": {"keys": ["a"]}}),
    ("POST", f"{S}/cache/delete-by-prefix", {"json": {"prefix": "a"}}),
    ("GET", f"{S}/cache/{{key}}", {}),
    ("PUT", f"{S}/cache/{{key}}", {"json": {"value": 1}}),
    ("DELETE", f"{S}/cache/{{key}}", {}),
    ("GET", f"{S}/cache/{{key}}/exists", {}),
    ("GET", f"{S}/cache/{{key}}/metadata", {}),
    ("POST", f"{S}/cache/{{key}}/compare-and-set", {"json": {"value": 1, "expectedVersion": 0}}),
]
UNOWNED = {("POST", "/v1/sessions"), ("GET", "/v1/sessions")}


class Town:
    """Ann has a workspace; Bob, Rita and Wim have keys."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.keys = {name: stack.new_key(name) for name in ("ann", "bob", "rita", "wim")}
        source = {"inline": {"data": {"a": 1}, "code": {"a.groovy": "x"}}}
        stack.call("POST", "/v1/sessions", json={"sessionId": "s1", "source": source}, key=self.keys["ann"])
        summary = stack.call("POST", "/v1/sessions/s1/generateCommitSummary", key=self.keys["ann"]).json()
        committed = stack.call(
            "POST",
            "/v1/sessions/s1/commit",
            key=self.keys["ann"],
            json={"summaryId": summary["summaryId"]},
            headers={"If-Match": '"r1"', "Idempotency-Key": "c"},
        )
        self.commit_id = committed.json()["commitId"]
        saved = stack.call("POST", "/v1/sessions/s1/checkpoints", json={}, key=self.keys["ann"])
        self.checkpoint_id = saved.json()["checkpointId"]
        noted = stack.call("POST", "/v1/sessions/s1/annotations", json={"body": "Why?"}, key=self.keys["ann"])
        self.annotation_id = noted.json()["annotationId"]

    def filled(self, path: str) -> str:
        names = {"session_id": "s1", "key": "a", "path": "a.groovy", "chunk_id": "c", "digest": "a" * 64}
        names |= {"approval_id": "a1", "commit_id": self.commit_id, "checkpoint_id": self.checkpoint_id}
        names |= {"merge_id": "m1"}
        return path.format(**names, annotation_id=self.annotation_id)

    def send(self, name: str, request: tuple[str, str, dict[str, Any]]) -> tuple[int, str | None]:
        method, path, parts = request
        answer = self.stack.call(method, self.filled(path), key=self.keys[name], **parts)
        return answer.status_code, answer.json().get("code") if answer.is_error and answer.content else None


@pytest.fixture(name="town")
def _town(tmp_path: Path) -> Iterator[Town]:
    with Stack(tmp_path, authentication="keys") as stack:
        yield Town(stack)


def test_the_table_names_every_route() -> None:
    paths = APPLICATIONS["workspaces"].openapi()["paths"].items()
    routes = {(method.upper(), path) for path, operations in paths for method in operations}

    assert routes == UNOWNED | {(method, path) for method, path, _request in REQUESTS}


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda request: " ".join(request[:2]))
def test_what_ann_made_is_not_there_for_bob(town: Town, request_: tuple[str, str, dict[str, Any]]) -> None:
    status, code = town.send("bob", request_)

    assert (status, code) == (404, None if request_[0] == "HEAD" else "not-found")
    assert services.sessions().records.get("s1").revision == 2


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda request: " ".join(request[:2]))
def test_a_stranger_is_told_to_say_who_it_is(town: Town, request_: tuple[str, str, dict[str, Any]]) -> None:
    method, path, parts = request_

    assert town.stack.call(method, town.filled(path), **parts).status_code == 401


def test_a_role_says_what_its_holder_may_do(town: Town) -> None:
    grants = {"ann": "owner", "rita": "reader", "wim": "writer", "bob": "reviewer"}
    access = [{"principal": f"user:{name}", "role": role} for name, role in grants.items()]
    share = {"json": {"access": access}, "headers": {"If-Match": '"r2"'}}
    assert town.stack.call("PUT", "/v1/sessions/s1/access", key=town.keys["ann"], **share).status_code == 200

    reading: tuple[str, str, dict[str, Any]] = ("GET", f"{S}/data/{{key}}", {})
    writing = ("PUT", f"{S}/data/{{key}}", {"json": 1, **ANY})
    sharing = ("PUT", f"{S}/access", {"json": {"access": access}, "headers": {"If-Match": '"r3"'}})
    allowed = {
        name: [town.send(name, request)[0] for request in (reading, writing, sharing)]
        for name in ("rita", "wim", "bob")
    }

    assert allowed == {"rita": [200, 403, 403], "wim": [200, 204, 403], "bob": [200, 403, 403]}


def test_reviewers_annotate_and_authors_have_the_last_word(town: Town) -> None:
    grants = {"ann": "owner", "rita": "reader", "wim": "writer", "bob": "reviewer"}
    access = [{"principal": f"user:{name}", "role": role} for name, role in grants.items()]
    town.stack.call(
        "PUT", "/v1/sessions/s1/access", key=town.keys["ann"], json={"access": access}, headers={"If-Match": '"r2"'}
    )
    note = f"{S}/annotations/{{annotation_id}}"
    adding: tuple[str, str, dict[str, Any]] = ("POST", f"{S}/annotations", {"json": {"body": "Why?"}})
    resolving = ("PATCH", note, {"json": {"status": "resolved"}, **ANY})
    rewording = ("PATCH", note, {"json": {"body": "Because."}, **ANY})
    removing = ("DELETE", note, ANY)

    allowed = {
        name: [town.send(name, request)[0] for request in (adding, resolving, rewording, removing)]
        for name in ("rita", "wim", "bob")
    }

    assert allowed == {"rita": [403] * 4, "wim": [201, 200, 403, 403], "bob": [201, 200, 403, 403]}
    assert [town.send("ann", request)[0] for request in (rewording, removing, removing)] == [200, 204, 404]


def test_a_role_counts_in_the_other_interfaces_too(town: Town) -> None:
    session_id = town.stack.new_session(town.keys["ann"])
    path = f"/api/v1/session/{session_id}"
    access = [{"principal": "user:ann", "role": "owner"}, {"principal": "user:rita", "role": "reader"}]
    share = {"json": {"access": access}, "headers": {"If-Match": '"r1"'}}
    town.stack.call("PUT", f"/v1/sessions/{session_id}/access", key=town.keys["ann"], **share)

    change = {"json": {"data": {"a": 1}}}
    statuses = {
        name: [
            town.stack.call(method, path, key=town.keys[name], **parts).status_code
            for method, parts in (("GET", {}), ("PATCH", change), ("DELETE", {}))
        ]
        for name in ("rita", "bob")
    }

    assert statuses == {"rita": [200, 403, 403], "bob": [404, 404, 404]}


def test_a_session_keeps_an_owner(town: Town) -> None:
    access = [{"principal": "user:ann", "role": "reader"}]
    request = ("PUT", f"{S}/access", {"json": {"access": access}, "headers": {"If-Match": '"r2"'}})

    assert town.send("ann", request) == (422, "last-owner")


def test_a_list_holds_what_is_ones_own(town: Town) -> None:
    lists = {name: town.stack.call("GET", "/v1/sessions", key=town.keys[name]).json() for name in ("ann", "bob")}

    assert [row["sessionId"] for row in lists["ann"]["sessions"]] == ["s1"]
    assert lists["bob"] == {"sessions": []}


def test_a_scope_is_needed_beside_a_role(town: Town) -> None:
    narrow = Principal(tenant="acme", subject="ann", scopes=frozenset({"session.read"}))
    town.keys["ann"] = services.access().create(narrow, "narrow")[1]

    assert town.send("ann", ("GET", S, {}))[0] == 200
    assert town.send("ann", ("POST", f"{S}/checkpoints", {"json": {}})) == (403, "forbidden")


@pytest.mark.parametrize("scopes", [{"session.write"}, {"session.merge"}, {"session.write", "session.merge"}])
def test_a_merge_needs_both_scopes_and_so_does_its_button(town: Town, scopes: set[str]) -> None:
    session = "/v1/sessions/s1"
    fork = {"json": {}, **ONCE}
    source = town.stack.call("POST", f"{session}/fork", key=town.keys["ann"], **fork).json()["sessions"][0]
    narrow = Principal(tenant="acme", subject="ann", scopes=frozenset({"session.read", *scopes}))
    key = services.access().create(narrow, "narrow")[1]

    seen = town.stack.call("GET", session, key=key)
    headers = {"If-Match": seen.headers["etag"], "Idempotency-Key": "m"}
    wish = {"source": {"sessionId": source["sessionId"]}}
    merged = town.stack.call("POST", f"{session}:merge", key=key, json=wish, headers=headers)

    assert seen.json()["capabilities"]["merge"] is (len(scopes) == 2)
    assert merged.status_code == (200 if len(scopes) == 2 else 403)
