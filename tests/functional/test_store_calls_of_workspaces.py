"""How often each workspace route asks the stores: what a request costs in the cloud. Run with -s to see the table."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any, Final

from shared.bootstrap import services
from tests.functional.builders import (
    CHUNK,
    COMMITTED,
    COMMITTED_SUMMARY,
    FORKED,
    HELD,
    SPECIFIED,
    WORKSPACE,
    store_committed,
    store_merges,
    store_note,
    store_specified,
    store_workspace,
)
from tests.functional.stack import Stack
from tests.functional.test_workspace_principals import REQUESTS, S

NAMES: Final = {
    "path": "User.create.op.groovy",
    "chunk_id": CHUNK,
    "checkpoint_id": "01995f00-0000-7000-8000-000000000002",
    "annotation_id": "01995f00-0000-7000-8000-000000000001",
}


ROLES: Final = [{"principal": "user:local", "role": "owner"}, {"principal": "user:bob", "role": "reader"}]
UNOWNED: Final[list[tuple[str, str, dict[str, Any]]]] = [
    ("GET", "/v1/sessions", {}),
    ("POST", "/v1/sessions", {"json": {"source": {"inline": {"data": {"a": 1}}}}}),
]
BODIES: Final[dict[tuple[str, str], Any]] = {
    ("PUT", f"{S}/access"): {"access": ROLES},
    ("PATCH", f"{S}/data"): {"new": 1},
    ("PUT", f"{S}/data/{{key}}"): 2,
    ("POST", f"{S}/cache/{{key}}/compare-and-set"): {"value": 2, "expectedVersion": 1},
}


def cost(folder: Path, method: str, path: str, parts: dict[str, Any]) -> str:
    """Return the status of a request about a workspace of the events, and how often it asked which store."""
    with Stack(folder) as stack:
        store_workspace()
        store_note()
        store_specified()
        session = SPECIFIED if "nvironmentSpec" in path else WORKSPACE
        key = "progress" if "/cache/" in path else "more"
        digest = stack.call("GET", f"/v1/sessions/{WORKSPACE}/code").json()["files"][0]["hash"]
        filled = path.format(**NAMES | {"session_id": session, "key": key, "digest": digest})
        headers = dict(parts.get("headers", {}))
        if headers.get("If-Match") != "*" or path.endswith("/access"):
            headers["If-Match"] = f'"r{services.sessions().records.get(session).revision}"'
        if "/cache/" in path:
            del headers["If-Match"]
        body = {"json": BODIES[method, path]} if (method, path) in BODIES else {}
        query = "?discard=true" if (method, path) == ("DELETE", S) else ""
        before = Counter(stack.engines.calls)
        answer = stack.call(method, filled + query, **parts | body | {"headers": headers})
        spent = sorted((stack.engines.calls - before).items())
        return " ".join([str(answer.status_code), *(f"{call}={times}" for call, times in spent)])


EXPECTED: Final[dict[str, str]] = {
    "GET /v1/sessions": "200 items.get_many=1 items.query=1",
    "POST /v1/sessions": "201 items.get=1 items.query=1 items.transact=1",
    "GET": "200 blobs.get=2 items.get=2 items.query=1",
    "HEAD": "200 items.get=1",
    "DELETE": "204 blobs.delete_space=1 items.get=1 items.query=8 items.transact=6 uploads.delete=1",
    "PATCH /tags": "200 items.get=1 items.transact=1",
    "PUT /access": "200 items.get=1 items.transact=1",
    "GET /jobs": "200 items.get=1 items.query=1",
    "POST /fork": "201 blobs.get=1 blobs.put=2 items.get=2 items.query=3 items.transact=6",
    "GET /forks": "200 items.get=1 items.get_many=1 items.query=1",
    "POST /checkpoints": "201 blobs.get=1 blobs.put=2 items.get=2 items.query=1 items.transact=3",
    "GET /checkpoints": "200 items.get=1 items.query=1",
    "GET /checkpoints/{checkpoint_id}": "200 items.get=2",
    "DELETE /checkpoints/{checkpoint_id}": "204 items.get=2 items.transact=2",
    "POST /restore": "200 blobs.get=5 blobs.put=2 items.get=4 items.query=3 items.transact=3",
    "GET /diff": "200 blobs.get=5 blobs.put=2 items.get=1 items.query=1 items.transact=2",
    "GET /data": "200 blobs.get=1 items.get=2 items.query=1",
    "PUT /data": "204 blobs.get=1 items.get=2 items.query=1 items.transact=1",
    "PATCH /data": "204 blobs.get=1 items.get=2 items.query=1 items.transact=1",
    "GET /data/{key}": "200 items.get=2 items.query=1",
    "PUT /data/{key}": "204 items.get=2 items.query=1 items.transact=1",
    "DELETE /data/{key}": "204 items.get=2 items.query=1 items.transact=1",
    "GET /docs": "200 blobs.get=1 items.get=2 items.query=1",
    "GET /docs/{chunk_id}": "200 blobs.get=2 items.get=2 items.query=1",
    "POST /docs": "201 blobs.put=3 items.get=2 items.transact=1",
    "PUT /docs/{chunk_id}": "204 blobs.get=1 blobs.put=2 items.get=2 items.query=1 items.transact=1",
    "PATCH /docs/{chunk_id}": "204 blobs.get=1 blobs.put=2 items.get=2 items.query=1 items.transact=1",
    "DELETE /docs/{chunk_id}": "204 blobs.get=1 blobs.put=1 items.get=2 items.query=1 items.transact=1",
    "GET /blobs/{digest}": "200 blobs.get=3 items.get=2 items.query=1",
    "GET /code": "200 blobs.get=1 items.get=2 items.query=1",
    "GET /code/{path}": "200 blobs.get=1 items.get=2 items.query=1",
    "PUT /code/{path}": "204 blobs.get=1 items.get=2 items.query=1 items.transact=1",
    "DELETE /code/{path}": "204 blobs.get=1 items.get=2 items.query=1 items.transact=1",
    "GET /manifest": "200 blobs.get=3 items.get=2 items.query=1",
    "GET /events": "200 items.get=1 items.query=1",
    "POST /events": "201 items.get=2 items.transact=1",
    "GET /environmentSpec": "200 items.get=2 items.query=1",
    "PUT /environmentSpec": "200 items.get=2 items.query=1 items.transact=1",
    "POST /generateEnvironmentSpec": "200 blobs.get=1 items.get=3 items.query=1",
    "POST /annotations": "201 items.get=2 items.transact=1",
    "GET /annotations": "200 items.get=1 items.query=1",
    "GET /annotations/{annotation_id}": "200 items.get=2",
    "PATCH /annotations/{annotation_id}": "200 items.get=2 items.transact=1",
    "DELETE /annotations/{annotation_id}": "204 items.get=2 items.transact=1",
    "GET /cache/keys": "200 items.get=1 items.query=1",
    "GET /cache/stats": "200 items.get=1 items.query=1",
    "POST /cache/batch-get": "200 items.get=2",
    "POST /cache/batch-set": "200 items.get=1 items.get_many=1 items.transact=1",
    "POST /cache/batch-delete": "200 items.get=1 items.get_many=1",
    "POST /cache/delete-by-prefix": "200 items.get=1 items.query=1",
    "GET /cache/{key}": "200 items.get=2",
    "PUT /cache/{key}": "200 items.get=1 items.get_many=1 items.transact=1",
    "DELETE /cache/{key}": "204 items.get=2 items.get_many=1 items.transact=1",
    "GET /cache/{key}/exists": "200 items.get=2",
    "GET /cache/{key}/metadata": "200 items.get=2",
    "POST /cache/{key}/compare-and-set": "200 items.get=1 items.get_many=1 items.transact=1",
}


def test_each_workspace_route_asks_the_stores_this_often(tmp_path: Path) -> None:
    measured: dict[str, str] = {}
    for method, path, parts in [*UNOWNED, *REQUESTS]:
        name = f"{method} {path.removeprefix(S)}".strip()
        if name in EXPECTED:
            measured[name] = cost(tmp_path / str(len(measured)), method, path, parts)
            print(f"{name:42} {measured[name]}")  # noqa: T201 - the table this test is run for

    assert measured == EXPECTED


def to(session_id: str, rest: str) -> str:
    return f"/v1/sessions/{session_id}{rest}"


def keyed(revision: int, **body: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    return {"json": body, "headers": {"If-Match": f'"r{revision}"', "Idempotency-Key": "k"}}


FIRST: Final = "01995f00-0000-7000-8000-000000000001"
COMMIT: Final = "/v1/commits/01995f00-0000-7000-8000-000000000003"
REVIEWS: Final[dict[str, tuple[str, str, dict[str, Any], str]]] = {
    "summarise": (
        "POST",
        to(COMMITTED, "/generateCommitSummary"),
        {"json": {}},
        "200 blobs.get=5 items.get=4 items.query=1 items.transact=1",
    ),
    "commit": (
        "POST",
        to(COMMITTED, "/commit"),
        keyed(3, summaryId=COMMITTED_SUMMARY),
        "201 blobs.get=2 items.get=5 items.query=2 items.transact=3",
    ),
    "list commits": ("GET", to(COMMITTED, "/commits"), {}, "200 items.get=1 items.query=1"),
    "read a commit": ("GET", COMMIT, {}, "200 items.get=1"),
    "begin with a commit": (
        "POST",
        "/v1/sessions",
        {"json": {"source": {"fromCommit": {"commitId": COMMIT.removeprefix("/v1/commits/")}}}},
        "201 blobs.get=1 items.get=1 items.transact=1",
    ),
    "merge": (
        "POST",
        to(WORKSPACE, ":merge"),
        keyed(2, source={"sessionId": FORKED}, strategy="theirs"),
        "200 blobs.get=6 blobs.put=1 items.get=4 items.query=4 items.transact=5",
    ),
    "merge from": (
        "POST",
        to(FORKED, ":mergeFrom"),
        keyed(2, source={"sessionId": WORKSPACE}),
        "200 blobs.get=1 blobs.put=1 items.get=4 items.query=2 items.transact=4",
    ),
    "read a merge": ("GET", to(HELD, f"/merges/{FIRST}"), {}, "200 blobs.get=1 items.get=3"),
    "list conflicts": ("GET", to(HELD, f"/merges/{FIRST}/conflicts"), {}, "200 blobs.get=1 items.get=3"),
    "abort": ("POST", to(HELD, f"/merges/{FIRST}/abort"), {}, "200 items.get=3 items.transact=1"),
}


def test_each_route_of_commits_and_merges_asks_the_stores_this_often(tmp_path: Path) -> None:
    measured: dict[str, str] = {}
    for name, (method, path, parts, _) in REVIEWS.items():
        with Stack(tmp_path / str(len(measured))) as stack:
            for store in (store_workspace, store_merges, store_committed):
                store()
            before = Counter(stack.engines.calls)
            answer = stack.call(method, path, **parts)
            spent = sorted((stack.engines.calls - before).items())
        measured[name] = " ".join([str(answer.status_code), *(f"{call}={times}" for call, times in spent)])
        print(f"{name:42} {measured[name]}")  # noqa: T201 - the table this test is run for

    assert measured == {name: expected for name, (*_, expected) in REVIEWS.items()}
