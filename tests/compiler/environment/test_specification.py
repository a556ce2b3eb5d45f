"""The environment spec: what it says of each kind of connector, and that it never gives a secret away."""

from __future__ import annotations

from typing import Any

import pytest

from shared.compiler import pipeline
from shared.compiler.backends.environment.specification import Input
from shared.compiler.model.authentication import Authentication
from shared.compiler.model.connector import Application, BaseUrl, ConnectorModel
from shared.kernel.hashing import canonical
from shared.services.plain_secrets import check_no_secret
from tests.compiler.groovy.case_models import CASES
from tests.compiler.groovy.models import crud, model, object_class

ORIGIN = "0123456789abcdef"
USERS = object_class("User", operations=crud("/users", "id", "list", "get"))
API = Input(path="docs:/@1", hash="ab", place="api.yaml", media_type="application/yaml")
PAGE = Input(path="docs:/@0", hash="cd", place="-page.md", media_type="text/markdown")


def spec(of: ConnectorModel, *inputs: Input) -> dict[str, Any]:
    return pipeline.environment(of, "Acme HR", inputs, ORIGIN)


def requests_of(**but: Any) -> Any:  # noqa: ANN401 - fields of the way to authenticate
    return spec(model(USERS, authentications=(Authentication(**{"name": "it", **but}),)))["commands"]["test"]


def test_of_an_interface_it_says_everything_that_is_needed() -> None:
    found = spec(model(USERS), API, PAGE)

    assert {name: value for name, value in found.items() if name not in {"variables", "packages", "commands"}} == {
        "schemaVersion": 1,
        "application": {"name": "Acme HR", "version": None},
        "runtime": {"name": "scimrest", "version": "0.2-SNAPSHOT", "java": "17"},
        "connector": {
            "groupId": "connectorsmith",
            "artifactId": "acme-hr-connector",
            "version": "1.0.0-0123456789ab",
            "role": "connector",
        },
        "baseAddress": {"url": "https://acme.example/api", "dynamic": False},
        "testEndpoint": "users",
        "authentication": "bearer",
        "inputs": [
            {"path": "docs:/@0", "hash": "sha256:cd", "from": "-page.md", "mediaType": "text/markdown"},
            {"path": "docs:/@1", "hash": "sha256:ab", "from": "api.yaml", "mediaType": "application/yaml"},
        ],
    }
    columns = ("name", "type", "required", "default", "secretRef")
    assert [tuple(each[column] for column in columns) for each in found["variables"]] == [
        ("baseAddress", "string", True, "https://acme.example/api", None),
        ("restTestEndpoint", "string", False, "users", None),
        ("restTokenValue", "guardedString", True, None, "secret:acme-hr-connector/restTokenValue"),
        ("trustAllCertificates", "boolean", False, True, None),
        ("timeoutSeconds", "integer", False, 30, None),
    ]
    [build] = found["commands"]["build"]
    assert build[:6] == ["connectorsmith", "generate", "./-page.md", "api.yaml", "--app", "Acme HR"]


def test_a_database_has_another_generic_connector() -> None:
    found = spec(CASES["tables"]())

    assert found["packages"][0] == {
        "groupId": "com.evolveum.polygon.sql",
        "artifactId": "connector-sql-generic",
        "version": "0.1-SNAPSHOT",
        "role": "template",
    }
    assert [each["name"] for each in found["variables"]] == ["jdbcUrl", "username", "password", "testConnectionQuery"]
    assert (found["testEndpoint"], found["commands"]["test"]) == (None, [])


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ({"kind": "basic"}, ["--user", "${REST_USERNAME}:${REST_PASSWORD}"]),
        ({"kind": "bearer"}, ["--header", "Authorization: Bearer ${REST_TOKEN_VALUE}"]),
        ({"kind": "bearer", "prefix": "token"}, ["--header", "Authorization: token ${REST_TOKEN_VALUE}"]),
        ({"kind": "bearer", "parameter": "X-Token"}, ["--header", "X-Token: ${REST_TOKEN_VALUE}"]),
        (
            {"kind": "apiKey", "parameter": "key", "placement": "query"},
            ["--get", "--data-urlencode", "key=${REST_API_KEY}"],
        ),
        ({"kind": "apiKey", "parameter": "sid", "placement": "cookie"}, ["--cookie", "sid=${REST_API_KEY}"]),
        ({"kind": "apiKey", "parameter": "X-Key", "placement": "header"}, ["--header", "X-Key: ${REST_API_KEY}"]),
    ],
)
def test_a_connection_is_tested_as_the_framework_does_it(kind: dict[str, str], arguments: list[str]) -> None:
    assert requests_of(**kind) == [["curl", "--fail", "--silent", "--show-error", *arguments, "${BASE_ADDRESS}/users"]]


def test_a_token_that_has_to_be_asked_for_first_is_no_one_line_test() -> None:
    assert requests_of(kind="oauth2ClientCredentials", token_url="https://acme.example/token") == []  # noqa: S106 - no password


def test_an_account_in_an_address_is_left_out() -> None:
    address = BaseUrl(uri="https://ann:hunter2@acme.example/api", dynamic=False)

    assert b"hunter2" not in canonical(spec(model(USERS, application=Application(name="Acme", base_urls=(address,)))))


@pytest.mark.parametrize("name", sorted(CASES))
def test_every_connector_has_a_spec_without_secrets_and_always_the_same(name: str) -> None:
    found = spec(CASES[name](), API)

    check_no_secret(found)
    assert found == spec(CASES[name](), API)
    assert all(each["default"] is None for each in found["variables"] if each["secretRef"])
    assert len({each["name"] for each in found["variables"]}) == len(found["variables"])
