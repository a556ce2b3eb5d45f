"""`shared.compiler.reading.chunks`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import reduce
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.compiler.reading.chunks import Chunk, chunk, structure
from shared.compiler.reading.media import sniff
from shared.compiler.reading.media_types import Format
from shared.compiler.reading.mini_documents import serialise
from shared.compiler.reading.prose_blocks import blocks
from shared.compiler.reading.prose_chunks import prose_pieces
from shared.compiler.reading.sql_chunks import sql_pieces
from shared.compiler.reading.text import text
from shared.compiler.reading.token_counts import count_tokens
from shared.kernel.errors import Invalid

EVALUATION = Path(__file__).parents[4] / "shared" / "evaluation" / "specs"
WORDS = "a sentence that fills the page with nothing but words " * 12

LAUGHS = "n0: &n0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"n{number}: &n{number} [{', '.join([f'*n{number - 1}'] * 9)}]\n" for number in range(1, 12)
)


def cut(name: str, content: str) -> tuple[Chunk, ...]:
    media = sniff(name, "", content.encode())
    return chunk(name, media, text(name, media, content.encode()))


def merged(one: object, other: object) -> object:
    """Merge mappings by key and append lists; everything else must be the same on both sides."""
    if isinstance(one, dict) and isinstance(other, dict):
        both = {key: merged(one[key], other[key]) for key in one.keys() & other.keys()}
        return {**one, **other, **both}
    if isinstance(one, list) and isinstance(other, list) and one != other:
        return one + other
    assert one == other

    return one


def whole(chunks: tuple[Chunk, ...]) -> object:
    first, *others = [cast("object", structure(each.filename, each.content)) for each in chunks]
    return reduce(merged, others, first)


def operation(tag: str) -> dict[str, Any]:
    return {"tags": [tag], "description": WORDS, "responses": {"200": {"description": WORDS}}}


def specification(things: int = 30) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {}
    for number in range(things):
        one = f"thing{chr(97 + number % 26)}{chr(97 + number // 26)}"
        paths[f"/v1/{one}s"] = {"get": operation(one.title()), "post": operation(one.title())}
        paths[f"/v1/{one}s/{{id}}"] = {verb: operation(one.title()) for verb in ("get", "delete", "patch")}
        schemas[one.title()] = {"type": "object", "description": WORDS, "properties": {"id": {"type": "string"}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Acme", "version": "1.0", "description": "Things."},
        "servers": [{"url": "https://acme.example/api"}],
        "security": [{"key": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "headers": {},
        },
    }


class TestSpecifications:
    @pytest.mark.parametrize("format_", [Format.JSON, Format.YAML])
    def test_merge_back_into_the_whole(self, format_: Format) -> None:
        root = specification()

        chunks = cut(f"acme.{format_}", serialise(root, format_))

        assert len(chunks) > 3
        assert whole(chunks) == root

    @pytest.mark.parametrize("format_", [Format.JSON, Format.YAML])
    def test_are_cut_into_specifications_that_stand_alone(self, format_: Format) -> None:
        chunks = cut(f"acme.{format_}", serialise(specification(), format_))
        heads = [structure("x", each.content) for each in chunks]

        assert [(head["openapi"], head["info"]["title"]) for head in heads if isinstance(head, Mapping)] == (
            [("3.1.0", "Acme")] * len(chunks)
        )

    def test_keep_what_belongs_to_a_tag_together(self) -> None:
        chunks = cut("acme.json", json.dumps(specification()))
        places: dict[str, set[int]] = {}
        for each in chunks:
            for path in json.loads(each.content).get("paths", {}):
                places.setdefault(path.split("/")[2], set()).add(each.chunk_number)

        assert len(places) == 30
        assert [numbers for numbers in places.values() if len(numbers) > 1] == []

    def test_are_described_as_the_contract_says(self) -> None:
        small = specification(1)

        [only] = cut("docs/acme.json", json.dumps(small))

        assert only == Chunk(
            content=json.dumps(small, indent=2),
            summary="Thingaa API: list, create, get, delete, update",
            filename="docs/acme.json",
            content_type="application/openapi+json",
            parser="json",
            chunk_number=0,
            token_count=count_tokens(json.dumps(small, indent=2)),
            character_count=len(json.dumps(small, indent=2)),
            num_endpoints=5,
            tags=("endpoints", "schema", "authentication", "thingaa"),
            category="spec_json",
        )
        assert only.metadata() == {
            "filename": "docs/acme.json",
            "content_type": "application/openapi+json",
            "parser": "json",
            "chunk_number": 0,
            "token_count": only.token_count,
            "character_count": only.character_count,
            "num_endpoints": 5,
            "tags": ["endpoints", "schema", "authentication", "thingaa"],
            "category": "spec_json",
            "different_app_name": False,
        }

    def test_begin_with_what_is_neither_path_nor_schema(self) -> None:
        first, *_, last = cut("acme.yaml", serialise(specification(), Format.YAML))

        assert (first.summary, first.tags, first.category) == (
            "Acme 1.0: overview, security schemes",
            ("authentication",),
            "spec_yaml",
        )
        assert (last.tags[0], last.num_endpoints, last.summary.split(":")[0]) == ("schema", 0, "Schemas")

    def test_never_cut_what_is_larger_than_a_chunk(self) -> None:
        root = specification(3)
        root["paths"]["/v1/thingbas"]["get"]["description"] = WORDS * 100

        chunks = cut("acme.json", json.dumps(root))

        assert [each for each in chunks if each.token_count > 10_000 and "/v1/thingbas" not in each.content] == []
        assert whole(chunks) == root

    @pytest.mark.parametrize(
        "odd",
        [
            {"paths": None},
            {"paths": [1]},
            {"paths": {"/users": None}},
            {"paths": {"/users": {"get": None, "parameters": []}}},
            {"paths": {"/users": {"get": {"tags": "x"}}}},
            {"components": None},
            {"components": {"schemas": [1]}},
            {"info": None},
        ],
    )
    def test_with_odd_parts_lose_nothing(self, odd: dict[str, Any]) -> None:
        root = {**specification(), **odd}

        assert whole(cut("acme.json", json.dumps(root))) == root

    def test_in_swagger_2_keep_definitions_and_security(self) -> None:
        new = specification()
        root = {
            "swagger": "2.0",
            "info": new["info"],
            "securityDefinitions": {"basic": {"type": "basic"}},
            "paths": new["paths"],
            "definitions": new["components"]["schemas"],
        }

        chunks = cut("acme.json", json.dumps(root))

        assert whole(chunks) == root
        assert (chunks[0].tags, chunks[-1].tags[0]) == (("authentication",), "schema")

    @pytest.mark.parametrize(
        "value",
        ["1e3", "0o17", "0x1F", "yes", "null", "~", "12", "1.5", "2020-01-01", "- a", "a: b", "", " ", "é\n\tx", "#"],
    )
    def test_texts_that_look_like_something_else_stay_texts(self, value: str) -> None:
        assert structure("a.yaml", serialise({"a": [value], value: 1}, Format.YAML)) == {"a": [value], value: 1}

    @pytest.mark.parametrize("value", [2**70, -1.5, 1e300, True, None, [], {}, [[]], {"a": {}}])
    def test_values_survive_both_formats(self, value: object) -> None:
        written = [structure("a", serialise({"a": value}, format_)) for format_ in (Format.JSON, Format.YAML)]

        assert written == [{"a": value}] * 2


class TestData:
    def test_is_cut_by_keys_and_items(self) -> None:
        root = {"name": "x", "items": [{"id": number, "text": WORDS} for number in range(100)], "end": {"a": 1}}

        chunks = cut("data.json", json.dumps(root))

        assert len(chunks) > 1
        assert max(each.token_count for each in chunks) < 20_000
        assert whole(chunks) == root

    def test_in_a_list_is_cut_by_items(self) -> None:
        root = [{"id": number, "text": WORDS} for number in range(100)]

        chunks = cut("data.json", json.dumps(root))

        assert len(chunks) > 1
        assert whole(chunks) == root

    @pytest.mark.parametrize(
        ("name", "root", "tags", "summary"),
        [
            (
                "schemas.json",
                [
                    {"id": f"urn:ietf:params:scim:schemas:core:2.0:{name}", "name": name, "description": WORDS * 99}
                    for name in ("User", "Group")
                ],
                ("scim", "schema", "user", "group"),
                "SCIM definitions: User, Group",
            ),
            (
                "conndev_ObjectClass_User.json",
                {"name": "User", "scim": {}, "attributes": [{"name": "a", "connId": {}, "description": WORDS * 200}]},
                ("scim", "schema", "conndev", "user"),
                "Connector export: User",
            ),
            (
                "conndev_SqlTable_users.json",
                {"name": "users", "tableContent": "{}"},
                ("sql", "schema", "conndev", "users"),
                "Connector export: users",
            ),
            (
                "tables.json",
                {"tables": [{"name": "users", "columns": [{"name": "id", "description": WORDS * 200}]}]},
                ("sql", "schema", "users"),
                "Tables: users",
            ),
        ],
    )
    def test_that_explains_itself_stays_whole(
        self, name: str, root: object, tags: tuple[str, ...], summary: str
    ) -> None:
        [only] = cut(name, json.dumps(root))

        assert (json.loads(only.content), only.tags, only.summary, only.category) == (root, tags, summary, "spec_json")


class TestProse:
    SECTION = f"\n## Users\n\n{WORDS}\n\n```\nGET /users\n\n# no heading\n```\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n"

    def test_joins_back_into_its_text(self) -> None:
        prose = "# Acme\n" + self.SECTION * 200

        chunks = cut("acme.md", prose)

        assert len(chunks) > 1
        assert "".join(each.content for each in chunks) == prose
        assert {each.content.lstrip().split("\n")[0] for each in chunks} == {"# Acme", "## Users"}

    def test_is_described_by_headings_and_endpoints(self) -> None:
        prose = (
            "# Users\n\nUse a bearer token.\n\n## List users\n\n`GET /users`\n\n## Create a user\n\n**POST** /users\n"
        )

        [only] = cut("acme.md", prose)

        assert (only.summary, only.tags, only.category, only.num_endpoints) == (
            "Users: List users, Create a user",
            ("endpoints", "authentication", "user"),
            "reference_api",
            2,
        )

    @pytest.mark.parametrize(
        ("prose", "category"),
        [
            ("# Overview\n\nAcme keeps users.\n", "overview"),
            ("# Getting started\n\nFirst, log in.\n", "tutorial"),
            ("# Pricing\n\nFree.\n", "non-technical"),
            ("# Docs\n\n- [Users](users.md)\n- [Groups](groups.md)\n", "index"),
            ("# Users\n\n| Field | Type |\n| --- | --- |\n| a | b |\n", "reference_other"),
            ("# Users\n\nPeople.\n", "other"),
        ],
    )
    def test_has_a_category(self, prose: str, category: str) -> None:
        assert [each.category for each in cut("a.md", prose)] == [category]

    @pytest.mark.parametrize("unit", ["```\n{}\n```\n", "| a | b |\n{}"])
    def test_never_cuts_code_or_tables(self, unit: str) -> None:
        large = unit.format("| some | words |\n" * 200)

        pieces = prose_pieces(f"# A\n\nwords\n\n{large}\nwords\n", target=100)

        assert [large in piece.content for piece in pieces].count(True) == 1

    def test_cuts_a_paragraph_without_end(self) -> None:
        prose = "word " * 50_000

        chunks = cut("a.txt", prose)

        assert "".join(each.content for each in chunks) == prose
        assert max(each.token_count for each in chunks) <= 10_000

    def test_knows_the_blocks_of_asciidoc(self) -> None:
        prose = "= Users\n\n----\ncode\n\n== not a heading\n----\n\n== Groups\ntext\n"

        assert [block.text for block in blocks(prose, asciidoc=True)] == [
            "= Users\n\n",
            "----\ncode\n\n== not a heading\n----\n\n",
            "== Groups\n",
            "text\n",
        ]

    def test_knows_underlined_headings(self) -> None:
        assert [(block.text, block.level) for block in blocks("Users\n=====\ntext\n\nGroups\n------\n\ntext\n")] == [
            ("Users\n=====\n", 1),
            ("text\n\n", 0),
            ("Groups\n------\n\n", 2),
            ("text\n", 0),
        ]

    @given(st.text(alphabet="ab #=-`|~\n*.;'", max_size=300))
    def test_of_any_kind_joins_back(self, prose: str) -> None:
        assert "".join(piece.content for piece in prose_pieces(prose, target=5)) == prose


class TestSql:
    def test_is_cut_between_statements(self) -> None:
        script = (
            "-- users; really\nCREATE TABLE users (id int, note text DEFAULT 'a;b''c');\n"
            "CREATE FUNCTION f() RETURNS void AS $body$ BEGIN; END; $body$ LANGUAGE sql;\n"
        ) * 400

        chunks = cut("a.sql", script)

        assert "".join(each.content for each in chunks) == script
        assert len(chunks) > 1
        assert {re.sub(r"\W+", " ", each.content.strip())[:12] for each in chunks} <= {" users reall", "CREATE FUNCT"}

    def test_is_described_by_its_tables(self) -> None:
        [only] = sql_pieces('CREATE TABLE IF NOT EXISTS "app"."users" (id int); create table roles (id int);')

        assert (only.summary, only.tags, only.category) == (
            "Tables: users, roles",
            ("sql", "schema", "users", "roles", "user", "role"),
            "reference_other",
        )

    @example("a;\n")
    @example("a\ngo\n\n")
    @given(st.text(alphabet="a;'\"`$-/*\ngo ", max_size=200))
    def test_of_any_kind_joins_back(self, script: str) -> None:
        assert "".join(piece.content for piece in sql_pieces(script)) == script


class TestBadDocuments:
    @pytest.mark.parametrize(
        ("name", "content", "message"),
        [
            ("a.json", '{"openapi": "3.0.0", "paths": {', "broken JSON"),
            ("a.yaml", "openapi: 3.0.0\npaths: [\n", "a.yaml: the document is not readable"),
            ("a.json", "[" * 5000 + "]" * 5000, "nested deeper"),
            ("a.yaml", "a: " + "{a: " * 5000 + "1" + "}" * 5000, "deep|nested"),
            (
                "a.yaml",
                LAUGHS,
                "alias|large|more than|expand",
            ),
        ],
        ids=["json", "yaml", "deep json", "deep yaml", "aliases"],
    )
    def test_are_refused_with_one_sentence(self, name: str, content: str, message: str) -> None:
        with pytest.raises(Invalid, match=message) as refusal:
            cut(name, content)

        assert refusal.value.code == "document_unreadable"


@pytest.mark.skipif(not EVALUATION.exists(), reason="the evaluation documents are not beside the repository")
@pytest.mark.parametrize(
    "path", sorted(EVALUATION.glob("*/*.*")) if EVALUATION.exists() else [], ids=lambda at: at.name
)
def test_real_specifications_merge_back(path: Path) -> None:
    data = path.read_bytes()
    media = sniff(path.name, "", data)
    content = text(path.name, media, data)
    parsed = structure(path.name, content)

    chunks = chunk(path.name, media, content, parsed)

    assert whole(chunks) == parsed
