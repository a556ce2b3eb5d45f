"""`connectorsmith sessions` against a server that asks for a key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from shared.cli.main import main
from tests.e2e.server import serving


def test_sessions_of_a_service_need_its_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["keys", "create", "--subject", "ann", "--data", str(tmp_path)])
    key = capsys.readouterr().out.strip()

    def run(*arguments: str) -> tuple[int, Any]:
        code = main(["sessions", *arguments, "--json", "--url", server.base_url])
        return code, json.loads(capsys.readouterr().out)

    with serving(tmp_path, "--authentication", "keys") as server:
        refused = run("list")
        monkeypatch.setenv("CONNECTORSMITH_API_KEY", key)
        made = server.client.post("/v1/sessions", json={"sessionId": "s1"}, headers={"X-API-Key": key})
        forked = run("fork", "s1", "--name", "try")
        listed = run("list")

    assert (refused[0], refused[1]["code"], made.status_code, forked[0]) == (1, "unauthenticated", 201, 0)
    assert (listed[0], {each["sessionId"] for each in listed[1]["sessions"]}) == (
        0,
        {"s1", forked[1]["sessions"][0]["sessionId"]},
    )
