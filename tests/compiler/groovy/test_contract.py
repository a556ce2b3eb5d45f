"""
The framework's rules, asserted on the printed text of every case: what a reader of the scripts would check by eye.

`rules` checks the trees before they are printed; this knows nothing of trees.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

import yaml

from shared.compiler.pipeline import Form, Generated, generate
from shared.compiler.writing.form import LAYOUTS
from shared.compiler.writing.scripts import Script
from tests.compiler.groovy.case_models import CASES
from tests.compiler.groovy.target_models import DATABASES

_STRING = re.compile(r"'(?:[^'\\\n]|\\.)*'")
_ENDPOINT = re.compile(r"^( *)endpoint\('([^']*)'\) \{\n(.*?)^\1\}$", re.MULTILINE | re.DOTALL)
_CUSTOM = re.compile(r"^( *)custom \{\n(.*?)^\1\}$", re.MULTILINE | re.DOTALL)
_EXTRACTOR = re.compile(r"^( *)objectExtractor \{\n(.*?)^\1\}$", re.MULTILINE | re.DOTALL)
_WRITE = re.compile(r"endpoint\((POST|PUT|PATCH|DELETE), '([^']*)'\)")
_ATTRIBUTE = re.compile(
    r"^    (?:attribute|reference)\('((?:[^'\\]|\\.)*)'\) \{\n(.*?)^    \}$", re.MULTILINE | re.DOTALL
)
_NOT_IN_THE_FRAMEWORK = (
    "searchAll", "startsWith", "endsWith", "oauth2 ", "createable", "PER_SEARCH", "mappingTable", "anyFilterSupported",
    "onlyExplicitlyListed", "complexType", "emulated", "normalize", "attributeResolver", "transition", "org.json",
    "remoteName", "protocolName", "test {", "list {", "read {", "resultHandler.", "BATCH",
)  # fmt: skip
_WIZARD = re.compile(
    r"[\w-]+\.(native|connid)\.schema|[\w-]+\.schema|authentication\.op|[\w-]+\.search\.(all|id|filter)\.op"
    r"|[\w-]+\.(create|update|delete|search)\.op"
)


@cache
def _made() -> tuple[tuple[str, Generated], ...]:
    """Return what is generated for every case of an interface, its name before it, in both layouts."""
    names = sorted(CASES.keys() - DATABASES.keys())
    return tuple((name, generate(CASES[name](), "Acme", Form(layout=layout))) for layout in LAYOUTS for name in names)


def _scripts(*operations: str) -> Iterator[tuple[str, Script]]:
    for name, made in _made():
        for script in made.scripts:
            if not operations or script.operation in operations:
                yield f"{name}/{script.path}", script


def _bare(text: str) -> str:
    """Return `text` with every string literal emptied and without comments."""
    return re.sub(r"//[^\n]*", "", _STRING.sub("''", text))


def test_strings_are_single_quoted_and_ascii() -> None:
    for place, script in _scripts():
        assert script.text.isascii(), place
        assert not set('"$`') & set(_bare(script.text)), place


def test_a_line_is_one_statement() -> None:
    for place, script in _scripts():
        bare = _bare(script.text)
        assert ";" not in bare, place
        assert not [it for it in bare.splitlines() if re.search(r"\}\s*(?!catch)[\w(]", it)], place


def test_only_names_of_the_phase_open_a_script() -> None:
    opening = {
        "schema": {"objectClass", "relationship"},
        "authorization": {"authentication"},
        "operation": {"objectClass"},
    }
    for place, script in _scripts():
        opened = re.findall(r"^(\w+)(?:\([^)]*\))? \{$", script.text, re.MULTILINE)
        assert opened, place
        assert set(opened) - {"try"} <= opening[script.phase], place


def test_nothing_that_does_not_exist_or_does_not_work_is_written() -> None:
    for place, script in _scripts():
        assert not [it for it in _NOT_IN_THE_FRAMEWORK if it in _bare(script.text)], place


def test_flags_have_a_boolean() -> None:
    flags = r"\b(required|readable|creatable|updatable|returnedByDefault|multiValued|emptyFilterSupported)\b ?(.*)"
    for place, script in _scripts():
        assert {value for _, value in re.findall(flags, _bare(script.text))} <= {"true", "false"}, place


def test_types_and_formats_are_known_and_convert() -> None:
    for place, script in _scripts("schema"):
        types = re.findall(r"^ +(?:jsonType|type) '(\w+)'", script.text, re.MULTILINE)
        formats = re.findall(r"openApiFormat '([^']*)'", script.text)
        assert set(types) <= {"string", "integer", "boolean", "number"}, place
        assert not {"date", "char", "binary", "byte", "int32"} & set(formats), place
        for name, body in _ATTRIBUTE.findall(script.text):
            assert ("type 'number'" in body.replace("jsonType", "type")) <= ("openApiFormat 'double'" in body), name


def test_a_class_has_one_uid_and_one_other_name() -> None:
    for name, made in _made():
        schemas: dict[str, str] = {}
        for script in made.scripts:
            if script.phase == "schema" and script.object_class:
                schemas[script.object_class] = schemas.get(script.object_class, "") + script.text
        for owner, text in schemas.items():
            if "scim {" in text or "connIdAttribute('UID'" not in text:
                continue  # the framework makes the classes of a SCIM service
            [uid], [naming] = (re.findall(f"connIdAttribute\\('{it}', '([^']*)'\\)", text) for it in ("UID", "NAME"))
            declared = [it for it, _ in _ATTRIBUTE.findall(text)]
            assert uid.lower() != naming.lower(), (name, owner)
            assert {uid, naming} <= set(declared), (name, owner)
            assert len({it.lower() for it in declared}) == len(declared), (name, owner)
            for special in ("__ENABLE__", "__PASSWORD__"):
                assert text.count(f"'{special}'") <= 1, (name, owner)


def test_a_number_that_identifies_is_spelled_as_text() -> None:
    spelled = "connId { type String } json { type 'integer' implementation { deserialize { value?.asText() } } }"
    schema = generate(CASES["complete"](), "Acme").files["User.native.schema.groovy"]

    assert f"attribute('id') {{ {spelled} creatable false updatable false" in " ".join(schema.split())


def test_a_password_is_guarded_serialised_and_never_read() -> None:
    for place, script in _scripts("schema"):
        for name, body in _ATTRIBUTE.findall(script.text):
            if "'__PASSWORD__'" in body:
                assert all(it in body for it in ("type GuardedString", "serialize {", "readable false")), (place, name)


def test_a_nested_value_is_never_written() -> None:
    for place, script in _scripts("schema"):
        for name, body in _ATTRIBUTE.findall(script.text):
            if ".child(" in body:
                assert all(it in body for it in ("creatable false", "updatable false")), (place, name)
                assert "required true" not in body, (place, name)


def test_reserved_names_are_renamed() -> None:
    for place, script in _scripts("schema"):
        for name, _ in _ATTRIBUTE.findall(script.text):
            assert not re.match(r"__|conndev_|[^\w]|\d|.*[ $@/]", name.replace("\\u", "u")), (place, name)


def test_paths_are_relative_and_bare() -> None:
    for place, script in _scripts():
        paths = [path for _, path, _ in _ENDPOINT.findall(script.text)] + [it for _, it in _WRITE.findall(script.text)]
        assert not [it for it in paths if it.startswith("/") or "?" in it], place


def test_only_the_identifier_is_filled_in_writes() -> None:
    for place, script in _scripts("create", "update", "delete"):
        for _, path in _WRITE.findall(script.text):
            allowed = [] if script.operation == "create" else ["{id}"]
            assert set(re.findall(r"\{[^}]*\}", path)) <= set(allowed), place


def test_a_placeholder_of_a_search_is_filled() -> None:
    for place, script in _scripts("search", "get"):
        for _, path, body in _ENDPOINT.findall(script.text):
            for name in re.findall(r"\{([^}]*)\}", path):
                assert f"request.pathParameter('{name}'" in body, place


def test_writes_send_json_and_name_what_they_take() -> None:
    for place, script in _scripts("create", "update"):
        assert "contentType APPLICATION_JSON" in script.text, place
        assert "supportedAttributes '" in script.text, place


def test_every_extractor_looks_at_the_status_and_answers_a_list() -> None:
    for place, script in _scripts("search", "get"):
        for _, path, body in _ENDPOINT.findall(script.text):
            for _, code in _EXTRACTOR.findall(body):
                assert "response.statusCode() >= 400" in code, place
                if "return response.body()\n" in code:
                    assert "responseFormat JSON_ARRAY" in body, (place, path)


def test_a_list_ends() -> None:
    """Without a page size of 25 and a position the framework's loop would go on for ever, or end too early."""
    for place, script in _scripts("search"):
        for _, _, body in _ENDPOINT.findall(script.text):
            if "objectExtractor" in body:
                paged = "paging.pageSize" in body and "paging.pageOffset" in body
                assert paged is not ("singleResult()" in body), place


