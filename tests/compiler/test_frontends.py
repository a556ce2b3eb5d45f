"""OpenAPI and Swagger documents: what is said outside paths and schemas."""

from __future__ import annotations

import pytest

from tests.compiler.documents import (
    TEXT,
    Json,
    Value,
    accepts,
    an_openapi,
    answers,
    crud,
    digested,
    many,
    model_of,
    ref,
    the,
)

USER = {
    "type": "object",
    "required": ["name"],
    "properties": {"id": {"type": "integer", "readOnly": True}, "name": TEXT},
}


def ways(root: Value) -> list[tuple[str, str, str]]:
    return [(way.kind, way.placement, way.parameter) for way in model_of(root).authentications]


def test_security_schemes_of_openapi() -> None:
    schemes = {
        "basic": {"type": "http", "scheme": "Basic"},
        "token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
        "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
        "oidc": {"type": "openIdConnect", "openIdConnectUrl": "https://acme.example/.well-known"},
        "oauth": {
            "type": "oauth2",
            "flows": {
                "clientCredentials": {"tokenUrl": "https://acme.example/token", "scopes": {"users": "Users."}},
                "authorizationCode": {"tokenUrl": "https://acme.example/token", "scopes": {}},
            },
        },
        "tls": {"type": "mutualTLS"},
    }
    root = an_openapi({"/a": {"get": {}}}) | {"components": {"securitySchemes": schemes}}

    assert ways(root) == [
        ("bearer", "header", "Authorization"),
        ("oauth2ClientCredentials", "", ""),
        ("apiKey", "header", "X-Key"),
        ("basic", "header", "Authorization"),
        ("oauth2AuthorizationCode", "", ""),
        ("openidConnect", "", ""),
        ("mtls", "", ""),
    ]


def test_security_definitions_of_swagger() -> None:
    root = {
        "swagger": "2.0",
        "paths": {"/a": {"get": {}}},
        "securityDefinitions": {
            "key": {"type": "apiKey", "in": "query", "name": "access"},
            "basic": {"type": "basic"},
            "oauth": {"type": "oauth2", "flow": "application", "tokenUrl": "https://acme.example/token"},
            "odd": {"type": "oauth2", "flow": "unheard"},
        },
    }

    found = digested(root)
    assert [(way.kind, way.name) for way in found.model.authentications] == [
        ("oauth2ClientCredentials", "oauth"),
        ("apiKey", "key"),
        ("basic", "basic"),
        ("other", "odd"),
    ]
    assert "acme.json#/securityDefinitions/odd: warning OAS008" in "\n".join(map(str, found.diagnostics))


def test_credentials_that_only_parameters_tell_of() -> None:
    header = {"name": "X-Auth-Token", "in": "header", "schema": TEXT}
    root = an_openapi({"/a": {"get": {"parameters": [header]}}, "/b": {"get": {"parameters": [header]}}})

    assert ways(root) == [("apiKey", "header", "X-Auth-Token")]


def test_credentials_that_only_prose_tells_of() -> None:
    info = {"title": "Acme", "version": "1", "description": "Send `Authorization: Bearer TOKEN` with each request."}

    assert ways(an_openapi({"/a": {"get": {}}}, info=info)) == [("bearer", "", "")]


def test_silence_about_credentials_is_told() -> None:
    codes = [finding.code for finding in digested(an_openapi({"/a": {"get": {}}})).diagnostics]

    assert codes == ["MOD001", "MOD005"]


@pytest.mark.parametrize(
    ("root", "expected"),
    [
        ({"servers": [{"url": "/api/v1"}]}, [("/api/v1", True)]),
        ({"servers": [{"url": "https://acme.example"}]}, [("https://acme.example", False)]),
        (
            {"servers": [{"url": "https://{tenant}.acme.example", "variables": {"tenant": {"default": "demo"}}}]},
            [("https://{tenant}.acme.example", True)],
        ),
        (
            {"servers": [{"url": "{scheme}://acme.example", "variables": {"scheme": {"enum": ["https"]}}}]},
            [("https://acme.example", False)],
        ),
    ],
)
def test_servers_of_openapi(root: Value, expected: list[tuple[str, bool]]) -> None:
    bases = model_of(an_openapi({"/a": {"get": {}}}, **root)).application.base_urls

    assert [(base.uri, base.dynamic) for base in bases] == expected


