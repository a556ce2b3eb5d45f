"""Scripts under a second, independent grammar of Groovy; it is slow, so a few stand for all."""

from __future__ import annotations

from pathlib import Path

import pytest
from groovy_parser.parser import parse_groovy_content

_CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize(
    "script",
    [
        "complete/User.connid.schema.groovy",
        "complete/User.create.op.groovy",
        "complete/User.delete.op.groovy",
        "complete/authentication.op.groovy",
        "identifier_chosen_by_the_client/User.native.schema.groovy",
        "offset/User.search.all.op.groovy",
        "carried_relations/member_of.schema.groovy",
    ],
)
def test_parses(script: str) -> None:
    tree = parse_groovy_content((_CASES / script).read_text(encoding="ascii"))

    assert tree.data == "compilation_unit"
