"""The manifest, read back by a YAML reader."""

from __future__ import annotations

import pytest
import yaml

from shared.compiler.backends.manifest.document import manifest
from shared.compiler.pipeline import generate
from shared.compiler.writing.scripts import Script
from shared.compiler.writing.yaml import render
from tests.compiler.groovy.case_models import CASES


def test_lists_scripts_by_phase_with_leading_slash() -> None:
    search = Script(path="U.op.groovy", text="", phase="operation", operation="search", intent="all", object_class="U")
    schema = Script(path="U.schema.groovy", text="", phase="schema", operation="schema", object_class="U")

    assert yaml.safe_load(manifest((search, schema), application="no", description="It's: a #test")[1]) == {
        "application": {"name": "no", "description": "It's: a #test"},
        "connector": {
            "schema": [{"script": "/U.schema.groovy", "objectClass": "U", "operation": "schema"}],
            "operation": [
                {"script": "/U.op.groovy", "objectClass": "U", "operation": "search", "intent": "all"},
            ],
        },
    }


def test_connector_is_there_even_without_scripts() -> None:
    assert manifest((), application="Acme")[1] == "application:\n  name: Acme\nconnector: {}\n"


@pytest.mark.parametrize("name", sorted(CASES))
def test_names_every_script_once(name: str) -> None:
    generated = generate(CASES[name](), "Acme")
    phases = yaml.safe_load(generated.files["connector.manifest.yaml"])["connector"]
    listed = [entry["script"] for phase in ("schema", "authorization", "operation") for entry in phases.get(phase, [])]

    assert listed == [f"/{it.path}" for it in generated.scripts]
    assert {path.removeprefix("/") for path in listed} < set(generated.files)


@pytest.mark.parametrize(
    "text",
    [
        "plain words",
        "yes",
        "~",
        "1.0",
        "1e3",
        "a: b",
        "a #b",
        "- a",
        "",
        " a",
        "a ",
        "é\n",
        "{a}",
        "'",
        '"',
        "0x1",
        "=",
        "@a",
    ],
)
def test_every_text_is_read_back(text: str) -> None:
    assert yaml.safe_load(render({"key": text, "items": [text, [text, {"a": text}]]})) == {
        "key": text,
        "items": [text, [text, {"a": text}]],
    }
