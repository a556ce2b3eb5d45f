"""Damaged documents of every kind: never an exception, never long, and what is said is documented."""

from __future__ import annotations

import pytest

from shared.adapters.codec import JsonModels
from shared.compiler.backends.evaluation import lower
from shared.compiler.pipeline import Document, digest
from shared.compiler.reading import codes
from tests.compiler import mutants
from tests.compiler.corpus import CORPUS
from tests.compiler.documents import NUMBER, TEXT, accepts, an_object, an_openapi, crud, model_of, the
from tests.compiler.watchdog import within

LARGE = 3_000
EACH = 8
"""Mutants of each application; more than 500 together."""


@pytest.mark.parametrize("name", CORPUS)
def test_damaged_documents_are_read_as_far_as_they_go(name: str) -> None:
    for damaged in mutants.of_documents(CORPUS[name], EACH):
        with within():
            found = digest(damaged)
            lower(found.model)
            JsonModels().encode(found.model)

        assert {finding.code for finding in found.diagnostics} <= codes.MEANINGS.keys()


def test_there_are_enough_of_them() -> None:
    assert len(CORPUS) * EACH >= 500


def test_many_attributes_with_other_names_in_requests_are_read_in_time() -> None:
    shown = an_object(id=NUMBER, **{f"shown_{number}": TEXT for number in range(LARGE)})
    sent = an_object(**{f"sent_{number}": TEXT for number in range(LARGE)})
    paths = crud("/users", shown)
    paths["/users"]["post"] |= accepts(sent)

    with within():
        user = the(model_of(an_openapi(paths)), "User")
    assert len(user.attributes) == 1 + 2 * LARGE


def test_code_in_a_quotation_ends() -> None:
    with within():
        found = digest([Document(name="a.md", data=b"> \tGET /users\n>\n>     GET /groups\n")])

    assert [each.name for each in found.model.object_classes] == ["User", "Group"]


def test_text_without_a_definition_is_no_schema() -> None:
    found = digest([Document(name="a.graphql", data=b"  schema: {type: object}\n")])

    assert [finding.code for finding in found.diagnostics] == ["GQL003"]


def test_a_broken_printed_page_is_not_quoted_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    for damaged in mutants.of_documents(CORPUS["printed"], 30):
        digest(damaged)

    assert caplog.records == []
