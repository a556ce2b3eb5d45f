"""`shared.domain.web.links`."""

from __future__ import annotations

import pytest

from shared.domain.web.links import canonical_link, joined, segments_of
from shared.kernel.errors import Invalid


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("HTTPS://Docs.Acme.example:443/API/#users", "https://docs.acme.example/API/"),
        ("http://acme.example", "http://acme.example/"),
        ("http://acme.example:8080", "http://acme.example:8080/"),
        ("https://acme.example./a", "https://acme.example/a"),
        ("https://acme.example/a/../b/./c", "https://acme.example/b/c"),
        ("https://acme.example/a/b/..", "https://acme.example/a/"),
        ("https://acme.example/../../a", "https://acme.example/a"),
        ("https://acme.example/%7Euser/%C3%A9t%c3%a9", "https://acme.example/~user/%C3%A9t%C3%A9"),
        ("https://acme.example/a%2Fb", "https://acme.example/a%2Fb"),
        ("https://acme.example/?b=2&a=1", "https://acme.example/?b=2&a=1"),
        ("https://acme.example/?utm_source=x&page=2&gclid=1", "https://acme.example/?page=2"),
        ("https://acme.example/?utm_source=x", "https://acme.example/"),
        ("https://[2606:4700::1111]/a", "https://[2606:4700::1111]/a"),
        ("  https://acme.example/a  ", "https://acme.example/a"),
    ],
)
def test_an_address_has_one_spelling(link: str, expected: str) -> None:
    assert canonical_link(link) == expected
    assert canonical_link(expected) == expected


@pytest.mark.parametrize(
    "link",
    [
        "", "acme.example", "/docs", "mailto:a@acme.example", "javascript:alert(1)", "ftp://acme.example/", "http://",
        "http://user:word@acme.example/", "http://acme.example:port/", "http://[::1/",
        "https://a.example/" + "x" * 3000,
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_refused(link: str) -> None:
    with pytest.raises(Invalid) as refusal:
        canonical_link(link)

    assert refusal.value.code == "bad_link"


def test_references_are_joined_to_their_page() -> None:
    page = "https://acme.example/docs/api/"

    found = [joined(page, each) for each in ("users#create", "../auth", "//cdn.example/x", "mailto:a@b", "?page=2")]
    assert found == [
        "https://acme.example/docs/api/users",
        "https://acme.example/docs/auth",
        "https://cdn.example/x",
        None,
        "https://acme.example/docs/api/?page=2",
    ]


def test_segments_are_decoded_and_folded() -> None:
    assert segments_of("https://acme.example/Docs//%C3%89tat/") == ("docs", "état")
