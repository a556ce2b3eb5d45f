"""Environment specs over HTTP: generated from the model, or written, and never with a secret in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.functional.builders import SPECIFIED, store_document, store_specified
from tests.functional.stack import Stack

S = f"/v1/sessions/{SPECIFIED}"

Ask = Callable[..., httpx.Response]


@pytest.fixture(name="ask")
def _ask(stack: Stack) -> Ask:
    """Send a request about a session with a model and a written spec, at revision 3."""
    store_specified()

    def ask(method: str, path: str, *, at: str | None = None, **parts: Any) -> httpx.Response:  # noqa: ANN401
        headers = dict(parts.pop("headers", {})) | ({"If-Match": at} if at else {})
        return stack.call(method, path if path.startswith("/v1") else f"{S}/{path}", headers=headers, **parts)

    return ask


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_spec_is_generated_from_the_model_and_changes_nothing(ask: Ask) -> None:
    before = ask("GET", "/v1/sessions/conn-hr-43").json()

    generated = ask("POST", "generateEnvironmentSpec")
    again = ask("POST", "generateEnvironmentSpec", json={"format": "json"}, headers={"Idempotency-Key": "k"})

    spec = generated.json()["spec"]
    assert (generated.text, generated.headers["etag"]) == (again.text, '"r3"')
    assert {name: spec[name] for name in ("schemaVersion", "baseAddress", "runtime")} == {
        "schemaVersion": 1,
        "baseAddress": spec["baseAddress"],
        "runtime": {"name": "scimrest", "version": "0.2-SNAPSHOT", "java": "17"},
    }
    assert all(each["secretRef"] for each in spec["variables"] if each["type"] == "guardedString")
    assert ask("GET", "/v1/sessions/conn-hr-43").json() == before


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ({"discoveryInput": "Found", "connectorInput": "Wanted"}, "Wanted"),
        ({"connectorInput": "Wanted", "codegenInput": "Generated", "discoveryInput": "Found"}, "Generated"),
        ({"connectorInput": 7, "discoveryInput": "Found"}, "Found"),
    ],
)
def test_a_spec_calls_the_application_what_its_scripts_were_made_for(ask: Ask, told: dict[str, Any], name: str) -> None:
    ask("PATCH", "data", at='"r3"', json={key: {"applicationName": value} for key, value in told.items()})

    spec = ask("POST", "generateEnvironmentSpec").json()["spec"]

    assert spec["application"]["name"] == name
    assert spec["connector"]["artifactId"] == f"{name.lower()}-connector"


def test_a_stored_spec_is_content(ask: Ask) -> None:
    saved = ask("POST", "checkpoints", json={}).json()
    before = ask("GET", S).json()
    wanted = {"json": {"store": True}}

    assert code(ask("POST", "generateEnvironmentSpec", **wanted)) == (428, "precondition-required")
    assert code(ask("POST", "generateEnvironmentSpec", at='"r2"', **wanted)) == (412, "precondition-failed")
    stored = ask("POST", "generateEnvironmentSpec", at='"r3"', **wanted)
    read = ask("GET", "environmentSpec")
    same = ask("POST", "generateEnvironmentSpec", at='"r4"', **wanted)

    assert stored.json() == read.json() | {"stored": True}
    assert (read.headers["etag"], same.headers["etag"]) == ('"r4"', '"r4"')
    assert (read.json()["origin"], read.json()["stale"]) == ("generated", False)
    after = ask("GET", S).json()
    assert (before["contentHash"] != after["contentHash"], before["zones"]["docs"] == after["zones"]["docs"]) == (
        True,
        True,
    )
    changes = ask("GET", f"diff?from={saved['checkpointId']}&zone=env").json()["changes"]
    assert {(each["path"], each["change"]) for each in changes} >= {
        ("env:/runtime", "modified"),
        ("env:/commands", "added"),
    }


def test_a_generated_spec_is_stale_once_its_inputs_are_others(ask: Ask, stack: Stack) -> None:
    ask("POST", "generateEnvironmentSpec", at='"r3"', json={"store": True})
    fork = stack.call("POST", f"{S}/fork", json={}, headers={"Idempotency-Key": "k"}).json()["sessions"][0]
    twin = f"/v1/sessions/{fork['sessionId']}"

    assert ask("GET", f"{twin}/environmentSpec").json() == ask("GET", "environmentSpec").json()
    store_document(SPECIFIED)
    assert ask("GET", "environmentSpec").json()["stale"] is True
    assert ask("GET", f"{twin}/environmentSpec").json()["stale"] is False
    newer = ask("POST", "generateEnvironmentSpec").json()
    assert (newer["generatedFrom"] != ask("GET", "environmentSpec").json()["generatedFrom"], newer["stale"]) == (
        True,
        False,
    )
    assert [each["from"] for each in newer["spec"]["inputs"]] == ["api.yaml"]


def test_a_written_spec_replaces_the_whole(ask: Ask) -> None:
    spec = {"runtime": {"name": "own"}, "variables": [{"name": "password", "secretRef": "secret:acme/password"}]}

    written = ask("PUT", "environmentSpec", at='"r3"', json={"spec": spec})

    assert (written.status_code, written.headers["etag"], written.json()) == (
        200,
        '"r4"',
        {"spec": spec, "origin": "manual", "generatedFrom": None, "stale": False},
    )
    assert ask("GET", "environmentSpec").json() == written.json()
    entries = ask("GET", "manifest?zone=env").json()["entries"]
    assert [each["path"] for each in entries] == ["env:/runtime", "env:/variables"]
    assert code(ask("PUT", "environmentSpec", json={"spec": spec})) == (428, "precondition-required")
    assert code(ask("PUT", "environmentSpec", at='"r3"', json={"spec": spec})) == (412, "precondition-failed")
    assert code(ask("PUT", "environmentSpec", at='"r4"', json=spec)) == (400, "unknown-field")
    assert code(ask("PUT", "environmentSpec", at='"r4"', json={"spec": {"a": "x" * 300_000}})) == (
        413,
        "payload-too-large",
    )
    assert code(ask("PUT", "environmentSpec", at='"r4"', json={"spec": {str(n): n for n in range(101)}})) == (
        422,
        "validation-failed",
    )


@pytest.mark.parametrize(
    ("spec", "pointer"),
    [
        ({"variables": [{"name": "x", "secret": True, "value": "hunter2"}]}, "/variables/0/value"),
        ({"variables": [{"name": "restPassword", "default": "hunter2"}]}, "/variables/0/default"),
        ({"runtime": {"apiKey": "abc"}}, "/runtime/apiKey"),
        ({"a/b": {"note": "ghp_" + "a" * 36}}, "/a~1b/note"),
        ({"address": "https://ann:hunter2@acme.example/"}, "/address"),
        ({"commands": {"test": ["curl", "Authorization: Bearer abcdefghijklmnop"]}}, "/commands/test/1"),
        ({"key": "-----BEGIN RSA PRIVATE KEY-----"}, "/key"),
    ],
)
def test_a_secret_is_refused_and_not_repeated(ask: Ask, spec: dict[str, Any], pointer: str) -> None:
    refused = ask("PUT", "environmentSpec", at='"r3"', json={"spec": spec})

    assert (code(refused), [each["pointer"] for each in refused.json()["errors"]]) == (
        (422, "secret-in-spec"),
        [pointer],
    )
    assert "hunter2" not in refused.text


def test_references_to_secrets_are_none(ask: Ask) -> None:
    spec = {
        "variables": [{"name": "restPassword", "secret": True, "value": "${REST_PASSWORD}"}],
        "runtime": {"token": "secret:acme/token", "tokenUrl": "https://acme.example/token"},
        "commands": {"test": [["curl", "--header", "Authorization: Bearer ${REST_TOKEN_VALUE}"]]},
    }

    assert ask("PUT", "environmentSpec", at='"r3"', json={"spec": spec}).status_code == 200


def test_without_a_model_or_a_spec_there_is_none(ask: Ask, stack: Stack) -> None:
    empty = stack.call("POST", "/v1/sessions", json={}).json()["sessionId"]

    for method, path in (("GET", "environmentSpec"), ("POST", "generateEnvironmentSpec")):
        assert code(ask(method, f"/v1/sessions/{empty}/{path}")) == (404, "environment-spec-absent")
