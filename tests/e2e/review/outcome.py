"""The last steps: a fork comes into its parent, which goes back to where it was."""

from __future__ import annotations

from typing import Any

import httpx

from tests.e2e.review.people import ANN, BOB, BY_HAND, GENERATED, SEARCH, UNCHANGED, Review


def merge(review: Review) -> None:
    """Bring the fork into the parent, where the same script was changed by hand; the fork's is taken, with leave."""
    target, source = review.ann.detail(review.parent), review.ann.detail(review.other)
    files, log = review.ann.code(review.parent), review.ann.log(review.parent)
    taken = review.ann.ask("GET", f"/v1/sessions/{review.other}/code/{SEARCH}")
    wish: dict[str, Any] = {"source": {"sessionId": review.other, "expectedRevision": source["revision"]}}
    expect = {
        "mergeBase": review.saved["nodeId"],
        "targetContentHash": target["contentHash"],
        "sourceContentHash": source["contentHash"],
    }

    tried = _merge(review, wish | {"dryRun": True})
    refused = _merge(review, wish)

    assert (tried.status_code, tried.json()["result"], tried.json()["applied"]) == (200, "conflicts", False)
    told = refused.json()
    assert (refused.status_code, told["code"], told["conflictCount"]) == (409, "merge-conflict", 1)
    assert tried.json()["expect"] == told["expect"] == expect
    [conflict] = told["conflicts"]
    assert (conflict["path"], conflict["kind"]) == (f"code:/{SEARCH}", "modifyModify")
    assert conflict["ours"]["value"].endswith(BY_HAND)
    assert (conflict["theirs"]["value"], conflict["theirs"]["hash"]) == (taken, review.ann.code(review.other)[SEARCH])
    assert review.ann.detail(review.parent) == target
    resolved = wish | {"resolutions": [{"path": conflict["path"], "take": "theirs"}], "expect": expect}
    assert _merge(review, resolved).json()["code"] == "approval-required"
    assert review.ann.detail(review.parent) == target

    leave = {"sessionId": review.other, "contentHash": source["contentHash"]}
    approval = review.approved(review.parent, "merge", source=leave)
    done = _merge(review, resolved | {"message": "Take the directory"})

    assert done.status_code == 200, done.text
    merged, after = done.json(), review.ann.detail(review.parent)
    assert (merged["result"], merged["applied"], merged["base"]["kind"]) == ("merged", True, "forkPoint")
    assert merged["target"] == {
        "sessionId": review.parent,
        "revisionBefore": target["revision"] + 2,
        "revisionAfter": after["revision"],
        "contentHash": after["contentHash"],
    }
    assert merged["source"] == {
        "sessionId": review.other,
        "revision": source["revision"],
        "contentHash": source["contentHash"],
    }
    assert merged["resolved"] == [
        {"path": f"code:/{SEARCH}", "kind": "modifyModify", "resolvedBy": "resolution", "took": "theirs"}
    ]
    # The parent did nothing else, so it is now what the fork is.
    assert review.ann.code(review.parent) == files | {SEARCH: review.ann.code(review.other)[SEARCH]}
    assert (after["contentHash"], review.ann.detail(review.other)) == (source["contentHash"], source)
    states = {
        each["approvalId"]: each["state"]
        for each in review.ann.ask("GET", f"/v1/sessions/{review.parent}/approvals")["approvals"]
    }
    assert states == {approval: "consumed"}
    assert review.ann.log(review.parent) == [
        *log,
        ("session.mergeConflicted", ANN),
        ("approval.requested", ANN),
        ("approval.granted", BOB),
        ("session.merged", ANN),
    ]
    assert _merge(review, wish).json()["result"] == "alreadyMerged"


def restore(review: Review) -> None:
    """Take the parent back to what was generated, with leave; what it was stays within reach."""
    before, source = review.ann.detail(review.parent), review.ann.detail(review.other)
    to = {"checkpointId": review.saved["checkpointId"]}
    wish = {"to": to, "keepCurrentAs": "merged", "reason": "not yet"}
    assert review.ann.refused(
        "POST", f"/v1/sessions/{review.parent}/restore", wish, If_Match=review.ann.tag(review.parent)
    ) == (409, "approval-required")
    assert review.ann.detail(review.parent) == before
    approval = review.approved(review.parent, "restore", to=to)
    tag = review.ann.tag(review.parent)

    done = review.ann.ask("POST", f"/v1/sessions/{review.parent}/restore", wish, If_Match=tag)

    after = review.ann.detail(review.parent)
    assert done == {
        "session": {
            "sessionId": review.parent,
            "revision": before["revision"] + 3,
            "contentHash": review.saved["contentHash"],
        },
        "restoredFrom": {"checkpointId": review.saved["checkpointId"], "revision": review.saved["revision"]},
        "safetyCheckpointId": done["safetyCheckpointId"],
        "changed": True,
        "changes": {
            "data": UNCHANGED | {"removed": 2},
            "docs": UNCHANGED,
            "code": UNCHANGED | {"modified": 1},
            "env": UNCHANGED,
        },
    }
    assert (after["contentHash"], after["revision"]) == (review.saved["contentHash"], before["revision"] + 3)
    used = review.ann.ask("GET", f"/v1/sessions/{review.parent}/approvals/{approval}")
    assert (used["state"], used["resultContentHash"]) == ("consumed", review.saved["contentHash"])
    safety = review.ann.ask("GET", f"/v1/sessions/{review.parent}/checkpoints/{done['safetyCheckpointId']}")
    assert (safety["name"], safety["contentHash"]) == ("merged", before["contentHash"])
    assert review.ann.refused("POST", f"/v1/sessions/{review.parent}/restore", wish, If_Match=tag) == (
        412,
        "precondition-failed",
    )
    assert review.ann.detail(review.other) == source


def look_back(review: Review) -> None:
    """Read the three logs from the beginning; nothing is missing, and nothing was written that nobody did."""
    decided = [("approval.requested", ANN), ("approval.granted", BOB)]
    assert review.ann.log(review.parent) == [
        *GENERATED,
        ("session.checkpointed", ANN),
        ("code.changed", ANN),
        ("session.mergeConflicted", ANN),
        *decided,
        ("session.merged", ANN),
        *decided,
        ("session.restored", ANN),
    ]
    assert review.ann.log(review.other) == [
        ("session.forked", ANN),
        ("job.started", ANN),
        ("session.checkpointed", "pipeline/codegen"),
        ("codegen.finished", "pipeline/codegen"),
        ("session.accessChanged", ANN),
        ("annotation.added", BOB),
        ("annotation.added", ANN),
        ("annotation.statusChanged", BOB),
        *decided,
        ("session.committed", ANN),
        ("session.mergedInto", ANN),
    ]
    assert review.ann.log(review.yaml)[0] == ("session.forked", ANN)
    assert len(review.ann.log(review.yaml)) == 8


def _merge(review: Review, wish: dict[str, Any]) -> httpx.Response:
    headers = {"If_Match": review.ann.tag(review.parent), "Idempotency_Key": review.key()}
    return review.ann.send("POST", f"/v1/sessions/{review.parent}:merge", wish, **headers)
