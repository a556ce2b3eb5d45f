"""A fork is a session like any other, whatever interface speaks of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.review.people import DOCUMENT
from tests.functional.live import Live

AGENTS = "/api/apps/connectorsmith/users/local/sessions"


class Pair:
    """A session with a connector, and a fork of it."""

    def __init__(self, live: Live) -> None:
        self.live = live
        self.source = live.new_session()
        self.document = live.upload(self.source, "api.yaml", DOCUMENT.encode())
        self.made = self.generate(self.source)
        self.fork = self.get(f"/v1/sessions/{self.source}/fork", "POST", json={}, headers={"Idempotency-Key": "k"})[
            "sessions"
        ][0]["sessionId"]

    def forked(self, key: str) -> str:
        made = self.get(f"/v1/sessions/{self.source}/fork", "POST", json={}, headers={"Idempotency-Key": key})
        return str(made["sessions"][0]["sessionId"])

    def tag(self, session: str) -> str:
        return str(self.live.call("GET", f"/v1/sessions/{session}").headers["etag"])

    def generate(self, session: str, **but: str) -> dict[str, Any]:
        done = self.live.job(f"/api/v1/session/{session}/connector", json={"applicationName": "Larkspur"} | but)
        assert (done["status"], done["errors"]) == ("finished", None)
        return done

    def get(self, path: str, method: str = "GET", **request: Any) -> Any:  # noqa: ANN401 - any JSON
        answer = self.live.call(method, path, **request)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def data(self, session: str) -> dict[str, Any]:
        found: dict[str, Any] = self.get(f"/api/v1/session/{session}")["data"]
        return found

    def bundle(self, session: str) -> bytes:
        answer = self.live.call("GET", f"/api/v1/session/{session}/connector/bundle")
        assert answer.status_code == 200, answer.text
        return answer.content

    def kinds(self, session: str) -> list[str]:
        return [event["type"] for event in self.get(f"/v1/sessions/{session}/events")["events"]]


@pytest.fixture(name="pair", scope="module")
def _pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    with Live(tmp_path_factory.mktemp("live")) as live:
        yield Pair(live)


def test_the_generator_finds_in_a_fork_what_it_made_in_the_source(pair: Pair) -> None:
    assert pair.data(pair.fork) == pair.data(pair.source)
    assert pair.bundle(pair.fork) == pair.bundle(pair.source)
    documents = [pair.get(f"/api/v1/session/{each}/documentation") for each in (pair.fork, pair.source)]
    assert documents[0] == documents[1]
    for rest in ("digester/{}/classes", "digester/{}/classes/User/attributes", "codegen/{}/classes/User/update"):
        ours, theirs = (pair.get(f"/api/v1/{rest.format(each)}") for each in (pair.fork, pair.source))
        assert (ours["status"], ours["result"]) == ("finished", theirs["result"])
        assert ours["jobId"] != theirs["jobId"]
        assert pair.get(f"/api/v1/{rest.format(pair.fork)}?jobId={ours['jobId']}") == ours


def test_jobs_of_the_source_are_none_of_the_forks(pair: Pair) -> None:
    stage = pair.made["stages"][0]["jobId"]

    assert pair.get(f"/api/v1/session/{pair.fork}/jobs")["jobs"] == []
    assert pair.get(f"/v1/sessions/{pair.fork}/jobs")["jobs"] == []
    assert pair.get(f"/api/v1/session/{pair.fork}/documentation/status")["uploadJobs"] == []
    for path in (f"session/{pair.fork}/connector", f"digester/{pair.fork}/classes"):
        for job in (pair.made["jobId"], stage):
            assert pair.get(f"/api/v1/{path}?jobId={job}")["status"] == "not_found"
    # The ids are plain values of the data.
    assert pair.data(pair.fork)["digesterJobId"] == stage


def test_an_agent_sees_a_fork_whose_log_begins_with_it(pair: Pair) -> None:
    found = pair.get(f"{AGENTS}/{pair.fork}")

    assert (found["id"], found["state"]) == (pair.fork, pair.data(pair.fork))
    [first] = found["events"]
    assert (first["author"], first["customMetadata"]) == ("user", {"kind": "session.forked"})
    assert pair.kinds(pair.fork) == ["session.forked"]
    assert {pair.fork, pair.source} <= {each["id"] for each in pair.get(AGENTS)}


def test_what_every_dialect_writes_into_a_fork_stays_there(pair: Pair) -> None:
    own = pair.forked("own")
    before = pair.get(f"/v1/sessions/{pair.source}")

    pair.get(f"/api/v1/session/{own}", "PATCH", json={"data": {"one": 1}})
    pair.get(f"{AGENTS}/{own}", "PATCH", json={"stateDelta": {"two": 2}})
    pair.get(f"/v1/sessions/{own}/data/three", "PUT", json=3, headers={"If-None-Match": "*"})
    pair.live.upload(own, "more.md", b"# Users\n\nA user has a login.\n")
    pair.get(f"/api/v1/session/{own}/documentation/{pair.document}", "DELETE")
    script = "objectClass('User') {\n    // by hand\n}\n"
    pair.get(f"/api/v1/codegen/{own}/classes/User/delete", "PUT", json={"code": script})

    data = pair.data(own)
    assert (data["one"], data["two"], data["three"], data["userDeleteOutput"]["code"]) == (1, 2, 3, script)
    assert pair.get(f"{AGENTS}/{own}")["state"] == data
    assert len(pair.get(f"/api/v1/session/{own}/documentation")) == 1
    assert pair.kinds(own)[0] == "session.forked"
    assert pair.get(f"/v1/sessions/{pair.source}") == before
    assert len(pair.get(f"/api/v1/session/{pair.source}/documentation/{pair.document}")["chunks"]) == 1


def test_a_bad_regeneration_of_a_fork_is_undone_in_one_call(pair: Pair) -> None:
    bad = pair.forked("bad")
    before, good = pair.get(f"/v1/sessions/{bad}")["zones"], pair.bundle(bad)
    pair.generate(bad, format="yaml")
    assert pair.bundle(bad) != good
    saved = pair.get(f"/v1/sessions/{bad}/checkpoints")["checkpoints"]
    assert [(each["automatic"], each["note"]) for each in saved] == [
        (True, "before digester"),
        (True, "before codegen"),
    ]

    wish = {"to": {"checkpointId": saved[0]["checkpointId"]}}
    pair.get(f"/v1/sessions/{bad}/restore", "POST", json=wish, headers={"If-Match": pair.tag(bad)})

    after = pair.get(f"/v1/sessions/{bad}")["zones"]
    assert {zone: after[zone] for zone in ("docs", "code", "env")} == {
        zone: before[zone] for zone in ("docs", "code", "env")
    }
    assert pair.bundle(bad) == good == pair.bundle(pair.source)
    differing = {key for key, value in pair.data(pair.source).items() if pair.data(bad)[key] != value}
    # The job that went wrong had begun when the checkpoint was taken, and is still there to be looked at.
    assert differing == {"connectorInput", "connectorJobId", "digesterInput", "digesterJobId"}
    assert pair.get(f"/api/v1/session/{bad}/connector")["jobId"] == pair.data(bad)["connectorJobId"]


def test_a_script_that_was_written_anew_is_undone_in_one_call(pair: Pair) -> None:
    wish = {"preferredEndpoints": [{"method": "get", "path": "/directory/users"}]}
    for session in (pair.forked("run-by-a-machine"), pair.forked("answered-at-once")):
        before = pair.get(f"/v1/sessions/{session}")["zones"]["code"]
        for _ in range(2):  # which changes nothing the second time
            done = pair.live.job(f"/api/v1/codegen/{session}/classes/User/search/all", json=wish)
            assert "directory/users" in done["result"]["code"]
        assert pair.get(f"/v1/sessions/{session}")["zones"]["code"] != before

        [saved] = pair.get(f"/v1/sessions/{session}/checkpoints")["checkpoints"]
        to = {"to": {"checkpointId": saved["checkpointId"]}}
        pair.get(f"/v1/sessions/{session}/restore", "POST", json=to, headers={"If-Match": pair.tag(session)})

        assert (saved["automatic"], saved["note"]) == (True, "before userSearchAll")
        assert pair.get(f"/v1/sessions/{session}")["zones"]["code"] == before


def test_forks_that_were_both_regenerated_disagree_on_code_alone(pair: Pair) -> None:
    yaml, merged = pair.forked("yaml"), pair.forked("merged")
    pair.generate(yaml, format="yaml")
    pair.generate(merged, layout="merged")
    own = pair.data(yaml)["codegenJobId"]

    wish = {"source": {"sessionId": merged}, "pathStrategies": [{"pattern": "code:/**", "strategy": "theirs"}]}
    headers = {"If-Match": pair.tag(yaml), "Idempotency-Key": "both"}
    told = pair.get(f"/v1/sessions/{yaml}:mergeFrom", "POST", json=wish, headers=headers)

    decided = {(each["path"].partition(":")[0], each["resolvedBy"], each["took"]) for each in told["resolved"]}
    assert (told["result"], decided) == ("merged", {("code", "pathStrategy", "theirs"), ("data", "registered", "ours")})
    assert pair.data(yaml)["codegenJobId"] == own
    assert (
        pair.get(f"/api/v1/session/{yaml}/connector?jobId={pair.data(yaml)['connectorJobId']}")["status"] == "finished"
    )
