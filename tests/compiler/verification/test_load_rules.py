"""Every rule of the load check: a script that breaks it and no other, and its neighbour that does not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from shared.compiler.pipeline import generate
from shared.compiler.verification.codes import LOAD_CODES
from shared.compiler.verification.load.check import check_files, check_script, checked
from shared.compiler.verification.sources import Phase, Source
from shared.compiler.writing.form import Form
from tests.compiler.groovy.case_models import CASES
from tests.compiler.verification.scripts import (
    LISTED,
    MAPPED,
    NATIVE,
    attribute,
    authorization,
    operation,
    schema,
    search,
    source,
    update,
    usual,
)

_EXAMPLE = Path(__file__).parents[4] / "shared" / "contracts" / "connector-framework-example" / "connector"
_EMPTY = "singleResult()\nemptyFilterSupported true"
_FILTER = "attribute('login').eq().anySingleValue()"
_SEND = "{ request.queryParameter('login', value) }"
_JSON = "request { contentType APPLICATION_JSON }"
_READ_ONLY = "creatable false\nupdatable false"
_READ_BY_CODE = "jsonType 'string'\njson { implementation { deserialize { value } } }"
_TEXT = "connId { type String }"
_CONVERTED = f"{_TEXT}\n{_READ_BY_CODE}\n{_READ_ONLY}"
_ONE = "attribute('id') { jsonType 'string' }"
_ASKED = f"endpoint('one') {{\nsingleResult()\nsupportedFilter({_FILTER}) {_SEND}\n}}"
_READ_MANY = (
    "objectClass('User') { search { endpoint('users/{id}') { supportedFilter(attribute('id').eq()) { request } } } }\n"
)
_NUMBER_AS_TEXT = (
    "connId { type String }\njson {\ntype 'integer'\nimplementation { deserialize { value?.asText() } }\n}"
)
_RESOLVED = "objectClass 'User'\nresolver {\nresolutionType PER_OBJECT\nsearch { attributeFilter('id').eq(value) }\n}"

Scripts = Sequence[Source]
RULES: dict[str, tuple[Scripts, Scripts]] = {
    "LOD001": ([schema("description 'open")], [schema("description 'closed'")]),
    "LOD002": ([source("x", "schema", "class Helper { }\n")], [source("x", "schema", "def helper = { 1 }\n")]),
    "LOD003": ([schema("description 'Gr\u00f6\u00dfe'")], [schema("description 'Gr\\u00f6\\u00dfe'")]),
    "LOD004": ([source("x", "schema", "throw new RuntimeException('no')\n")], [source("x", "schema", "def a = 1\n")]),
    "LOD005": (
        [source("x", "schema", "if (new Random().nextBoolean()) { println 1 }\n")],
        [source("x", "schema", "if (1 + 1 == 2) { def a = 1 }\n")],
    ),
    "LOD010": ([attribute("jsonType 'string'\ncreateable true")], [attribute("jsonType 'string'\ncreatable true")]),
    "LOD011": ([attribute("jsonType 'string'\nrequired 'true'")], [attribute("jsonType 'string'\nrequired true")]),
    "LOD012": (
        [attribute("jsonType 'string'\nconnIdAttribute('UID', 'id')")],
        [attribute("jsonType 'string'"), schema("connIdAttribute('UID', 'id')")],
    ),
    "LOD013": (
        [schema("attribute('a') { jsonType 'string' } attribute('b') { jsonType 'string' }")],
        [schema("attribute('a') { jsonType 'string' }; attribute('b') { jsonType 'string' }")],
    ),
    "LOD014": ([operation("list { }")], [operation("search { }")]),
    "LOD020": ([attribute("jsonType 'array'")], [attribute("jsonType 'string'\nmultiValued true")]),
    "LOD021": ([attribute("jsonType 'number'")], [attribute("jsonType 'number'\nopenApiFormat 'double'")]),
    "LOD022": ([attribute("openApiFormat 'phone'")], [attribute("jsonType 'string'\nopenApiFormat 'phone'")]),
    "LOD023": ([schema("connIdAttribute('ENABLE', 'login')")], [schema("connIdAttribute('NAME', 'login')")]),
    "LOD024": (
        [attribute("jsonType 'string'\nrequired true\nrequired false")],
        [attribute("jsonType 'string'\nrequired true\nrequired true")],
    ),
    "LOD025": (
        [attribute("jsonType 'string'\nconnId { name '__NAME__' }")],
        [attribute("jsonType 'string'\nconnId { name '__DESCRIPTION__' }")],
    ),
    "LOD026": (
        [attribute(f"connId {{ name '__PASSWORD__' }}\n{_CONVERTED}")],
        [attribute(f"connId {{ name '__PASSWORD__'\ntype GuardedString }}\n{_READ_BY_CODE}\n{_READ_ONLY}")],
    ),
    "LOD027": (
        [attribute("jsonType 'string'\nreadable false\nreturnedByDefault true")],
        [attribute("jsonType 'string'\nreadable false")],
    ),
    "LOD028": (
        [
            attribute("jsonType 'string'\nemulated true"),
            search("attributeResolver {\nattribute 'extra'\nresolutionType PER_OBJECT\nimplementation { }\n}"),
        ],
        [
            attribute("jsonType 'string'"),
            search("attributeResolver {\nattribute 'extra'\nresolutionType PER_OBJECT\nimplementation { }\n}"),
        ],
    ),
    "LOD029": ([attribute(_CONVERTED.removeprefix(_TEXT))], [attribute(_CONVERTED)]),
    "LOD030": ([search(f"endpoint('more') {{\n{_EMPTY}\n}}")], [search("endpoint('users') { singleResult() }")]),
    "LOD031": (
        [search(f"endpoint('users') {{ supportedFilter({_FILTER}) }}")],
        [search(f"endpoint('users') {{ supportedFilter({_FILTER}) {_SEND} }}")],
    ),
    "LOD032": (
        [search(f"endpoint('users') {{ supportedFilter(attribute('login').startsWith()) {_SEND} }}")],
        [search(f"endpoint('users') {{ supportedFilter(attribute('login').contains()) {_SEND} }}")],
    ),
    "LOD033": (
        [search("custom { implementation { } }")],
        [search(f"custom {{\nsupportedFilter({_FILTER})\nimplementation {{ }}\n}}")],
    ),
    "LOD034": (
        [source("x", "operation", "objectClass('Usr') { search { } }\n")],
        [source("x", "operation", "objectClass('user') { search { } }\n")],
    ),
    "LOD035": ([update(f"{_JSON}\nsupportedAttributes 'mail'")], [update(f"{_JSON}\nsupportedAttributes 'login'")]),
    "LOD036": (
        [update("request { contentType APPLICATION_XML }\nsupportedAttributes 'login'")],
        [update("request {\ncontentType APPLICATION_XML\nbody EMPTY\n}\nsupportedAttributes 'login'")],
    ),
    "LOD060": (
        [*usual(all=LISTED.replace("singleResult()\n", "\n"))],
        [*usual(all=LISTED.replace("singleResult()\n", "pagingSupport { request.queryParameter('p', 1) }\n"))],
    ),
    "LOD061": (
        [*usual(read=""), update(f"{_JSON}\nsupportedAttributes 'login'")],
        [update(f"{_JSON}\nsupportedAttributes 'login'")],
    ),
    "LOD062": (
        [search("endpoint('users') { objectExtractor { response.body() } }")],
        [search("endpoint('users') { objectExtractor { response.statusCode() == 200 ? response.body() : [] } }")],
    ),
    "LOD063": ([update(_JSON, "PATCH, 'users/{login}'")], [update(_JSON)]),
    "LOD064": ([update(_JSON, "PATCH, '/users/{id}'")], [update(_JSON)]),
    "LOD065": ([search(f"{_ASKED}\nendpoint('other') {{ supportedFilter({_FILTER}) {_SEND} }}")], [search(_ASKED)]),
    "LOD066": (
        [authorization("basic { implementation { } }\nbearer { implementation { } }")],
        [authorization("basic { implementation { } }")],
    ),
    "LOD067": ([attribute("jsonType 'string'", "Login")], [attribute("jsonType 'string'", "logins")]),
    "LOD068": (
        [source("x", "schema", f"objectClass('Group') {{\n{_ONE}\n}}\n")],
        [source("x", "schema", f"objectClass('Part') {{\nembedded true\n{_ONE}\n}}\n")],
    ),
    "LOD069": (
        [*usual(native=NATIVE.replace("'string'", "'integer'", 1))],
        [*usual(native=NATIVE.replace("jsonType 'string'", _NUMBER_AS_TEXT, 1))],
    ),
    "LOD070": (
        [attribute("json {\ntype 'string'\npath attribute('a').child('b')\n}")],
        [attribute(f"json {{\ntype 'string'\npath attribute('a').child('b')\n}}\n{_READ_ONLY}")],
    ),
    "LOD071": (
        [attribute("jsonType 'string'\nopenApiFormat 'date'")],
        [attribute("jsonType 'string'\nopenApiFormat 'date-time'")],
    ),
    "LOD072": ([*usual(mapped=MAPPED.replace("'login'", "'lgoin'"))], [*usual()]),
    "LOD073": (
        [schema("reference('boss') {\nobjectClass 'Boss'\n}")],
        [schema("reference('boss') {\nobjectClass 'User'\n}")],
    ),
    "LOD074": (
        [attribute("jsonType 'string'\nremoteName 'other'")],
        [attribute("remoteName 'other'\njsonType 'string'")],
    ),
    "LOD075": (
        [update(f"{_JSON}\nsupportedAttribute('login') {{ value 'x' }}")],
        [update(f"{_JSON}\nsupportedAttribute('login')")],
    ),
    "LOD076": ([attribute("jsonType 'string'", "first name")], [attribute("jsonType 'string'", "first_name")]),
    "LOD077": (
        [*usual(all=LISTED.replace("emptyFilterSupported true\n", "\n"))],
        [*usual()],
    ),
    "LOD078": ([attribute(_RESOLVED.replace("id", "login"))], [attribute(_RESOLVED)]),
    "LOD079": ([attribute(_CONVERTED.removesuffix(_READ_ONLY))], [attribute(_CONVERTED)]),
    "LOD080": ([*usual(read=_READ_MANY)], [*usual()]),
}  # fmt: skip
IN_FILES = {"LOD040", "LOD041", "LOD042", "LOD043", "LOD044", "LOD045", "LOD046", "LOD047", "LOD048"}


def _codes(scripts: Scripts) -> set[str]:
    given = {it.path for it in scripts}
    return {it.code for it in checked([*(it for it in usual() if it.path not in given), *scripts])[1]}


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_script_breaks_this_rule_alone(code: str) -> None:
    broken, kept = RULES[code]
    missing = {"read.groovy"} if code == "LOD061" else set()
    scripts = [it for it in usual() if it.path not in {one.path for one in broken} | missing]

    assert {it.code for it in checked([*scripts, *broken])[1]} == {code}
    assert _codes(kept) == set()


_SPELT: list[tuple[str, str, Source]] = [
    *(("LOD020", it, attribute(f"jsonType '{it}'")) for it in ("object", "int", "String")),
    ("LOD021", "binary", attribute("jsonType 'binary'")),
    ("LOD011", "a flag without a value", attribute("jsonType 'string'\nrequired")),
    ("LOD023", "a special name in small letters", schema("connIdAttribute('uid', 'login')")),
    ("LOD024", "two descriptions of a class", schema("description 'a'\ndescription 'b'")),
    ("LOD024", "the UID as name", schema("connIdAttribute('NAME', 'id')")),
    *(
        ("LOD032", it, search(f"endpoint('users') {{ supportedFilter(attribute('login').{it}) {_SEND} }}"))
        for it in ("endsWith()", "child('x').eq()")
    ),
    ("LOD014", "read", operation("read { }")),
    ("LOD014", "oauth2", authorization("oauth2 { }")),
    ("LOD014", "a test with a closure", source("x", "operation", "test { endpoint('x') { } }\n")),
    ("LOD014", "a method in a search", search("endpoint(GET, 'users') { singleResult() }")),
    ("LOD035", "an unknown attribute to create", operation(
        f"create {{ endpoint(POST, 'users') {{\n{_JSON}\nsupportedAttributes 'mail'\n}} }}"
    )),
]  # fmt: skip


@pytest.mark.parametrize(("code", "script"), [pytest.param(code, it, id=what) for code, what, it in _SPELT])
def test_a_rule_holds_for_everything_the_contract_lists_under_it(code: str, script: Source) -> None:
    assert _codes([script]) == {code}


def test_every_code_is_tested_and_documented() -> None:
    assert set(RULES) | IN_FILES == set(LOAD_CODES)
    for code, (_, meaning) in LOAD_CODES.items():
        assert re.fullmatch(r"LOD\d{3}", code)
        assert meaning.endswith(".")


_MANIFEST = """\
application:
  name: Acme
