"""Merges over HTTP: every field of a request, every answer, and what each refusal is called."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

import httpx
import pytest

from shared.bootstrap import services
from shared.domain.job import JobKind
from shared.kernel.hashing import digest
from tests.functional.stack import Stack

S = "/v1/sessions"
LONG = "x" * 9_000
CHOICES = ["ours", "theirs", "base", "value", "delete"]


class Desk:
    """Somebody who merges."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self._numbers = count()

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:  # noqa: ANN401 - any JSON
        """Send a request that must succeed; return the body of the answer."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        part = {"content": body} if isinstance(body, bytes) else {} if body is None else {"json": body}
        answer = self.stack.call(method, S + path, headers=named, **part)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def put(self, path: str, body: Any) -> None:  # noqa: ANN401 - any JSON, or bytes
        """Write an item whatever it is."""
        self.ask("PUT", path, body, If_Match="*", **({"content_type": "text/plain"} if isinstance(body, bytes) else {}))

    def merge(
        self,
        source: str = "f",
        target: str = "p",
        door: str = "merge",
        of: dict[str, Any] | None = None,
        **but: Any,  # noqa: ANN401 - any field of a request
    ) -> httpx.Response:
        """Ask for a merge, decided by what the target is now, under a key of its own."""
        wish = {"source": {"sessionId": source, **(of or {})}, **but}
        tag = self.stack.call("GET", f"{S}/{target}").headers["etag"]
        headers = {"If-Match": tag, "Idempotency-Key": f"k{next(self._numbers)}"}
        return self.stack.call("POST", f"{S}/{target}:{door}", json=wish, headers=headers)


@pytest.fixture(name="desk")
def _desk(stack: Stack) -> Desk:
    """Make a session and a fork that disagree on a field and a file."""
    desk = Desk(stack)
    data = {"user": {"description": "A user", "kind": 1}, "own": 1}
    source = {"inline": {"data": data, "code": {"a.txt": LONG, "b.txt": "b"}}}
    desk.ask("POST", "", {"sessionId": "p", "source": source})
    desk.ask("POST", "/p/fork", {"sessionId": "f"}, Idempotency_Key="f")
    desk.put("/p/data/user", {"description": "Directory user", "kind": 1})
    desk.put("/f/data/user", {"description": "Login user", "kind": 2})
    desk.put("/p/code/a.txt", f"{LONG}ours".encode())
    desk.ask("DELETE", "/f/code/a.txt", If_Match="*")
    return desk


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def hashed(text: str) -> str:
    return f"sha256:{digest(text.encode())}"


def test_conflicts_are_told_whole_and_change_nothing(desk: Desk) -> None:
    before = desk.ask("GET", "/p")

    answer = desk.merge()

    told = answer.json()
    file, field = told.pop("conflicts")
    assert answer.headers["content-type"] == "application/problem+json"
    assert told == {
        "type": "urn:connectorsmith:problem:merge-conflict",
        "title": "Merge has conflicts",
        "status": 409,
        "detail": "2 paths were changed differently in both sessions.",
        "instance": f"/v1/sessions/p/merges/{told['mergeId']}",
        "code": "merge-conflict",
        "traceId": told["traceId"],
        "retryable": False,
        "mergeId": told["mergeId"],
        "held": False,
        "currentETag": '"r3"',
        "expect": {
            "mergeBase": desk.ask("GET", "/f")["forkPoint"]["nodeId"],
            "targetContentHash": before["contentHash"],
            "sourceContentHash": desk.ask("GET", "/f")["contentHash"],
        },
        "conflictCount": 2,
        "truncated": False,
    }
    log = desk.ask("GET", "/p/events")["events"]
    ours_at, theirs_at = log[1]["at"], desk.ask("GET", "/f/events")["events"][1]["at"]
    assert field == {
        "path": "data:/user/description",
        "zone": "data",
        "kind": "modifyModify",
        "base": {"hash": hashed('"A user"'), "value": "A user"},
        "ours": {
            "hash": hashed('"Directory user"'),
            "value": "Directory user",
            "changedAt": ours_at,
            "changedBy": "user:local",
        },
        "theirs": {
            "hash": hashed('"Login user"'),
            "value": "Login user",
            "changedAt": theirs_at,
            "changedBy": "user:local",
        },
        "choices": CHOICES,
    }
    mine = hashed(f"{LONG}ours")
    assert (file["path"], file["kind"], file["theirs"]) == ("code:/a.txt", "modifyDelete", None)
    assert file["base"] == {"hash": hashed(LONG), "size": 9_000, "href": f"{S}/p/blobs/{hashed(LONG)}"}
    assert (file["ours"]["size"], file["ours"]["href"]) == (9_004, f"{S}/p/blobs/{mine}")
    for href, text in ((file["base"]["href"], LONG), (file["ours"]["href"], f"{LONG}ours")):
        assert desk.stack.call("GET", href).text == text
    assert desk.ask("GET", "/p") == before
    assert (log[-1]["type"], log[-1]["data"]["mergeId"]) == ("session.mergeConflicted", told["mergeId"])


def test_a_merge_is_resolved_by_what_was_seen_and_answers_what_it_did(desk: Desk) -> None:
    seen = desk.merge().json()
    before, source = desk.ask("GET", "/p"), desk.ask("GET", "/f")
    resolutions = [
        {"path": "data:/user/description", "take": "value", "value": "Both"},
        {"path": "code:/a.txt", "take": "theirs"},
    ]
    wish: dict[str, Any] = {"resolutions": resolutions, "expect": seen["expect"], "message": "well"}

    tried = desk.merge(**wish, dryRun=True)
    done = desk.merge(**wish, of={"expectedRevision": source["revision"], "at": {"head": True}})

    after, told = desk.ask("GET", "/p"), done.json()
    assert (done.status_code, done.headers["etag"]) == (200, '"r4"')
    assert told == {
        "mergeId": told["mergeId"],
        "result": "merged",
        "applied": True,
        "dryRun": False,
        "base": {
            "nodeId": source["forkPoint"]["nodeId"],
            "contentHash": source["forkPoint"]["contentHash"],
            "kind": "forkPoint",
            "baseAmbiguous": False,
            "otherNodeIds": [],
        },
        "target": {"sessionId": "p", "revisionBefore": 3, "revisionAfter": 4, "contentHash": after["contentHash"]},
        "source": {"sessionId": "f", "revision": source["revision"], "contentHash": source["contentHash"]},
        "safetyCheckpointId": told["safetyCheckpointId"],
        "stats": {"takenFromSource": 1, "keptFromTarget": 0, "sameOnBoth": 0, "conflictsResolved": 2},
        "resolved": [
            {"path": "code:/a.txt", "kind": "modifyDelete", "resolvedBy": "resolution", "took": "theirs"},
            {"path": "data:/user/description", "kind": "modifyModify", "resolvedBy": "resolution", "took": "value"},
        ],
        "staleDerived": [],
        "warnings": [],
        "message": "well",
    }
    assert tried.json() == told | {
        "mergeId": None,
        "applied": False,
        "dryRun": True,
        "safetyCheckpointId": None,
        "target": told["target"] | {"revisionAfter": 3},
    }
    assert desk.ask("GET", "/p/data") == {"user": {"description": "Both", "kind": 2}, "own": 1}
    assert [row["path"] for row in desk.ask("GET", "/p/code")["files"]] == ["b.txt"]
    saved = desk.ask("GET", f"/p/checkpoints/{told['safetyCheckpointId']}")
    assert (saved["automatic"], saved["contentHash"]) == (True, before["contentHash"])
    assert desk.ask("GET", "/f") == source
    merged, into = (desk.ask("GET", f"/{each}/events")["events"][-1] for each in ("p", "f"))
    assert (merged["type"], merged["data"]["sourceSessionId"], merged["data"]["counts"]) == (
        "session.merged",
        "f",
        told["stats"],
    )
    assert (into["type"], into["data"]["targetSessionId"]) == ("session.mergedInto", "p")
    assert desk.ask("GET", f"/p/merges/{told['mergeId']}") == told | {
        "state": "applied",
        "createdBy": "user:local",
        "createdAt": merged["at"],
    }


def test_the_same_source_again_is_merged_already(desk: Desk) -> None:
    assert desk.merge(strategy="theirs").json()["result"] == "merged"

    again = desk.merge().json()

    assert (again["result"], again["applied"], again["target"]["revisionAfter"]) == ("alreadyMerged", False, 4)


def test_a_dry_run_tells_conflicts_as_a_result(desk: Desk) -> None:
    answer = desk.merge(dryRun=True)

    told = answer.json()
    assert (answer.status_code, told["result"], told["applied"], told["dryRun"]) == (200, "conflicts", False, True)
    assert [each["path"] for each in told["conflicts"]] == ["code:/a.txt", "data:/user/description"]
    assert desk.stack.call("GET", told["conflicts"][0]["ours"]["href"]).status_code == 200
    assert desk.ask("GET", "/p/events")["events"][-1]["type"] == "code.changed"


def test_many_conflicts_come_page_by_page(desk: Desk) -> None:
    for session, value in (("p", 1), ("f", 2)):
        tag = desk.stack.call("GET", f"{S}/{session}").headers["etag"]
        desk.ask("PATCH", f"/{session}/data", {f"k{number:03}": value for number in range(120)}, If_Match=tag)

    told = desk.merge(zones=["data"])

    body = told.json()
    assert (body["conflictCount"], body["truncated"], len(body["conflicts"])) == (121, True, 100)
    path = f"/p/merges/{body['mergeId']}/conflicts"
    first = desk.ask("GET", f"{path}?pageSize=120")
    last = desk.ask("GET", f"{path}?pageSize=120&nextToken={first['nextToken']}")
    assert first["conflicts"][:100] == body["conflicts"]
    assert ([each["path"] for each in last["conflicts"]], "nextToken" in last) == (["data:/user/description"], False)
    assert code(desk.stack.call("GET", f"{S}{path}?nextToken=x")) == (400, "invalid-next-token")
    assert code(desk.stack.call("GET", f"{S}/p/merges/none/conflicts")) == (404, "not-found")


def test_who_decides_is_said_by_rules(desk: Desk) -> None:
    desk.put("/p/data/list", [{"name": "one", "a": 1}])
    desk.put("/f/data/list", [{"name": "two", "a": 1}])
    desk.put("/p/code/b.txt", b"1\n2\n3\n4\n5\nours\n")
    desk.put("/f/code/b.txt", b"theirs\n1\n2\n3\n4\n5\n")
    answer = desk.merge(
        strategy="ours",
        pathStrategies=[{"pattern": "code:/**", "strategy": "theirs"}],
        listKeys=[{"path": "data:/list", "key": "name"}],
        granularity={"data": "field", "docs": "chunk", "code": "file"},
        zones=["data", "code"],
        onStaleDerived="warn",
        onConflict="reject",
    )

    assert {each["path"]: (each["resolvedBy"], each["took"]) for each in answer.json()["resolved"]} == {
        "code:/a.txt": ("pathStrategy", "theirs"),
        "code:/b.txt": ("pathStrategy", "theirs"),
        "data:/user/description": ("strategy", "ours"),
    }
    assert desk.ask("GET", "/p/data")["list"] == [{"name": "one", "a": 1}, {"name": "two", "a": 1}]


def test_lines_are_merged_where_that_is_wanted(desk: Desk) -> None:
    for session, text in (("p", b"b\nours\n"), ("f", b"b\ntheirs\n")):
        desk.put(f"/{session}/code/b.txt", text)

    told = desk.merge(granularity={"code": "line"}, zones=["code"]).json()

    assert told["conflicts"][1]["hunks"] == [
        {"base": {"start": 1, "lines": 1}, "ours": {"start": 1, "lines": 2}, "theirs": {"start": 1, "lines": 2}}
    ]


def test_states_that_were_saved_are_merged(desk: Desk) -> None:
    saved = desk.ask("POST", "/f/checkpoints", {})
    desk.put("/f/data/late", 1)

    told = desk.merge(of={"at": {"checkpointId": saved["checkpointId"]}}, strategy="ours").json()

    assert (told["source"]["contentHash"], told["source"]["revision"]) == (saved["contentHash"], saved["revision"])
    assert "late" not in desk.ask("GET", "/p/data")
    assert desk.merge(of={"at": {"revision": saved["revision"]}}).json()["result"] == "alreadyMerged"
    assert desk.merge().json()["stats"]["takenFromSource"] == 1
    assert code(desk.merge(of={"at": {"revision": 99}})) == (404, "ref-not-found")


def test_a_commit_is_merged(desk: Desk) -> None:
    summary = desk.ask("POST", "/f/generateCommitSummary", {})
    commit = desk.ask("POST", "/f/commit", {"summaryId": summary["summaryId"]}, If_Match='"r3"', Idempotency_Key="c")
    desk.put("/f/data/late", 1)

    told = desk.merge(of={"at": {"commitId": commit["commitId"]}}, strategy="theirs").json()

    assert (told["source"]["contentHash"], "late" in desk.ask("GET", "/p/data")) == (commit["contentHash"], False)


def test_what_a_merge_found_is_kept_for_a_day(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    told = desk.merge().json()
    path = f"{S}/p/merges/{told['mergeId']}"
    assert desk.stack.call("GET", path).status_code == 200

    monkeypatch.setattr("shared.domain.merge.LIFETIME", timedelta(0))

    assert code(desk.stack.call("GET", path)) == (410, "merge-expired")
    assert code(desk.stack.call("GET", f"{path}/conflicts")) == (410, "merge-expired")


def test_unrelated_sessions_meet_only_on_demand(desk: Desk) -> None:
    inline = {"data": {"own": 1, "big": LONG}, "code": {"c.txt": LONG}}
    desk.ask("POST", "", {"sessionId": "other", "source": {"inline": inline}})

    assert code(desk.merge("other")) == (409, "not-a-descendant")
    assert code(desk.merge("other", door="mergeFrom")) == (409, "no-common-base")
    done = desk.merge("other", door="mergeFrom", base={"empty": True}).json()

    assert (done["base"]["kind"], done["base"]["nodeId"], done["stats"]["sameOnBoth"]) == ("empty", None, 1)
    desk.ask("DELETE", "/other?discard=true", If_Match='"r1"')
    assert desk.ask("GET", "/p/data")["big"] == LONG
    assert desk.stack.call("GET", f"{S}/p/code/c.txt").text == LONG


def test_a_merge_that_is_held_freezes_the_target_until_it_is_resolved_or_aborted(desk: Desk) -> None:
    held = desk.merge(onConflict="hold")
    told = held.json()
    assert (code(held), told["held"], told["currentETag"]) == ((409, "merge-conflict"), True, '"r4"')
    detail = desk.ask("GET", "/p")
    assert (detail["status"], detail["capabilities"]["merge"]) == ("conflict", False)
    assert code(desk.stack.call("PUT", f"{S}/p/data/x", json=1, headers={"If-None-Match": "*"})) == (
        409,
        "session-in-conflict",
    )
    again = desk.merge()
    assert (code(again), again.json()["mergeId"]) == ((409, "session-in-conflict"), told["mergeId"])

    aborted = desk.ask("POST", f"/p/merges/{told['mergeId']}/abort")
    assert aborted == {"mergeId": told["mergeId"], "state": "aborted", "status": "active", "revision": 5}
    late = desk.stack.call("POST", f"{S}/p/merges/{told['mergeId']}/abort")
    assert (code(late), late.json()["state"]) == ((409, "merge-not-held"), "aborted")

    told = desk.merge(onConflict="hold").json()
    answers = [{"path": each["path"], "take": "ours"} for each in told["conflicts"]]
    done = desk.merge(resolutions=answers, expect=told["expect"])
    assert (done.status_code, desk.ask("GET", "/p")["status"]) == (200, "active")
    assert desk.ask("GET", f"/p/merges/{told['mergeId']}")["state"] == "resolved"


def test_a_source_may_be_closed_and_its_notes_come_along(desk: Desk) -> None:
    desk.ask("POST", "/f/annotations", {"body": "Why?"})

    desk.merge(strategy="ours", carryAnnotations="open", closeSource=True)

    closed = desk.ask("GET", "/f")
    assert (closed["status"], closed["statusReason"]) == ("archived", "merged into p")
    assert code(desk.stack.call("PUT", f"{S}/f/data/x", json=1, headers={"If-None-Match": "*"})) == (
        409,
        "session-archived",
    )
    assert [note["body"] for note in desk.ask("GET", "/p/annotations")["annotations"]] == ["Why?"]


def test_a_source_that_waits_for_somebody_is_merged_but_not_closed(desk: Desk) -> None:
    wish = {"action": "commit", "contentHash": desk.ask("GET", "/f")["contentHash"]}
    asked = desk.ask("POST", "/f/request-approval", wish)

    refused = desk.merge(strategy="ours", closeSource=True)

    assert code(refused) == (409, "session-paused")
    assert desk.merge(strategy="ours").json()["applied"]
    desk.ask("POST", f"/f/approvals/{asked['approvalId']}/cancel", {})
    assert desk.ask("GET", "/f")["status"] == "active"


def test_a_fork_of_a_fork_that_is_gone_is_still_a_descendant(desk: Desk) -> None:
    desk.ask("POST", "/f/fork", {"sessionId": "ff"}, Idempotency_Key="ff")
    desk.put("/ff/data/late", 1)
    desk.ask("POST", "/f/fork", {"sessionId": "sibling"}, Idempotency_Key="sibling")
    desk.ask("DELETE", "/f?discard=true", If_Match='"r3"')

    assert code(desk.merge("ff", "sibling")) == (409, "not-a-descendant")
    assert desk.merge("ff", strategy="theirs").json()["applied"]
    assert desk.ask("GET", "/p/data/late") == 1


@pytest.mark.parametrize(
    ("wish", "status", "problem"),
    [
        ({"strategie": "ours"}, 400, "unknown-field"),
        ({"of": {"at": {"revision": 1, "checkpointId": "c"}}}, 422, "validation-failed"),
        ({"strategy": "mine"}, 422, "validation-failed"),
        ({"zones": []}, 422, "validation-failed"),
        ({"resolutions": [{"path": "data:/own", "take": "ours"}]}, 422, "validation-failed"),
        ({"resolutions": [{"path": "data:/own", "take": "value"}], "expect": "now"}, 422, "validation-failed"),
        ({"resolutions": [{"path": "data:/own", "take": "ours"}], "expect": "now"}, 422, "unused-resolution"),
        ({"resolutions": [{"path": "own", "take": "ours"}], "expect": "now"}, 422, "unknown-path"),
        ({"pathStrategies": [{"pattern": "own", "strategy": "ours"}]}, 422, "bad-pattern"),
        ({"of": {"sessionId": "p"}}, 422, "same-session"),
        ({"of": {"sessionId": "nobody"}}, 404, "not-found"),
        ({"of": {"expectedRevision": 2}}, 409, "source-moved"),
        ({"expect": "then"}, 412, "merge-inputs-changed"),
    ],
)
def test_a_wish_that_cannot_be_is_refused(desk: Desk, wish: dict[str, Any], status: int, problem: str) -> None:
    expect = desk.merge(dryRun=True).json()["expect"]
    given = {"now": expect, "then": expect | {"targetContentHash": hashed("then")}}
    if "expect" in wish:
        wish = wish | {"expect": given[wish["expect"]]}
    before = desk.ask("GET", "/p")

    assert code(desk.merge(**wish)) == (status, problem)
    assert desk.ask("GET", "/p") == before


def test_a_request_is_looked_at_in_its_order(desk: Desk) -> None:
    wish: dict[str, Any] = {"json": {"source": {"sessionId": "f"}, "strategy": "ours"}}

    def send(**headers: str) -> httpx.Response:
        return desk.stack.call("POST", f"{S}/p%3Amerge", headers=headers, **wish)

    assert code(desk.stack.call("POST", f"{S}/nobody:merge", **wish)) == (404, "not-found")
    assert code(send(**{"If-Match": '"r3"'})) == (400, "idempotency-key-required")
    assert code(send(**{"Idempotency-Key": "a"})) == (428, "precondition-required")
    stale = send(**{"Idempotency-Key": "a", "If-Match": '"r2"'})
    assert (code(stale), stale.json()["currentETag"]) == ((412, "precondition-failed"), '"r3"')
    done = send(**{"Idempotency-Key": "a", "If-Match": '"r3"'})
    replayed = send(**{"Idempotency-Key": "a", "If-Match": '"r3"'})
    assert (done.status_code, replayed.json(), replayed.headers["idempotency-replayed"]) == (200, done.json(), "true")
    assert (replayed.headers["etag"], desk.ask("GET", "/p")["revision"]) == ('"r4"', 4)


def test_a_session_that_a_job_writes_is_not_merged_into(desk: Desk) -> None:
    session = services.sessions().records.get("p")
    job = services.jobs().start(session, JobKind.DIGESTER, {}, "user:local")

    busy = desk.merge(strategy="ours")

    assert (code(busy), busy.json()["jobIds"]) == ((409, "session-busy"), [job.id])


def test_what_would_come_out_must_pass(desk: Desk) -> None:
    desk.put("/p/data/objectClassesOutput", {"objectClasses": [{"name": "A"}]})
    desk.put("/f/data/objectClassesOutput", {"objectClasses": [{"name": "B"}]})
    rules: dict[str, Any] = {"zones": ["data"], "granularity": {"data": "key"}}
    seen = desk.merge(**rules).json()
    answers = [{"path": each["path"], "take": "value", "value": 5} for each in seen["conflicts"]]
    assert [each["path"] for each in answers] == ["data:/objectClassesOutput", "data:/user"]
    before = desk.ask("GET", "/p")

    refused = desk.merge(**rules, resolutions=answers, expect=seen["expect"])

    assert code(refused) == (422, "merge-result-invalid")
    assert [each["pointer"] for each in refused.json()["errors"]] == ["data:/objectClassesOutput"]
    assert desk.ask("GET", "/p") == before


def test_a_merge_that_needs_leave_is_refused_without(desk: Desk) -> None:
    source = {"fromSession": {"sessionId": "p"}}
    desk.ask("POST", "", {"sessionId": "r", "source": source, "purpose": "review"})
    desk.ask("POST", "/r/fork", {"sessionId": "rf"}, Idempotency_Key="rf")
    desk.put("/rf/data/new", 1)

    assert code(desk.merge("rf", "r")) == (409, "approval-required")
    assert desk.merge("rf", "r", dryRun=True).status_code == 200


def test_leave_to_merge_is_for_what_was_seen(desk: Desk) -> None:
    source = {"inline": {"data": {"a": 1}}}
    policy = {"commit": {"allowSelfApproval": True}}
    desk.ask("POST", "", {"sessionId": "r", "source": source, "purpose": "review", "policy": policy})
    desk.ask("POST", "/r/fork", {"sessionId": "rf"}, Idempotency_Key="rf")
    desk.put("/rf/data/new", 1)

    def decide(verdict: str) -> None:
        seen, taken = (desk.ask("GET", f"/{each}")["contentHash"] for each in ("r", "rf"))
        wish = {"action": "merge", "contentHash": seen, "source": {"sessionId": "rf", "contentHash": taken}}
        asked = desk.ask("POST", "/r/request-approval", wish)
        assert code(desk.merge("rf", "r")) == (409, "session-paused")
        desk.ask("POST", f"/r/approvals/{asked['approvalId']}/{verdict}", {})

    decide("deny")
    assert code(desk.merge("rf", "r")) == (409, "approval-denied")
    decide("grant")
    desk.put("/rf/data/new", 2)
    assert code(desk.merge("rf", "r")) == (409, "approval-stale")
    decide("grant")
    assert desk.merge("rf", "r").json()["applied"]


def test_a_file_in_the_place_of_a_folder_is_decided_by_people(desk: Desk) -> None:
    desk.put("/p/code/lib", b"a file")
    desk.put("/f/code/lib/x.txt", b"in a folder")
    found = desk.merge(zones=["code"]).json()
    [collision] = [each for each in found["conflicts"] if each["path"] == "code:/lib"]

    answers = [{"path": each["path"], "take": "theirs"} for each in found["conflicts"]]
    done = desk.merge(zones=["code"], resolutions=answers, expect=found["expect"])

    assert (collision["kind"], collision["choices"]) == ("fileDirectory", ["ours", "theirs", "delete"])
    assert (done.status_code, [row["path"] for row in desk.ask("GET", "/p/code")["files"]]) == (
        200,
        ["b.txt", "lib/x.txt"],
    )


def test_the_same_key_twenty_times_at_once_has_one_effect(desk: Desk) -> None:
    headers = {"If-Match": '"r3"', "Idempotency-Key": "k"}
    wish = {"source": {"sessionId": "f"}, "strategy": "theirs"}

    found = desk.stack.calls([("POST", f"{S}/p:merge", {"json": wish, "headers": headers})] * 20)

    assert {each.status_code for each in found} <= {200, 409}
    assert {each.json()["code"] for each in found if each.is_error} <= {"idempotency-in-progress"}
    assert [each["type"] for each in desk.ask("GET", "/p/events")["events"]].count("session.merged") == 1
