"""Documents to a model, end to end: several documents, broken documents, the same bytes every time."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.compiler.backends.evaluation import lower
from shared.compiler.frontends import openapi
from shared.compiler.passes.draft import Draft
from shared.compiler.passes.merge import merge
from shared.compiler.passes.sequence import PASSES
from shared.compiler.pipeline import Document, digest
from shared.compiler.reading import codes
from shared.kernel.diagnostics import Location, Severity
from tests.compiler.documents import (
    TEXT,
    Value,
    an_object,
    an_openapi,
    crud,
    digested,
    endpoints,
    many,
    model_of,
    ref,
    the,
)

ROOT = Path(__file__).parents[2]
EVALUATION = ROOT.parent / "shared" / "evaluation"
NUMBER = {"type": "integer"}
SCHEMAS = {
    "User": an_object("username", id=NUMBER, username=TEXT, email=TEXT, groups=many(ref("Group"))),
    "Group": an_object("name", id=NUMBER, name=TEXT, parent_id=NUMBER),
    "Role": an_object("name", id=NUMBER, name=TEXT, member_ids=many(NUMBER)),
}
ACME = an_openapi(crud("/users", ref("User")) | crud("/groups", ref("Group")) | crud("/roles", ref("Role")), SCHEMAS)
MUTANTS = 100
SCHEMES: Value = {
    "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "oauth": {"type": "oauth2", "flows": {"password": {"tokenUrl": "/token", "scopes": {"users": "Users."}}}},
}
PAGED: Value = {
    "parameters": [
        {"$ref": "#/components/parameters/page"},
        {"name": "limit", "in": "query", "schema": {"maximum": 5}},
    ],
    "responses": {"200": {"headers": {"Link": {}}, "content": {"application/json": {"example": [{"id": 1}]}}}},
}
FULL = ACME | {
    "paths": ACME["paths"] | {"/teams": {"get": PAGED}},
    "security": [{"key": []}],
    "servers": [{"url": "https://{place}", "variables": {"place": {"enum": ["acme.example"]}}}],
    "components": {
        "schemas": SCHEMAS,
        "securitySchemes": SCHEMES,
        "parameters": {"page": {"name": "page", "in": "query", "schema": {"type": ["integer", "null"]}}},
    },
}
SWAGGER: Value = {
    "swagger": "2.0",
    "host": "acme.example",
    "schemes": ["https"],
    "consumes": ["application/json"],
    "securityDefinitions": {"key": SCHEMES["key"], "oauth": {"type": "oauth2", "flow": "password", "scopes": {}}},
    "definitions": SCHEMAS,
    "paths": {
        "/users": {
            "get": {
                "parameters": [{"name": "page", "in": "query", "type": "integer"}],
                "responses": {"200": {"headers": {"Link": {}}, "schema": many({"$ref": "#/definitions/User"})}},
            },
            "post": {
                "parameters": [{"name": "body", "in": "body", "schema": {"$ref": "#/definitions/User"}}],
                "responses": {"201": {"examples": {"application/json": {"id": 1}}}},
            },
        }
    },
}
_WRITTEN = re.compile(r"\b[A-Z]{3,4}[0-9]{3}\b")
_CODE = re.compile(r"\bcodes\.([A-Z_]+)\b")


def test_a_document_nobody_reads_costs_one_finding() -> None:
    found = digested({"hello": "world"})

    assert found.model.object_classes == ()
    assert [str(finding) for finding in found.diagnostics] == [
        "acme.json#: error DOC003: no reader knows this kind of document; nothing was read from it"
    ]


def test_an_unreadable_document_does_not_hide_the_others() -> None:
    found = digest([Document(name="bad", data=b"{"), Document(name="good", data=json.dumps(ACME).encode())])

    assert [each.name for each in found.model.object_classes] == ["User", "Group", "Role"]
    assert [finding.code for finding in found.diagnostics] == ["DOC001", "MOD005"]


def test_documents_are_read_together() -> None:
    users = an_openapi(crud("/users", ref("User")), {"User": an_object("username", id=NUMBER, username=TEXT)})
    groups = an_openapi(
        crud("/groups", ref("Group")), {"Group": an_object("name", id=NUMBER, name=TEXT, user_ids=many(NUMBER))}
    )
    documents = [
        Document(name=f"{i}.json", data=json.dumps(root).encode()) for i, root in enumerate((users, groups, users))
    ]

    model = digest(documents).model
    assert [each.name for each in model.object_classes] == ["User", "Group"]
    assert [(r.subject, r.object, r.object_attribute) for r in model.relations] == [("User", "Group", "user_ids")]
    assert {place.document for each in model.object_classes for place in each.source} == {"0.json", "1.json"}


def test_the_measured_form_holds_what_an_identity_team_manages() -> None:
    root = an_openapi(crud("/roles", ref("Role")) | crud("/invoices", ref("Invoice")),
                      {"Role": an_object("name", id=NUMBER, name=TEXT), "Invoice": an_object(id=NUMBER)},
                      servers=[{"url": "https://acme.example"}])  # fmt: skip

    assert lower(model_of(root)) == {
        "app": "Acme",
        "baseUrls": ["https://acme.example"],
        "auth": [],
        "objectClasses": [
            {
                "name": "Role",
                "schemaName": "Role",
                "idAttribute": "id",
                "nameAttribute": "name",
                "attributes": [
                    {"name": "id", "type": "integer", "required": False, "readOnly": True, "multivalued": False},
                    {"name": "name", "type": "string", "required": True, "readOnly": False, "multivalued": False},
                ],
                "endpoints": {
                    "list": "GET /roles",
                    "get": "GET /roles/{id}",
                    "create": "POST /roles",
                    "update": "PUT /roles/{id}",
                    "delete": "DELETE /roles/{id}",
                },
                "paging": {"style": "none", "params": [], "responsePath": "", "nextPath": None},
            }
        ],
        "relations": [],
    }


def test_every_code_is_documented() -> None:
    named = {value for name, value in vars(codes).items() if name.isupper() and isinstance(value, str)}

    assert named == set(codes.MEANINGS)


def test_an_undocumented_code_cannot_be_used() -> None:
    with pytest.raises(KeyError, match="XYZ999"):
        codes.finding("XYZ999", Severity.INFO, "x", Location("d", ""))


def test_the_sources_use_every_code_and_no_other() -> None:
    sources = [
        path for part in ("frontends", "passes", "reading") for path in (ROOT / "shared/compiler" / part).rglob("*.py")
    ]
    used = {
        name for path in [*sources, ROOT / "shared/compiler/pipeline.py"] for name in _CODE.findall(path.read_text())
    }

    named = {name: value for name, value in vars(codes).items() if name.isupper() and isinstance(value, str)}
    ours = {name for name, value in named.items() if value[:3] in {"DOC", "OAS", "MOD"}}
    assert ours <= used - {"MEANINGS"} <= named.keys()


def test_every_code_is_asked_for_by_a_test() -> None:
    asking = [*ROOT.glob("tests/**/test_*.py"), *ROOT.glob("tests/compiler/traps/cases/*/findings.txt")]
    asked = {code for path in asking for code in _WRITTEN.findall(path.read_text(encoding="utf-8"))}

    assert codes.MEANINGS.keys() - asked == set()


def _mutant(text: str, chance: random.Random) -> str:
    root = json.loads(text)
    spots: list[tuple[Value, Value]] = []
    waiting: list[Value] = [root]
    while waiting:
        node = waiting.pop()
        keys: Value = list(node) if isinstance(node, dict) else range(len(node))
        spots += [(node, key) for key in keys]
        waiting += [node[key] for key in keys if isinstance(node[key], (dict, list))]
    odd: list[Value] = [
        None,
        7,
        "",
        "x",
        [],
        {},
        True,
        [None],
        {"$ref": "#"},
        {"$ref": "#/paths"},
        {"allOf": [{}]},
        -1.5,
    ]
    for node, key in chance.sample(spots, 6):
        node[key] = chance.choice(odd)
    return json.dumps(root)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "array", "items": ref("Loop")},
        {"type": "object", "properties": {"id": TEXT, "loops": many(many(ref("Loop"))), "loop": ref("Loop")}},
        {"allOf": [ref("Loop"), an_object(id=TEXT)]},
        {"oneOf": [ref("Loop"), {"type": "array", "items": ref("Loop")}]},
        {"type": "object", "additionalProperties": ref("Loop")},
        ref("Loop"),
    ],
)
def test_schemas_may_hold_themselves(schema: Value) -> None:
    paths = crud("/users", an_object(id=TEXT, loop=ref("Loop"))) | crud("/teams", ref("Loop"))

    names = [each.name for each in model_of(an_openapi(paths, {"Loop": schema})).object_classes]
    assert "User" in names


@pytest.mark.parametrize("whole", [FULL, SWAGGER])
def test_damaged_documents_never_raise(whole: Value) -> None:
    chance = random.Random(20240131)  # noqa: S311 - the same mutants every time
    text = json.dumps(whole)

    for _ in range(MUTANTS):
        damaged = _mutant(text, chance)
        found = digest([Document(name="m", data=damaged.encode())])

        lower(found.model)
        assert all(finding.code in codes.MEANINGS for finding in found.diagnostics)


def test_cut_documents_never_raise() -> None:
    text = json.dumps(ACME, indent=1).encode()

    for end in range(0, len(text), len(text) // MUTANTS):
        found = digest([Document(name="m", data=text[:end])])
        assert all(finding.code in codes.MEANINGS for finding in found.diagnostics)


_SEGMENT = st.sampled_from(["users", "groups", "{id}", "{name}", "search", "me", "roles", "get-users", "v1", "members"])
_PATH = st.lists(_SEGMENT, min_size=1, max_size=5).map(lambda parts: "/" + "/".join(parts))
_SCHEMA = st.sampled_from([ref("User"), many(ref("Group")), an_object(data=many(ref("User"))), ref("Nobody"), {}, TEXT])
_OPERATION = _SCHEMA.map(lambda schema: {"responses": {"200": {"content": {"application/json": {"schema": schema}}}}})
_ITEM = st.dictionaries(st.sampled_from(["get", "post", "put", "patch", "delete"]), _OPERATION, max_size=4)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(paths=st.dictionaries(_PATH, _ITEM, max_size=6))
def test_passes_are_total_and_idempotent(paths: dict[str, Value]) -> None:
    fragment, _ = openapi.read(an_openapi(paths, SCHEMAS), "p")
    draft = Draft(fragment=merge([fragment]))
    for step in PASSES:
        once, found = step(draft)
        twice, again = step(once)
        assert (twice.model, again) == (once.model, found)
        draft = once


@pytest.mark.skipif(not EVALUATION.exists(), reason="the development documents are not beside the repository")
@pytest.mark.parametrize("application", ["pokeapi", "telegram"])
def test_catalogues_and_bots_have_nothing_to_manage(application: str) -> None:
    [path] = (EVALUATION / "specs" / application).iterdir()

    found = digest([Document(name=path.name, data=path.read_bytes())])
    assert lower(found.model)["objectClasses"] == []


def test_yaml_and_json_of_one_document_are_one_model() -> None:
    text = json.dumps(ACME)

    assert model_of(ACME) == digest([Document(name="acme.json", data=f"# as YAML\n{text}".encode())]).model


def test_classes_of_the_example() -> None:
    model = model_of(ACME)

    assert [endpoints(the(model, name))["list"] for name in ("User", "Group", "Role")] == [
        "GET /users",
        "GET /groups",
        "GET /roles",
    ]
    assert [(r.subject, r.object, r.subject_attribute or r.object_attribute) for r in model.relations] == [
        ("User", "Group", "groups"),
        ("Group", "Group", "parent_id"),
        ("User", "Role", "member_ids"),
    ]
