"""The first steps: a connector, two forks of it, and three ways to go on."""

from __future__ import annotations

import time
from typing import Final

from tests.e2e.review.people import ANN, BOB, BY_HAND, DOCUMENT, EMPTY, GENERATED, SEARCH, Review

CODE: Final = {
    "README.md",
    "User.connid.schema.groovy",
    "User.create.op.groovy",
    "User.delete.op.groovy",
    "User.native.schema.groovy",
    "User.search.all.op.groovy",
    "User.search.id.op.groovy",
    "User.update.op.groovy",
    "connector.manifest.yaml",
    "report.json",
    "verification.json",
}


def create(review: Review) -> None:
    """Begin with nothing, under a policy that asks for approvals, with Bob as the reviewer."""
    wish = {"name": "Larkspur", "purpose": "review", "access": [{"principal": BOB, "role": "reviewer"}]}
    made = review.ann.ask("POST", "/v1/sessions", wish)

    review.parent = made["sessionId"]
    assert made == review.ann.detail(review.parent)
    told = ("status", "purpose", "revision", "contentHash", "parentSessionId", "headCommitId", "uncommitted")
    assert {name: made[name] for name in told} == {
        "status": "active",
        "purpose": "review",
        "revision": 1,
        "contentHash": EMPTY,
        "parentSessionId": None,
        "headCommitId": None,
        "uncommitted": False,
    }
    assert (made["policy"]["commit"]["requireSummary"], made["policy"]["commit"]["requireApproval"]) == (True, True)
    assert {each["principal"]: each["role"] for each in made["access"]} == {ANN: "owner", BOB: "reviewer"}
    assert review.may(review.parent) == {"fork"}
    assert review.bob.refused("PUT", f"/v1/sessions/{review.parent}/data/x", 1, If_None_Match="*") == (403, "forbidden")


def generate(review: Review) -> None:
    """Upload a document and run the pipeline over it."""
    place = f"/api/v1/session/{review.parent}"
    sent = review.ann.client.post(f"{place}/documentation", files={"documentation": ("api.yaml", DOCUMENT.encode())})
    assert sent.status_code == 200, sent.text
    document = f"{place}/documentation/{sent.json()['docId']}"
    deadline = time.monotonic() + 60
    while (state := review.ann.client.head(document).status_code) == 202 and time.monotonic() < deadline:
        time.sleep(0.1)
    assert state == 204

    done = review.ann.job(f"{place}/connector", {"applicationName": "Larkspur"})

    assert [(each["stage"], each["status"]) for each in done["stages"]] == [
        ("digester", "finished"),
        ("codegen", "finished"),
    ]
    assert review.ann.code(review.parent).keys() == CODE
    zones = review.ann.detail(review.parent)["zones"]
    assert (zones["docs"]["documents"], zones["docs"]["chunks"], zones["code"]["files"]) == (1, 1, len(CODE))
    assert review.ann.log(review.parent) == GENERATED


def checkpoint(review: Review) -> None:
    """Save what was generated, which changes nothing."""
    before = review.ann.detail(review.parent)

    saved = review.ann.ask("POST", f"/v1/sessions/{review.parent}/checkpoints", {"name": "generated", "note": "first"})

    review.saved = saved
    assert saved == {
        "checkpointId": saved["checkpointId"],
        "sessionId": review.parent,
        "name": "generated",
        "note": "first",
        "nodeId": saved["nodeId"],
        "revision": before["revision"],
        "contentHash": before["contentHash"],
        "eventSeq": len(GENERATED),
        "automatic": False,
        "createdBy": ANN,
        "createdAt": saved["createdAt"],
        "expiresAt": None,
    }
    assert review.ann.detail(review.parent) == before
    assert review.ann.log(review.parent) == [*GENERATED, ("session.checkpointed", ANN)]


