"""Approvals over HTTP: asked for, decided once, and the content stands still in between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from shared.adapters.clock import SystemClock
from shared.bootstrap import services
from shared.domain.principal import Principal
from tests.functional.stack import Stack

S = "/v1/sessions/s1"
OTHER_HASH = f"sha256:{'0' * 64}"


class Court:
    """Ann has a session that Bob reviews and Wim writes in; Rita and Max have no role in it."""

    def __init__(self, stack: Stack, **policy: Any) -> None:  # noqa: ANN401 - any JSON
        self.stack = stack
        self.keys = {name: stack.new_key(name) for name in ("ann", "bob", "rita", "wim", "max")}
        self.create("s1", access=[{"principal": "user:bob", "role": "reviewer"}, self.writer], policy=policy)

    writer = {"principal": "user:wim", "role": "writer"}  # noqa: RUF012 - never changed

    def create(self, session_id: str, **parts: Any) -> None:  # noqa: ANN401
        source = {"inline": {"data": {"a": 1}}}
        made = self.call("POST", "/v1/sessions", json={"sessionId": session_id, "source": source} | parts)
        assert made.status_code == 201, made.text

    def call(self, method: str, path: str = S, who: str = "ann", **parts: Any) -> httpx.Response:  # noqa: ANN401
        path = path if path.startswith("/v1") else f"{S}/{path}"
        return self.stack.call(method, path, key=self.keys[who], **parts)

    def detail(self, session_id: str = "s1", who: str = "ann") -> Any:  # noqa: ANN401
        return self.call("GET", f"/v1/sessions/{session_id}", who).json()

    def request(self, who: str = "ann", **wish: Any) -> httpx.Response:  # noqa: ANN401
        wish = {"action": "commit", "contentHash": self.detail()["contentHash"]} | wish
        return self.call("POST", "request-approval", who, json=wish)

    def pending(self, who: str = "ann", **wish: Any) -> str:  # noqa: ANN401
        answer = self.request(who, **wish)
        assert answer.status_code == 201, answer.text
        return f"approvals/{answer.json()['approvalId']}"

    def status(self) -> tuple[str, list[str], int]:
        detail = self.detail()
        return detail["status"], detail["pendingApprovalIds"], detail["revision"]


@pytest.fixture(name="court")
def _court(keyed_stack: Stack) -> Court:
    return Court(keyed_stack)


@pytest.fixture(name="later")
def _later(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let seconds pass."""
    real = SystemClock.now

    def pass_(seconds: int) -> None:
        def now(clock: SystemClock) -> datetime:
            return real(clock) + timedelta(seconds=seconds)

        monkeypatch.setattr(SystemClock, "now", now)

    return pass_


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_request_makes_the_session_wait(court: Court) -> None:
    before = court.detail()

    answer = court.request(reason="COMMIT_TO_MAIN", details={"changedFiles": 3}, reviewers=["user:rita"])

    found = answer.json()
    place = f"{S}/approvals/{found['approvalId']}"
    assert (answer.status_code, answer.headers["location"], answer.headers["etag"]) == (201, place, '"v1"')
    assert found == {
        "approvalId": found["approvalId"],
        "sessionId": "s1",
        "action": "commit",
        "state": "pending",
        "reason": "COMMIT_TO_MAIN",
        "details": {"changedFiles": 3},
        "contentHash": before["contentHash"],
        "reviewers": ["user:rita"],
        "requestedBy": "user:ann",
        "createdAt": found["createdAt"],
        "expiresAt": found["expiresAt"],
        "decidedBy": None,
        "decidedAt": None,
        "comment": "",
    }
    span = datetime.fromisoformat(found["expiresAt"]) - datetime.fromisoformat(found["createdAt"])
    assert span == timedelta(days=1)
    after = court.detail()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {
        "status",
        "pendingApprovalIds",
        "revision",
        "lastEventSeqAtRevision",
        "capabilities",
        "lastActivityAt",
    }
    assert court.status() == ("pendingApproval", [found["approvalId"]], 2)
    assert after["capabilities"] == {
        "write": False,
        "commit": False,
        "restore": True,
        "fork": True,
        "merge": False,
        "approve": True,
        "delete": True,
    }
    assert court.detail(who="bob")["capabilities"]["approve"] is True
    [row] = court.call("GET", "/v1/sessions?status=pendingApproval").json()["sessions"]
    assert (row["sessionId"], row["approvalPending"]) == ("s1", True)
    [event] = court.call("GET", "events?order=desc&pageSize=1").json()["events"]
    facts = {"approvalId": found["approvalId"], "action": "commit", "contentHash": event["data"]["contentHash"]}
    assert (event["type"], event["actor"], event["data"]) == ("approval.requested", "user:ann", facts)


