"""Schemas, resource types and provider configurations as the resources of a service."""

from __future__ import annotations

import itertools

import pytest

from shared.compiler.backends.resources.lower import outputs
from shared.compiler.model.authentication import Authentication
from shared.compiler.model.connector import BaseUrl
from shared.compiler.model.object_class import Choice
from shared.compiler.model.operation import Paging
from shared.compiler.pipeline import Digest
from shared.kernel.diagnostics import Location
from tests.compiler.documents import Value, endpoints, managed, the
from tests.compiler.scim.documents import (
    EVERYTHING,
    GROUPS,
    MESSAGES,
    PROVIDER,
    STAFF,
    STAFF_SCHEMA,
    TYPES,
    USER,
    USERS,
    a_resource_type,
    a_schema,
    an_attribute,
    digested,
    listed,
)


def found_in(found: Digest) -> list[str]:
    return [f"{each.at.document}: {each.code}" for each in found.diagnostics]


@pytest.mark.parametrize(
    "root",
    [
        [USERS, GROUPS],
        listed(USERS, GROUPS),
        [listed(USERS), listed(GROUPS)],
        listed(USERS, a_schema("urn:ietf:params:scim:schemas:core:2.0:Schema", "Schema", an_attribute("id")), GROUPS),
    ],
)
def test_schemas_alone_are_resources_in_the_usual_place(root: Value) -> None:
    found = digested({"s.json": root})

    assert managed(found.model) == ["User", "Group"]
    assert found.model.application.protocols == ("scim",)
    assert endpoints(the(found.model, "User")) == {
        "list": "GET /Users",
        "get": "GET /Users/{id}",
        "create": "POST /Users",
        "update": "PUT /Users/{id}",
        "delete": "DELETE /Users/{id}",
    }
    assert found_in(found) == ["s.json: SCIM003", "s.json: SCIM003"]


def test_a_resource_is_described_whole() -> None:
    model = digested(EVERYTHING).model
    user = the(model, "User")

    assert (user.protocol, user.schema_name, user.description) == ("scim", USER, "A person.")
    assert [each.name for each in user.attributes] == [
        "id", "externalId", "meta", "userName", "groups", f"{STAFF}:badge", f"{STAFF}:desk",
    ]  # fmt: skip
    assert [each.path for each in user.attributes[-2:]] == [(STAFF, "badge"), (STAFF, "desk")]
    assert user.identifier == Choice(
        attribute="id", reason="Every SCIM resource is identified by its id (RFC 7643, section 3.1)."
    )
    assert user.naming is not None
    assert user.naming.attribute == "userName"
    assert the(model, "UserDesk").embedded


def test_lists_page_as_the_protocol_says() -> None:
    listing = the(digested(EVERYTHING).model, "User").operation("list")

    assert listing is not None
    assert (listing.answer_path, listing.collection) == (("Resources",), "array")
    assert listing.response_content_type == "application/scim+json"
    assert listing.paging == Paging(
        style="scim", position="startIndex", size="count", first=1, cap=50,
        source=(Location("types.json", "/Resources/0"),),
    )  # fmt: skip


@pytest.mark.parametrize(("supported", "methods"), [(True, ["GET", "PATCH"]), (False, ["GET"])])
def test_patching_is_offered_where_it_is_supported(supported: bool, methods: list[str]) -> None:  # noqa: FBT001
    model = digested(EVERYTHING | {"provider.json": PROVIDER | {"patch": {"supported": supported}}}).model

    assert [each.method for each in the(model, "User").other_operations] == methods


def test_resource_types_name_and_place_the_resources() -> None:
    types = [a_resource_type("Person", USER, "/People", STAFF)]
    model = digested({"s.json": [USERS, STAFF_SCHEMA], "t.json": types}).model

    assert [each.name for each in model.object_classes if not each.embedded] == ["Person"]
    assert endpoints(the(model, "Person"))["get"] == "GET /People/{id}"


def test_a_schema_may_be_the_core_of_two_resource_types() -> None:
    types = [a_resource_type("User", USER, "/Users"), a_resource_type("Robot", USER, "https://acme.example/v2/Robots")]
    model = digested({"s.json": USERS, "t.json": types}).model

    assert {each.name: endpoints(each)["list"] for each in model.object_classes if not each.embedded} == {
        "User": "GET /Users",
        "Robot": "GET /Robots",
    }


@pytest.mark.parametrize(
    ("name", "expected"), [("User", "User"), ("User Account", "User"), ("", "User"), ("Person", "Person")]
)
def test_resources_are_called_by_name_and_not_by_phrase(name: str, expected: str) -> None:
    model = digested({"s.json": USERS | {"name": name}}).model

    assert [each.name for each in model.object_classes if not each.embedded] == [expected]
    assert endpoints(the(model, expected))["list"] == "GET /Users"


def test_schemas_of_the_first_version_place_themselves() -> None:
    old = "urn:scim:schemas:core:1.0"
    people = a_schema(
        f"{old}:Person", "Person", an_attribute("userName"), an_attribute("since", "dateTime", readOnly=True),
        schema=old, endpoint="/People",
    )  # fmt: skip
    person = the(digested({"s.json": [people]}).model, "Person")
    since = person.attribute("since")

    assert endpoints(person)["get"] == "GET /People/{id}"
    assert since is not None
    assert (since.creatable, since.updatable) == (False, False)


def test_an_extension_no_resource_type_speaks_of_is_known_by_its_urn() -> None:
    names = [each.name for each in the(digested({"s.json": [USERS, STAFF_SCHEMA]}).model, "User").attributes]

    assert names[-2:] == [f"{STAFF}:badge", f"{STAFF}:desk"]


