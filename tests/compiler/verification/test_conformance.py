"""The conformance run: what is generated passes, and what is broken afterwards does not."""

from __future__ import annotations

import pytest

from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.operation import Filter, Paging
from shared.compiler.pipeline import generate
from shared.compiler.verification.conformance.run import conformance
from shared.compiler.verification.conformance.trials import RUN_CODES, Trial
from shared.compiler.verification.load.check import check_files
from shared.compiler.writing.form import Form
from tests.compiler.groovy.case_models import CASES
from tests.compiler.groovy.models import attribute, crud, model, object_class, operation, parameter, read_only, scalar

_REFUSED = "throw new ConnectorException('GET users: HTTP ' + response.statusCode())"
_LIMITS = {
    "writes_without_an_answer": {"RUN004"},
    "unknown_authentication": {"RUN006"},
    "api_key_in_the_query_with_headers": {"RUN003"},
    "basic_with_headers": {"RUN003"},
    "client_credentials_with_headers": {"RUN003"},
    "headers_only": {"RUN003"},
    "one_object_for_a_list": {"RUN007"},
}


def _run(documented: ConnectorModel, files: dict[str, str]) -> tuple[Trial, ...]:
    connector, _ = check_files(files)
    return conformance(documented, connector)


def _files(documented: ConnectorModel, form: Form | None = None) -> dict[str, str]:
    return dict(generate(documented, "Acme", form or Form()).files)


@pytest.mark.parametrize("name", sorted(CASES))
def test_what_is_generated_works_but_for_named_limits(name: str) -> None:
    documented = CASES[name]()

    trials = _run(documented, _files(documented))

    assert {it.code for it in trials if not it.passed} == _LIMITS.get(name, set())


@pytest.mark.parametrize("name", ["complete", "cursor", "objects_by_key", "api_key_in_the_query_with_headers"])
def test_every_form_works_alike(name: str) -> None:
    documented = CASES[name]()
    form = Form(format="yaml", layout="merged", manifest="json")

    assert _run(documented, _files(documented, form)) == _run(documented, _files(documented))


def _paged() -> ConnectorModel:
    """Return a class with everything: pages, filters, all changes, values of every kind."""
    page = Paging(style="page", position="page", size="limit", cap=50)
    narrowing = (Filter(parameter="login", attribute="login", operator="equals"),
                 Filter(parameter="q", attribute="login", operator="contains"))  # fmt: skip
    listing = operation(
        "list", "/users", answer_path=("data",), paging=page, filters=narrowing,
        parameters=(parameter("page"), parameter("limit")),
    )  # fmt: skip
    user = object_class(
        "User",
        read_only("id", scalar("integer", "int64")),
        attribute("login", required=True),
        attribute("email"),
        attribute("active", scalar("boolean")),
        attribute("level", scalar("integer")),
        attribute("tags", multivalued=True),
        attribute("password", readable=False),
        naming=CASES["complete"]().object_classes[0].naming,
        operations=(listing, *crud("/users", "id", "get", "create", "update", "delete")),
    )
    return model(user, authentications=CASES["complete"]().authentications)


