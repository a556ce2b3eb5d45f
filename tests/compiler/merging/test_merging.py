"""Several documents about one application: one model, whatever their order, and a finding for who loses."""

from __future__ import annotations

import itertools
import json

import pytest

from shared.compiler.model.fragment import Endpoint, Fragment
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.operation import Parameter
from shared.compiler.model.types import Attribute, AttributeType, Complex, Scalar
from shared.compiler.passes.joining import joined, joined_attributes
from shared.compiler.passes.merge import disagreements, merge
from shared.kernel.diagnostics import Diagnostic, Location
from tests.compiler.conndev.documents import a_class, an_attribute
from tests.compiler.documents import (
    NUMBER,
    TEXT,
    Json,
    Value,
    accepts,
    an_object,
    an_openapi,
    answers,
    crud,
    endpoints,
    managed,
    many,
    model_of,
    ref,
    the,
)
from tests.compiler.scim.documents import GROUPS, USERS, digested

USER = an_object("login", id=NUMBER, login=TEXT, active=TEXT)
NATIVE = an_openapi(crud("/users", ref("User")), {"User": USER}, servers=[{"url": "https://acme.example/api/v1"}])
SCIM_JSON = "application/scim+json"
PROVIDER = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"


def contradictions(documents: dict[str, Value]) -> list[str]:
    return [str(each) for each in digested(documents).diagnostics if each.code == "MOD007"]


def test_an_export_corrects_what_was_concluded() -> None:
    export = a_class("User", an_attribute("active", "boolean", updateable=False), an_attribute("badge"))
    documents = {"api.json": NATIVE, "conndev_ObjectClass_User.json": export}
    user = the(digested(documents).model, "User")

    assert [(a.name, a.updatable) for a in user.attributes] == [
        ("active", False),
        ("badge", True),
        ("id", False),
        ("login", True),
    ]
    assert endpoints(user)["list"] == "GET /users"
    assert user.naming is not None
    [found] = contradictions(documents)
    assert found == (
        "api.json#/components/schemas/User/properties/active: info MOD007: User.active is described differently "
        "(type, updatable); what conndev_ObjectClass_User.json says counts"
    )


def test_scim_beside_a_native_interface_is_kept() -> None:
    model = digested({"api.json": NATIVE, "scim.json": [USERS, GROUPS]}).model

    assert model.application.protocols == ("rest", "scim")
    assert [(each.name, each.protocol) for each in model.object_classes if each.confidence == "high"] == [
        ("ScimUser", "scim"),
        ("User", "rest"),
        ("Group", "scim"),
    ]
    assert [(each.name, each.subject) for each in model.relations] == [("scim_user_to_group", "ScimUser")]
    assert [each.path for each in model.connectivity] == ["/users", "/ServiceProviderConfig", "/Users", "/Groups"]


def test_what_one_document_lacks_another_has() -> None:
    found = digested({"api.json": an_openapi(crud("/invoices", USER)), "scim.json": [USERS, GROUPS]})

    assert managed(found.model) == ["User", "Group"]
    assert "MOD001" not in [each.code for each in found.diagnostics]


def a_scim_collection(path: str, schema: Json) -> dict[str, Json]:
    page = an_object(totalResults=NUMBER, startIndex=NUMBER, itemsPerPage=NUMBER, Resources=many(schema))
    query = [{"name": name, "in": "query", "schema": NUMBER} for name in ("startIndex", "count")]

    def told(shape: Json) -> Json:
        return {"responses": {"200": {"description": "Fine.", "content": {SCIM_JSON: {"schema": shape}}}}}

    return {
        path: {"get": {"parameters": query, **told(page)}, "post": {**accepts(schema, SCIM_JSON), **told(schema)}},
        f"{path}/{{id}}": {
            "get": told(schema),
            "put": {**accepts(schema, SCIM_JSON), **told(schema)},
            "delete": answers(status="204"),
        },
    }


def test_scim_may_be_described_as_an_ordinary_interface() -> None:
    resource = an_object("userName", id=TEXT, userName=TEXT)
    model = model_of(an_openapi(a_scim_collection("/Users", ref("User")), {"User": resource}))
    listing = the(model, "User").operation("list")

    assert model.application.protocols == ("scim",)
    assert the(model, "User").protocol == "scim"
    assert listing is not None
    assert (listing.paging.style, listing.paging.position, listing.answer_path) == (
        "scim",
        "startIndex",
        ("Resources",),
    )


