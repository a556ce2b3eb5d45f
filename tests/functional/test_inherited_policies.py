"""What begins from a session under review, or from its commit, stays under review, through whatever door."""

from __future__ import annotations

from typing import Any, Final

import pytest

from shared.kernel.hashing import canonical, digest
from tests.functional.stack import Stack
from tests.functional.test_approval_routes import Court, code

ONCE: Final = {"Idempotency-Key": "k"}
POLICY: Final = {
    "commit": {"requireSummary": False, "requireApproval": True, "allowSelfApproval": True},
    "expiresAfterSeconds": 1000,
}


@pytest.fixture(name="court")
def _court(keyed_stack: Stack) -> Court:
    """Make a session under review that was committed."""
    court = Court(keyed_stack)
    court.create("r1", purpose="review", policy=POLICY)
    asked = court.call(
        "POST",
        "/v1/sessions/r1/request-approval",
        json={"action": "commit", "contentHash": court.detail("r1")["contentHash"]},
    ).json()
    court.call("POST", f"/v1/sessions/r1/approvals/{asked['approvalId']}/grant")
    headers = {"If-Match": f'"r{court.detail("r1")["revision"]}"', **ONCE}
    assert court.call("POST", "/v1/sessions/r1/commit", json={"message": "a"}, headers=headers).status_code == 201
    return court


def doors(court: Court) -> list[dict[str, Any]]:
    """Return how requests name what they begin from: the session, its commit, and, to `fork`, nothing."""
    return [
        {"source": {"fromSession": {"sessionId": "r1"}}},
        {"source": {"fromCommit": {"commitId": court.detail("r1")["headCommitId"]}}},
        {},
    ]


def begun(court: Court, door: dict[str, Any], **wish: Any) -> Any:  # noqa: ANN401 - any JSON
    path = "/v1/sessions" if door else "/v1/sessions/r1/fork"
    return court.call("POST", path, json=door | wish, headers={"Idempotency-Key": digest(canonical([door, wish]))})


def rules(court: Court, answer: Any) -> tuple[str, dict[str, Any]]:  # noqa: ANN401
    assert answer.status_code == 201, answer.text
    made = answer.json()
    detail = court.detail(made["sessions"][0]["sessionId"] if "sessions" in made else made["sessionId"])
    return detail["purpose"], detail["policy"]


def test_rules_are_inherited_and_may_be_tightened(court: Court) -> None:
    tighter: dict[str, Any] = {
        "commit": {"requireSummary": True, "allowSelfApproval": False},
        "expiresAfterSeconds": 900,
    }
    for door in doors(court):
        assert rules(court, begun(court, door)) == ("review", POLICY)
        named = begun(court, door, purpose="review", policy=tighter)
        assert rules(court, named) == (
            "review",
            {"commit": {"requireSummary": True, "requireApproval": True}, "expiresAfterSeconds": 900},
        )


def test_rules_are_not_loosened(court: Court) -> None:
    looser = {"commit": {"requireSummary": False, "requireApproval": False}, "expiresAfterSeconds": 1001}
    for door in doors(court):
        for purpose in ("durable", "disposable"):
            refused = begun(court, door, purpose=purpose, policy=looser)
            assert code(refused) == (422, "validation-failed")
            assert [each["pointer"] for each in refused.json()["errors"]] == [
                "/purpose",
                "/policy/commit/requireApproval",
                "/policy/expiresAfterSeconds",
            ]
            missing = begun(court, {"source": {"fromSession": {"sessionId": "nobody"}}}, purpose=purpose)
            assert code(missing) == (404, "start-point-not-found")


def test_a_commit_hands_its_rules_on_when_its_session_is_gone(court: Court) -> None:
    [_, door, _] = doors(court)
    wish = {"action": "delete", "contentHash": court.detail("r1")["contentHash"]}
    asked = court.call("POST", "/v1/sessions/r1/request-approval", json=wish).json()
    court.call("POST", f"/v1/sessions/r1/approvals/{asked['approvalId']}/grant")
    headers = {"If-Match": f'"r{court.detail("r1")["revision"]}"'}
    assert court.call("DELETE", "/v1/sessions/r1", headers=headers).status_code == 204

    assert code(begun(court, door, purpose="durable")) == (422, "validation-failed")
    assert rules(court, begun(court, door)) == ("review", POLICY)


def test_whoever_begins_a_session_owns_it_whoever_else_has_a_role(court: Court) -> None:
    for door in doors(court)[:2]:
        made = begun(court, door, access=[{"principal": "user:bob", "role": "reviewer"}])

        assert made.json()["access"] == [
            {"principal": "user:ann", "role": "owner"},
            {"principal": "user:bob", "role": "reviewer"},
        ]
        assert court.call("GET", made.headers["location"]).status_code == 200