@pytest.mark.parametrize(
    ("script", "old", "new", "failing"),
    [
        ("User.search.all.op", "'page'", "'offset'", ("list", "")),
        ("User.search.all.op", "paging.pageOffset)", "paging.pageOffset - 1)", ("list", "")),
        ("User.search.all.op", "paging.pageOffset)", "paging.pageOffset * paging.pageSize)", ("list", "")),
        ("User.search.all.op", "'limit'", "'size'", ("list", "")),
        ("User.search.all.op", "/data", "/items", ("list", "")),
        ("User.search.all.op", "response.body().at('/data')", "response.body()", ("list", "")),
        ("User.search.all.op", "endpoint('users')", "endpoint('user')", ("list", "")),
        ("User.search.all.op", _REFUSED, "return []", ("list", "no credentials")),
        ("User.search.id.op", "return [item]", "return item", ("get", "known")),
        ("User.search.id.op", "users/{id}", "user/{id}", ("get", "known")),
        ("User.search.id.op", "'id', value", "'uid', value", ("get", "known")),
        ("User.search.id.op", "== 404", "== 410", ("get", "unknown")),
        ("User.search.id.op", "item.putArray(name)", "def unused = name", ("update", "absent")),
        ("User.search.filter.op", "('login', value)", "('name', value)", ("search", "login eq")),
        ("User.search.filter.op", "('q', value)", "('login', value)", ("search", "login contains")),
        ("User.create.op", "POST", "PUT", ("create", "")),
        ("User.create.op", "contentType APPLICATION_JSON", "", ("create", "")),
        ("User.update.op", "PATCH", "PUT", ("update", "present")),
        ("User.update.op", "users/{id}", "users", ("update", "null")),
        ("User.update.op", ", 'password'", "", ("update", "absent")),
        ("User.delete.op", "DELETE", "POST", ("delete", "")),
        ("User.delete.op", "users/{id}", "users/id", ("delete", "")),
        ("User.native.schema", "attribute('email')", "attribute('mail')", ("list", "")),
        (
            "User.native.schema",
            "deserialize {\n                    value?.asText()",
            "deserialize {\n 'x'",
            ("list", ""),
        ),
        ("User.native.schema", "decrypt(given)", "decrypt(given) + '!'", ("create", "")),
        ("User.native.schema", "openApiFormat 'int64'", "openApiFormat 'int32'", ("list", "")),
        ("authentication.op", "'token '", "'Bearer '", ("authentication", "")),
        ("authentication.op", "'Authorization'", "'X-Token'", ("authentication", "")),
    ],
)
def test_a_broken_script_fails_its_run(script: str, old: str, new: str, failing: tuple[str, str]) -> None:
    documented = _paged()
    files = _files(documented)
    path = f"{script}.groovy"
    assert files[path].count(old) >= 1

    whole = _run(documented, files)
    broken = _run(documented, files | {path: files[path].replace(old, new)})

    assert [it for it in whole if not it.passed] == []
    assert failing in {(it.operation, it.detail) for it in broken if not it.passed}


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("cursor", "/meta/next~1cursor", "/meta/cursor"),
        ("cursor", "'page[after]'", "'after'"),
        ("link_header", "rel=next", "rel=last"),
        ("next_url", "URLDecoder.decode(parts[1], 'UTF-8')", "parts[0]"),
        ("page_cap_below_25", "start + 1", "start + 2"),
        ("page_from_zero", "paging.pageOffset - 1", "paging.pageOffset"),
        ("offset", "(paging.pageOffset - 1) * paging.pageSize", "paging.pageOffset"),
        ("list_inside_a_parent", "parent.uid.uidValue", "parent.name.nameValue + 'x'"),
        ("objects_by_key", "entries.get(key)", "entries.get('x')"),
        ("wrapped_answers", "/result", "/results"),
        ("listed_by_post", "HttpMethod.POST", "HttpMethod.PUT"),
    ],
)
def test_a_list_read_wrongly_is_found_out(name: str, old: str, new: str) -> None:
    documented = CASES[name]()
    files = _files(documented)
    broken = {path: text.replace(old, new) if path.endswith("search.all.op.groovy") else text
              for path, text in files.items()}  # fmt: skip
    assert broken != files

    assert "list" in {it.operation for it in _run(documented, broken) if not it.passed}


def test_a_relation_read_wrongly_is_found_out() -> None:
    documented = CASES["complete"]()
    files = _files(documented)
    path = "user_to_group.search.op.groovy"

    broken = _run(documented, files | {path: files[path].replace("uid.uidValue", "name.nameValue + 'x'")})

    assert {it.operation for it in broken if not it.passed} == {"relation"}


def test_a_relation_without_its_request_is_found_out() -> None:
    documented = CASES["complete"]()
    files = _files(documented)
    path = "user_to_group.search.op.groovy"

    broken = _run(documented, files | {path: files[path].replace("groups'", "group'")})

    assert "relation" in {it.operation for it in broken if not it.passed}


def test_what_is_not_known_here_is_not_called_a_failure() -> None:
    documented = _paged()
    files = _files(documented)
    path = "User.search.id.op.groovy"
    text = files[path].replace("def item = response.body()", "def item = com.acme.Helper.unwrap(response.body())")

    codes = {(it.operation, it.code) for it in _run(documented, files | {path: text}) if not it.passed}

    assert ("get", "RUN008") in codes


def test_two_runs_say_the_same() -> None:
    documented = _paged()
    files = _files(documented)

    assert _run(documented, files) == _run(documented, files)


@pytest.mark.parametrize("code", sorted(RUN_CODES))
def test_every_code_is_documented(code: str) -> None:
    assert code.startswith("RUN")
    assert RUN_CODES[code][1].endswith(".")