@pytest.mark.parametrize("native", ["User", "UserDto"])
def test_one_description_of_both_interfaces_makes_two_classes(native: str) -> None:
    schemas = {native: USER, "ScimUser": an_object("userName", id=TEXT, userName=TEXT)}
    paths = crud("/users", ref(native)) | a_scim_collection("/scim/v2/Users", ref("ScimUser"))
    model = model_of(an_openapi(paths, schemas))

    assert model.application.protocols == ("rest", "scim")
    assert {each.name: endpoints(each)["get"] for each in model.object_classes} == {
        "User": "GET /users/{id}",
        "ScimUser": "GET /scim/v2/Users/{id}",
    }


def test_both_interfaces_may_call_their_schema_the_same() -> None:
    schema = an_object("userName", id=TEXT, userName=TEXT)
    paths = crud("/users", ref("User")) | a_scim_collection("/scim/v2/Users", ref("User"))
    model = model_of(an_openapi(paths, {"User": schema}))

    assert {each.name: each.protocol for each in model.object_classes} == {"User": "rest", "ScimUser": "scim"}


@pytest.mark.parametrize("path", ["/users/{id}", "/users/{user_id}"])
def test_what_one_document_leaves_open_another_fills_in(path: str) -> None:
    silent = an_openapi({"/users": {"get": {}}, path: {"get": {}}})
    telling = an_openapi(crud("/users", ref("User")), {"User": USER})
    user = the(digested({"a.json": silent, "b.json": telling}).model, "User")

    assert [each.name for each in user.attributes] == ["id", "login", "active"]
    assert endpoints(user)["get"] == f"GET {path}"


def test_documents_without_a_base_url_may_write_its_path_out() -> None:
    plain = an_openapi(crud("/api/v1/users", ref("User")) | crud("/api/v1/roles", USER), {"User": USER})
    model = digested({"a.json": NATIVE, "b.json": plain}).model

    assert [(each.name, endpoints(each)["list"]) for each in model.object_classes] == [
        ("User", "GET /users"),
        ("Role", "GET /roles"),
    ]


def test_requests_that_are_described_differently_cost_a_finding() -> None:
    other = an_openapi(crud("/users", ref("User")), {"User": an_object(id=TEXT, login=TEXT)})

    assert contradictions({"a.json": NATIVE, "b.json": other})[0] == (
        "b.json#/paths/~1users/get: info MOD007: GET /users is described differently (answered id); "
        "what a.json says counts"
    )