@pytest.mark.parametrize(
    ("verb", "who", "state"), [("grant", "bob", "granted"), ("deny", "bob", "denied"), ("cancel", "ann", "cancelled")]
)
def test_a_decision_sends_the_session_back_to_what_it_was(court: Court, verb: str, who: str, state: str) -> None:
    place = court.pending()

    answer = court.call("POST", f"{place}/{verb}", who, json={"comment": "so be it"}, headers={"If-Match": '"v1"'})

    found = answer.json()
    assert (answer.status_code, answer.headers["etag"]) == (200, '"v2"')
    assert (found["state"], found["decidedBy"], found["comment"]) == (state, f"user:{who}", "so be it")
    assert court.call("GET", place).json() == found
    assert court.status() == ("active", [], 3)
    [event] = court.call("GET", "events?order=desc&pageSize=1").json()["events"]
    assert (event["type"], event["data"]["state"]) == (f"approval.{state}", state)
    again = court.call("POST", f"{place}/deny", "bob")
    assert (code(again), again.json()["state"]) == ((409, "approval-not-pending"), state)


def test_what_cannot_be_asked_for_is_refused(court: Court) -> None:
    changed = court.request(contentHash=OTHER_HASH)
    assert (code(changed), changed.json()["currentContentHash"]) == (
        (409, "content-changed"),
        court.detail()["contentHash"],
    )
    refused: list[dict[str, Any]] = [
        {"action": "publish"},
        {"contentHash": "5d41"},
        {"expiresAfterSeconds": 0},
        {"reviewers": ["rita"]},
        {"details": {"long": "x" * 20_000}},
        {"action": "merge"},
        {"action": "restore"},
        {"to": {"revision": 1}},
        {"zones": ["data"]},
    ]
    assert [court.request(**wish).status_code for wish in refused] == [422] * len(refused)
    assert code(court.request(reasons="x")) == (400, "unknown-field")
    assert court.status() == ("active", [], 1)
    place = court.pending()
    second = court.request()
    assert (code(second), second.json()["approvalId"]) == (
        (409, "approval-already-pending"),
        place.removeprefix("approvals/"),
    )


def test_a_merge_names_what_it_takes_and_a_restore_what_it_returns_to(court: Court) -> None:
    court.create("s2")
    court.call("PUT", "/v1/sessions/s2/data/b", json=2, headers={"If-None-Match": "*"})
    source = {"sessionId": "s2", "contentHash": court.detail("s2")["contentHash"]}
    assert code(court.request(action="merge", source=source | {"contentHash": OTHER_HASH})) == (409, "content-changed")
    assert code(court.request(action="merge", source=source | {"sessionId": "s3"})) == (404, "not-found")
    same = {"sessionId": "s1", "contentHash": OTHER_HASH}
    assert code(court.request(action="merge", source=same)) == (422, "same-session")
    assert code(court.request("wim", action="delete")) == (403, "forbidden")

    merge = court.request(action="merge", source=source).json()
    assert merge["source"] == source | {"at": {"head": True}}
    court.call("POST", f"approvals/{merge['approvalId']}/cancel")
    saved = court.call("POST", "checkpoints", json={}).json()
    court.call("PUT", "data/a", json=2, headers={"If-Match": "*"})
    assert code(court.request(action="restore", to={"checkpointId": "none"})) == (404, "ref-not-found")
    restore = court.request(action="restore", to={"checkpointId": saved["checkpointId"]}).json()
    assert (restore["to"], restore["zones"], restore["resultContentHash"]) == (
        {"checkpointId": saved["checkpointId"]},
        ["data", "docs", "code", "env"],
        saved["contentHash"],
    )


