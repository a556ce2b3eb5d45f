"""Candidates: merged, and in a known order."""

from __future__ import annotations

import random

import pytest

from shared.domain.web.candidates import Candidate, Wanted, merged, queries
from shared.domain.web.ranking import ranked

ACME = Wanted(application="Acme Directory", site="https://www.acme.example/")
FOUND = [
    Candidate(href="https://acmedirectory.example/openapi.yaml", title="OpenAPI"),
    Candidate(href="https://docs.acme.example/rest-api/reference", title="Acme Directory REST API reference"),
    Candidate(href="https://acme.example/docs/api", title="Acme Directory API documentation"),
    Candidate(href="https://acme.example/blog/api-launch", title="Acme Directory launches its API"),
    Candidate(
        href="https://stackoverflow.com/questions/1/acme-directory-api", title="How do I call Acme Directory's API?"
    ),
    Candidate(href="https://www.reddit.com/r/acme/api", title="Acme Directory API rant"),
    Candidate(href="https://weather.example/pricing", title="Plans"),
]


def test_descriptions_come_first_and_chatter_last() -> None:
    assert [each.href for each in ranked(FOUND, ACME)] == [each.href for each in FOUND]


def test_the_order_does_not_depend_on_the_order_found() -> None:
    shuffled = random.Random(7).sample(FOUND, len(FOUND))  # noqa: S311 - an example

    assert ranked(shuffled, ACME) == ranked(FOUND, ACME)


@pytest.mark.parametrize(
    ("wanted", "first"),
    [
        (Wanted(application="Acme", version="2.3"), "https://x.example/v2.3/api"),
        (Wanted(application="Acme", version="v12"), "https://x.example/v12/api"),
        (Wanted(application="Acme", protocol="scim"), "https://x.example/zz/scim"),
    ],
)
def test_version_and_protocol_decide_between_equals(wanted: Wanted, first: str) -> None:
    links = ("https://x.example/v1/api", "https://x.example/v12/api", "https://x.example/v2.3/api",
             "https://x.example/v2.34/api", "https://x.example/zz/scim")  # fmt: skip

    assert ranked([Candidate(href=link) for link in links], wanted)[0].href == first


def test_what_a_person_gave_comes_before_everything() -> None:
    given = Candidate(href="https://weather.example/pricing", source="request")

    assert ranked([*FOUND[:3], given], ACME)[0] == given


def test_the_same_link_is_kept_once_with_all_that_is_told_of_it() -> None:
    found = merged(
        [
            Candidate(href="https://Acme.example/api#top", source="ddgs", query="a"),
            Candidate(href="not a link"),
            Candidate(
                href="https://acme.example/api?utm_source=x", title="API", body="All of it", machine_readable=True
            ),
        ]
    )

    assert found == (
        Candidate(href="https://acme.example/api", title="API", body="All of it", source="ddgs", query="a",
                  machine_readable=True),
    )  # fmt: skip


def test_queries_name_the_protocol_that_is_wanted_first() -> None:
    assert queries("Acme", "latest", "", 2) == ("Acme REST API reference", "Acme OpenAPI specification")
    assert queries("Acme", "2.3", "scim", 1) == ("Acme 2.3 SCIM provisioning API",)
    assert len(set(queries("Acme", "", "", 8))) == 8
