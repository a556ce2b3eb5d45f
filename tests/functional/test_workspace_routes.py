"""Workspaces over HTTP: what each route does, and in which order it looks at a request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from shared.bootstrap import services
from shared.domain.job import JobKind
from shared.kernel.hashing import digest
from tests.functional.builders import CHUNK, WORKSPACE, store_workspace
from tests.functional.stack import Stack

S = f"/v1/sessions/{WORKSPACE}"

Ask = Callable[..., httpx.Response]


@pytest.fixture(name="ask")
def _ask(stack: Stack) -> Ask:
    """Send a request about the workspace of the events; named headers go without their usual dashes."""
    store_workspace()

    def ask(method: str, path: str = "", *, at: str | None = None, once: str | None = None, **parts: Any) -> Any:  # noqa: ANN401
        headers = dict(parts.pop("headers", {}))
        headers |= {"If-Match": at} if at else {}
        headers |= {"Idempotency-Key": once} if once else {}
        return stack.call(method, path if path.startswith("/v1") else S + path, headers=headers, **parts)

    return ask


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_session_is_made_with_what_comes_along(ask: Ask) -> None:
    wish = {
        "sessionId": "conn-hr-42",
        "name": "HR connector",
        "source": {"inline": {"data": {"a": {"z": 1, "b": 2}}, "code": {"src/User.groovy": "x = 1"}}},
        "purpose": "review",
        "tags": {"task": "hr-42"},
        "metadata": {"requestedBy": "ticket-9912"},
        "access": [{"principal": "user:bob", "role": "reviewer"}],
        "policy": {"commit": {"requireSummary": False}},
    }

    made = ask("POST", "/v1/sessions", json=wish)
    read = ask("GET", "/v1/sessions/conn-hr-42")

    assert (made.status_code, made.headers["location"], made.headers["etag"]) == (
        201,
        "/v1/sessions/conn-hr-42",
        '"r1"',
    )
    detail = made.json()
    assert read.json() == detail
    assert {name: detail[name] for name in wish if name in detail and name not in {"access", "policy"}} == {
        name: value for name, value in wish.items() if name not in {"source", "access", "policy"}
    }
    assert detail["zones"]["data"]["keys"] == 1
    assert (detail["zones"]["code"]["files"], detail["zones"]["code"]["bytes"]) == (1, 5)
    assert detail["policy"] == {
        "commit": {"requireSummary": False, "requireApproval": True},
        "expiresAfterSeconds": None,
    }
    assert detail["access"] == [
        {"principal": "user:local", "role": "owner"},
        {"principal": "user:bob", "role": "reviewer"},
    ]
    assert (detail["uncommitted"], detail["status"], detail["rootSessionId"]) == (True, "active", "conn-hr-42")
    assert ask("GET", "/v1/sessions/conn-hr-42/data").json() == {"a": {"z": 1, "b": 2}}


@pytest.mark.parametrize(
    ("body", "status", "problem"),
    [
        (b"{", 400, "malformed-json"),
        (b'{"nmae": "x"}', 400, "unknown-field"),
        (b'{"sessionId": "a:merge"}', 422, "validation-failed"),
        (b'{"source": {}}', 422, "validation-failed"),
        (b'{"source": {"empty": {}, "inline": {}}}', 422, "validation-failed"),
        (b'{"tags": {"Upper": "x"}}', 422, "tag-limit"),
        (b'{"tags": {"sys.by": "x"}}', 422, "reserved-tag"),
        (b'{"session_id": "snake"}', 400, "unknown-field"),
        (b'{"metadata": {"a": "' + b"x" * 16_384 + b'"}}', 422, "validation-failed"),
        (b'{"policy": {"expiresAfterSeconds": 1000000000000000000}}', 422, "validation-failed"),
        (
            b'{"access": [{"principal": "user:b", "role": "reader"}, {"principal": "user:b", "role": "owner"}]}',
            422,
            "validation-failed",
        ),
        (b'{"source": {"inline": {"code": {"a": "", "a/b/c": ""}}}}', 409, "file-directory-collision"),
        (b'{"source": {"inline": {"code": {"../up": "x"}}}}', 422, "validation-failed"),
        (b'{"source": {"inline": {"data": {"": 1}}}}', 422, "validation-failed"),
        (b'{"source": {"fromSession": {"sessionId": "nobody"}}}', 404, "start-point-not-found"),
        (b'{"sessionId": "conn-hr-41"}', 409, "session-id-taken"),
    ],
)
def test_a_session_that_cannot_be_is_refused(ask: Ask, body: bytes, status: int, problem: str) -> None:
    assert code(ask("POST", "/v1/sessions", content=body)) == (status, problem)


def test_a_session_begins_as_another(ask: Ask) -> None:
    source = {"fromSession": {"sessionId": WORKSPACE, "at": {"revision": 1}}}

    made = ask("POST", "/v1/sessions", json={"source": source, "name": "copy", "tags": {"a": "b"}}).json()

    assert (made["parentSessionId"], made["name"], made["tags"], made["uncommitted"]) == (
        WORKSPACE,
        "copy",
        {"a": "b"},
        False,
    )
    assert ask("GET", f"/v1/sessions/{made['sessionId']}/data").json() == {
        "discoveryInput": {"applicationName": "Acme"}
    }


def test_a_detail_is_read_once_per_revision(ask: Ask) -> None:
    read = ask("GET")

    assert ask("GET", headers={"If-None-Match": read.headers["etag"]}).status_code == 304
    assert (ask("HEAD").status_code, ask("HEAD").content) == (200, b"")
    assert ask("HEAD", headers={"If-None-Match": read.headers["etag"]}).status_code == 304
    ask("PATCH", "/tags", at="*", json={"a": "b"})
    ask("POST", "/checkpoints", json={})
    again = ask("GET", headers={"If-None-Match": read.headers["etag"]})
    assert (again.status_code, again.headers["etag"], again.json()["lastEventSeqAtRevision"]) == (200, '"r3"', 4)


def test_a_detail_does_not_change_without_its_tag(ask: Ask) -> None:
    read = ask("GET")

    ask("POST", "/checkpoints", json={"name": "c"})
    ask("POST", "/fork", once="k", json={})
    ask("POST", "/events", json={"type": "progress"})
    ask("POST", "/annotations", json={"body": "b"})
    ask("PUT", "/cache/k", json={"value": 1})
    ask("GET", "/docs?pageSize=1")

    again = ask("GET")
    assert (again.json(), again.headers["etag"]) == (read.json(), read.headers["etag"])


def test_tags_are_merged(ask: Ask) -> None:
    assert ask("PATCH", "/tags", at='"r2"', json={"stage": "draft", "task": "x"}).json() == {
        "stage": "draft",
        "task": "x",
    }
    changed = ask("PATCH", "/tags", at="*", json={"stage": "needs-review", "task": None})
    same = ask("PATCH", "/tags", at="*", json={"stage": "needs-review"})

    assert (changed.json(), changed.headers["etag"]) == ({"stage": "needs-review"}, '"r4"')
    assert same.headers["etag"] == '"r4"'
    assert code(ask("PATCH", "/tags", json={"a": "b"})) == (428, "precondition-required")
    assert code(ask("PATCH", "/tags", at='"r1"', json={"a": "b"})) == (412, "precondition-failed")
    assert code(ask("PATCH", "/tags", at='W/"r4"', json={"a": "b"})) == (412, "precondition-failed")
    assert code(ask("PATCH", "/tags", at="*", json={"sys.x": "b"})) == (422, "reserved-tag")
    assert code(ask("PATCH", "/tags", at="*", json={"a": 1})) == (422, "validation-failed")


def test_forks_need_a_key_and_are_made_once(ask: Ask) -> None:
    assert code(ask("POST", "/fork", json={})) == (400, "idempotency-key-required")
    first = ask("POST", "/fork", once="k", json={"count": 2, "tags": {"stage": "draft"}})
    again = ask("POST", "/fork", once="k", json={"tags": {"stage": "draft"}, "count": 2})

    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert again.headers["idempotency-replayed"] == "true"
    assert [row["sessionId"] for row in ask("GET", "/forks").json()["sessions"]] == [
        fork["sessionId"] for fork in first.json()["sessions"]
    ]
    assert code(ask("POST", "/fork", once="k", json={"count": 1})) == (422, "idempotency-key-reused")
    assert code(ask("POST", "/fork", once="own", json={"tags": {"sys.by": "x"}})) == (422, "reserved-tag")
    event = ask("GET", f"/v1/sessions/{first.json()['sessions'][0]['sessionId']}/events").json()["events"][0]
    assert event["data"]["contentHash"] == first.json()["sessions"][0]["contentHash"]


def test_a_fork_returns_to_where_it_departed(ask: Ask) -> None:
    fork = ask("POST", "/fork", once="k", json={}).json()["sessions"][0]
    home = f"/v1/sessions/{fork['sessionId']}"
    ask("PUT", f"{home}/data/more", at="*", json=2)

    restored = ask("POST", f"{home}/restore", at='"r2"', json={"to": {"revision": 1}})

    assert (restored.status_code, restored.json()["session"]["contentHash"]) == (200, fork["contentHash"])
    assert ask("GET", f"{home}/diff?from=revision:1").json()["changes"] == []
    assert ask("GET", home).json()["uncommitted"] is False


def test_what_was_changed_back_is_as_it_was_committed(ask: Ask) -> None:
    fork = ask("POST", "/fork", once="k", json={}).json()["sessions"][0]
    home = f"/v1/sessions/{fork['sessionId']}"
    ask("PUT", f"{home}/data/more", at="*", json=2)
    assert ask("GET", home).json()["uncommitted"] is True
    ask("PUT", f"{home}/data/more", at="*", json=1)

    detail = ask("GET", home)

    assert (detail.json()["uncommitted"], detail.json()["contentHash"]) == (False, fork["contentHash"])
    assert ask("DELETE", home, at=detail.headers["etag"]).status_code == 204


def test_the_same_key_twenty_times_at_once_has_one_effect(ask: Ask, stack: Stack) -> None:
    request = ("POST", f"{S}/fork", {"json": {}, "headers": {"Idempotency-Key": "k"}})

    found = stack.calls([request] * 20)

    assert {answer.status_code for answer in found} <= {201, 409}
    assert {answer.json()["code"] for answer in found if answer.is_error} <= {"idempotency-in-progress"}
    assert len(ask("GET", "/forks").json()["sessions"]) == 1


def test_a_refused_request_may_be_tried_again_under_its_key(ask: Ask) -> None:
    refused = ask("POST", "/fork", once="k", json={"from": {"revision": 9}})
    assert code(refused) == (404, "start-point-not-found")
    ask("PUT", "/data/x", json=1, headers={"If-None-Match": "*"})

    assert code(ask("POST", "/fork", once="k", json={"from": {"revision": 9}})) == (404, "start-point-not-found")


def test_a_checkpoint_is_restored(ask: Ask) -> None:
    saved = ask("POST", "/checkpoints", json={"name": "good"}).json()
    ask("PUT", "/data/more", at="*", json=2)
    request = {"to": {"checkpointId": saved["checkpointId"]}, "keepCurrentAs": "bad", "reason": "worse"}

    tried = ask("POST", "/restore", at='"r3"', json=request | {"dryRun": True})
    done = ask("POST", "/restore", at='"r3"', once="k", json=request)
    replayed = ask("POST", "/restore", at='"r3"', once="k", json=request)

    changes = {"added": 0, "modified": 1, "removed": 0}
    assert (tried.json()["changed"], tried.json()["changes"]["data"], tried.headers["etag"]) == (True, changes, '"r3"')
    assert done.json() == {
        "session": {"sessionId": WORKSPACE, "revision": 4, "contentHash": saved["contentHash"]},
        "restoredFrom": {"checkpointId": saved["checkpointId"], "revision": 2},
        "safetyCheckpointId": done.json()["safetyCheckpointId"],
        "changed": True,
        "changes": tried.json()["changes"],
    }
    assert replayed.json() == done.json()
    names = {each["name"]: each["automatic"] for each in ask("GET", "/checkpoints").json()["checkpoints"]}
    assert names == {None: False, "good": False, "bad": True}
    assert ask("GET").json()["contentHash"] == saved["contentHash"]
    assert code(ask("POST", "/restore", at='"r3"', json=request)) == (412, "precondition-failed")
    assert code(ask("POST", "/restore", json=request)) == (428, "precondition-required")
    assert code(ask("POST", "/restore", at="*", json=request)) == (428, "precondition-required")
    assert code(ask("POST", "/restore", at='"r4"', json={"to": {"revision": 99}, "zones": ["data"]})) == (
        404,
        "ref-not-found",
    )


def test_checkpoints_are_listed_and_removed(ask: Ask) -> None:
    saved = ask("POST", "/checkpoints", json={"name": "mine", "note": "n"})
    place = saved.headers["location"]

    assert ask("GET", place).json() == saved.json()
    assert code(ask("POST", "/checkpoints", json={"name": "mine"})) == (409, "checkpoint-name-taken")
    assert ask("DELETE", place).status_code == 204
    assert code(ask("GET", place)) == (404, "not-found")


def test_a_job_at_work_holds_up_what_would_pull_the_ground_from_under_it(ask: Ask) -> None:
    session = services.sessions().records.get(WORKSPACE)
    job = services.jobs().start(session, JobKind.DIGESTER, {}, "user:local")

    busy = ask("POST", "/restore", at='"r3"', json={"to": {"revision": 1}})
    deleting = ask("DELETE", "?discard=true", at='"r3"')

    assert (code(busy), busy.json()["jobIds"]) == ((409, "session-busy"), [job.id])
    assert code(deleting) == (409, "session-busy")
    assert ask("POST", "/checkpoints", json={}).status_code == 201
    assert [row["jobId"] for row in ask("GET", "/jobs").json()["jobs"]] == [job.id]


def test_a_session_is_removed_by_whoever_has_seen_it_last(ask: Ask) -> None:
    assert code(ask("DELETE")) == (428, "precondition-required")
    assert code(ask("DELETE", at='"r1"')) == (412, "precondition-failed")
    assert ask("DELETE", at='"r1"').json()["currentETag"] == '"r2"'
    assert code(ask("DELETE", at='"r2"')) == (409, "uncommitted-changes")
    assert ask("DELETE", "?discard=true", at='"r2"').status_code == 204
    assert code(ask("GET")) == (410, "session-deleted")


def test_states_are_compared(ask: Ask) -> None:
    since = ask("GET", "/diff?from=revision:1").json()
    fork = ask("POST", "/fork", once="k", json={}).json()["sessions"][0]["sessionId"]
    ask("PUT", f"/v1/sessions/{fork}/data/more", at="*", json=2)

    assert [(each["path"], each["change"]) for each in since["changes"]] == [
        ("data:/more", "added"),
        (f"docs:/{CHUNK}", "added"),
    ]
    between = ask("GET", f"/diff?from=session:{fork}&zone=data").json()
    assert [(each["path"], each["change"]) for each in between["changes"]] == [("data:/more", "modified")]
    here = ask("GET", f"/v1/sessions/{fork}/diff?from=forkPoint").json()
    assert here["stats"]["data"] == {"added": 0, "modified": 1, "removed": 0}
    assert code(ask("GET", "/diff?from=nothing")) == (404, "ref-not-found")
    assert code(ask("GET", "/diff?from=session:nobodys")) == (404, "ref-not-found")
    assert code(ask("GET", "/diff?form=head")) == (400, "unknown-field")


@pytest.mark.parametrize("path", ["/data", "/docs", "/code", "/manifest", "/environmentSpec"])
def test_a_zone_is_read_once_per_revision(ask: Ask, path: str) -> None:
    ask("PUT", "/environmentSpec", at='"r2"', json={"spec": {"runtime": "x"}})
    read = ask("GET", path)

    again = ask("GET", path, headers={"If-None-Match": read.headers["etag"]})

    assert (read.status_code, read.headers["etag"], again.status_code, again.content) == (200, '"r3"', 304, b"")


def test_a_data_key_is_written_from_what_was_seen(ask: Ask) -> None:
    read = ask("GET", "/data/more")
    seen = read.headers["etag"]

    assert (read.json(), ask("GET", "/data/more", headers={"If-None-Match": seen}).status_code) == (1, 304)
    assert ask("PUT", "/data/more", at=seen, json=[1, {"b": 2, "a": 1}]).status_code == 204
    assert ask("GET", "/data/more").text == '[1,{"b":2,"a":1}]'
    assert code(ask("PUT", "/data/more", at=seen, json=3)) == (412, "precondition-failed")
    assert code(ask("PUT", "/data/more", json=3)) == (428, "precondition-required")
    assert code(ask("PUT", "/data/more", json=3, headers={"If-None-Match": "*"})) == (412, "precondition-failed")
    assert ask("PUT", "/data/a/b", json=3, headers={"If-None-Match": "*"}).status_code == 201
    assert ask("DELETE", "/data/a/b", at="*").status_code == 204
    assert code(ask("DELETE", "/data/a/b", at="*")) == (404, "not-found")
    assert code(ask("GET", "/data/a/b")) == (404, "not-found")
    assert code(ask("GET", "/data/%00model")) == (404, "not-found")


def test_the_data_is_merged_and_replaced_as_a_whole(ask: Ask) -> None:
    assert ask("PATCH", "/data", at='"r2"', json={"more": None, "new": {"x": None}}).headers["etag"] == '"r3"'
    assert ask("GET", "/data").json() == {"discoveryInput": {"applicationName": "Acme"}, "new": {"x": None}}
    assert ask("PUT", "/data", at='"r3"', json={"new": 1.0}).headers["etag"] == '"r4"'
    assert ask("GET", "/data").text == '{"new":1.0}'
    assert code(ask("PUT", "/data", at='"r3"', json={})) == (412, "precondition-failed")
    assert code(ask("PUT", "/data", at='"r4"', json=[])) == (422, "validation-failed")


def test_a_code_file_is_text_at_a_path(ask: Ask) -> None:
    text = {"content-type": "text/plain"}
    made = ask("PUT", "/code/src/User.groovy", content="é = 1\n".encode(), headers=text | {"If-None-Match": "*"})

    read = ask("GET", "/code/src/User.groovy")
    assert (made.status_code, read.text, read.headers["etag"]) == (201, "é = 1\n", made.headers["etag"])
    assert [file["path"] for file in ask("GET", "/code").json()["files"]] == [
        "User.create.op.groovy",
        "src/User.groovy",
    ]
    for path in ("src", "src/User.groovy/more"):
        refused = ask("PUT", f"/code/{path}", content=b"x", headers=text | {"If-None-Match": "*"})
        assert code(refused) == (409, "file-directory-collision")
    assert code(ask("PUT", "/code/a", content=b"\xff", headers=text | {"If-None-Match": "*"})) == (
        415,
        "unsupported-media-type",
    )
    assert code(ask("PUT", "/code/a//b", content=b"x", headers=text | {"If-None-Match": "*"})) == (
        422,
        "validation-failed",
    )
    assert ask("DELETE", "/code/src/User.groovy", at=read.headers["etag"]).status_code == 204


def test_chunks_and_the_manifest_tell_what_there_is(ask: Ask) -> None:
    [listed] = ask("GET", "/docs").json()["chunks"]
    read = ask("GET", f"/docs/{CHUNK}")

    assert read.json() == listed | {"content": "GET /users"}
    assert (listed["chunkId"], read.headers["etag"]) == (CHUNK, f'"{listed["hash"]}"')
    entries = {entry["path"]: entry["hash"] for entry in ask("GET", "/manifest").json()["entries"]}
    assert list(entries) == ["code:/User.create.op.groovy", "data:/discoveryInput", "data:/more", f"docs:/{CHUNK}"]
    assert entries[f"docs:/{CHUNK}"] == listed["hash"]
    assert [each["path"] for each in ask("GET", "/manifest?zone=data&prefix=data:/m").json()["entries"]] == [
        "data:/more"
    ]


def test_a_chunk_is_written_from_what_was_seen(ask: Ask) -> None:
    seen = ask("GET", f"/docs/{CHUNK}").headers["etag"]

    changed = ask("PATCH", f"/docs/{CHUNK}", at=seen, json={"content": "GET /people"})
    assert (changed.status_code, ask("GET", f"/docs/{CHUNK}").headers["etag"]) == (204, changed.headers["etag"])
    assert [ask("GET", f"/docs/{CHUNK}").json()[name] for name in ("content", "summary")] == ["GET /people", "Users"]
    assert code(ask("PATCH", f"/docs/{CHUNK}", at=seen, json={"summary": "s"})) == (412, "precondition-failed")
    assert code(ask("PUT", f"/docs/{CHUNK}", json={"content": "x"})) == (428, "precondition-required")
    assert code(ask("PUT", f"/docs/{CHUNK}", at="*", json={"summary": "x"})) == (422, "validation-failed")
    assert ask("PUT", f"/docs/{CHUNK}", at="*", json={"content": "x"}).status_code == 204
    assert ask("GET", f"/docs/{CHUNK}").json()["summary"] == ""
    assert ask("DELETE", f"/docs/{CHUNK}", at="*").status_code == 204
    assert code(ask("DELETE", f"/docs/{CHUNK}", at="*")) == (404, "not-found")


def test_a_document_comes_cut_into_chunks(ask: Ask) -> None:
    wish = {"filename": "guide.md", "chunks": [{"content": "one", "metadata": {"page": 1}}, {"content": "two"}]}

    added = ask("POST", "/docs", once="k", at='"r2"', json=wish)
    again = ask("POST", "/docs", once="k", at='"r2"', json=wish)

    assert (added.status_code, added.headers["etag"], again.json()) == (201, '"r3"', added.json())
    chunks = added.json()["chunks"]
    assert [each["metadata"] for each in chunks] == [{"page": 1}, {}]
    assert ask("GET").json()["zones"]["docs"]["chunks"] == 3
    assert ask("GET", f"/docs/{chunks[1]['chunkId']}").json()["content"] == "two"
    assert code(ask("POST", "/docs", at='"r3"', json={"filename": "f", "chunks": []})) == (422, "validation-failed")


def test_documents_come_together_or_not_at_all(ask: Ask) -> None:
    def wish(*chunk_ids: str) -> dict[str, Any]:
        return {"documents": [{"filename": f"{each}.md", "chunks": [{"chunkId": each}]} for each in chunk_ids]}

    refused = {
        chunk_ids: code(ask("POST", "/docs", at='"r2"', json=wish(*chunk_ids)))
        for chunk_ids in (("a", CHUNK), ("a", "a"), ("a b",), ())
    }
    added = ask("POST", "/docs", at='"r2"', json=wish("a", "b")).json()["chunks"]

    assert refused == {
        ("a", CHUNK): (409, "chunk-id-taken"),
        ("a", "a"): (422, "validation-failed"),
        ("a b",): (422, "validation-failed"),
        (): (422, "validation-failed"),
    }
    assert [each["chunkId"] for each in added] == ["a", "b"]
    assert ask("GET").json()["zones"]["docs"] | {"hash": ""} == {"hash": "", "documents": 3, "chunks": 3}


def test_a_chunk_is_made_by_hand(ask: Ask) -> None:
    new = {"If-None-Match": "*"}
    [known] = ask("GET", "/docs").json()["chunks"]

    alone = ask("PUT", "/docs/alone", headers=new, json={"content": "one", "metadata": {"page": 1}})
    added = ask("PUT", "/docs/added", headers=new, json={"content": "two", "docId": known["docId"]})

    assert (alone.status_code, added.status_code) == (201, 201)
    found = {each["chunkId"]: each for each in ask("GET", "/docs").json()["chunks"]}
    assert ask("GET", "/docs/alone").headers["etag"] == alone.headers["etag"] == f'"{found["alone"]["hash"]}"'
    assert [found["added"][name] for name in ("docId", "docVersion")] == [known["docId"], known["docVersion"]]
    assert (found["alone"]["docVersion"], found["alone"]["metadata"]) == (digest(b"one"), {"page": 1})
    ask("PATCH", "/docs/alone", at="*", json={"content": "other"})
    assert ask("GET", "/docs/alone").json()["docVersion"] == digest(b"one")
    assert code(ask("PUT", "/docs/alone", headers=new, json={"content": "x"})) == (412, "precondition-failed")
    assert code(ask("PUT", "/docs/none", at="*", json={"content": "x"})) == (404, "not-found")
    assert code(ask("PUT", "/docs/x", headers=new, json={"content": "x", "docId": "none"})) == (404, "not-found")
    moved = ask("PUT", "/docs/alone", at="*", json={"content": "x", "docId": known["docId"]})
    assert code(moved) == (422, "validation-failed")
    assert code(ask("PUT", "/docs/-x", headers=new, json={"content": "x"})) == (422, "validation-failed")


def test_bytes_are_read_by_a_hash_that_the_session_holds(ask: Ask) -> None:
    large = ask("PUT", "/data/large", json="x" * 9000, headers={"If-None-Match": "*"}).headers["etag"].strip('"')
    small = ask("GET", "/data/more").headers["etag"].strip('"')
    script = ask("GET", "/code").json()["files"][0]["hash"]
    ask("PUT", "/data/more", at="*", json=2)

    assert ask("GET", f"/blobs/{large}").content == b'"' + b"x" * 9000 + b'"'
    assert ask("GET", f"/blobs/{script}").content == b"// generated\n"
    assert ask("GET", f"/blobs/{script}", headers={"If-None-Match": f'"{script}"'}).status_code == 304
    assert code(ask("GET", f"/blobs/{small}")) == (404, "not-found")
    ask("POST", "/checkpoints", json={})
    ask("PUT", "/data/more", at="*", json=3)
    two = f"sha256:{digest(b'2')}"
    assert ask("GET", f"/blobs/{two}").content == b"2"


def test_the_log_tells_paths_and_goes_on_where_one_left_off(ask: Ask) -> None:
    everything = ask("GET", "/events").json()["events"]

    assert [(event["seq"], event["type"]) for event in everything] == [
        (1, "session.created"),
        (2, "session.checkpointed"),
        (3, "data.changed"),
    ]
    assert everything[0]["data"]["paths"] == ["data:/discoveryInput", "code:/User.create.op.groovy"]
    assert ask("GET", "/events?afterSeq=2").json()["events"] == everything[2:]
    assert ask("GET", "/events?order=desc&pageSize=1").json()["events"] == everything[2:]
    assert ask("GET", "/events?type=data.changed").json()["events"] == everything[2:]
    assert code(ask("GET", "/events?waitSeconds=21")) == (422, "validation-failed")


def test_who_waits_for_an_event_is_told_of_the_next_one(ask: Ask, stack: Stack) -> None:
    progress = {"type": "progress", "data": {"current": 1, "total": 2}}

    waiting, added = stack.calls(
        [
            ("GET", f"{S}/events?afterSeq=3&waitSeconds=20", {}),
            ("POST", f"{S}/events", {"json": progress}),
        ]
    )

    assert waiting.json()["events"] == [added.json()]
    assert (added.json()["seq"], added.json()["revision"], added.json()["data"]) == (4, 2, progress["data"])
    beyond = {"type": "progress", "data": {"current": 3, "total": 2}}
    assert code(ask("POST", "/events", json=beyond)) == (422, "validation-failed")
    assert code(ask("POST", "/events", json={"type": "session.created"})) == (422, "validation-failed")


def test_a_list_is_paged_by_tokens_that_are_good_for_it_alone(ask: Ask) -> None:
    for number in range(5):
        ask(
            "POST", "/v1/sessions", json={"sessionId": f"n{number}", "tags": {"stage": "draft", "odd": str(number % 2)}}
        )

    def page(query: str) -> tuple[list[str], str | None]:
        found = ask("GET", f"/v1/sessions?{query}").json()
        return [row["sessionId"] for row in found["sessions"]], found.get("nextToken")

    first, token = page("tag=stage:draft&pageSize=2")
    ask("POST", "/v1/sessions", json={"sessionId": "late", "tags": {"stage": "draft"}})
    second, more = page(f"tag=stage:draft&pageSize=2&nextToken={token}")
    third, end = page(f"tag=stage:draft&pageSize=2&nextToken={more}")

    assert (first, second, third, end) == (["n4", "n3"], ["n2", "n1"], ["n0"], None)
    assert page("tag=odd:1&tag=stage")[0] == ["n3", "n1"]
    for query in (f"tag=stage&nextToken={token}", f"tag=stage:draft&nextToken={token}x", "nextToken=x"):
        assert code(ask("GET", f"/v1/sessions?{query}")) == (400, "invalid-next-token")
    assert code(ask("GET", "/v1/sessions?status=gone")) == (422, "validation-failed")
    assert code(ask("GET", "/v1/sessions?pageSize=0")) == (422, "validation-failed")


def test_the_generator_works_on_a_fork(ask: Ask, stack: Stack) -> None:
    fork = ask("POST", "/fork", once="k", json={}).json()["sessions"][0]["sessionId"]

    answer = stack.call("GET", f"/api/v1/session/{fork}")

    assert (answer.status_code, answer.json()["data"]["more"]) == (200, 1)