def test_host_of_swagger() -> None:
    root = {"swagger": "2.0", "host": "acme.example", "basePath": "/v2", "schemes": ["http", "https"], "paths": {}}

    assert [base.uri for base in model_of(root).application.base_urls] == [
        "http://acme.example/v2",
        "https://acme.example/v2",
    ]


def test_swagger_bodies_forms_and_answers() -> None:
    item = {
        "parameters": [{"name": "id", "in": "path", "type": "integer", "required": True}],
        "get": {"responses": {"200": {"description": "", "schema": {"$ref": "#/definitions/User"}}}},
        "put": {
            "parameters": [{"name": "body", "in": "body", "schema": {"$ref": "#/definitions/User"}}],
            "responses": {},
        },
    }
    collection = {
        "get": {"responses": {"default": {"description": "", "schema": many({"$ref": "#/definitions/User"})}}},
        "post": {
            "consumes": ["application/x-www-form-urlencoded"],
            "parameters": [
                {"name": "name", "in": "formData", "type": "string", "required": True},
                {"name": "secret", "in": "formData", "type": "string"},
            ],
            "responses": {"201": {"description": ""}},
        },
    }
    root = {"swagger": "2.0", "paths": {"/users": collection, "/users/{id}": item}, "definitions": {"User": USER}}

    user = the(model_of(root), "User")
    created = user.operation("create")
    assert created is not None
    assert (created.request_content_type, created.success) == ("application/x-www-form-urlencoded", (201,))
    assert {a.name: (a.required, a.creatable, a.updatable, a.readable) for a in user.attributes} == {
        "id": (False, False, False, True),
        "name": (True, True, True, True),
        "secret": (False, True, False, False),
    }


def test_every_fact_keeps_its_place() -> None:
    user = the(model_of(an_openapi(crud("/users", ref("User")), {"User": USER})), "User")

    listing = user.operation("list")
    assert listing is not None
    assert [str(place) for place in (*listing.source, *user.attributes[1].source)] == [
        "acme.json#/paths/~1users/get",
        "acme.json#/components/schemas/User/properties/name",
    ]


def test_one_bad_reference_costs_one_finding_and_not_the_document() -> None:
    broken = {"type": "object", "properties": {"id": TEXT, "name": TEXT, "odd": ref("Nobody"), "odder": ref("Nobody")}}
    found = digested(an_openapi(crud("/users", ref("User")), {"User": broken}))

    assert [finding.code for finding in found.diagnostics] == ["OAS001", "MOD005"]
    assert [(a.name, a.type.kind) for a in the(found.model, "User").attributes] == [
        ("id", "scalar"), ("name", "scalar"), ("odd", "anything"), ("odder", "anything"),
    ]  # fmt: skip


def test_parameters_of_the_path_hold_for_its_operations() -> None:
    tenant = {"name": "tenant", "in": "header", "required": True, "schema": {"type": "string", "default": "main"}}
    paths: Value = crud("/users", ref("User"))
    paths["/users"]["parameters"] = [tenant]

    listing = the(model_of(an_openapi(paths, {"User": USER})), "User").operation("list")
    assert listing is not None
    assert [(p.name, p.placement, p.required, p.default) for p in listing.parameters] == [
        ("tenant", "header", True, "main")
    ]


