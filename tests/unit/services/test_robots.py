"""`shared.services.robots` over a small web."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from shared.kernel.errors import ApplicationError, Invalid, TooLarge, Unavailable
from shared.ports.web import Validators, WebPage
from shared.services.robots import Robots
from tests.fakes.clock import FakeClock

SITE = "https://acme.example"


@dataclass
class Site:
    """A web whose every site answers the same for its rules."""

    answer: str | ApplicationError
    asked: list[str] = field(default_factory=list)

    def fetch(self, url: str, *, limit: int, known: Validators | None = None) -> WebPage:
        assert (limit, known) == (512 * 1024, None)
        self.asked.append(url)
        if isinstance(self.answer, ApplicationError):
            raise self.answer
        return WebPage(url=url, media_type="text/plain", body=self.answer.encode())


def robots(answer: str | ApplicationError, clock: FakeClock | None = None) -> tuple[Robots, Site]:
    site = Site(answer)
    return Robots(web=site, clock=clock or FakeClock()), site


def test_the_rules_of_a_site_are_kept() -> None:
    rules, _ = robots(
        "User-agent: *\nDisallow: /private\nAllow: /private/docs\nCrawl-delay: 2\nSitemap: https://acme.example/map.xml\n"
        "User-agent: connectorsmith\nDisallow: /ours\n"
    )

    assert [bool(rules.refusal(f"{SITE}{path}")) for path in ("/private", "/ours/x", "/")] == [False, True, False]
    assert rules.refusal(f"{SITE}/ours") == "The site does not let robots fetch this page."
    assert (rules.delay(SITE), rules.sitemaps(SITE)) == (0.0, ("https://acme.example/map.xml",))


def test_the_rules_for_all_count_where_there_are_none_for_us() -> None:
    rules, _ = robots("User-agent: *\nDisallow: /private\nAllow: /private/docs\nCrawl-delay: 2\n")

    refused = [bool(rules.refusal(f"{SITE}{path}")) for path in ("/private/x", "/private/docs/x", "/")]
    assert (refused, rules.delay(f"{SITE}/x")) == ([True, False, False], 2.0)


@pytest.mark.parametrize(
    ("answer", "refusal"),
    [
        (Invalid("404", code="page_not_readable"), ""),
        (Invalid("not fetched", code="address_refused"), "not fetched"),
        (Unavailable("down"), "down"),
        (TooLarge("too large"), "too large"),
        ("", ""),
        ("\x00\xff<html>not rules</html>", ""),
    ],
)
def test_a_site_without_rules_is_open_and_one_that_cannot_be_asked_is_not(
    answer: str | ApplicationError, refusal: str
) -> None:
    rules, _ = robots(answer)

    assert rules.refusal(f"{SITE}/docs") == refusal


def test_a_site_is_asked_once_an_hour_and_not_all_sites_are_remembered() -> None:
    clock = FakeClock()
    rules, site = robots("", clock)
    for url in (f"{SITE}/a", f"{SITE}/b", "http://acme.example/", f"{SITE}:8443/"):
        rules.refusal(url)
    clock.advance(minutes=61)
    rules.refusal(f"{SITE}/a")
    assert site.asked == [
        f"{each}/robots.txt" for each in (SITE, "http://acme.example", f"{SITE}:8443", SITE)
    ]  # fmt: skip

    for number in range(64):
        rules.refusal(f"https://s{number}.example/")
    rules.refusal(f"{SITE}/a")
    assert site.asked.count(f"{SITE}/robots.txt") == 3