def test_each_filter_has_one_handler() -> None:
    for name, made in _made():
        claimed: Counter[tuple[str, str]] = Counter()
        for script in made.scripts:
            if script.operation in {"search", "get"}:
                for opened in re.split(r"^objectClass\(", script.text, flags=re.MULTILINE)[1:]:
                    owner = opened.split("'")[1]
                    claimed[owner, ""] += opened.count("emptyFilterSupported true")
                    specifications = re.findall(r"supportedFilter[( ](attribute\('.*?'\)\.\w+\(\)\.\w+\(\))", opened)
                    claimed.update((owner, it) for it in specifications)
        assert not [it for it, times in claimed.items() if times > 1], name


def test_a_custom_search_says_what_it_answers() -> None:
    for place, script in _scripts("search", "get"):
        for _, body in _CUSTOM.findall(script.text):
            assert "emptyFilterSupported true" in body or "supportedFilter " in body, place
            assert "implementation {" in body, place


def test_an_item_request_is_one_answer_and_knows_404() -> None:
    for place, script in _scripts("get"):
        for _, _, body in _ENDPOINT.findall(script.text):
            if "objectExtractor" in body:
                assert "singleResult()" in body, place
                assert "response.statusCode() == 404" in body, place


def test_an_update_can_read_its_object_and_finds_what_it_changes() -> None:
    """The framework reads the object first, and fails on an attribute that is missing there."""
    for name, made in _made():
        texts = {it.path: it.text for it in made.scripts}
        for script in (it for it in made.scripts if it.operation == "update"):
            stem = script.path.removesuffix(".update.op.groovy")
            reading = texts[f"{stem}.search.id.op.groovy"] + texts.get(f"{stem}.search.all.op.groovy", "")
            schema = texts[f"{stem}.native.schema.groovy"]
            bodies = dict(_ATTRIBUTE.findall(schema))
            for changed in _STRING.findall(script.text.split("supportedAttributes", 1)[1]):
                found = re.search(r"json \{\n +name ('.*?')", bodies[changed[1:-1]])
                assert f"{found[1] if found else changed}" in reading, (name, changed)
            assert "item.putArray(" in reading, name


