from __future__ import annotations

import pytest

from shared.api.revisions import entity_tag, expected_revision
from shared.kernel.errors import Invalid, Stale


def test_a_tag_leads_back_to_its_revision() -> None:
    assert entity_tag(12) == '"r12"'
    assert expected_revision(' "r12" ') == 12


@pytest.mark.parametrize("header", [None, "*", " * "])
def test_nothing_special_is_expected(header: str | None) -> None:
    assert expected_revision(header) is None


@pytest.mark.parametrize("header", ['"12"', '""', 'W/"r12"', f'"r{10**18}"'])
def test_a_tag_of_somebody_else_never_matches(header: str) -> None:
    with pytest.raises(Stale, match="no revision of the session has the entity tag"):
        expected_revision(header)


@pytest.mark.parametrize("header", ["r12", "", '"r1", "r2"', '"r1', "12"])
def test_what_is_no_single_tag_is_refused(header: str) -> None:
    with pytest.raises(Invalid, match="takes one entity tag"):
        expected_revision(header)
