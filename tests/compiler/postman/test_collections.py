"""Collections as a whole: what their requests and saved answers tell about classes, attributes and access."""

from __future__ import annotations

import json

import pytest

from shared.compiler.frontends.postman import read
from shared.compiler.reading import codes
from tests.compiler import mutants
from tests.compiler.documents import Json, Value, endpoints, managed, the
from tests.compiler.postman.collections import (
    ACME,
    BEARER,
    GETTING,
    LISTING,
    a_collection,
    a_request,
    digested,
    raw,
)
from tests.compiler.watchdog import within

MUTANTS = 300


@pytest.mark.parametrize("root", [ACME, {"collection": ACME}])
def test_requests_and_answers_make_a_class(root: Json) -> None:
    found = digested(root)
    user = the(found.model, "User")

    assert managed(found.model) == ["User"]
    assert endpoints(user) == {
        "list": "GET /users",
        "get": "GET /users/{id}",
        "create": "POST /users",
        "update": "PUT /users/{user}",
        "delete": "DELETE /users/{user_id}",
    }
    assert {a.name: (a.creatable, a.updatable, a.readable) for a in user.attributes} == {
        "id": (False, False, True),
        "name": (True, True, True),
        "email": (True, False, True),
        "createdAt": (False, False, True),
        "password": (True, False, False),
    }
    assert [finding.code for finding in found.diagnostics] == []


def test_the_application_and_its_address() -> None:
    application = digested(ACME).model.application

    assert (application.name, application.protocols) == ("Acme", ("rest",))
    assert [(base.uri, base.dynamic) for base in application.base_urls] == [("https://api.acme.example/v1", False)]


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("2.4", "2.4"),
        ({"major": 3, "minor": 1, "patch": 0}, "3.1.0"),
        ({"major": 3, "minor": 1, "patch": 0, "identifier": "beta"}, "3.1.0-beta"),
        ({"major": 3, "minor": None, "patch": []}, ""),
        (None, ""),
    ],
)
def test_the_version_may_be_spelled_out_in_parts(version: Value, expected: str) -> None:
    root = a_collection(LISTING, info={"name": "Acme", "version": version})

    assert read(root, "c")[0].application.api_version == expected


def test_collections_of_version_2_0_write_texts_where_2_1_has_lists() -> None:
    """https://schema.getpostman.com/collection/json/v2.0.0: settings of auth in an object, headers as one text."""
    key = {"type": "apikey", "apikey": {"key": "X-Key", "value": "{{key}}", "in": "header"}}
    listing: Json = {"name": "List users", "request": "{{baseUrl}}/users?offset=0&limit=10", "response": []}
    creating = a_request("post", "{{baseUrl}}/users", header="X-Tenant: main\nAccept: */*", body=raw('{"name": "x"}'))
    info = {"name": "Acme", "schema": "https://schema.getpostman.com/json/collection/v2.0.0/collection.json"}
    fragment, findings = read(a_collection(listing, creating, info=info, auth=key), "c")

    assert findings == ()
    assert [(way.kind, way.placement, way.parameter) for way in fragment.authentications] == [
        ("apiKey", "header", "X-Key")
    ]
    assert [(e.method, e.path, [(p.name, p.placement) for p in e.parameters]) for e in fragment.endpoints] == [
        ("GET", "/users", [("offset", "query"), ("limit", "query")]),
        ("POST", "/users", [("X-Tenant", "header")]),
    ]


def test_lists_keep_their_parameters_and_envelope() -> None:
    listing = the(digested(ACME).model, "User").operation("list")

    assert listing is not None
    assert (listing.answer_path, listing.collection, listing.paging.style) == (("data",), "array", "page")
    assert [(p.name, p.placement, p.description) for p in listing.parameters] == [
        ("page", "query", ""),
        ("limit", "query", "Size of a page."),
        ("X-Tenant", "header", ""),
    ]
    assert str(listing.source[0]) == "acme.json#/item/0/item/0/request"


def test_several_requests_to_one_address_are_examples_of_the_same() -> None:
    first = a_request("POST", "{{baseUrl}}/users", "Plain", body=raw('{"name": "x"}'), responses=[(200, '{"id": 1}')])
    second = a_request("POST", "{{baseUrl}}/users", "Full", body=raw('{"age": 7}'), responses=[(201, '{"id": null}')])
    [endpoint] = read(a_collection(first, second), "c")[0].endpoints

    assert endpoint.request is not None
    assert endpoint.request.schema is not None
    assert [member.name for member in endpoint.request.schema.members] == ["name", "age"]
    assert (endpoint.summary, endpoint.success) == ("Plain", (200, 201))