def test_an_extension_of_nothing_costs_a_finding() -> None:
    found = digested({"s.json": [GROUPS, STAFF_SCHEMA]})

    assert managed(found.model) == ["Group"]
    assert found_in(found) == ["s.json: SCIM003", "s.json: SCIM004", "s.json: MOD008"]


def test_a_schema_that_no_document_holds_costs_a_finding() -> None:
    found = digested({"t.json": [a_resource_type("User", USER, "/Users", STAFF)]})

    assert [each.name for each in the(found.model, "User").attributes] == ["id", "externalId", "meta"]
    assert found_in(found) == ["t.json: SCIM005", "t.json: SCIM005"]


def test_members_and_groups_are_one_relation() -> None:
    [relation] = digested(EVERYTHING | {"provider.json": PROVIDER | {"patch": {"supported": True}}}).model.relations

    assert (relation.name, relation.kind) == ("user_to_group", "reference")
    assert (relation.subject, relation.subject_attribute) == ("User", "groups")
    assert (relation.object, relation.object_attribute) == ("Group", "members")
    assert [(each.kind, each.method, each.path) for each in relation.operations] == [
        ("add_member", "PATCH", "/Groups/{id}"),
        ("remove_member", "PATCH", "/Groups/{id}"),
    ]


def test_whoever_only_mentions_somebody_gets_no_access() -> None:
    manager = an_attribute(
        "manager", "complex", subAttributes=[an_attribute("$ref", "reference", referenceTypes=["User"])]
    )
    model = digested({"s.json": a_schema(USER, "User", an_attribute("userName"), manager)}).model

    assert model.relations == ()


def test_the_configuration_tells_how_to_authenticate() -> None:
    model = digested(EVERYTHING).model
    at = "/authenticationSchemes"

    assert model.authentications == (
        Authentication(
            kind="bearer", name="Tokens", placement="header", parameter="Authorization",
            source=(Location("provider.json", f"{at}/1"),),
        ),
        Authentication(
            kind="basic", name="Passwords", placement="header", parameter="Authorization",
            source=(Location("provider.json", f"{at}/0"),),
        ),
    )  # fmt: skip


def test_a_connection_is_tested_with_the_configuration() -> None:
    assert [each.path for each in digested(EVERYTHING).model.connectivity] == [
        "/ServiceProviderConfig",
        "/Users",
        "/Groups",
    ]


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("https://acme.example/scim/v2/Schemas/urn:x", ["https://acme.example/scim/v2"]),
        ("/v2/Schemas/urn:x", []),
        ("https://[bad/Schemas/urn:x", []),
        (7, []),
    ],
)
def test_the_base_url_is_where_the_definitions_are(location: Value, expected: list[str]) -> None:
    model = digested({"s.json": USERS | {"meta": {"location": location}}}).model

    assert model.application.base_urls == tuple(
        BaseUrl(uri=uri, dynamic=False, source=(Location("s.json", "/meta/location"),)) for uri in expected
    )


def test_resources_are_no_definitions() -> None:
    found = digested({"u.json": {"schemas": [USER], "id": "1", "userName": "ann"}})

    assert found.model.object_classes == ()
    assert found_in(found) == ["u.json: SCIM001"]


def test_messages_are_no_definitions() -> None:
    assert found_in(digested({"u.json": {"schemas": [f"{MESSAGES}:Error"], "detail": "No."}})) == ["u.json: SCIM001"]


def test_the_order_of_documents_says_nothing() -> None:
    names = list(EVERYTHING)
    found = [digested({name: EVERYTHING[name] for name in order}) for order in itertools.permutations(names)]

    assert all(each == found[0] for each in found)


def test_one_document_says_what_many_do() -> None:
    roots = [USERS, GROUPS, STAFF_SCHEMA, *TYPES["Resources"], PROVIDER]
    together, apart = digested({"a.json": roots}).model, digested(EVERYTHING).model

    assert [(each.name, [a.name for a in each.attributes], endpoints(each)) for each in together.object_classes] == [
        (each.name, [a.name for a in each.attributes], endpoints(each)) for each in apart.object_classes
    ]


def test_clients_learn_the_path_of_every_attribute() -> None:
    told = outputs(digested(EVERYTHING).model)

    assert _paths(told["userAttributesOutput"]) == {
        "id": "id", "externalId": "externalId", "meta": "meta", "userName": "userName", "groups": "groups",
        f"{STAFF}:badge": f"{STAFF}:badge", f"{STAFF}:desk": f"{STAFF}:desk",
    }  # fmt: skip
    assert _paths(told["userdeskAttributesOutput"]) == {"floor": f"{STAFF}:desk.floor"}
    assert _paths(told["groupmembersAttributesOutput"]) == {"value": "members.value", "$ref": "members.$ref"}


def _paths(output: Value) -> dict[str, str]:
    return {name: each["scimAttribute"] for name, each in output["attributes"].items()}


def test_clients_learn_six_requests_of_every_resource() -> None:
    model = digested(EVERYTHING | {"provider.json": PROVIDER | {"patch": {"supported": True}}}).model
    told: Value = outputs(model)["groupEndpointsOutput"]

    assert [(each["method"], each["path"], each["suggestedUse"]) for each in told["endpoints"]] == [
        ("GET", "/Groups", ["getAll", "list", "search"]),
        ("GET", "/Groups/{id}", ["getById"]),
        ("POST", "/Groups", ["create"]),
        ("PUT", "/Groups/{id}", ["update"]),
        ("DELETE", "/Groups/{id}", ["delete"]),
        ("PATCH", "/Groups/{id}", ["update"]),
    ]
