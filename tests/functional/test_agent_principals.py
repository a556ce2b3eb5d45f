"""Whose agent sessions are whose."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shared.bootstrap import services
from shared.domain.principal import IMPERSONATE, Principal
from tests.functional.stack import APPLICATIONS, Stack

U = "/apps/{app_name}/users/{user_id}/sessions"
S = f"{U}/{{session_id}}"
F = f"{S}/artifacts"
N = f"{F}/{{name}}"
REQUESTS: list[tuple[str, str, dict[str, Any]]] = [
    ("GET", U, {}),
    ("POST", U, {"json": {}}),
    ("GET", S, {}),
    ("POST", S, {"json": {}}),
    ("PATCH", S, {"json": {"stateDelta": {"k": 1}}}),
    ("POST", f"{S}/events", {"json": {"author": "agent"}}),
    ("GET", F, {}),
    ("POST", F, {"json": {"filename": "f", "artifact": {"text": "t"}}}),
    ("GET", N, {}),
    ("DELETE", N, {}),
    ("GET", f"{N}/versions", {}),
    ("GET", f"{N}/versions/metadata", {}),
    ("GET", f"{N}/versions/{{version}}", {}),
    ("GET", f"{N}/versions/{{version}}/metadata", {}),
    ("DELETE", S, {}),
]
CASES = [(method, prefix + path, request) for prefix in ("", "/api") for method, path, request in REQUESTS]


class Town:
    """Ann has a session with a file; Bob has a key, and so has an operator who may act for both."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.ann, self.bob = stack.new_key("ann"), stack.new_key("bob")
        operator = Principal(tenant="acme", subject="operator", scopes=frozenset({"*", IMPERSONATE}))
        self.operator = services.access().create(operator, "operator")[1]
        stack.call("POST", filled(S), json={"state": {"secret": 1}}, key=self.ann)
        stack.call("POST", filled(F), json={"filename": "f", "artifact": {"text": "t"}}, key=self.ann)

    def anns_session(self) -> dict[str, Any]:
        found: dict[str, Any] = self.stack.call("GET", filled(S), key=self.ann).json()
        return found


def filled(path: str, **but: str) -> str:
    names = {"app_name": "chat", "user_id": "ann", "session_id": "s1", "name": "f", "version": "0"}
    return path.format(**names | but)


@pytest.fixture(name="town")
def _town(tmp_path: Path) -> Iterator[Town]:
    with Stack(tmp_path, authentication="keys") as stack:
        yield Town(stack)


def test_the_table_names_every_route() -> None:
    paths = APPLICATIONS["agent_sessions"].openapi()["paths"]
    routes = {(method.upper(), path) for path, operations in paths.items() for method in operations}

    assert routes == {("GET", "/list-apps"), ("GET", "/api/list-apps")} | {(method, path) for method, path, _ in CASES}


@pytest.mark.parametrize(("method", "path", "request_"), CASES)
def test_what_ann_made_is_not_there_for_bob(town: Town, method: str, path: str, request_: dict[str, Any]) -> None:
    before = town.anns_session()
    answer = town.stack.call(method, filled(path), key=town.bob, **request_)

    assert answer.status_code == 404
    assert "ann not found" in answer.text
    assert town.anns_session() == before


@pytest.mark.parametrize(("method", "path", "request_"), CASES)
def test_bob_has_a_place_of_his_own(town: Town, method: str, path: str, request_: dict[str, Any]) -> None:
    before = town.anns_session()
    town.stack.call(method, filled(path, user_id="bob"), key=town.bob, **request_)

    assert town.anns_session() == before


@pytest.mark.parametrize("key", ["ann", "operator"])
@pytest.mark.parametrize(("method", "path", "request_"), CASES)
def test_who_may_is_served(town: Town, key: str, method: str, path: str, request_: dict[str, Any]) -> None:
    path = filled(path, session_id="new") if (method, path[-12:]) == ("POST", "{session_id}") else filled(path)
    answer = town.stack.call(method, path, key=getattr(town, key), **request_)

    assert answer.status_code == 200


@pytest.mark.parametrize(("method", "path", "request_"), [*CASES, ("GET", "/list-apps", {})])
def test_a_stranger_is_told_to_say_who_it_is(town: Town, method: str, path: str, request_: dict[str, Any]) -> None:
    assert town.stack.call(method, filled(path), **request_).status_code == 401


@pytest.mark.parametrize(
    ("scope", "method", "path", "request_"),
    [
        ("session.write", "GET", U, {}),
        ("session.write", "GET", S, {}),
        ("session.write", "GET", N, {}),
        ("session.read", "POST", U, {"json": {}}),
        ("session.read", "PATCH", S, {"json": {"stateDelta": {"k": 1}}}),
        ("session.read", "POST", f"{S}/events", {"json": {"author": "agent"}}),
        ("session.read", "DELETE", N, {}),
        ("session.write", "DELETE", S, {}),
    ],
)
def test_a_key_may_do_what_its_scopes_say(
    town: Town, scope: str, method: str, path: str, request_: dict[str, Any]
) -> None:
    principal = Principal(tenant="acme", subject="ann", scopes=frozenset({scope}))
    key = services.access().create(principal, "narrow")[1]
    before = town.anns_session()

    assert town.stack.call(method, filled(path), key=key, **request_).status_code == 403
    assert town.anns_session() == before


@pytest.mark.parametrize(
    ("method", "path", "request_"),
    [("POST", U, {"json": {}}), ("PATCH", S, {"json": {"stateDelta": {"k": 1}}})],
)
def test_what_is_answered_with_the_state_needs_the_right_to_read_it(
    town: Town, method: str, path: str, request_: dict[str, Any]
) -> None:
    writer = Principal(tenant="acme", subject="ann", scopes=frozenset({"session.write"}))
    key = services.access().create(writer, "writer")[1]
    before = town.stack.call("GET", filled(U), key=town.ann).json()

    assert town.stack.call(method, filled(path), key=key, **request_).status_code == 403
    assert town.stack.call("GET", filled(U), key=town.ann).json() == before
    assert town.stack.call("POST", f"{filled(S)}/events", json={"author": "a"}, key=key).status_code == 200


def test_a_tenant_does_not_meet_another(town: Town) -> None:
    other = services.access().create(Principal(tenant="other", subject="ann"), "ann elsewhere")[1]

    assert town.stack.call("GET", filled(S), key=other).status_code == 404
    assert town.stack.call("GET", filled(U), key=other).json() == []
    assert town.stack.call("POST", filled(S), json={}, key=other).status_code == 200


def test_everybody_sees_their_own_apps(town: Town) -> None:
    apps = {key: town.stack.call("GET", "/list-apps", key=getattr(town, key)).json() for key in ("ann", "bob")}

    assert apps == {"ann": ["chat", "connectorsmith"], "bob": ["connectorsmith"]}
