"""Scripts the framework rejected, with what it said, and what becomes of them: only the offence changes."""

from __future__ import annotations

import pytest

from shared.compiler.verification.repair.mending import mended
from shared.compiler.verification.repair.messages import complaint
from shared.compiler.verification.sources import Phase, Source
from tests.compiler.verification.scripts import usual

_HEAD = "/* mine */   objectClass( 'User' ){ // keep\n"
_METHOD = "groovy.lang.MissingMethodException: No signature of method: X.createable() is applicable"


def _attribute(body: str) -> str:
    return f"{_HEAD}    attribute('x') {{\n        {body}\n    }}\n}}\n"


def _search(body: str) -> str:
    return f"{_HEAD}    search {{\n        {body}\n    }}\n}}\n"


_UPDATE = f"""{_HEAD}    update {{
        endpoint(PATCH, 'users/{{id}}') {{
            request {{
                contentType APPLICATION_XML
            }}
            supportedAttributes 'login'@
        }}
    }}
}}
"""
_LISTS = "singleResult()\n            emptyFilterSupported true\n        }"
_GUARDED = "            type org.identityconnectors.common.security.GuardedString\n"
_BLOCKS = "attribute('a') { jsonType 'string' }", "attribute('b') { jsonType 'string' }"


def _password(more: str) -> str:
    named = f"connId {{\n            name '__PASSWORD__'\n{more}        }}\n        jsonType 'string'"
    return _attribute(f"{named}\n        creatable false\n        updatable false")


@pytest.mark.parametrize(
    ("phase", "broken", "message", "whole"),
    [
        ("schema", _attribute('jsonType "string"\n        createable  true'), _METHOD,
         _attribute('jsonType "string"\n        creatable  true')),
        ("schema", _attribute("jsonType 'string'\n        shiny 'yes'\n        required true"), _METHOD,
         _attribute("jsonType 'string'\n        required true")),
        ("schema", _attribute("jsonType 'string'\n        required"),
         "groovy.lang.MissingPropertyException: No such property: required for class: Script1",
         _attribute("jsonType 'string'\n        required true")),
        ("schema", _attribute("jsonType 'string'\n        required 'true'"), _METHOD,
         _attribute("jsonType 'string'\n        required true")),
        ("schema", _attribute('jsonType "int"'), "java.lang.IllegalArgumentException: Unknown json schema type: int",
         _attribute('jsonType "integer"')),
        ("schema", _attribute("jsonType 'array'"), "Unknown json schema type: array",
         _attribute("jsonType 'string'\n        multiValued true")),
        ("schema", _attribute("jsonType 'number'"), "Attribute type java.lang.Number of x is not supported",
         _attribute("jsonType 'number'\n        openApiFormat 'double'")),
        ("schema", f"{_HEAD}    connIdAttribute('uid', 'id')\n}}\n", "No such built-in ConnID attribute: uid",
         f"{_HEAD}    connIdAttribute('UID', 'id')\n}}\n"),
        ("schema", f"{_HEAD}    connIdAttribute('ENABLE', 'active')\n}}\n", "No such built-in ConnID attribute: ENABLE",
         f"{_HEAD}}}\n"),
        ("schema", _attribute("jsonType 'string'\n        required true\n        required false"),
         "Multiple declarations for the same definition detected. Current value true other: false",
         _attribute("jsonType 'string'\n        required true")),
        ("schema", _password(""), "Password attribute must be GuardedString", _password(_GUARDED)),
        ("schema", _attribute("jsonType 'string'\n        readable false\n        returnedByDefault true"),
         "Attribute x is not readable, but returnedByDefault",
         _attribute("jsonType 'string'\n        readable false")),
        ("schema", f"{_HEAD}{' '.join(_BLOCKS)}\n}}\n", _METHOD, _HEAD + "\n".join(_BLOCKS) + "\n}\n"),
        ("operation", _search(f"endpoint('all') {{\n            {_LISTS}"),
         "java.lang.IllegalStateException: Multiple emptyFilter handlers are not supported",
         _search(f"endpoint('all') {{\n            {_LISTS.replace('true', 'false')}")),
        ("operation", _search("custom {\n            implementation { resultHandler() }\n        }"),
         "NullPointerException: emptyFilterSupported is null",
         _search("custom {\n            emptyFilterSupported false\n"
                 "            implementation { resultHandler() }\n        }")),
        ("operation", _search("endpoint(GET, 'users') {\n            singleResult()\n        }"), _METHOD,
         _search("endpoint('users') {\n            singleResult()\n        }")),
        ("operation", _search("endpoint('/users') {\n            singleResult()\n        }"), "UnsupportedOperation",
         _search("endpoint('/users') {\n            singleResult()\n        }")),
        ("operation", f"{_HEAD}    list {{ }}\n    search {{ }}\n}}\n", "UnsupportedOperationException",
         f"{_HEAD}    search {{ }}\n}}\n"),
        ("operation", _UPDATE.replace("@", ",  'mail', 'x'"), "ConnectorException: Attribute mail not found in schema",
         _UPDATE.replace("@", "")),
    ],
)  # fmt: skip
def test_only_the_offence_changes(phase: Phase, broken: str, message: str, whole: str) -> None:
    found = mended(Source("mine.groovy", phase, broken), [message], usual(), whole=True)

    assert found.text == whole


def test_what_nobody_complains_of_stays() -> None:
    text = _attribute("jsonType 'int'\n        createable true")

    found = mended(Source("mine.groovy", "schema", text), [_METHOD])

    assert found.text == text.replace("createable", "creatable")
    assert [it.code for it in found.left] == ["LOD020"]
    assert (found.changed, found.settled, found.unknown) == (True, False, ())


def test_a_message_that_means_nothing_is_handed_back() -> None:
    text = _attribute("jsonType 'string'")

    found = mended(Source("mine.groovy", "schema", text), ["The moon is in the wrong house", " "])

    assert (found.text, found.changed, found.settled) == (text, False, False)
    assert found.unknown == ("The moon is in the wrong house",)


def test_a_filter_that_cannot_be_is_removed() -> None:
    kept = "supportedFilter(attribute('login').contains()) { request }"
    wrong = "supportedFilter(attribute('login').startsWith()) {\n            request\n        }"
    text = _search(f"endpoint('users') {{\n        {wrong}\n        {kept}\n        }}")

    found = mended(Source("mine.groovy", "operation", text), ["MissingMethodException: startsWith"], usual())

    assert found.text == _search(f"endpoint('users') {{\n        {kept}\n        }}")


@pytest.mark.parametrize("text", ["", "objectClass('User') {", "class A {}", "switch (1) { }"])
def test_a_script_that_cannot_be_read_stays(text: str) -> None:
    assert mended(Source("mine.groovy", "schema", text), [_METHOD]).text == text


def test_the_most_telling_rules_come_first() -> None:
    found = complaint("java.lang.IllegalArgumentException: Unknown json schema type: 'int'")

    assert found.codes[0] == "LOD020"
    assert "int" in found.words
