"""The embedded host serves the same paths by the same groups as the deployment."""

from __future__ import annotations

from functions.agent_sessions.app import app as agent_sessions
from functions.codegen.app import app as codegen
from functions.documentation.app import app as documentation
from functions.sessions.app import app as sessions
from functions.workspaces.app import app as workspaces
from shared.cli.applications import ROUTES, _pattern
from shared.cli.machines import definitions, substitution, task_modules

GROUPS = {
    "sessions": sessions,
    "documentation": documentation,
    "codegen": codegen,
    "workspaces": workspaces,
    "agent_sessions": agent_sessions,
}


def group_of(path: str) -> str:
    return next(group for pattern, group in ((_pattern(p), g) for p, g in ROUTES) if pattern.fullmatch(path))


def test_every_route_of_a_group_is_reached_by_its_path() -> None:
    for group, app in GROUPS.items():
        paths = [path for route in app.routes if (path := getattr(route, "path", "")) and path != "/openapi.json"]
        reached = {path: group_of(path.replace("{session_id}", "s").replace("{document_id}", "d")) for path in paths}

        assert reached == dict.fromkeys(paths, group)


def test_every_task_a_state_machine_names_is_a_module() -> None:
    known = {substitution(module) for module in task_modules()}

    named = {
        word
        for text in definitions().values()
        for word in text.replace("$", " ").replace("{", " ").replace("}", " ").split()
        if word.endswith("FunctionArn")
    }

    assert named == known
