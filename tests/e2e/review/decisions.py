"""The steps of two people: a note, leave, and a commit."""

from __future__ import annotations

from typing import Any

from tests.e2e.review.people import ANN, BOB, SEARCH, UNCHANGED, Review


def annotate(review: Review) -> None:
    """Show the fork to Bob, who objects to a line; what he saw is what is there."""
    fork = f"/v1/sessions/{review.other}"
    access = [{"principal": ANN, "role": "owner"}, {"principal": BOB, "role": "reviewer"}]
    review.ann.ask("PUT", f"{fork}/access", {"access": access}, If_Match=review.ann.tag(review.other))
    content = review.ann.hash(review.other)
    note: dict[str, Any] = {
        "path": f"code:/{SEARCH}",
        "range": {"startLine": 1, "endLine": 2},
        "body": "Why the directory?",
        "kind": "blocker",
    }
    stale = review.ann.code(review.parent)[SEARCH]
    assert review.bob.refused("POST", f"{fork}/annotations", note | {"expectedContentHash": stale}) == (
        409,
        "content-changed",
    )

    made = review.bob.ask(
        "POST", f"{fork}/annotations", note | {"expectedContentHash": review.bob.code(review.other)[SEARCH]}
    )

    place = f"{fork}/annotations/{made['annotationId']}"
    assert made == note | {
        "annotationId": made["annotationId"],
        "status": "open",
        "outdated": False,
        "author": BOB,
        "contentHash": review.ann.code(review.other)[SEARCH],
        "createdAt": made["createdAt"],
        "updatedAt": made["updatedAt"],
    }
    assert review.ann.hash(review.other) == content
    review.ann.ask("POST", f"{fork}/annotations", {"body": "It lists those without a login as well."})
    resolved = review.bob.ask("PATCH", place, {"status": "resolved"}, If_Match='"v1"')
    assert resolved["status"] == "resolved"
    notes = review.ann.ask("GET", f"{fork}/annotations")["annotations"]
    assert [(each["author"], each["status"]) for each in notes] == [(BOB, "resolved"), (ANN, "open")]


def approve(review: Review) -> None:
    """Ask for leave to commit; the content stands still in every dialect until Bob gives it."""
    fork = f"/v1/sessions/{review.other}"
    content = review.ann.hash(review.other)
    assert _commit(review) == (422, "summary-required")

    asked = review.ann.ask("POST", f"{fork}/request-approval", {"action": "commit", "contentHash": content})

    place = f"{fork}/approvals/{asked['approvalId']}"
    detail = review.ann.detail(review.other)
    assert (detail["status"], detail["pendingApprovalIds"]) == ("pendingApproval", [asked["approvalId"]])
    assert review.may(review.other) == {"fork", "approve"}
    log = review.ann.log(review.other)
    paused = (409, "session-paused")
    assert review.ann.refused("PUT", f"{fork}/code/{SEARCH}", "x", If_Match="*") == paused
    assert review.ann.refused("PUT", f"{fork}/data/late", 1, If_None_Match="*") == paused
    assert _frozen(review) == [409] * 4
    assert (review.ann.hash(review.other), review.ann.log(review.other)) == (content, log)
    assert review.ann.refused("POST", f"{place}/grant") == (403, "self-approval")

    granted = review.bob.ask("POST", f"{place}/grant", {"comment": "agreed"}, If_Match='"v1"')

    assert (granted["state"], granted["decidedBy"], granted["comment"]) == ("granted", BOB, "agreed")
    assert review.bob.refused("POST", f"{place}/deny") == (409, "approval-not-pending")
    assert (review.ann.detail(review.other)["status"], review.ann.hash(review.other)) == ("active", content)


def summarise_and_commit(review: Review) -> None:
    """Commit what was approved, as its summary told of it; the approval is used up by that."""
    fork, content = f"/v1/sessions/{review.other}", review.ann.hash(review.other)

    told = review.ann.ask("POST", f"{fork}/generateCommitSummary", {"style": "full"})
    once = {"If_Match": review.ann.tag(review.other), "Idempotency_Key": review.key()}
    wish = {"summaryId": told["summaryId"], "contentHash": content, "message": "List the directory"}
    made = review.ann.ask("POST", f"{fork}/commit", wish, **once)

    assert (told["contentHash"], told["baseCommitId"], told["generator"]) == (content, None, "deterministic")
    assert told["stats"]["code"] == UNCHANGED | {"modified": 1}
    assert [each["path"] for each in told["changes"] if each["path"].startswith("code:")] == [f"code:/{SEARCH}"]
    assert {each["result"] for each in told["validations"]} == {"passed"}
    [approval] = review.ann.ask("GET", f"{fork}/approvals")["approvals"]
    assert made == {
        "commitId": made["commitId"],
        "sessionId": review.other,
        "parents": [],
        "nodeId": made["nodeId"],
        "contentHash": content,
        "message": "List the directory",
        "summaryId": told["summaryId"],
        "approvalId": approval["approvalId"],
        "author": ANN,
        "createdAt": made["createdAt"],
    }
    assert approval["state"] == "consumed"
    assert review.ann.ask("POST", f"{fork}/commit", wish, **once) == made
    assert review.bob.ask("GET", f"/v1/commits/{made['commitId']}") == made
    after = review.ann.detail(review.other)
    assert (after["headCommitId"], after["uncommitted"], after["contentHash"]) == (made["commitId"], False, content)


def _commit(review: Review, **wish: Any) -> tuple[int, str]:  # noqa: ANN401 - any JSON
    headers = {"If_Match": review.ann.tag(review.other), "Idempotency_Key": review.key()}
    return review.ann.refused("POST", f"/v1/sessions/{review.other}/commit", wish, **headers)


def _frozen(review: Review) -> list[int]:
    """Return what the other dialects say to changes: of data, of a script, of a state, and by a pipeline."""
    session, agents = review.other, f"users/ann/sessions/{review.other}"
    wishes: list[tuple[str, str, dict[str, Any]]] = [
        ("PATCH", f"/api/v1/session/{session}", {"data": {"late": 1}}),
        ("PUT", f"/api/v1/codegen/{session}/classes/User/update", {"code": "// late"}),
        ("PATCH", f"/api/apps/connectorsmith/{agents}", {"stateDelta": {"late": 1}}),
        ("POST", f"/api/v1/session/{session}/connector", {"applicationName": "Larkspur"}),
    ]
    return [review.ann.send(*wish).status_code for wish in wishes]