def test_who_may_decide(court: Court) -> None:
    place = court.pending("wim", reviewers=["user:rita"])

    refused = {who: code(court.call("POST", f"{place}/grant", who)) for who in ("wim", "max")}
    assert refused == {"wim": (403, "forbidden"), "max": (404, "not-found")}
    assert code(court.call("POST", f"{place}/cancel", "bob")) == (403, "forbidden")
    narrow = Principal(tenant="acme", subject="bob", scopes=frozenset({"session.read"}))
    key = services.access().create(narrow, "narrow")[1]
    assert code(court.stack.call("POST", f"{S}/{place}/grant", key=key)) == (403, "forbidden")
    foreign = services.access().create(Principal(tenant="other", subject="rita"), "elsewhere")[1]
    assert code(court.stack.call("GET", f"{S}/{place}", key=foreign)) == (404, "not-found")
    assert court.call("POST", f"{place}/cancel", "ann").status_code == 200
    own = court.pending("ann")
    assert code(court.call("POST", f"{own}/grant", "ann")) == (403, "self-approval")


def test_whoever_is_asked_by_name_sees_what_to_decide_and_only_while_it_is_open(court: Court) -> None:
    assert code(court.call("GET", S, "rita")) == (404, "not-found")
    place = court.pending(reviewers=["user:rita"])

    assert [court.call("GET", path, "rita").status_code for path in (S, "data", "diff", place, "approvals")] == [
        200
    ] * 5
    assert court.call("POST", "annotations", "rita", json={"body": "Why?"}).status_code == 201
    assert code(court.call("PATCH", "tags", "rita", json={"a": "b"}, headers={"If-Match": "*"})) == (403, "forbidden")
    keyed: dict[str, Any] = {"headers": {"Idempotency-Key": "k"}}
    granted = court.call("POST", f"{place}/grant", "rita", **keyed)
    replayed = court.call("POST", f"{place}/grant", "rita", **keyed)

    assert (granted.status_code, replayed.json(), replayed.headers["idempotency-replayed"]) == (
        200,
        granted.json(),
        "true",
    )
    assert court.call("GET", place, "rita").json()["state"] == "granted"
    assert [court.call("GET", path, "rita").status_code for path in (S, "data", "approvals")] == [404] * 3


def test_a_policy_may_let_people_decide_what_they_asked_for(keyed_stack: Stack) -> None:
    court = Court(keyed_stack, commit={"requireApproval": True, "allowSelfApproval": True})

    assert court.detail()["policy"]["commit"] == {
        "requireSummary": True,
        "requireApproval": True,
        "allowSelfApproval": True,
    }
    assert court.call("POST", f"{court.pending()}/grant").json()["decidedBy"] == "user:ann"


def test_an_approval_is_decided_as_it_was_seen(court: Court) -> None:
    place = court.pending()

    stale = court.call("POST", f"{place}/grant", "bob", headers={"If-Match": '"v2"'})
    assert (code(stale), stale.json()["currentETag"]) == ((412, "precondition-failed"), '"v1"')
    assert code(court.call("POST", f"{place}/grant", "bob", headers={"If-Match": '"r2"'})) == (
        412,
        "precondition-failed",
    )
    assert code(court.call("POST", f"{place}/grant", "bob", json={"why": "x"})) == (400, "unknown-field")
    assert code(court.call("POST", "approvals/none/grant", "bob")) == (404, "not-found")


def test_a_request_has_one_effect_under_one_key(court: Court) -> None:
    wish: dict[str, Any] = {
        "json": {"action": "commit", "contentHash": court.detail()["contentHash"]},
        "headers": {"Idempotency-Key": "k"},
    }

    first, second = (court.call("POST", "request-approval", **wish) for _ in range(2))

    assert (second.status_code, second.json(), second.headers["location"]) == (
        201,
        first.json(),
        first.headers["location"],
    )
    assert len(court.call("GET", "approvals").json()["approvals"]) == 1


