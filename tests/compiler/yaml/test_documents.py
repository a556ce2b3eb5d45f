"""Scripts in YAML: golden cases, and the rules of the framework's YAML loader for every case."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from shared.compiler.pipeline import Form, generate
from shared.compiler.writing.yaml import Code, render
from tests.compiler.groovy.case_models import CASES
from tests.compiler.groovy.target_models import DATABASES

_CASES = Path(__file__).parent / "cases"
_FORM = Form(format="yaml")
_GOLDEN = (
    "complete", "cursor", "list_inside_a_parent", "list_of_identifiers", "listed_by_post", "page_cap_below_25",
    "read_through_the_list", "tables",
)  # fmt: skip

# What a document may hold; the framework refuses unknown keys.
_ENDPOINT = {
    "path", "responseFormat", "emptyFilterSupported", "objectExtractor", "pagingSupport", "singleResult",
    "supportedFilters",
}  # fmt: skip
_INTERFACES = sorted(CASES.keys() - DATABASES.keys())
_OPERATIONS = {"search", "create", "update", "authentication"}


def _documents(name: str) -> dict[str, dict[str, Any]]:
    scripts = generate(CASES[name](), "Acme", _FORM).scripts
    return {it.path: yaml.safe_load(it.text) for it in scripts if it.path.endswith(".yaml")}


@pytest.mark.parametrize("name", _GOLDEN)
def test_prints_the_expected_documents(name: str, request: pytest.FixtureRequest) -> None:
    folder = _CASES / name
    made = generate(CASES[name](), "Acme", _FORM)
    outputs = {it.path: it.text for it in made.scripts if it.path.endswith(".yaml")}
    outputs["findings.txt"] = "".join(f"{it}\n" for it in made.diagnostics if it.code == "GRV050")
    if request.config.getoption("--update-golden"):
        folder.mkdir(parents=True, exist_ok=True)
        for stale in folder.iterdir():
            stale.unlink()
        for path, text in outputs.items():
            (folder / path).write_text(text, encoding="ascii", newline="\n")

    assert outputs == {it.name: it.read_text(encoding="ascii") for it in folder.iterdir()}


@pytest.mark.parametrize("name", _INTERFACES)
def test_a_document_is_one_operation_in_known_words(name: str) -> None:
    for document in _documents(name).values():
        assert len(_OPERATIONS & set(document)) == 1
        assert set(document) <= {"objectClass", *_OPERATIONS}
        assert ("objectClass" in document) == ("authentication" not in document)
        search = document.get("search", {})
        assert set(search) <= {"endpoints", "custom"}
        assert set(search.get("custom", {})) <= {"emptyFilterSupported", "supportedFilters", "implementation"}
        for endpoint in search.get("endpoints", []):
            assert set(endpoint) <= _ENDPOINT
            assert endpoint.get("emptyFilterSupported", True) is True
            assert all(set(it) == {"spec", "request"} for it in endpoint.get("supportedFilters", []))
        for kind in ("create", "update"):
            for endpoint in document.get(kind, {}).get("endpoints", []):
                assert set(endpoint) == {"method", "path", "request", "supportedAttributes"}


@pytest.mark.parametrize("name", _INTERFACES)
def test_a_closure_needs_nothing_around_it(name: str) -> None:
    """The framework compiles each closure by itself: no imports, no variables of the script."""
    for path, document in _documents(name).items():
        text = str(document)
        assert "import " not in text, path
        assert "new ConnectorException" not in text
        assert "(HttpMethod." not in text
        assert ("jsonNodes." in text) <= ("def jsonNodes" in text)


@pytest.mark.parametrize("name", _INTERFACES)
def test_schemas_and_deletions_stay_in_groovy(name: str) -> None:
    for script in generate(CASES[name](), "Acme", _FORM).scripts:
        groovy_only = script.phase == "schema" or script.operation == "delete"
        assert script.path.endswith(".groovy") >= groovy_only
        assert script.text.isascii()


def test_tables_are_said_in_yaml() -> None:
    """The SQL connector heeds schemas in YAML; the words are those of its loader."""
    for document in _documents("tables").values():
        assert set(document) <= {"objectClass", "description", "sql", "attributes"}
        assert set(document.get("sql", {})) <= {"table", "schema"}
        assert all(
            set(it) == {"connId"} and set(it["connId"]) == {"name"} for it in document.get("attributes", {}).values()
        )


def test_code_is_a_literal_block() -> None:
    text = "if (a) {\n    return 'x: #1'\n}\n"

    printed = render({"list": [{"request": Code(text)}, Code("b\n")], "flag": True, "none": Code("")})

    assert printed == (
        "list:\n  - request: |\n      if (a) {\n          return 'x: #1'\n      }\n  - |\n    b\nflag: true\nnone: |\n"
    )
    assert yaml.safe_load(printed) == {"list": [{"request": text}, "b\n"], "flag": True, "none": ""}


def test_the_report_says_which_form_was_chosen() -> None:
    made = generate(CASES["complete"](), "Acme", Form(format="yaml", layout="merged", manifest="json"))

    report = json.loads(made.files["report.json"])

    assert report["form"] == {"format": "yaml", "layout": "merged", "manifest": "json"}
