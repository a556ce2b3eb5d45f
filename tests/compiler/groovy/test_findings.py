"""Every code is documented, made by some case, and carries what a person needs."""

from __future__ import annotations

import re

import pytest

from shared.compiler.pipeline import Form, generate
from shared.compiler.writing.findings import CODES
from tests.compiler.groovy.case_models import CASES


def test_every_code_is_made_by_a_case() -> None:
    forms = (Form(), Form(format="yaml"))
    made = {it.code for build in CASES.values() for form in forms for it in generate(build(), "Acme", form).diagnostics}

    assert sorted(made) == sorted(CODES)


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_is_documented(code: str) -> None:
    severity, meaning = CODES[code]

    assert re.fullmatch(r"GRV\d{3}", code)
    assert severity in {"error", "warning", "info"}
    assert meaning.endswith(".")


@pytest.mark.parametrize("name", sorted(CASES))
def test_every_finding_names_a_place_and_is_one_sentence(name: str) -> None:
    for finding in generate(CASES[name](), "Acme").diagnostics:
        assert finding.message.endswith(".")
        assert finding.at.document == "api.yaml" or finding.code.startswith("GRV04")