def test_one_customizer_authenticates_each_half() -> None:
    for place, script in _scripts():
        if script.phase == "authorization":
            assert len(re.findall(r"^        \w+ \{$", script.text, re.MULTILINE)) == len(
                re.findall(r"^    (?:rest|scim) \{$", script.text, re.MULTILINE)
            ), place


def test_files_are_named_as_the_wizard_names_them() -> None:
    for place, script in _scripts():
        assert _WIZARD.fullmatch(script.path.removesuffix(".groovy")), place
        stem = script.path.split(".", 1)[0]
        if script.object_class and script.object_class.isidentifier():
            assert script.object_class == stem, place  # the class keeps its case


def test_the_merged_layout_moves_the_mapping_and_nothing_else() -> None:
    for name in sorted(CASES):
        apart, merged = (generate(CASES[name](), "Acme", Form(layout=layout)) for layout in LAYOUTS)
        mapping = re.compile(r"^ +connIdAttribute\(.*\)\n", re.MULTILINE)
        left = {it.path: it.text for it in apart.scripts if it.intent != "connid"}
        if name in DATABASES:
            assert set(left) == {it.path for it in merged.scripts}
            continue
        moved = {it.path: mapping.sub("", it.text) for it in merged.scripts if it.intent != "connid"}
        own = {path for path in moved if path not in left}  # a resource of which only the name had to be said
        assert {path: text for path, text in moved.items() if path not in own} == left


def test_the_manifest_lists_the_phases_in_order() -> None:
    for _, made in _made():
        manifest = yaml.safe_load(made.files["connector.manifest.yaml"])
        assert list(manifest) == ["application", "connector"]
        assert [it for it in ("schema", "authorization", "operation") if it in manifest["connector"]] == list(
            manifest["connector"]
        )
        listed = [entry["script"] for phase in manifest["connector"].values() for entry in phase]
        assert listed == [f"/{it.path}" for it in made.scripts]
        assert len([path for path in made.files if path.startswith("connector.manifest.")]) == 1