def fork_twice(review: Review) -> None:
    """Make two forks, which are what was saved; whoever asks again is told of the same two."""
    before = review.ann.detail(review.parent)
    wish, once = {"name": "variant", "count": 2}, {"Idempotency_Key": review.key()}

    made = review.ann.ask("POST", f"/v1/sessions/{review.parent}/fork", wish, **once)

    assert review.ann.ask("POST", f"/v1/sessions/{review.parent}/fork", wish, **once) == made
    review.yaml, review.other = (each["sessionId"] for each in made["sessions"])
    point = {
        "sessionId": review.parent,
        "revision": before["revision"],
        "nodeId": review.saved["nodeId"],
        "contentHash": before["contentHash"],
        "checkpointId": None,
        "eventSeq": len(GENERATED) + 1,
    }
    for row in made["sessions"]:
        fork = review.ann.detail(row["sessionId"])
        assert (fork["forkPoint"], row["forkPoint"], fork["parentSessionId"]) == (point, point, review.parent)
        assert (fork["contentHash"], fork["zones"], fork["revision"]) == (before["contentHash"], before["zones"], 1)
        assert (fork["policy"], fork["access"]) == (before["policy"], [{"principal": ANN, "role": "owner"}])
        assert review.ann.log(row["sessionId"]) == [("session.forked", ANN)]
        assert review.bob.refused("GET", f"/v1/sessions/{row['sessionId']}") == (404, "not-found")
    forks = review.ann.ask("GET", f"/v1/sessions/{review.parent}/forks")["sessions"]
    assert {each["sessionId"] for each in forks} == {review.yaml, review.other}
    assert review.ann.detail(review.parent) == before


def regenerate(review: Review) -> None:
    """Write all scripts of one fork in YAML, one of the other for another endpoint, and one of the parent by hand."""
    origin, files = review.saved["contentHash"], review.ann.code(review.parent)

    review.ann.job(f"/api/v1/session/{review.yaml}/connector", {"applicationName": "Larkspur", "format": "yaml"})
    assert (review.ann.hash(review.parent), review.ann.hash(review.other)) == (origin, origin)
    assert {name for name in review.ann.code(review.yaml) if name.endswith(".op.yaml")} == {
        "User.create.op.yaml",
        "User.search.all.op.yaml",
        "User.search.id.op.yaml",
        "User.update.op.yaml",
    }
    changed = review.ann.hash(review.yaml)
    preferred = {"preferredEndpoints": [{"method": "get", "path": "/directory/users"}]}
    review.ann.job(f"/api/v1/codegen/{review.other}/classes/User/search/all", preferred)
    assert (review.ann.hash(review.parent), review.ann.hash(review.yaml)) == (origin, changed)
    assert "directory/users" in review.ann.ask("GET", f"/v1/sessions/{review.other}/code/{SEARCH}")
    place = f"/v1/sessions/{review.parent}/code/{SEARCH}"
    text = review.ann.ask("GET", place)
    review.ann.ask("PUT", place, text + BY_HAND, If_Match=f'"{files[SEARCH]}"', Content_Type="text/plain")

    assert review.ann.ask("GET", place) == text + BY_HAND
    assert len({review.ann.hash(each) for each in (review.parent, review.yaml, review.other)} - {origin}) == 3
    assert review.ann.log(review.parent)[len(GENERATED) + 1 :] == [("code.changed", ANN)]
    assert review.ann.log(review.yaml)[1:] == [
        ("job.started", ANN),
        ("job.started", "pipeline/connector"),
        ("session.checkpointed", "pipeline/digester"),
        ("digester.finished", "pipeline/digester"),
        ("job.started", "pipeline/connector"),
        ("session.checkpointed", "pipeline/codegen"),
        ("codegen.finished", "pipeline/codegen"),
    ]
    assert review.ann.log(review.other)[1:] == [
        ("job.started", ANN),
        ("session.checkpointed", "pipeline/codegen"),
        ("codegen.finished", "pipeline/codegen"),
    ]


def compare(review: Review) -> None:
    """See what a fork changed since it was made, and how the two differ."""
    before, after = review.saved["contentHash"], review.ann.hash(review.other)
    files = review.ann.code(review.other)

    found = review.ann.ask("GET", f"/v1/sessions/{review.other}/diff?from=forkPoint&zone=code")
    between = review.ann.ask("GET", f"/v1/sessions/{review.other}/diff?from=session:{review.yaml}&to=head&zone=code")

    assert (found["from"], found["to"]) == (
        {"ref": "forkPoint", "contentHash": before},
        {"ref": "head", "contentHash": after},
    )
    [change] = found["changes"]
    assert (change["path"], change["change"], change["to"]) == (f"code:/{SEARCH}", "modified", files[SEARCH])
    others = review.ann.code(review.yaml)
    assert {each["path"] for each in between["changes"]} == {
        f"code:/{name}" for name in files.keys() | others.keys() if files.get(name) != others.get(name)
    }
    assert between["stats"]["code"] == {"added": 4, "modified": 2, "removed": 4}
