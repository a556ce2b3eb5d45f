"""A whole pipeline on the embedded host, whose session begins to wait for an approval while it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest

from shared.cli import machines
from tests.architecture.artefacts import ROOT
from tests.functional.live import Live
from tests.functional.test_frozen_content import contents, pause

EXAMPLE: Final = (ROOT / "events" / "example" / "openapi.yaml").read_bytes()
SENTENCE: Final = "waits for an approval; its content cannot be changed until that is decided"


class Interruption:
    """Asks for an approval the moment before a task runs, the first time that it does."""

    def __init__(self, task: str) -> None:
        self.usual = machines.tasks()
        self.task = machines.substitution(f"functions.pipelines.{task}")
        self.approval = self.content = ""

    def tasks(self) -> dict[str, machines.Handler]:
        """Return every task's handler, that of the one replaced."""
        return self.usual | {self.task: self._interrupted}

    def _interrupted(self, event: dict[str, Any], context: object) -> dict[str, Any]:
        if not self.approval:
            self.content = contents(event["sessionId"])
            self.approval = pause(event["sessionId"])
        return self.usual[self.task](event, context)


@pytest.mark.parametrize(
    ("task", "ended", "decision"),
    [
        ("digester.read", {"digester": "failed"}, ("deny", "denied")),
        ("codegen.publish", {"digester": "finished", "codegen": "failed"}, ("grant", "superseded")),
    ],
)
def test_the_stage_fails_clearly_and_succeeds_after_the_decision(
    task: str, ended: dict[str, str], decision: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage, (verdict, state) = [*ended][-1], decision
    interruption = Interruption(task)
    monkeypatch.setattr(machines, "tasks", interruption.tasks)
    with Live(tmp_path) as live:
        policy = {"commit": {"allowSelfApproval": True}}
        session = live.call("POST", "/v1/sessions", json={"policy": policy}).json()["sessionId"]
        live.upload(session, "openapi.yaml", EXAMPLE)
        path = f"/api/v1/session/{session}/connector"

        failed = live.job(path)

        assert (failed["status"], failed["errors"]) == ("failed", [f"{stage}: Session {session} {SENTENCE}"])
        assert {each["stage"]: each["status"] for each in failed["stages"]} == {"codegen": "skipped"} | ended
        assert contents(session) == interruption.content
        refused = live.call("POST", path)
        assert (refused.status_code, refused.json()["detail"]) == (409, f"Session {session} {SENTENCE}")

        approval = f"/v1/sessions/{session}/approvals/{interruption.approval}"
        assert live.call("POST", f"{approval}/{verdict}").status_code == 200
        assert live.job(path)["status"] == "finished"
        assert live.call("GET", f"{path}/bundle").content[:2] == b"PK"
        assert live.call("GET", approval).json()["state"] == state