def test_the_application_is_what_the_more_trusted_document_says() -> None:
    key = {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://acme.example/token", "scopes": {}}}}
    moved = {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://old.example/token", "scopes": {}}}}
    first, second = (
        an_openapi(crud("/users", ref("User")), {"User": USER}, info={"title": title, "version": version})
        for title, version in (("Acme", "2"), ("acme", "1"))
    )
    for root, scheme in ((first, key), (second, moved)):
        root["components"]["securitySchemes"] = {"oauth": scheme}
    counts = "; what a.json says counts"

    flow = "oauth2ClientCredentials is described differently (token URL)"
    assert contradictions({"b.json": second, "a.json": first}) == [
        f"b.json#/info: info MOD007: its interface's version is told differently{counts}",
        f"b.json#/components/securitySchemes/oauth/flows/clientCredentials: info MOD007: {flow}{counts}",
    ]


def test_abilities_of_the_running_service_count() -> None:
    export = {
        "id": "x",
        "name": "ServiceProviderConfig",
        "content": json.dumps({"patch": {"supported": False}, "filter": {}}),
    }
    published = {
        "schemas": [PROVIDER],
        "patch": {"supported": True},
        "filter": {"supported": True},
        "bulk": {"supported": False},
    }
    documents: dict[str, Value] = {"a.json": published, "b.json": export, "c.json": [USERS]}
    user = the(digested(documents).model, "User")

    assert contradictions(documents) == [
        "a.json#: info MOD007: what the SCIM service supports is told differently; what b.json says counts"
    ]
    assert [each.method for each in user.operations if each.kind == "update"] == ["PUT"]


def test_a_class_is_identified_as_the_running_system_does() -> None:
    key = {"name": "login", "connId": {"name": "__UID__", "type": "string"}}
    documents: dict[str, Value] = {"api.json": NATIVE, "export.json": a_class("User", key)}
    user = the(digested(documents).model, "User")

    assert user.identifier is not None
    assert user.identifier.attribute == "login"
    assert contradictions(documents)[0] == (
        "api.json#/paths/~1users/get: info MOD007: User is described differently (identifier); "
        "what export.json says counts"
    )


def test_a_resource_is_where_the_service_itself_says() -> None:
    place = {"name": "User", "id": "User", "schema": USERS["id"], "endpoint": "/People"}
    resource = an_object("userName", id=TEXT, userName=TEXT)
    told = an_openapi(a_scim_collection("/Users", ref("User")), {"User": resource})
    export = {**place, "primarySchema": json.dumps(USERS), "schemaExtensions": "[]"}
    documents: dict[str, Value] = {"api.json": told, "export.json": export}

    assert endpoints(the(digested(documents).model, "User"))["list"] == "GET /People"
    assert any("User is described differently (list, get, create" in each for each in contradictions(documents))


def test_documents_that_agree_cost_nothing() -> None:
    assert contradictions({"a.json": NATIVE, "b.json": NATIVE, "c.json": USERS, "d.json": USERS}) == []


def test_the_order_of_documents_says_nothing() -> None:
    documents: dict[str, Value] = {
        "api.json": NATIVE,
        "more.json": an_openapi(crud("/users", ref("User")), {"User": an_object(id=TEXT, phone=TEXT)}),
        "scim.json": [USERS, GROUPS],
        "export.json": a_class("User", an_attribute("active", "boolean")),
    }
    found = [digested({name: documents[name] for name in order}) for order in itertools.permutations(documents)]

    assert all(each == found[0] for each in found)
    assert managed(found[0].model) == ["ScimUser", "User", "Group"]


def a_fragment(trust: str, type_: str) -> Fragment:
    parameter = Parameter(name="q", placement="query", type=Scalar(json_type=type_))  # type: ignore[arg-type]
    endpoint = Endpoint(method="GET", path="/users", parameters=(parameter,), source=Location(trust, ""))
    return Fragment(trust=trust, endpoints=(endpoint,))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "order", list(itertools.permutations(["export", "specification", "prose", "inference"])), ids="-".join
)
def test_the_order_of_trust_decides(order: tuple[str, ...]) -> None:
    types = {"export": "string", "specification": "integer", "prose": "integer", "inference": "number"}
    fragments = [a_fragment(trust, types[trust]) for trust in order]

    merged = merge(fragments)
    assert [each.source.document for each in merged.endpoints] == ["export"]
    assert merged.trust == "export"
    assert [each.at.document for each in disagreements(fragments)] == ["specification", "prose", "inference"]


def an_object_class(name: str, schema: str, document: str, **but: Value) -> ObjectClass:
    return ObjectClass(name=name, schema_name=schema, source=(Location(document, ""),), **but)


@pytest.mark.parametrize(
    ("first", "second", "are_one"),
    [
        (("User", "urn:a:User", "scim"), ("Person", "URN:A:user", "scim"), True),
        (("User", "urn:a:User", "scim"), ("User", "", "scim"), True),
        (("User", "urn:a:User", "scim"), ("User", "urn:b:User", "scim"), False),
        (("User", "", "rest"), ("user", "UserDto", "rest"), True),
        (("User", "", "rest"), ("User", "", "sql"), False),
        (("m_user", "public.users", "sql"), ("User", "users", "sql"), True),
        (("A", "one.users", "sql"), ("B", "two.users", "sql"), False),
    ],
)
def test_which_classes_are_one(
    first: tuple[str, str, str],
    second: tuple[str, str, str],
    are_one: bool,  # noqa: FBT001
) -> None:
    findings: list[Diagnostic] = []
    classes = [
        an_object_class(name, schema, f"{i}", protocol=protocol)
        for i, (name, schema, protocol) in enumerate((first, second))
    ]

    found = joined(classes, findings)
    assert (len(found) == 1, found[0].name, findings) == (are_one, first[0], [])


TEXT_TYPE = Scalar(json_type="string")


@pytest.mark.parametrize(
    ("first", "second", "kept", "differing"),
    [
        (TEXT_TYPE, Scalar(json_type="integer"), TEXT_TYPE, "type"),
        (TEXT_TYPE, Scalar(json_type="string", format="email"), Scalar(json_type="string", format="email"), ""),
        (Scalar(json_type="string", format="uri"), TEXT_TYPE, Scalar(json_type="string", format="uri"), ""),
        (Complex(name="A"), TEXT_TYPE, Complex(name="A"), "type"),
    ],
)
def test_the_trusted_type_is_kept(
    first: AttributeType, second: AttributeType, kept: AttributeType, differing: str
) -> None:
    findings: list[Diagnostic] = []
    one, other = (
        Attribute(name="x", type=kind, source=(Location(f"{i}", "/x"),)) for i, kind in enumerate((first, second))
    )

    [found] = joined_attributes("User", [one], [other], findings)
    assert found.type == kept
    assert found.source == (Location("0", "/x"), Location("1", "/x"))
    assert [str(each) for each in findings] == (
        [f"1#/x: info MOD007: User.x is described differently ({differing}); what 0 says counts"] if differing else []
    )
