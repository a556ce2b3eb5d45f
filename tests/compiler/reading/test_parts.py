"""Documents that refer to each other: read as one, each fact in its own place, and nothing else ever opened."""

from __future__ import annotations

import json
import random

import pytest

from shared.compiler.pipeline import Digest, Document, digest
from shared.compiler.reading import codes
from shared.kernel.diagnostics import Location
from tests.compiler.documents import (
    NUMBER,
    TEXT,
    Json,
    Value,
    an_object,
    an_openapi,
    answers,
    endpoints,
    many,
    the,
)
from tests.compiler.watchdog import within


def documents(**named: Value) -> list[Document]:
    return [
        Document(name=name, data=each if isinstance(each, bytes) else json.dumps(each).encode())
        for name, each in named.items()
    ]


def points(to: str) -> Json:
    return {"$ref": to}


def read(**named: Value) -> Digest:
    return digest(documents(**named))


def an_api(**items: Json) -> Json:
    return an_openapi({f"/{name}": item for name, item in items.items()})


USERS = {"get": answers(many(points("schemas/User.json")))}
USER = an_object("login", id=NUMBER, login=TEXT, group=points("Group.json#/definitions/Group"))
GROUP = {"definitions": {"Group": an_object("name", id=NUMBER, name=TEXT, parent=points("#/definitions/Group"))}}


def split() -> dict[str, Value]:
    return {"api/main.json": an_api(users=USERS), "api/schemas/User.json": USER, "api/schemas/Group.json": GROUP}


def test_schemas_in_other_files_are_read_and_keep_their_places() -> None:
    found = read(**split())

    user = the(found.model, "User")
    assert [code.code for code in found.diagnostics if code.code.startswith(("OAS", "DOC"))] == []
    assert user.schema_name == "User"
    assert {a.name: a.source for a in user.attributes} == {
        "id": (Location("api/schemas/User.json", "/properties/id"),),
        "login": (Location("api/schemas/User.json", "/properties/login"),),
        "group": (Location("api/schemas/User.json", "/properties/group"),),
    }
    (group,) = [a.type for a in user.attributes if a.name == "group"]
    assert group.kind == "complex"
    assert [a.name for a in group.attributes] == ["id", "name", "parent"]


def test_path_items_in_other_files_are_read() -> None:
    item = {"get": answers(many(points("../main.json#/components/schemas/User")))}
    main = an_openapi({"/users": points("paths/users.json")}, {"User": USER})

    found = read(**{"main.json": main, "paths/users.json": item})

    listing = the(found.model, "User").operation("list")
    assert listing is not None
    assert listing.source == (Location("paths/users.json", "/get"),)


def test_files_in_yaml_refer_to_files_in_json() -> None:
    main = (
        b"openapi: 3.0.0\ninfo: {title: Acme, version: '1'}\npaths:\n  /users:\n    get:\n      responses:\n"
        b"        '200':\n          description: Fine.\n          content:\n            application/json:\n"
        b"              schema: {type: array, items: {$ref: 'models.json#/User'}}\n"
    )

    found = read(**{"main.yaml": main, "models.json": {"User": an_object(id=NUMBER, login=TEXT)}})

    assert endpoints(the(found.model, "User")) == {"list": "GET /users"}
    assert the(found.model, "User").schema_name == "User"


def test_files_that_came_without_their_folders_are_found() -> None:
    named = {name.rpartition("/")[2]: each for name, each in split().items()}

    assert [a.name for a in the(read(**named).model, "User").attributes] == ["id", "login", "group"]


@pytest.mark.parametrize(
    "outside",
    [
        "schemas/Missing.json",
        "https://example.org/schemas/User.json",
        "//example.org/User.json",
        "file:///etc/hostname",
        "/etc/hostname",
        "../../../../etc/hostname",
    ],
)
def test_nothing_but_what_was_given_is_opened(outside: str) -> None:
    main = an_api(users={"get": answers(many(points(outside)))})

    found = read(**{"api/main.json": main, "api/schemas/User.json": USER})

    assert [(each.code, each.at.document) for each in found.diagnostics if each.code.startswith("OAS")] == [
        ("OAS002", "api/main.json")
    ]


