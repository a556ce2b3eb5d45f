"""The same request under one idempotency key, twenty times at once over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import httpx
import pytest

from tests.e2e.server import serving

TIMES: Final = 20
S: Final = "/v1/sessions"


@pytest.fixture(name="client", scope="module")
def _client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Serve a session `p` that has something to commit, and a fork `f` that has something to merge."""
    with serving(tmp_path_factory.mktemp("data")) as server:
        made = {"sessionId": "p", "source": {"inline": {"data": {"a": 1}}}}
        assert server.client.post(S, json=made).status_code == 201
        forked = server.client.post(f"{S}/p/fork", json={"sessionId": "f"}, headers={"Idempotency-Key": "f"})
        assert forked.status_code == 201
        for session, key in (("p", "b"), ("f", "c")):
            written = server.client.put(f"{S}/{session}/data/{key}", json=2, headers={"If-None-Match": "*"})
            assert written.status_code == 201
        yield server.client


def at_once(client: httpx.Client, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """Send a request many times under one key; return the one answer of all that were answered."""
    headers = {"If-Match": client.get(f"{S}/p").headers["etag"], "Idempotency-Key": path}
    with ThreadPoolExecutor(TIMES) as pool:
        found = list(pool.map(lambda _: client.post(path, json=body, headers=headers), range(TIMES)))
    told = [answer.json() for answer in found if answer.is_success]
    assert told
    assert {answer.json()["code"] for answer in found if answer.is_error} <= {"idempotency-in-progress"}
    again = client.post(path, json=body, headers=headers)
    assert again.headers["idempotency-replayed"] == "true"
    assert [*told, again.json()] == [told[0]] * (len(told) + 1)
    first: dict[str, Any] = told[0]
    return first


def kinds(client: httpx.Client, session: str) -> list[str]:
    return [event["type"] for event in client.get(f"{S}/{session}/events").json()["events"]]


def test_one_fork_is_made(client: httpx.Client) -> None:
    [made] = at_once(client, f"{S}/p/fork", {})["sessions"]

    forks = client.get(f"{S}/p/forks").json()["sessions"]
    assert {each["sessionId"] for each in forks} == {"f", made["sessionId"]}


def test_one_commit_is_made(client: httpx.Client) -> None:
    summary = client.post(f"{S}/p/generateCommitSummary", json={}).json()["summaryId"]

    made = at_once(client, f"{S}/p/commit", {"summaryId": summary})

    assert client.get(f"{S}/p/commits").json()["commits"] == [made]
    assert kinds(client, "p").count("session.committed") == 1


def test_one_merge_is_applied(client: httpx.Client) -> None:
    before = client.get(f"{S}/p").json()["revision"]

    told = at_once(client, f"{S}/p:merge", {"source": {"sessionId": "f"}})

    assert (told["result"], told["target"]["revisionAfter"]) == ("merged", before + 1)
    assert client.get(f"{S}/p/data").json() == {"a": 1, "b": 2, "c": 2}
    assert (kinds(client, "p").count("session.merged"), kinds(client, "f").count("session.mergedInto")) == (1, 1)
