"""One address serves eight applications, and one description of all their routes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.functional.stack import APPLICATIONS, Stack


def test_a_server_describes_the_routes_of_every_group(stack: Stack) -> None:
    answer = stack.call("GET", "/openapi.json")

    own = {path: set(methods) for app in APPLICATIONS.values() for path, methods in app.openapi()["paths"].items()}
    paths = answer.json()["paths"]
    assert answer.status_code == 200
    assert {path: set(methods) for path, methods in paths.items()} == own
    assert {"/api/v1/session", "/v1/sessions/{session_id}/fork", "/list-apps"} <= paths.keys()


@pytest.mark.parametrize(("openapi", "key", "status"), [(True, False, 401), (False, True, 404), (True, True, 200)])
def test_the_description_is_for_those_who_may_come_in(tmp_path: Path, openapi: bool, key: bool, status: int) -> None:  # noqa: FBT001 - a row of the table
    with Stack(tmp_path, "keys") as stack:
        stack.engines.openapi = openapi

        assert stack.call("GET", "/openapi.json", key=stack.new_key("ann") if key else None).status_code == status
