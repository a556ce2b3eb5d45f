"""The whole verification: the report, and what becomes of scripts that fail their run."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.operation import Filter, Paging
from shared.compiler.pipeline import generate, verify
from shared.compiler.verification.completeness.reasons import UNKNOWN
from shared.compiler.verification.load.check import check_files
from shared.compiler.verification.verify import Verified
from shared.compiler.writing.archive import zip_bytes
from shared.compiler.writing.form import Form
from tests.compiler.groovy.case_models import CASES
from tests.compiler.groovy.models import attribute, crud, model, object_class, operation, parameter, read_only

_YAML = Form(format="yaml", layout="merged", manifest="json")


def _unfinished() -> ConnectorModel:
    """Return a class whose list demands what nobody knows, and whose deletion answers nothing."""
    demanding = operation("list", "/users", parameters=(parameter("owner", required=True),))
    silent = operation("delete", "/users/{id}", identifier="id", success=(200,))
    user = object_class(
        "User",
        read_only("id"),
        attribute("name", required=True),
        attribute("mail", create_name="email"),
        operations=(demanding, silent, *crud("/users", "id", "get", "create", "update")),
    )
    return model(user, object_class("Group", operations=(operation("create", "/{site}/groups"),)))


def _verified(documented: ConnectorModel, failing: Any = "mark", form: Form | None = None) -> Verified:  # noqa: ANN401 - a literal
    return verify(documented, generate(documented, "Acme", form or Form()).files, failing)


def _scripts(files: Any) -> list[str]:  # noqa: ANN401 - the files of either
    return [path for path in files if path.endswith(("op.groovy", "op.yaml"))]


@pytest.mark.parametrize("form", [Form(), _YAML])
def test_a_failing_script_is_marked(form: Form) -> None:
    documented = _unfinished()
    before = generate(documented, "Acme", form).files
    found = _verified(documented, "mark", form)
    changed = {path: text for path, text in found.files.items() if before.get(path) not in (None, text)}

    assert {path.split(".")[1] for path in changed if path != "README.md"} == {"search", "delete"}
    for path, text in changed.items():
        if path != "README.md":
            mark = text.removesuffix(before[path])
            assert mark.startswith(("// RUN00", "# RUN00")), path
            assert (mark.isascii(), mark.count("\n")) == (True, 1)
    assert check_files(found.files)[1] == ()


@pytest.mark.parametrize("form", [Form(), _YAML])
def test_a_failing_script_is_left_out(form: Form) -> None:
    documented = _unfinished()
    before = generate(documented, "Acme", form).files
    found = _verified(documented, "omit", form)

    assert {path.split(".op.")[0] for path in found.omitted} == {"User.search.all", "User.delete"}
    assert set(before) - set(found.files) == set(found.omitted)
    assert check_files(found.files)[1] == ()
    again: Any = verify(documented, found.files, "omit").report
    assert again["conformance"]["passed"] == again["conformance"]["tried"]


def test_what_needs_an_omitted_script_goes_with_it() -> None:
    get = operation("get", "/users/{id}", identifier="id", parameters=(parameter("view", required=True),))
    user = object_class(
        "User", read_only("id"), attribute("name"), operations=(get, *crud("/users", "id", "list", "update"))
    )

    found = _verified(model(user), "omit")

    assert sorted(found.omitted) == ["User.search.id.op.groovy", "User.update.op.groovy"]


def test_a_filter_goes_with_the_list_that_says_how_to_read_its_answer() -> None:
    demanding = operation(
        "list",
        "/users",
        parameters=(parameter("site", required=True),),
        filters=(Filter(parameter="site", attribute="name", operator="equals"),),
    )
    user = object_class(
        "User", read_only("id"), read_only("name"), operations=(demanding, *crud("/users", "id", "get"))
    )

    found = _verified(model(user), "omit")

    assert sorted(found.omitted) == ["User.search.all.op.groovy", "User.search.filter.op.groovy"]


def test_the_report_says_what_was_tried_and_what_is_missing() -> None:
    report: Any = _verified(_unfinished()).report

    assert report["load"] == {"passed": True, "findings": []}
    failed = [
        (it["owner"], it["operation"], it["code"], it["limit"])
        for it in report["conformance"]["operations"]
        if not it["passed"]
    ]
    assert failed == [
        ("User", "list", "RUN003", "The request needs an input for which the documents give no value."),
        ("User", "delete", "RUN004", "The application did it, and the framework cannot read its answer."),
    ]
    missing = [(it["kind"], it["owner"], it["name"], it["code"]) for it in report["completeness"]["missing"]]
    assert missing == [("class", "Group", "Group", "GRV002")]
    assert report["failing"] == {
        "option": "mark",
        "scripts": ["User.search.all.op.groovy", "User.delete.op.groovy"],
        "omitted": [],
    }


def test_the_summary_holds_figures_and_failures() -> None:
    summary: Any = _verified(_unfinished()).summary

    assert [it["code"] for it in summary["conformance"]["failed"]] == ["RUN003", "RUN004"]
    assert summary["conformance"]["tried"] - summary["conformance"]["passed"] == 2
    assert "completeness" not in summary


def test_the_readme_says_what_failed() -> None:
    text = _verified(_unfinished()).files["README.md"]

    assert "## What failed its run\n\n- RUN003 (User, list): " in text


@pytest.mark.parametrize("name", sorted(CASES))
def test_whatever_is_missing_has_a_reason(name: str) -> None:
    report: Any = _verified(CASES[name]()).report

    assert [it for it in report["completeness"]["missing"] if it["code"] == UNKNOWN] == []


def test_a_search_that_cannot_be_used_is_missed() -> None:
    report: Any = _verified(CASES["searches_beside_the_list"]()).report

    assert [(it["kind"], it["name"], it["code"]) for it in report["completeness"]["missing"]] == [
        ("operation", "search (GET /users/ids)", "GRV029"),
        ("operation", "search (GET /users/pages)", "GRV029"),
        ("operation", "search (GET /users/anything)", "GRV029"),
        ("operation", "search (POST /users/query)", "GRV016"),
        ("operation", "search (GET /users/titled)", "GRV022"),
    ]


def test_each_filter_has_its_own_reason() -> None:
    report: Any = _verified(CASES["search_parameters"]()).report

    assert [(it["name"], it["reason"].rpartition("used: ")[2]) for it in report["completeness"]["missing"]] == [
        ("created equals (since)", "the framework has no matching value to send."),
        ("unknown equals (unknown)", "the connector has no attribute `unknown` to ask by."),
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "scim_service",
            [
                *(("attribute", "User", "keys", "GRV004"), ("operation", "User", "create", "GRV052")),
                *(("operation", "User", "update", "GRV052"), ("operation", "Group", "create", "GRV052")),
                *(("operation", "Group", "update", "GRV052"), ("operation", "Device", "create", "GRV052")),
                *(("operation", "Device", "update", "GRV052"), ("class", "Nameless", "Nameless", "GRV051")),
                ("relation", "nothing", "nothing", "GRV030"),
            ],
        ),
        ("tables", [("class", "role", "role", "GRV003"), ("relation", "user_to_role", "user_to_role", "GRV063")]),
        ("two_targets", [("class", "AppUser", "AppUser", "GRV060")]),
    ],
)
def test_what_the_framework_makes_itself_can_miss_something(name: str, expected: list[tuple[str, ...]]) -> None:
    report: Any = _verified(CASES[name]()).report

    missing = [(it["kind"], it["owner"], it["name"], it["code"]) for it in report["completeness"]["missing"]]
    assert missing == expected


@pytest.mark.parametrize(
    ("name", "half"), [("scim_service", "scim"), ("rest_beside_scim", "scim"), ("rest_beside_scim", "rest")]
)
def test_each_half_of_the_framework_gets_in_by_its_own_script(name: str, half: str) -> None:
    documented = CASES[name]()
    files = dict(generate(documented, "Acme").files)
    broken = {path: text.replace(f"configuration.{half}", "configuration.other") for path, text in files.items()}

    verified = (verify(documented, it).trials[0] for it in (files, broken))

    assert [(it.operation, it.passed) for it in verified] == [("authentication", True), ("authentication", False)]


def test_an_attribute_that_is_not_read_is_missed() -> None:
    documented = CASES["complete"]()
    files = dict(generate(documented, "Acme").files)
    path = "User.native.schema.groovy"
    files[path] = files[path].replace("attribute('created')", "attribute('made')")

    report: Any = verify(documented, files).report

    missing = [(it["kind"], it["owner"], it["name"], it["code"]) for it in report["completeness"]["missing"]]
    assert ("attribute", "User", "created", UNKNOWN) in missing


def test_the_same_model_gives_the_same_bytes() -> None:
    paged = operation("list", "/users", paging=Paging(style="link_header"))
    documented = model(object_class("User", operations=(paged, *crud("/users", "id", "get"))))

    digests = {hashlib.sha256(zip_bytes(_verified(documented).files)).hexdigest() for _ in range(2)}

    assert len(digests) == 1
    assert json.loads(_verified(documented).files["verification.json"]) == _verified(documented).report
