"""Deletions, restores and merges of a session under review: each needs leave, for itself, by whatever door."""

from __future__ import annotations

import json
from typing import Any, Final

import httpx
import pytest

from functions.pipelines.jobs.fail import handler as fail
from shared.bootstrap import services
from shared.domain.job import JobKind
from tests.functional.stack import Stack
from tests.functional.test_approval_routes import Court, S, code

DOORS: Final = {
    "workspaces": f"{S}?discard=true",
    "generator": "/api/v1/session/s1",
    "agents": "/api/apps/connectorsmith/users/ann/sessions/s1",
    "agents in Python": "/apps/connectorsmith/users/ann/sessions/s1",
}


@pytest.fixture(name="court")
def _court(keyed_stack: Stack) -> Court:
    return Court(keyed_stack, commit={"requireApproval": True, "requireSummary": False})


def conditional(court: Court, session_id: str = "s1") -> dict[str, str]:
    revision = court.detail(session_id)["revision"]
    return {"If-Match": f'"r{revision}"', "Idempotency-Key": f"{session_id}-{revision}"}


def leave(court: Court, action: str, **wish: Any) -> str:  # noqa: ANN401 - any JSON
    """Ask for leave, and get it."""
    place = court.pending(action=action, **wish)
    assert court.call("POST", f"{place}/grant", "bob").status_code == 200
    return place


def delete(court: Court, door: str) -> httpx.Response:
    headers = conditional(court) if door == "workspaces" else {}
    return court.stack.call("DELETE", DOORS[door], key=court.keys["ann"], headers=headers)


@pytest.mark.parametrize("door", DOORS)
def test_no_door_removes_a_session_without_leave(court: Court, door: str) -> None:
    before, needed = court.detail(), "to delete needs an approval; request one"

    refused = delete(court, door)

    assert refused.status_code == 409
    told: dict[str, object] = {"agents": f"{needed}\n"}
    if door == "agents":
        assert refused.text == told[door]
    elif door == "agents in Python":
        assert refused.json() == {"detail": needed}
    elif door == "generator":
        assert refused.json() == {"error": {"code": "approval_required", "message": needed}, "detail": needed}
    else:
        assert (refused.json()["code"], refused.json()["detail"]) == ("approval-required", needed)
    assert court.detail() == before
    leave(court, "commit")
    assert delete(court, door).status_code == 409
    leave(court, "delete")
    assert delete(court, door).status_code in {200, 204}
    assert code(court.call("GET")) == (410, "session-deleted")


def test_what_a_deletion_is_refused_for_comes_in_order(court: Court) -> None:
    jobs = services.jobs()
    job = jobs.start(jobs.sessions.get("s1"), JobKind.DIGESTER, {}, "user:ann")
    stale = court.call("DELETE", headers={"If-Match": '"r9"'})
    busy = court.call("DELETE", headers=conditional(court))
    failure = {"Error": "Conflict", "Cause": json.dumps({"errorMessage": "told so"})}
    fail({"sessionId": "s1", "jobId": job.id, "stage": "digester", "error": failure}, None)
    uncommitted = court.call("DELETE", headers=conditional(court))
    leave(court, "delete")
    granted = court.call("DELETE", headers=conditional(court))
    pending = court.pending()

    assert (code(stale), code(busy), code(uncommitted), code(granted)) == (
        (412, "precondition-failed"),
        (409, "session-busy"),
        (409, "uncommitted-changes"),
        (409, "uncommitted-changes"),
    )
    assert court.call("DELETE", f"{S}?discard=true", headers=conditional(court)).status_code == 204
    assert code(court.call("GET", pending)) == (410, "session-deleted")


def test_a_restore_takes_leave_for_the_state_it_leads_to(court: Court) -> None:
    def put(value: int) -> None:
        court.call("PUT", "data/a", json=value, headers={"If-Match": "*"})

    def save() -> dict[str, str]:
        return {"checkpointId": court.call("POST", "checkpoints", json={}).json()["checkpointId"]}

    def restore(**wish: Any) -> httpx.Response:  # noqa: ANN401
        return court.call("POST", "restore", json={"to": first, **wish}, headers=conditional(court))

    first = save()
    put(2)
    second = save()
    put(3)

    assert code(restore()) == (409, "approval-required")
    assert (restore(dryRun=True).status_code, court.call("GET", "data").json()) == (200, {"a": 3})
    place = leave(court, "restore", to=first)
    assert code(restore(to=second)) == (409, "approval-stale")

    done = restore()

    assert (done.status_code, done.json()["changed"], court.call("GET", "data").json()) == (200, True, {"a": 1})
    assert court.call("GET", place).json()["state"] == "consumed"
    put(2)
    assert code(restore()) == (409, "approval-required")


def test_a_merge_takes_leave_for_what_it_takes(court: Court) -> None:
    once = {"Idempotency-Key": "k"}
    court.call("POST", "fork", json={"sessionId": "f1"}, headers=once)
    court.call("PUT", "/v1/sessions/f1/data/b", json=2, headers={"If-None-Match": "*"})

    def merge() -> httpx.Response:
        wish = {"source": {"sessionId": "f1"}}
        return court.call("POST", f"{S}:merge", json=wish, headers=conditional(court))

    def source() -> dict[str, str]:
        return {"sessionId": "f1", "contentHash": court.detail("f1")["contentHash"]}

    assert code(merge()) == (409, "approval-required")
    leave(court, "merge", source=source())
    court.call("PUT", "/v1/sessions/f1/data/b", json=3, headers={"If-Match": "*"})
    assert code(merge()) == (409, "approval-stale")
    place = leave(court, "merge", source=source())

    done = merge()

    assert (done.status_code, court.call("GET", "data").json()) == (200, {"a": 1, "b": 3})
    assert court.call("GET", place).json()["state"] == "consumed"
    log = [event["type"] for event in court.call("GET", "events").json()["events"]]
    assert log[-3:] == ["approval.requested", "approval.granted", "session.merged"]
    assert services.sessions().records.get("s1").about.status == "active"
