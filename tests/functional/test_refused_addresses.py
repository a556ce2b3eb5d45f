"""No stage reaches an address that is not on the public web, however it is spelled and whoever leads there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from shared.adapters.web import PublicWeb
from shared.bootstrap.outside import Outside
from shared.bootstrap.outside_settings import OutsideSettings
from shared.cli.host import hosted
from shared.domain.web.limits import CrawlLimits
from tests.fakes.site import LOOPBACK, Answer, Site, html, running
from tests.functional.wizard import Wizard

NAMES = {
    "metadata.google.internal": ("169.254.169.254",),
    "instance-data.ec2.internal": ("169.254.169.254",),
    "localtest.me": ("127.0.0.1",),
    "mixed.example": ("93.184.216.34", "10.0.0.1"),
    "mixed6.example": ("2606:4700::1111", "::1"),
    "mapped.example": ("::ffff:127.0.0.1",),
    "nat64.example": ("64:ff9b::7f00:1",),
    "sixtofour.example": ("2002:7f00:1::1",),
    "zone.example": ("fe80::1%eth0",),
    "cgnat.example": ("100.64.0.1",),
    "azure.example": ("168.63.129.16",),
    "trailing.example": ("192.168.0.1",),
}
"""Names that lead to addresses nobody outside may ask."""

TRICKS = [
    "http://127.0.0.1:{port}/", "http://127.1:{port}/", "http://127.0.1:{port}/", "http://2130706433:{port}/",
    "http://0x7f000001:{port}/", "http://0x7f.0.0.1:{port}/", "http://0177.0.0.1:{port}/", "http://017700000001:{port}/",
    "http://0.0.0.0:{port}/", "http://0:{port}/", "http://localhost:{port}/", "http://LOCALHOST.:{port}/",
    "http://127.0.0.1.:{port}/", "http://[::1]:{port}/", "http://[::]:{port}/", "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/", "http://[::127.0.0.1]:{port}/", "http://[64:ff9b::7f00:1]:{port}/",
    "http://[2002:7f00:1::]:{port}/", "http://[2001:0:7f00:1::]:{port}/", "http://[fe80::1%25eth0]:{port}/",
    "http://[fd00:ec2::254]/", "http://169.254.169.254/latest/meta-data/", "http://2852039166/",
    "http://0xa9fea9fe/", "http://0251.0376.0251.0376/", "http://169.254.170.2/v2/credentials", "http://10.0.0.1/",
    "http://172.31.255.255/", "http://192.168.1/", "http://100.100.100.200/", "http://224.0.0.1/",
    "http://255.255.255.255/", "http://\uff11\uff12\uff17.0.0.1:{port}/", "http://127。0。0。1:{port}/",
    "http://public.example@127.0.0.1:{port}/", "http://127.0.0.1:{port}#@public.example/",
    *(f"http://{name}/" for name in NAMES), "http://trailing.example./",
]  # fmt: skip


def resolve(host: str, port: int) -> Sequence[str]:
    """Return what a name leads to; addresses are left to the system, as everywhere else."""
    if host.rstrip(".") in NAMES:
        return NAMES[host.rstrip(".")]
    if host == "docs.acme.example":
        return (LOOPBACK,)
    from shared.adapters.dialling import resolve as system  # noqa: PLC0415

    return system(host, port)


@contextmanager
def wizard(folder: Path, web: PublicWeb) -> Iterator[Wizard]:
    limits = CrawlLimits(delay=0.0)
    outside = Outside(OutsideSettings(providers=("site",), limits=limits))
    with hosted(folder, web=web, outside=outside):
        yield Wizard()


@pytest.fixture(name="trap")
def _trap() -> Iterator[Site]:
    """A site on loopback that nobody may ask for anything."""
    with running({"/": Answer(body=html("Secret", "/docs"))}) as site:
        yield site
        assert site.asked == []


def test_no_trick_gets_a_scrape_to_the_machine_it_runs_on(tmp_path: Path, trap: Site) -> None:
    links = [trick.format(port=trap.port) for trick in TRICKS]
    assert len(links) == len(set(links)) >= 50

    with wizard(tmp_path, PublicWeb(resolver=resolve)) as client:
        ended = [client.run("scrape", {"starterLinks": [link], "applicationName": "Acme"}) for link in links[:3]]
        rest = client.run("scrape", {"starterLinks": links[3:], "applicationName": "Acme"})

    assert [status["status"] for status in (*ended, rest)] == ["failed"] * 4
    refusals = [part for status in (*ended, rest) for error in status["errors"] for part in error.split("; ")]
    assert len(refusals) >= 48
    known = ("does not lead to the public web", "is no web address", "is not an http", "is not a web address",
             "could not be reached")  # fmt: skip
    assert [each for each in refusals if not any(reason in each for reason in known)] == []


@pytest.mark.parametrize("target", ["http://127.0.0.1:{port}/", "http://localtest.me:{port}/", "//[::1]:{port}/"])
def test_no_redirect_and_no_rules_for_robots_lead_there(tmp_path: Path, trap: Site, target: str) -> None:
    location = target.format(port=trap.port)
    away: dict[str, Any] = {"status": 302, "headers": {"Location": location}}
    pages = {
        "/docs/": Answer(body=html("Start", "moved", location)),
        "/docs/moved": Answer(**away),
    }

    with running(pages) as site, running({"/robots.txt": Answer(**away), "/docs/": Answer(body=html("Open"))}) as other:
        places = frozenset({(LOOPBACK, site.port), (LOOPBACK, other.port)})
        with wizard(tmp_path, PublicWeb(resolver=resolve, allow=places)) as client:
            links = [site.url("/docs/"), other.url("/docs/")]
            status = client.run("scrape", {"starterLinks": links, "applicationName": "Acme"})

    assert status["result"]["savedDocumentationsCount"] == 1
    assert len([error for error in status["errors"] if "does not lead to the public web" in error]) == 2


@pytest.mark.parametrize(
    "site", ["http://127.0.0.1:{port}/", "http://metadata.google.internal/", "http://[::1]:{port}/"]
)
def test_no_site_that_is_given_to_discovery_is_one(tmp_path: Path, trap: Site, site: str) -> None:
    with wizard(tmp_path, PublicWeb(resolver=resolve)) as client:
        status = client.run("discovery", {"applicationName": "Acme", "applicationUrl": site.format(port=trap.port)})

    [error] = status["errors"]
    assert (status["status"], status["result"]["candidateLinks"]) == ("finished", [])
    assert error.startswith("site: ")
    assert "does not lead to the public web" in error
