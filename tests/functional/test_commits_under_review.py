"""Commits that need an approval, over HTTP: each answer of the gate to each state that an approval can be in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from shared.bootstrap import services
from shared.domain.session import Change
from shared.domain.workspace import Status
from tests.functional.stack import Stack
from tests.functional.test_approval_routes import Court


@pytest.fixture(name="court")
def _court(keyed_stack: Stack) -> Court:
    return Court(keyed_stack, commit={"requireApproval": True, "requireSummary": False})


def commit(court: Court, who: str = "ann", **wish: Any) -> httpx.Response:  # noqa: ANN401 - any JSON
    headers = {"If-Match": f'"r{court.detail()["revision"]}"', "Idempotency-Key": f"k{court.detail()['revision']}"}
    return court.call("POST", "commit", who, json={"message": "a"} | wish, headers=headers)


def told(answer: httpx.Response) -> tuple[int, str, str | None]:
    return answer.status_code, answer.json()["code"], answer.json().get("state")


def test_a_commit_happens_once_with_the_approval_of_its_content(court: Court) -> None:
    assert told(commit(court)) == (409, "approval-required", None)
    pending = court.pending()
    assert told(commit(court)) == (409, "approval-required", "pending")
    court.call("POST", f"{pending}/deny", "bob", json={"comment": "No."})
    assert told(commit(court)) == (409, "approval-denied", "denied")
    first = court.pending()
    court.call("POST", f"{first}/grant", "bob")
    court.call("PUT", "data/a", json=2, headers={"If-Match": "*"})
    assert told(commit(court)) == (409, "approval-stale", "superseded")
    granted = court.pending()
    court.call("POST", f"{granted}/grant", "bob")
    assert told(commit(court, "wim")) == (409, "approval-required", None)
    approval_id = granted.removeprefix("approvals/")

    done = commit(court, approvalId=approval_id)

    assert (done.status_code, done.json()["approvalId"]) == (201, approval_id)
    assert court.call("GET", granted).json()["state"] == "consumed"
    assert told(commit(court, allowEmpty=True)) == (409, "approval-required", "consumed")
    assert court.call("GET", done.headers["location"], "bob").json() == done.json()
    assert court.call("GET", done.headers["location"], "max").status_code == 404
    assert court.call("POST", "commit", "bob", json={}).status_code == 403


@pytest.mark.parametrize(("status", "code"), [("conflict", "session-in-conflict"), ("archived", "session-archived")])
def test_a_closed_session_is_not_committed(court: Court, status: Status, code: str) -> None:
    records = services.sessions().records
    session = records.get("s1")
    change = Change(event_id="closed", kind="closed", author="test", at=datetime(2026, 6, 17, tzinfo=UTC))
    about = replace(session.about, status=status)
    records.change(session, change, amend=lambda after: (replace(after, about=about), ()))

    assert told(commit(court)) == (409, code, None)
    assert court.detail()["capabilities"]["commit"] is False