def test_a_reference_that_dangles_in_a_part_is_told_where_it_stands() -> None:
    parts = split() | {"api/schemas/Group.json": {"definitions": {}}}

    dangling = [each for each in read(**parts).diagnostics if each.code == "OAS001"]
    assert [each.at for each in dangling] == [Location("api/schemas/User.json", "/properties/group")]


def test_files_that_refer_to_each_other_in_a_circle_end() -> None:
    first = an_object(id=NUMBER, login=TEXT, boss=points("B.json"))
    main = an_api(users={"get": answers(many(points("A.json")))})

    found = read(**{"main.json": main, "A.json": first, "B.json": an_object(id=NUMBER, aide=points("A.json"))})
    bare = read(**{"main.json": main, "A.json": points("B.json"), "B.json": points("A.json")})

    assert [a.name for a in the(found.model, "A").attributes] == ["id", "login", "boss"]
    assert "OAS003" in [each.code for each in bare.diagnostics]


def test_a_part_nobody_refers_to_is_still_unknown() -> None:
    found = read(**split(), **{"api/other.json": {"some": "thing"}})

    assert [(each.code, each.at.document) for each in found.diagnostics if each.code == "DOC003"] == [
        ("DOC003", "api/other.json")
    ]


def test_the_order_of_files_says_nothing() -> None:
    given = documents(**split())

    assert digest(given) == digest(given[::-1])


def test_one_file_alone_costs_one_finding_for_each_reference() -> None:
    (main, *_) = documents(**split())

    assert [each.code for each in digest([main]).diagnostics if each.code.startswith("OAS")] == ["OAS002"]


@pytest.mark.parametrize("seed", range(20))
def test_broken_parts_cost_findings_not_the_reading(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - mutations, no secrets
    for _ in range(10):
        given = documents(**split())
        hurt = chance.randrange(len(given))
        data = bytearray(given[hurt].data)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(data))
            data[at : at + chance.randint(0, 8)] = chance.choice(
                [b"", b'"', b"#/", b"{}", b"[", b"../", b"null", b"\xff"]
            )
        given[hurt] = Document(name=given[hurt].name, data=bytes(data))
        with within():
            found = digest(given)

        assert {each.code for each in found.diagnostics} <= codes.MEANINGS.keys()


def test_operations_in_other_files_are_read_and_keep_their_places() -> None:
    main = an_openapi({"/users": {"get": points("operations/list.json")}}, {"User": USER})
    listing = answers(many(points("../main.json#/components/schemas/User")))

    found = read(**{"main.json": main, "operations/list.json": listing})

    chosen = the(found.model, "User").operation("list")
    assert chosen is not None
    assert chosen.source == (Location("operations/list.json", ""),)


def test_what_extensions_refer_to_is_neither_read_nor_unknown() -> None:
    main = split()["api/main.json"] | {"x-samples": [points("samples/list.json"), {"x-more": points("more.json")}]}
    samples = {"api/samples/list.json": {"lang": "curl"}, "api/more.json": {"lang": "go"}}

    found = read(**(split() | {"api/main.json": main} | samples))

    assert [each.code for each in found.diagnostics if each.at.document in samples] == []


def test_a_reference_may_lead_through_other_references() -> None:
    main = an_api(users={"get": answers(many(points("#/components/schemas/User")))})
    main["components"] = {"schemas": points("schemas.json"), "securitySchemes": points("schemes.json")}
    schemes = {"token": {"type": "http", "scheme": "bearer"}}

    found = read(**{"main.json": main, "schemas.json": {"User": USER}, "schemes.json": schemes})

    assert the(found.model, "User").schema_name == "User"
    assert [each.source for each in found.model.authentications] == [(Location("schemes.json", "/token"),)]


def test_a_reference_that_leads_through_itself_ends() -> None:
    looped = an_openapi({"/users": {"get": answers(points("#/components/schemas/A/b"))}}, {})
    looped["components"]["schemas"] = {"A": points("#/components/schemas/A/b")}

    assert codes.REF_DANGLING in [each.code for each in read(**{"main.json": looped}).diagnostics]