connector:
  schema:
    - script: /native.groovy
    - script: /mapped.groovy
  operation:
    - script: /all.groovy
    - script: /read.groovy
"""
_FILES = {"connector.manifest.yaml": _MANIFEST, **{it.path: it.text for it in usual()}}
_YAML = """\
objectClass: User
update:
  endpoints:
    - method: PATCH
      path: users/{id}
      request: {contentType: application/json}
      supportedAttributes: [login]
"""
_WITH_YAML = {"connector.manifest.yaml": f"{_MANIFEST}    - script: /update.groovy\n"}


@pytest.mark.parametrize(
    ("code", "broken", "kept"),
    [
        ("LOD040", {"connector.manifest.json": '{"connector": {}}'}, {}),
        ("LOD041", {"connector.manifest.yaml": "application: {}\n"}, {}),
        ("LOD042", {"connector.manifest.yaml": _MANIFEST.replace("/native", "native")}, {}),
        ("LOD043", {"connector.manifest.yaml": f"{_MANIFEST}    - script: /gone.groovy\n"}, {}),
        ("LOD044", {"more.groovy": "def a = 1\n"}, {"notes.txt": "more"}),
        ("LOD045", {**_WITH_YAML, "update.yaml": _YAML.replace("method:", "verb: x\n      method:")},
         {**_WITH_YAML, "update.yaml": _YAML}),
        ("LOD046", {**_WITH_YAML, "update.yaml": f"{_YAML}create: {{endpoints: []}}\n"},
         {**_WITH_YAML, "update.yaml": _YAML}),
        ("LOD047", {**_WITH_YAML, "update.yaml": _YAML.replace("method: PATCH\n      ", "")},
         {**_WITH_YAML, "update.yaml": _YAML}),
        ("LOD048", {"connector.manifest.yaml": _MANIFEST.replace("mapped", "gone"), "gone.yaml": "a: b\n"},
         {}),
    ],
)  # fmt: skip
def test_files_break_a_rule(code: str, broken: dict[str, str], kept: dict[str, str]) -> None:
    assert code in {it.code for it in check_files({**_FILES, **broken})[1]}
    assert check_files({**_FILES, **kept})[1] == ()


def test_a_finding_has_a_place_and_one_sentence() -> None:
    text = "objectClass('User') {\n    attribute('a') {\n        jsonType 'int'\n    }\n}\n"

    (found,) = check_script(text, "schema", "override")

    assert str(found) == "override.groovy#line 3 column 9: error LOD020: Unknown json schema type `int`."


def test_a_document_in_yaml_is_checked_where_it_is_written() -> None:
    text = _YAML.replace("application/json", "application/xml")

    (found,) = check_script(text, "operation", "override")

    assert (found.code, found.at.document) == ("LOD036", "override.yaml")


@pytest.mark.parametrize(
    ("phase", "text", "codes"),
    [
        ("schema", "objectClass: User\nattributes: {id: {jsonType: string}}\n", {"LOD048"}),
        ("schema", "objectClass: User\nsql: {table: users}\n", set()),
        (
            "operation",
            "objectClass: User\ndelete: {endpoints: [{method: DELETE, path: users}]}\n",
            {"LOD045", "LOD046"},
        ),
        ("schema", "relationships: {membership: {}}\n", {"LOD002"}),
    ],
)
def test_a_document_in_yaml_is_never_taken_for_groovy(phase: Phase, text: str, codes: set[str]) -> None:
    found = check_script(text, phase, "override")

    assert ({it.code for it in found}, {it.at.document for it in found} <= {"override.yaml"}) == (codes, True)


@pytest.mark.parametrize("form", [Form(), Form(format="yaml", layout="merged", manifest="json")])
@pytest.mark.parametrize("name", sorted(CASES))
def test_whatever_is_generated_passes(name: str, form: Form) -> None:
    assert check_files(generate(CASES[name](), "Acme", form).files)[1] == ()


@pytest.mark.skipif(not _EXAMPLE.is_dir(), reason="needs the example connector beside the repository")
def test_the_example_that_runs_in_the_framework_passes() -> None:
    files = {it.name: it.read_text(encoding="utf-8") for it in _EXAMPLE.iterdir()}

    found = [it for it in check_files(files)[1] if it.code != "LOD062"]

    assert found == []


@pytest.mark.parametrize(
    "text",
    ["while (true) { }", "def f = { f() }\nf()", "def s = 'a'\nwhile (true) { s = s + s }", "x" * 1_000_001,
     "(" * 500 + ")" * 500, "'a' =~ '(a+)+$'", "if (" * 90, "[" * 30_000],
)  # fmt: skip
def test_a_hostile_script_ends(text: str) -> None:
    assert {it.code for it in check_script(text, "schema", "x")} & {"LOD001", "LOD002", "LOD005"}