def test_what_is_no_operation_is_told_and_left_out() -> None:
    paths: Value = crud("/users", ref("User")) | {"/broken": 7, "/users/{id}/odd": {"get": "x"}}
    paths["/users"]["get"]["parameters"] = [{"in": "query"}, 5]
    found = digested(an_openapi(paths, {"User": USER}))

    assert [str(finding).partition(": the")[0].partition(": a p")[0] for finding in found.diagnostics][:4] == [
        "acme.json#/paths/~1users/get/parameters/0: warning OAS009",
        "acme.json#/paths/~1users/get/parameters/1: warning OAS009",
        "acme.json#/paths/~1broken: warning OAS007: what stands here is no operation and was left out",
        "acme.json#/paths/~1users~1{id}~1odd/get: warning OAS007: what stands here is no operation and was left out",
    ]


def test_connections_are_tested_by_asking_who_one_is() -> None:
    paths = crud("/users", ref("User")) | {"/users/me": {"get": answers(ref("User"))}, "/version": {"get": answers()}}

    tests = model_of(an_openapi(paths, {"User": USER})).connectivity
    assert [f"{test.method} {test.path}" for test in tests] == ["GET /users/me", "GET /users", "GET /version"]


def test_the_preferred_media_type_is_json() -> None:
    content = {"application/xml": {"schema": TEXT}, "application/json": {"schema": ref("User")}}
    paths: Value = crud("/users", ref("User"))
    paths["/users"]["post"]["requestBody"] = {"content": content}

    created = the(model_of(an_openapi(paths, {"User": USER})), "User").operation("create")
    assert created is not None
    assert created.request_content_type == "application/json"


def test_accepting_is_not_answering() -> None:
    paths = {"/users": {"post": accepts(ref("User"))}, "/users/{id}": {"delete": {}}}

    user = the(model_of(an_openapi(paths, {"User": USER})), "User")
    assert [operation.kind for operation in user.operations] == ["create", "delete"]


@pytest.mark.parametrize(
    "body",
    [
        {"example": {"users": [{"id": 1, "name": "Ada", "active": True, "score": 1.5, "tags": []}]}},
        {
            "schema": {"type": "object"},
            "example": '{"users": [{"id": 1, "name": "x", "active": false, "score": 0.5, "tags": []}]}',
        },
        {"examples": {"one": {"value": {"users": [{"id": 1, "name": "x", "active": True, "score": 2.5, "tags": []}]}}}},
    ],
)
def test_an_example_describes_what_no_schema_does(body: Value) -> None:
    paths: Value = {
        "/users": {"get": {"responses": {"200": {"content": {"application/json": body}}}}},
        "/users/{id}": {"delete": {}},
    }

    user = the(model_of(an_openapi(paths)), "User")
    kinds = [(a.name, getattr(a.type, "json_type", a.type.kind), a.multivalued) for a in user.attributes]
    assert kinds == [
        ("id", "integer", False),
        ("name", "string", False),
        ("active", "boolean", False),
        ("score", "number", False),
        ("tags", "anything", True),
    ]


def test_examples_of_swagger() -> None:
    listing = {"responses": {"200": {"description": "", "examples": {"application/json": [{"id": 1, "name": "Ada"}]}}}}
    root = {"swagger": "2.0", "paths": {"/users": {"get": listing}, "/users/{id}": {"delete": {}}}}

    assert [a.name for a in the(model_of(root), "User").attributes] == ["id", "name"]


@pytest.mark.parametrize("version", [{"openapi": "3.1.0"}, {"swagger": "2.0"}])
def test_an_operation_id_that_is_taken_costs_one_finding_and_no_operation(version: Json) -> None:
    names = {"/users": "list", "/groups": "list", "/roles": "list", "/teams": "", "/orders": ""}
    paths = {path: {"get": {"operationId": name, "responses": {}}} for path, name in names.items()}
    found = digested(version | {"info": {"title": "Acme", "version": "1"}, "paths": paths})

    assert [str(each) for each in found.diagnostics if each.code == "OAS012"] == [
        f"acme.json#/paths/~1{name}/get: info OAS012: GET /users has the operationId 'list' too"
        for name in ("groups", "roles")
    ]
    assert {"User", "Group", "Role"} <= {each.name for each in found.model.object_classes}
