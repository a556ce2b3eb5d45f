"""Sessions that go: their owners are told for a month, and those that nobody changes go by themselves."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from functions.on_schedule.handler import handler
from shared.adapters.clock import SystemClock
from shared.bootstrap import housekeeping, services
from shared.cli.daily import Daily
from shared.cli.host import hosted
from shared.domain.job import JobKind
from shared.domain.principal import LOCAL
from shared.domain.session import Change
from shared.records.sessions import SessionRecords
from shared.services.housekeeping import Housekeeping
from tests.functional.stack import Stack

CONTEXT = SimpleNamespace(get_remaining_time_in_millis=lambda: 900_000)


class Later:
    """A clock that runs some days ahead."""

    def __init__(self) -> None:
        self.days = 0

    def now(self) -> datetime:
        return SystemClock().now() + timedelta(days=self.days)


@pytest.fixture(name="later")
def _later(monkeypatch: pytest.MonkeyPatch) -> Later:
    later = Later()

    def keeping() -> Housekeeping:
        usual = housekeeping.housekeeping()
        expiring = replace(usual.expiring, clock=later, sessions=replace(usual.expiring.sessions, clock=later))
        return replace(usual, collecting=replace(usual.collecting, clock=later), expiring=expiring)

    monkeypatch.setattr("functions.on_schedule.handler.housekeeping", keeping)
    told = "functions.workspaces.departures.departed"
    monkeypatch.setattr(told, lambda: replace(housekeeping.departed(), clock=later))
    return later


def test_an_owner_is_told_for_a_month_that_a_session_was_deleted(keyed_stack: Stack, later: Later) -> None:
    stack, keys = keyed_stack, {name: keyed_stack.new_key(name) for name in ("ann", "bob", "rita")}

    def answers(method: str = "GET", path: str = "") -> dict[str, tuple[int, str | None]]:
        found = {
            name: stack.call(method, f"/v1/sessions/s1{path}", key=key, json={} if method == "POST" else None)
            for name, key in keys.items()
        }
        return {name: (answer.status_code, answer.json().get("code")) for name, answer in found.items()}

    access = [{"principal": "user:bob", "role": "writer"}]
    stack.call("POST", "/v1/sessions", json={"sessionId": "s1", "access": access}, key=keys["ann"])
    stack.call("DELETE", "/v1/sessions/s1", headers={"If-Match": '"r1"'}, key=keys["ann"])
    gone, missing = (410, "session-deleted"), (404, "not-found")

    assert answers() == {"ann": gone, "bob": missing, "rita": missing}
    assert answers("GET", "/data/a") == answers("POST", "/checkpoints") == answers()
    assert stack.call("HEAD", "/v1/sessions/s1", key=keys["ann"]).status_code == 410
    assert stack.call("GET", "/api/v1/session/s1", key=keys["ann"]).status_code == 422
    later.days = 31
    assert answers() == {"ann": missing, "bob": missing, "rita": missing}
    later.days = 0
    stack.call("POST", "/v1/sessions", json={"sessionId": "s1"}, key=keys["bob"])
    assert answers()["ann"] == missing
    assert answers()["bob"][0] == 200
    later.days = 31
    handler({}, CONTEXT)
    assert [stack.engines.table.query(f"INDEX#DELETED#{digit}").items for digit in "0123456789abcdef"] == [()] * 16


def test_a_session_goes_when_nobody_has_changed_it_for_as_long_as_its_policy_says(stack: Stack, later: Later) -> None:
    purposes = {"brief": "disposable", "busy": "disposable", "noted": "disposable", "kept": "durable"}
    for name, purpose in purposes.items():
        stack.call("POST", "/v1/sessions", json={"sessionId": name, "purpose": purpose})
    once = {"Idempotency-Key": "k"}
    stack.call("POST", "/v1/sessions/brief/fork", json={"sessionId": "fork"}, headers=once)
    week = {"sessionId": "week", "policy": {"expiresAfterSeconds": 7 * 24 * 3600}}
    stack.call("POST", "/v1/sessions", json=week)

    def left() -> set[str]:
        return {row["sessionId"] for row in stack.call("GET", "/v1/sessions").json()["sessions"]}

    everybody = {"brief", "busy", "noted", "kept", "fork", "week"}
    later.days = 8
    assert (handler({"dryRun": True}, CONTEXT)["sessions"], left()) == (1, everybody)
    assert (handler({}, CONTEXT)["sessions"], left()) == (1, everybody - {"week"})
    assert stack.call("GET", "/v1/sessions/week").json()["code"] == "session-deleted"
    later.days = 31
    records = services.sessions().records
    services.jobs().start(records.get("busy"), JobKind.DIGESTER, {}, "user:local")
    note = Change(event_id="n", kind="annotation.added", author="user:local", at=later.now(), counts=False)
    records.change(records.get("noted"), note)
    assert (handler({}, CONTEXT)["sessions"], left()) == (2, {"busy", "noted", "kept"})
    later.days = 62
    assert (handler({}, CONTEXT)["sessions"], left()) == (1, {"busy", "kept"})


def test_whoever_changes_a_session_at_the_last_moment_keeps_it(stack: Stack, later: Later) -> None:
    stack.call("POST", "/v1/sessions", json={"sessionId": "brief", "purpose": "disposable"})
    later.days = 31
    keeping = housekeeping.housekeeping()
    expiring = replace(keeping.expiring, clock=later)
    records = services.sessions().records
    before = records.get("brief")
    stack.call("PATCH", "/v1/sessions/brief/tags", headers={"If-Match": "*"}, json={"a": "b"})

    class Outdated:
        """Records that read a header which has moved on."""

        def __getattr__(self, name: str) -> Any:  # noqa: ANN401
            return (lambda _ids: iter([before])) if name == "find_many" else getattr(records, name)

    outdated = replace(expiring, sessions=replace(expiring.sessions, records=cast("SessionRecords", Outdated())))
    assert list(outdated.expire(before.space)) == []
    assert stack.call("GET", "/v1/sessions/brief").status_code == 200


def test_a_host_tidies_up_by_itself_and_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tidied = threading.Event()

    class Watched(Daily):
        def _tidy(self, until: float) -> None:
            super()._tidy(until)
            tidied.set()

    monkeypatch.setattr("shared.cli.host.Daily", lambda: Watched(first=0.0))
    with hosted(tmp_path) as host:
        services.sessions().create(LOCAL)
        host.resume()
        host.resume()
        assert tidied.wait(20)
    assert "daily" not in {thread.name for thread in threading.enumerate()}