@pytest.mark.parametrize(
    ("auth", "expected"),
    [
        (BEARER, ("bearer", "", "")),
        ({"type": "basic", "basic": {"username": "x"}}, ("basic", "", "")),
        ({"type": "apikey", "apikey": [{"key": "key", "value": "X-Key"}]}, ("apiKey", "header", "X-Key")),
        (
            {"type": "apikey", "apikey": [{"key": "in", "value": "query"}, {"key": "key", "value": "k"}]},
            ("apiKey", "query", "k"),
        ),
        (
            {"type": "oauth2", "oauth2": [{"key": "grant_type", "value": "client_credentials"}]},
            ("oauth2ClientCredentials", "", ""),
        ),
        ({"type": "awsv4"}, ("awsSignature", "", "")),
        ({"type": "edgegrid"}, ("other", "", "")),
    ],
)
def test_ways_to_authenticate(auth: Json, expected: tuple[str, str, str]) -> None:
    [way] = read(a_collection(LISTING, auth=auth), "c")[0].authentications

    assert (way.kind, way.placement, way.parameter) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [("Bearer {{token}}", ("bearer", "")), ("Basic {{x}}", ("basic", "")), ("Token {{x}}", ("apiKey", "Token"))],
)
def test_ways_that_a_header_written_by_hand_shows(header: str, expected: tuple[str, str]) -> None:
    request = a_request("GET", "{{baseUrl}}/users", header=[{"key": "Authorization", "value": header}])
    [way] = read(a_collection(request), "c")[0].authentications

    assert (way.kind, way.prefix) == expected


def test_the_nearest_folder_decides_about_access() -> None:
    open_folder = {"name": "Open", "auth": {"type": "noauth"}, "item": [GETTING]}
    fragment, _ = read(a_collection(LISTING, open_folder, auth=BEARER), "c")

    assert [(endpoint.path, endpoint.public) for endpoint in fragment.endpoints] == [
        ("/users", False),
        ("/users/{id}", True),
    ]
    assert len(fragment.authentications) == 1


def test_a_specification_is_believed_before_a_collection() -> None:
    assert read(ACME, "c")[0].trust == "prose"


def test_what_is_no_request_costs_one_finding() -> None:
    query = a_request("POST", "{{baseUrl}}/graphql", body={"mode": "graphql", "graphql": {"query": "{ me }"}})
    head = a_request("HEAD", "{{baseUrl}}/users")
    fragment, findings = read(a_collection(7, {"name": "x"}, a_request("GET", ""), query, head, LISTING), "c")

    assert [endpoint.path for endpoint in fragment.endpoints] == ["/users"]
    assert [f"{each.at.pointer}: {each.code}" for each in findings] == [
        "/item/0: PMN002",
        "/item/1: PMN002",
        "/item/2: PMN002",
        "/item/3: GQL002",
    ]


def test_a_collection_without_requests_is_told() -> None:
    assert [finding.code for finding in digested(a_collection()).diagnostics][:1] == ["PMN001"]


def test_folders_are_followed_to_a_depth() -> None:
    item: Value = LISTING
    for _ in range(40):
        item = {"name": "f", "item": [item]}
    fragment, findings = read(a_collection(item), "c")

    assert fragment.endpoints == ()
    assert [each.code for each in findings] == ["PMN002", "PMN001"]


def test_broken_collections_never_raise() -> None:
    spoilt = (json.dumps(root) for root in mutants.of_value(ACME, MUTANTS))
    for root in spoilt:
        with within():
            found = digested(json.loads(root))

        assert all(each.code in codes.MEANINGS for each in found.diagnostics)


def test_examples_of_forms_and_plain_text() -> None:
    form = {"mode": "formdata", "formdata": [{"key": "photo", "type": "file"}, {"key": "size", "value": "7"}]}
    uploading = a_request("POST", "{{baseUrl}}/users", body=form, responses=[(200, "plain words")])
    [endpoint] = read(a_collection(uploading), "c")[0].endpoints

    assert endpoint.request is not None
    assert endpoint.request.schema is not None
    assert endpoint.request.content_type == "multipart/form-data"
    assert [(m.name, m.schema.json_type, m.schema.format) for m in endpoint.request.schema.members] == [
        ("photo", "string", "binary"),
        ("size", "integer", ""),
    ]
    assert endpoint.answer is None
