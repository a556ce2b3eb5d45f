"""Addresses in all spellings: variables, parameters, values that stand in the path."""

from __future__ import annotations

import pytest

from shared.compiler.frontends.postman.nodes import variables
from shared.compiler.frontends.postman.urls import address
from shared.compiler.model.types import Scalar
from shared.kernel.diagnostics import Location
from tests.compiler.documents import Value

KNOWN = variables(
    [
        {"key": "baseUrl", "value": "https://{{host}}/v1"},
        {"key": "host", "value": "api.acme.example"},
        {"key": "version", "value": "v2"},
        {"key": "loop", "value": "{{loop}}"},
    ]
)
BASE = "https://api.acme.example/v1"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("{{baseUrl}}/users", (BASE, "/users")),
        ("{{baseUrl}}/users/:id/groups/:groupId", (BASE, "/users/{id}/groups/{groupId}")),
        ("{{baseUrl}}/users/{{userId}}?x=1#top", (BASE, "/users/{userId}")),
        (f"{BASE}/users/17", (BASE, "/users/{user_id}")),
        (f"{BASE}/user-groups/7c9e6679-7425-40de-944b-e07fc1f90ae7", (BASE, "/user-groups/{user_group_id}")),
        ("https://{{host}}/{{version}}/users/{{host}}", ("https://api.acme.example", "/v2/users/{host}")),
        ("https://{{host}}/api-{{version}}/users", ("https://api.acme.example", "/api-v2/users")),
        ("{{server}}/users", ("{server}", "/users")),
        ("{{tenant}}.acme.example/users", ("{tenant}.acme.example", "/users")),
        ("https://{{tenant}}.acme.example/users", ("https://{tenant}.acme.example", "/users")),
        ("acme.example/users/", ("acme.example", "/users")),
        ("{{loop}}/users", ("{loop}", "/users")),
        ({"raw": "{{baseUrl}}/users"}, (BASE, "/users")),
        ({"host": ["api", "acme", "example"], "protocol": "https", "path": ["x", {"value": ":id"}]},
         ("https://api.acme.example", "/x/{id}")),
        ({"host": "acme.example", "port": "8080", "path": "/users"}, ("acme.example:8080", "/users")),
        ("", None),
        ({}, None),
        (7, ("7", "/")),
    ],
)  # fmt: skip
def test_bases_and_paths(url: Value, expected: tuple[str, str] | None) -> None:
    found = address(url, KNOWN, Location("c", ""))

    assert (found and (found.base, found.path)) == expected


def test_parameters_of_path_and_query() -> None:
    url = {
        "raw": "{{baseUrl}}/users/:id",
        "variable": [{"key": "id", "value": "7", "description": {"content": "The number."}}],
        "query": [{"key": "deep", "value": "true"}, {"key": None}],
    }
    found = address(url, KNOWN, Location("c", ""))

    assert found is not None
    assert [(p.name, p.placement, p.required, p.description) for p in found.parameters] == [
        ("id", "path", True, "The number."),
        ("deep", "query", False, ""),
    ]


def test_parameters_that_stand_only_in_the_text() -> None:
    found = address("{{baseUrl}}/users?page=2&all", KNOWN, Location("c", ""))

    assert found is not None
    assert [(p.name, p.placement) for p in found.parameters] == [("page", "query"), ("all", "query")]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("{{baseUrl}}/users/17", "integer"),
        ("{{baseUrl}}/users/{{number}}", "integer"),
        ("{{baseUrl}}/users/{{word}}", "string"),
        ("{{baseUrl}}/users/{{unknown}}", ""),
        ("{{baseUrl}}/users/:id", ""),
        ({"raw": "{{baseUrl}}/users/:id", "variable": [{"key": "id", "value": "ann"}]}, "string"),
        ({"raw": "{{baseUrl}}/users/:id", "variable": [{"key": "id", "value": "{{number}}"}]}, ""),
    ],
)
def test_types_of_parameters_come_from_values_alone(url: Value, expected: str) -> None:
    found = address(url, dict(KNOWN) | {"number": "7", "word": "ann"}, Location("c", ""))

    assert found is not None
    [parameter] = found.parameters
    assert (parameter.type.json_type if isinstance(parameter.type, Scalar) else "") == expected