def test_approvals_are_listed_newest_first_page_by_page(court: Court) -> None:
    made = []
    for _ in range(3):
        made.append(court.pending())
        court.call("POST", f"{made[-1]}/cancel")

    first = court.call("GET", "approvals?pageSize=2").json()
    last = court.call("GET", f"approvals?pageSize=2&nextToken={first['nextToken']}").json()

    listed = [f"approvals/{each['approvalId']}" for each in (*first["approvals"], *last["approvals"])]
    assert (listed, set(last)) == (made[::-1], {"approvals"})
    assert code(court.call("GET", "approvals?nextToken=x")) == (400, "invalid-next-token")


def test_the_freeze_ends_when_nobody_decides_in_time(court: Court, later: Callable[[int], None]) -> None:
    place = court.pending(expiresAfterSeconds=60)
    refused = court.call("PUT", "data/a", json=2, headers={"If-Match": "*"})
    assert code(refused) == (409, "session-paused")

    later(60)
    assert court.call("GET", "/v1/sessions?status=active").json()["sessions"][0]["approvalPending"] is False
    found = court.call("GET", place)
    assert (found.json()["state"], found.headers["etag"], found.json()["decidedAt"]) == (
        "expired",
        '"v2"',
        found.json()["expiresAt"],
    )
    late = court.call("POST", f"{place}/grant", "bob")
    assert (code(late), late.json()["state"]) == ((409, "approval-not-pending"), "expired")
    # Whoever decided by the revision that waited is not refused for the expiry alone.
    written = court.call("PATCH", "data", json={"a": 2}, headers={"If-Match": '"r2"'})

    assert written.status_code == 204
    assert court.call("GET", place).json() == found.json()
    assert court.status() == ("active", [], 4)
    events = court.call("GET", "events?afterSeq=2").json()["events"]
    assert [(each["type"], each["revision"], each["actor"]) for each in events] == [
        ("approval.expired", 3, "service"),
        ("data.changed", 4, "user:ann"),
    ]


def test_a_grant_that_nobody_used_in_time_is_seen_as_expired(keyed_stack: Stack, later: Callable[[int], None]) -> None:
    court = Court(keyed_stack, commit={"requireSummary": False})
    place = court.pending(expiresAfterSeconds=60)
    granted = court.call("POST", f"{place}/grant", "bob", json={"comment": "fine"}).json()
    tag, approval_id = court.call("GET").headers["etag"], granted["approvalId"]

    later(60)
    found = court.call("GET", place)
    headers = {"If-Match": tag, "Idempotency-Key": "k"}
    late = court.call("POST", "commit", json={"allowEmpty": True, "approvalId": approval_id}, headers=headers)

    assert (found.json(), found.headers["etag"]) == (granted | {"state": "expired"}, '"v3"')
    assert [court.call("GET", "approvals").json()["approvals"], court.call("GET").headers["etag"]] == [
        [found.json()],
        tag,
    ]
    assert (late.json()["code"], late.json()["state"]) == ("approval-stale", "expired")


def test_reading_records_an_expiry_so_that_the_tag_tells_the_truth(court: Court, later: Callable[[int], None]) -> None:
    court.pending(expiresAfterSeconds=60)
    tag = court.call("GET").headers["etag"]
    assert court.call("GET", headers={"If-None-Match": tag}).status_code == 304

    later(60)
    answer = court.call("GET", headers={"If-None-Match": tag})

    assert (answer.status_code, answer.headers["etag"], answer.headers["vary"]) == (200, '"r3"', "Authorization")
    assert answer.json()["status"] == "active"
    assert court.call("HEAD").headers["etag"] == '"r3"'


def test_content_that_moves_on_leaves_its_approval_behind(court: Court) -> None:
    place = court.pending()
    court.call("POST", f"{place}/grant", "bob")

    def written(value: int) -> list[str]:
        court.call("PUT", "data/a", json=value, headers={"If-Match": "*"})
        found = court.call("GET", place)
        [row] = court.call("GET", "approvals").json()["approvals"]
        assert row == found.json()
        return [row["state"], found.headers["etag"]]

    # What was there before is no other content, and neither is what was put back.
    assert [written(value) for value in (1, 2, 1)] == [["granted", '"v2"'], ["superseded", '"v3"'], ["granted", '"v2"']]
