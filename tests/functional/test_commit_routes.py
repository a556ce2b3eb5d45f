"""Commits over HTTP: what is summarised, what the gate lets through, and what of it stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from shared.bootstrap import services
from shared.bootstrap.model_settings import ModelSettings
from shared.bootstrap.outside import Outside
from shared.bootstrap.outside_settings import OutsideSettings
from shared.domain.job import JobKind
from shared.kernel.hashing import digest
from tests.fakes.models import Say, speaking
from tests.functional.builders import CHUNK, WORKSPACE, store_workspace
from tests.functional.stack import Stack

S = f"/v1/sessions/{WORKSPACE}"

Ask = Callable[..., httpx.Response]


@pytest.fixture(name="ask")
def _ask(stack: Stack) -> Ask:
    """Send a request about the workspace of the events, which is at revision 2."""
    store_workspace()

    def ask(method: str, path: str = "", *, at: str | None = None, once: str | None = None, **parts: Any) -> Any:  # noqa: ANN401
        headers = dict(parts.pop("headers", {}))
        headers |= {"If-Match": at} if at else {}
        headers |= {"Idempotency-Key": once} if once else {}
        return stack.call(method, path if path.startswith("/v1") else S + path, headers=headers, **parts)

    return ask


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def put_file(ask: Ask, path: str, text: str) -> None:
    headers = {"content-type": "text/plain", "If-Match": "*"}
    assert ask("PUT", f"/code/{path}", content=text.encode(), headers=headers).status_code in {201, 204}


def summarise(ask: Ask, **wish: Any) -> Any:  # noqa: ANN401 - any JSON
    answer = ask("POST", "/generateCommitSummary", json=wish)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_summary_tells_what_the_comparison_found(ask: Ask) -> None:
    detail = ask("GET").json()
    answer = ask("POST", "/generateCommitSummary")

    summary = answer.json()
    assert answer.headers["etag"] == '"r2"'
    assert summary == {
        "summaryId": summary["summaryId"],
        "contentHash": detail["contentHash"],
        "revision": 2,
        "baseCommitId": None,
        "title": "Add 2 data keys, add 1 chunk, add 1 code file",
        "text": "2 data keys added, 1 chunk added, 1 code file added.",
        "generator": "deterministic",
        "stats": {
            "data": {"added": 2, "modified": 0, "removed": 0},
            "docs": {"added": 1, "modified": 0, "removed": 0},
            "code": {"added": 1, "modified": 0, "removed": 0},
            "env": {"added": 0, "modified": 0, "removed": 0},
        },
        "changes": [
            {"path": "code:/User.create.op.groovy", "change": "added", "bytes": 13},
            {"path": "data:/discoveryInput", "change": "added", "bytes": 26},
            {"path": "data:/more", "change": "added", "bytes": 1},
            {"path": f"docs:/{CHUNK}", "change": "added", "bytes": None},
        ],
        "truncated": False,
        "warnings": [],
        "validations": [
            {"name": name, "result": "passed", "findings": []}
            for name in ("data-schema", "code-load", "environment-spec")
        ],
        "expiresAt": summary["expiresAt"],
    }
    assert ask("GET").json() == detail


def test_a_summary_is_since_a_state_and_as_long_as_is_wanted(ask: Ask) -> None:
    saved = ask("POST", "/checkpoints", json={}).json()["checkpointId"]
    put_file(ask, "User.create.op.groovy", "// better\n")

    since = summarise(ask, since=saved, style="full")
    first = summarise(ask, maxItems=1)

    assert (since["title"], since["text"]) == (
        "Change code file User.create.op.groovy",
        "1 code file modified.\n- modified code:/User.create.op.groovy",
    )
    assert ([each["path"] for each in first["changes"]], first["truncated"]) == (["code:/User.create.op.groovy"], True)
    assert first["stats"]["data"]["added"] == 2
    assert code(ask("POST", "/generateCommitSummary", json={"since": "nothing"})) == (404, "ref-not-found")
    assert code(ask("POST", "/generateCommitSummary", json={"since": "forkPoint"})) == (404, "ref-not-found")
    assert code(ask("POST", "/generateCommitSummary", json={"since": "head"})) == (409, "nothing-to-commit")
    assert code(ask("POST", "/generateCommitSummary", json={"style": "long"})) == (422, "validation-failed")
    assert code(ask("POST", "/generateCommitSummary", json={"sinec": "head"})) == (400, "unknown-field")


def test_a_fork_has_nothing_to_commit_until_it_changes(ask: Ask) -> None:
    fork = ask("POST", "/fork", once="k", json={}).json()["sessions"][0]["sessionId"]
    path = f"/v1/sessions/{fork}"

    assert code(ask("POST", f"{path}/generateCommitSummary")) == (409, "nothing-to-commit")
    ask("PUT", f"{path}/data/more", at="*", json=2)
    ask("DELETE", f"{path}/data/discoveryInput", at="*")
    made = ask("POST", f"{path}/generateCommitSummary").json()
    here = ask("POST", f"{path}/generateCommitSummary", json={"since": "forkPoint"}).json()

    assert made["title"] == here["title"] == "Change data key more, remove data key discoveryInput"


def test_a_summary_says_what_would_be_refused(ask: Ask) -> None:
    put_file(ask, "User.search.all.op.groovy", "objectClass('User') { creat() }\n")
    put_file(ask, "notes.json", "{")
    put_file(ask, "notes.txt", "{")
    for key, value in (("objectClassesOutput", {"objectClasses": "none"}), ("userAttributesOutput", [])):
        ask("PUT", f"/data/{key}", at="*", json=value)
    ask("PUT", "/data/relationsOutput", at="*", json=None)

    findings = {
        each["name"]: (each["result"], [(found["path"], found["code"]) for found in each["findings"]])
        for each in summarise(ask)["validations"]
    }

    assert findings == {
        "data-schema": (
            "failed",
            [("data:/objectClassesOutput", "data_schema"), ("data:/userAttributesOutput", "data_schema")],
        ),
        "code-load": ("failed", [("code:/User.search.all.op.groovy", "LOD010"), ("code:/notes.json", "DOC001")]),
        "environment-spec": ("passed", []),
    }


def test_a_summary_may_be_worded_by_a_model_and_does_without_one_that_fails(ask: Ask, stack: Stack) -> None:
    with speaking([Say(value={"summary": "Create users"}), Say(status=500)]) as server:
        model = ModelSettings(provider="openai", name="maker", url=f"{server.url}/v1", retries=3, seconds=5)
        stack.engines.outside = Outside(OutsideSettings(providers=(), model=model))
        worded = summarise(ask)
        failed = summarise(ask, since="revision:1")
        again = summarise(ask, style="full")

    assert (worded["title"], worded["generator"], worded["stats"]["data"]["added"]) == ("Create users", "model", 2)
    assert (failed["title"], failed["generator"]) == (f"Add data key more, add chunk {CHUNK}", "deterministic")
    assert (again["title"], len(server.asked)) == ("Create users", 2)


def test_a_commit_is_what_was_summarised_and_stays(ask: Ask) -> None:
    summary = summarise(ask)
    wish = {"summaryId": summary["summaryId"], "contentHash": summary["contentHash"], "message": "Users"}

    made = ask("POST", "/commit", at='"r2"', once="k", json=wish)
    replayed = ask("POST", "/commit", at='"r2"', once="k", json=wish)

    commit = made.json()
    assert commit == {
        "commitId": commit["commitId"],
        "sessionId": WORKSPACE,
        "parents": [],
        "nodeId": commit["nodeId"],
        "contentHash": summary["contentHash"],
        "message": "Users",
        "summaryId": summary["summaryId"],
        "approvalId": None,
        "author": "user:local",
        "createdAt": commit["createdAt"],
    }
    assert (made.status_code, made.headers["location"], made.headers["etag"]) == (
        201,
        f"/v1/commits/{commit['commitId']}",
        '"r3"',
    )
    assert (replayed.json(), replayed.headers["idempotency-replayed"]) == (commit, "true")
    assert ask("GET", made.headers["location"]).json() == commit
    detail = ask("GET").json()
    assert {name: detail[name] for name in ("revision", "contentHash", "headCommitId", "uncommitted")} == {
        "revision": 3,
        "contentHash": summary["contentHash"],
        "headCommitId": commit["commitId"],
        "uncommitted": False,
    }
    assert ask("GET", "/events?type=session.committed").json()["events"][0]["data"]["commitId"] == commit["commitId"]
    assert code(ask("POST", "/generateCommitSummary")) == (409, "nothing-to-commit")
    assert ask("DELETE", at='"r3"').status_code == 204
    assert ask("GET", made.headers["location"]).json() == commit


def commit(ask: Ask, **wish: object) -> httpx.Response:
    """Summarise what there is and commit it."""
    summary = ask("POST", "/generateCommitSummary").json()
    detail = ask("GET")
    wish = {"summaryId": summary.get("summaryId")} | wish
    return ask("POST", "/commit", at=detail.headers["etag"], once=detail.headers["etag"], json=wish)


def test_commits_follow_each_other_and_are_listed_newest_first(ask: Ask) -> None:
    made = []
    for number in range(3):
        ask("PUT", "/data/more", at="*", json=number)
        made.append(commit(ask).json())

    assert [each["parents"] for each in made] == [[], [made[0]["commitId"]], [made[1]["commitId"]]]
    assert made[2]["message"] == "Change data key more"
    assert ask("GET", "/commits").json() == {"commits": made[::-1]}
    first = ask("GET", "/commits?pageSize=2").json()
    assert first["commits"] == made[:0:-1]
    assert ask("GET", f"/commits?pageSize=2&nextToken={first['nextToken']}").json() == {"commits": made[:1]}
    assert code(ask("GET", "/commits?nextToken=x")) == (400, "invalid-next-token")
    assert ask("GET", "/diff?from=lastCommit").json()["changes"] == []
    assert code(ask("GET", "/v1/commits/none")) == (404, "not-found")


def test_the_gate_refuses_in_its_order(ask: Ask) -> None:
    summary = summarise(ask)
    named = {"summaryId": summary["summaryId"]}
    other = {"contentHash": "sha256:" + "0" * 64}

    def refused(at: str = '"r2"', **wish: object) -> tuple[int, str]:
        return code(ask("POST", "/commit", at=at, once="k", json=wish))

    assert code(ask("POST", "/commit", at='"r2"', json=named)) == (400, "idempotency-key-required")
    assert code(ask("POST", "/commit", once="k", json=named)) == (428, "precondition-required")
    assert refused('"r1"', **named) == (412, "precondition-failed")
    assert refused(mesage="x") == (400, "unknown-field")
    assert refused(after="archive", **named) == (422, "validation-failed")
    assert refused() == (422, "summary-required")
    assert refused(summaryId="none") == (409, "summary-stale")
    assert refused(**named, **other) == (409, "summary-stale")
    put_file(ask, "User.create.op.groovy", "objectClass('User') { creat() }\n")
    stale = ask("POST", "/commit", at='"r3"', once="k", json=named)
    assert code(stale) == (409, "summary-stale")
    assert (stale.json()["currentETag"], stale.json()["currentContentHash"]) == (
        '"r3"',
        ask("GET").json()["contentHash"],
    )
    noted = ask("POST", "/annotations", json={"body": "Never.", "kind": "blocker"})
    blocked = commit(ask)
    assert (code(blocked), blocked.json()["annotationIds"]) == (
        (409, "open-blockers"),
        [noted.json()["annotationId"]],
    )
    ask("PATCH", noted.headers["location"], at="*", json={"status": "resolved"})
    invalid = commit(ask)
    assert code(invalid) == (422, "validation-failed")
    assert [(each["pointer"], each["code"]) for each in invalid.json()["errors"]] == [
        ("code:/User.create.op.groovy", "LOD010")
    ]
    assert (ask("GET").json()["revision"], ask("GET", "/commits").json()) == (3, {"commits": []})
    put_file(ask, "User.create.op.groovy", "objectClass('User') { create { } }\n")
    assert commit(ask).status_code == 201
    assert code(commit(ask, summaryId=summarise(ask, since="origin")["summaryId"])) == (409, "nothing-to-commit")
    empty = commit(ask, summaryId=summarise(ask, since="origin")["summaryId"], allowEmpty=True)
    assert (empty.status_code, empty.json()["parents"]) == (
        201,
        [ask("GET", "/commits").json()["commits"][1]["commitId"]],
    )


def test_nothing_is_committed_beside_a_job(ask: Ask) -> None:
    job = services.jobs().start(services.sessions().records.get(WORKSPACE), JobKind.DIGESTER, {}, "user:local")

    busy = commit(ask)

    assert (code(busy), busy.json()["jobIds"]) == ((409, "session-busy"), [job.id])


def test_a_policy_decides_what_a_commit_needs(ask: Ask) -> None:
    for purpose, expected in (("disposable", (201, None)), ("review", (409, "approval-required"))):
        source = {"inline": {"data": {"a": 1}}}
        policy = {"commit": {"requireSummary": False}}
        made = ask("POST", "/v1/sessions", json={"purpose": purpose, "source": source, "policy": policy})
        done = ask("POST", f"{made.headers['location']}/commit", at='"r1"', once=purpose, json={"message": "a"})
        assert (done.status_code, done.json().get("code")) == expected


def test_a_disposable_session_needs_no_word_to_be_removed(ask: Ask) -> None:
    source = {"inline": {"data": {"a": 1}}}
    made = ask("POST", "/v1/sessions", json={"purpose": "disposable", "source": source}).headers["location"]

    assert ask("GET", made).json()["uncommitted"] is True
    assert ask("DELETE", made, at='"r1"').status_code == 204


def test_racing_commits_of_one_revision_are_one(ask: Ask, stack: Stack) -> None:
    wish = {"summaryId": summarise(ask)["summaryId"]}
    requests = [
        ("POST", f"{S}/commit", {"json": wish, "headers": {"If-Match": '"r2"', "Idempotency-Key": f"k{number}"}})
        for number in range(12)
    ]

    statuses = sorted(answer.status_code for answer in stack.calls(requests))

    assert statuses == [201, *[412] * 11]
    assert len(ask("GET", "/commits").json()["commits"]) == 1


def test_a_session_begins_from_a_commit_whose_session_is_gone(ask: Ask) -> None:
    before = ask("GET", "/manifest").json()["entries"]
    made = commit(ask).json()
    ask("DELETE", at='"r3"')
    source = {"fromCommit": {"commitId": made["commitId"]}}

    begun = ask("POST", "/v1/sessions", json={"sessionId": "n1", "source": source, "tags": {"a": "b"}})

    detail = begun.json()
    point = {
        "sessionId": WORKSPACE,
        "revision": 2,
        "nodeId": made["nodeId"],
        "contentHash": made["contentHash"],
        "checkpointId": None,
        "eventSeq": 3,
        "commitId": made["commitId"],
    }
    assert (begun.status_code, detail["contentHash"], detail["tags"]) == (201, made["contentHash"], {"a": "b"})
    assert (detail["forkPoint"], detail["parentSessionId"], detail["uncommitted"]) == (
        point,
        WORKSPACE,
        False,
    )
    new = "/v1/sessions/n1"
    assert ask("GET", f"{new}/manifest").json()["entries"] == before
    assert ask("GET", f"{new}/docs/{CHUNK}").json()["content"] == "GET /users"
    assert code(ask("POST", f"{new}/generateCommitSummary")) == (409, "nothing-to-commit")
    ask("PUT", f"{new}/data/more", at="*", json=5)
    changed = ask("GET", f"{new}/diff?from=commit:{made['commitId']}").json()["changes"]
    assert [each["path"] for each in changed] == ["data:/more"]
    summary = ask("POST", f"{new}/generateCommitSummary").json()
    wish = {"summaryId": summary["summaryId"]}
    assert ask("POST", f"{new}/commit", at='"r2"', once="n", json=wish).json()["parents"] == [made["commitId"]]
    assert code(ask("POST", "/v1/sessions", json={"source": {"fromCommit": {"commitId": "none"}}})) == (
        404,
        "start-point-not-found",
    )
    assert code(ask("POST", "/v1/sessions", json={"sessionId": "n1", "source": source})) == (409, "session-id-taken")


def test_a_commit_is_forked_restored_and_compared(ask: Ask) -> None:
    made = commit(ask).json()
    ask("PUT", "/data/more", at="*", json=2)
    here = {"commitId": made["commitId"]}

    fork = ask("POST", "/fork", once="k", json={"from": here}).json()["sessions"][0]
    tried = ask("POST", "/restore", at='"r4"', json={"to": here, "dryRun": True}).json()
    diff = ask("GET", f"/diff?from=commit:{made['commitId']}").json()
    restored = ask("POST", "/restore", at='"r4"', once="r", json={"to": here})

    assert (fork["contentHash"], fork["forkPoint"]["commitId"]) == (made["contentHash"], made["commitId"])
    assert (tried["changed"], [each["path"] for each in diff["changes"]]) == (True, ["data:/more"])
    assert restored.json()["restoredFrom"] == {"checkpointId": None, "revision": 2, "commitId": made["commitId"]}
    detail = ask("GET").json()
    assert (detail["contentHash"], detail["uncommitted"], detail["headCommitId"]) == (
        made["contentHash"],
        False,
        made["commitId"],
    )
    other = ask("POST", "/v1/sessions", json={"source": {"inline": {"data": {"a": 1}}}}).headers["location"]
    assert code(ask("POST", f"{other}/fork", once="f", json={"from": here})) == (404, "start-point-not-found")
    assert code(ask("POST", f"{other}/restore", at='"r1"', json={"to": here})) == (404, "ref-not-found")
    assert code(ask("GET", f"{other}/diff?from=commit:{made['commitId']}")) == (404, "ref-not-found")
    both = {"to": here | {"revision": 1}}
    assert code(ask("POST", "/restore", at='"r5"', json=both)) == (422, "validation-failed")


def test_bytes_of_a_commit_are_read_through_its_session(ask: Ask) -> None:
    put_file(ask, "a.txt", "committed\n")
    commit(ask)
    put_file(ask, "a.txt", "later\n")

    assert ask("GET", f"/blobs/sha256:{digest(b'committed' + bytes([10]))}").text == "committed\n"
