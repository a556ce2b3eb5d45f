"""A request with several faults is told of the first: who asks, for what, by which right, in which words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from fastapi.routing import APIRoute

from shared.bootstrap import services
from shared.domain.job import JobKind
from tests.functional.stack import APPLICATIONS, Stack
from tests.functional.test_workspace_principals import REQUESTS, S, Town

JSON: Final = {"content-type": "application/json"}
FAULTY: Final[dict[str, Any]] = {"content": b"{", "headers": JSON}
LISTS: Final = "jobs forks checkpoints diff docs code manifest events annotations commits approvals cache/keys"
QUERIED: Final = {("DELETE", S), *(("GET", f"{S}/{name}") for name in LISTS.split())}
READ: Final = {
    ("POST", f"{S}/{name}") for name in ("fork", "generateCommitSummary", "generateEnvironmentSpec", "cache/batch-get")
}
"""What a reader may ask for as well."""

NAMED: Final = {request[:2]: request for request in REQUESTS}
CONDITIONAL: Final = {
    name for name, (_, _, parts) in NAMED.items() if "If-Match" in parts.get("headers", {})
} | {("POST", f"{S}/docs")}  # fmt: skip
BODIES: Final = {name for name, (_, _, parts) in NAMED.items() if "json" in parts}


def tag() -> str:
    return f'"r{services.sessions().records.get("s1").revision}"'


def problem(town: Town, name: str, method: str, path: str, **parts: Any) -> tuple[int, str | None]:  # noqa: ANN401
    key = {} if name == "nobody" else {"key": town.keys[name]}
    answer = town.stack.call(method, town.filled(path), **key, **parts)
    return answer.status_code, answer.json()["code"] if answer.is_error and answer.content else None


@pytest.fixture(name="town")
def _town(tmp_path: Path) -> Iterator[Town]:
    with Stack(tmp_path, authentication="keys") as stack:
        town = Town(stack)
        granted = [{"principal": "user:ann", "role": "owner"}, {"principal": "user:bob", "role": "reader"}]
        headers = {"If-Match": tag()}
        stack.call("PUT", "/v1/sessions/s1/access", json={"access": granted}, headers=headers, key=town.keys["ann"])
        yield town


def test_nobody_is_told_more_than_that_he_is_nobody(town: Town) -> None:
    found = {name: problem(town, "nobody", *name, **FAULTY) for name in NAMED if name[0] != "HEAD"}

    assert set(found.values()) == {(401, "unauthenticated")}


def test_strangers_are_not_told_what_is_wrong_with_their_request(town: Town) -> None:
    found = {
        (method, path): problem(town, "wim", method, f"{path}?nonsense=1&pageSize=0", **FAULTY)
        for method, path in NAMED
        if method != "HEAD"
    }

    assert set(found.values()) == {(404, "not-found")}, found


def test_readers_are_told_first_that_they_may_not_write(town: Town) -> None:
    writes = {name for name in NAMED if name[0] not in {"GET", "HEAD"} and "approval_id" not in name[1]} - READ

    found = {name: problem(town, "bob", name[0], f"{name[1]}?nonsense=1", **FAULTY) for name in writes}

    assert found == dict.fromkeys(writes, (403, "forbidden"))


def test_owners_of_a_deleted_session_are_told_so_before_anything_else(town: Town) -> None:
    town.stack.call("DELETE", f"{town.filled(S)}?discard=true", headers={"If-Match": tag()}, key=town.keys["ann"])
    paths = {name for name in NAMED if name[0] != "HEAD" and not name[1].startswith("/v1/commits")}

    told = {name: problem(town, "ann", name[0], f"{name[1]}?nonsense=1", **FAULTY) for name in paths}
    others = {name: problem(town, "bob", name[0], f"{name[1]}?nonsense=1", **FAULTY) for name in paths}

    assert told == dict.fromkeys(paths, (410, "session-deleted"))
    assert others == dict.fromkeys(paths, (404, "not-found"))


def test_who_may_not_decide_is_told_so_before_what_is_wrong_with_the_decision(town: Town) -> None:
    content = town.stack.call("GET", town.filled(S), key=town.keys["ann"]).json()["contentHash"]
    wish = {"action": "commit", "contentHash": content, "reviewers": ["user:wim"]}
    asked = town.stack.call("POST", f"{town.filled(S)}/request-approval", json=wish, key=town.keys["ann"]).json()
    path = f"{S}/approvals/{asked['approvalId']}/grant"
    stale: dict[str, Any] = {"headers": {"If-Match": '"v9"'}}

    found = {name: problem(town, name, "POST", path, **FAULTY) for name in ("nobody", "rita", "bob", "ann", "wim")}
    changed = problem(town, "wim", "POST", path, **stale)
    problem(town, "wim", "POST", path)
    decided = [problem(town, "wim", "POST", path, **parts) for parts in (stale, {})]

    assert found == {
        "nobody": (401, "unauthenticated"),
        "rita": (404, "not-found"),
        "bob": (403, "forbidden"),
        "ann": (403, "self-approval"),
        "wim": (400, "malformed-json"),
    }
    assert (changed, *decided) == (
        (412, "precondition-failed"),
        (412, "precondition-failed"),
        (409, "approval-not-pending"),
    )


def test_a_query_that_makes_no_sense_is_refused(town: Town) -> None:
    found = {name: problem(town, "ann", name[0], f"{name[1]}?nonsense=1") for name in NAMED if name[0] != "HEAD"}

    assert {name for name, answer in found.items() if answer == (400, "unknown-field")} == QUERIED


def test_a_body_is_read_before_it_is_asked_what_it_was_decided_by(town: Town) -> None:
    keyed = JSON | {"Idempotency-Key": "k"}
    found = {name: problem(town, "ann", *name, content=b"{", headers=keyed) for name in BODIES}

    assert found == dict.fromkeys(BODIES, (400, "malformed-json"))


def test_what_changes_is_to_be_decided_by_a_state(town: Town) -> None:
    found = {}
    for name in sorted(CONDITIONAL):
        parts = {part: value for part, value in NAMED[name][2].items() if part != "headers"}
        found[name] = problem(town, "ann", *name, headers={"Idempotency-Key": "k"}, **parts)

    assert found == dict.fromkeys(sorted(CONDITIONAL), (428, "precondition-required"))


def test_an_old_state_is_refused_before_what_the_present_one_forbids(town: Town) -> None:
    services.jobs().start(services.sessions().records.get("s1"), JobKind.DIGESTER, {}, "user:ann")
    body = {"to": {"revision": 1}}

    stale = problem(town, "ann", "POST", f"{S}/restore", json=body, headers={"If-Match": '"r1"'})
    busy = problem(town, "ann", "POST", f"{S}/restore", json=body, headers={"If-Match": tag()})
    wrong = problem(town, "ann", "POST", f"{S}/restore", json={"to": {}}, headers={"If-Match": '"r1"'})
    named = problem(town, "ann", "PUT", f"{S}/code/a//b", content=b"x")

    assert (stale, busy, wrong, named) == (
        (412, "precondition-failed"),
        (409, "session-busy"),
        (422, "validation-failed"),
        (422, "validation-failed"),
    )


def test_a_request_that_was_done_is_answered_before_it_is_asked_what_it_was_decided_by(town: Town) -> None:
    headers = {"Idempotency-Key": "k", "If-Match": tag()}
    body = {"filename": "f", "chunks": [{"content": "c"}]}
    done = problem(town, "ann", "POST", f"{S}/docs", json=body, headers=headers)
    again = problem(town, "ann", "POST", f"{S}/docs", json=body, headers=headers)

    assert (done, again) == ((201, None), (201, None))
    assert problem(town, "ann", "POST", f"{S}/docs", json=body, headers={"If-Match": headers["If-Match"]})[0] == 412


def test_no_route_looks_at_its_query_before_its_turn() -> None:
    routes = [route for route in APPLICATIONS["workspaces"].routes if isinstance(route, APIRoute)]

    assert [route.path for route in routes if route.dependant.query_params] == []
