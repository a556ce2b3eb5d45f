"""The providers that need nothing but the web."""

from __future__ import annotations

import json

import pytest

from shared.domain.web.candidates import Candidate, Wanted
from shared.kernel.errors import Invalid
from shared.ports.web import WebPage
from shared.services.finding.catalogue import APIS_GURU, Catalogue
from shared.services.finding.own_site import OwnSite
from shared.services.robots import Robots
from tests.fakes.clock import FakeClock
from tests.fakes.web import FakeWeb

SITE = "https://acme.example"


def described(title: str, *versions: str, preferred: str = "") -> dict[str, object]:
    return {
        "added": "2020-01-01T00:00:00.000Z",
        "preferred": preferred or versions[-1],
        "versions": {
            version: {
                "info": {"title": title, "version": version, "description": f"About\n  {title}."},
                "swaggerUrl": f"https://api.guru.example/{title}/{version}.json",
                "swaggerYamlUrl": f"https://api.guru.example/{title}/{version}.yaml",
                "openapiVer": "3.0.0",
            }
            for version in versions
        },
    }


LIST = {
    "acme.example": described("Acme", "1.0.0", "2.0.0", "3.0.0-beta", preferred="2.0.0"),
    "acme.example:directory": described("Acme Directory", "v1"),
    "broken.example": {"preferred": 1, "versions": {"1": None}},
    "broken.acme": None,
    "other.example": described("Other API for Acme users", "1"),
    "pacmen.example": described("Pacmen", "1"),
}


def catalogue(body: bytes) -> Catalogue:
    page = WebPage(url=APIS_GURU, media_type="application/json", body=body)
    return Catalogue(web=FakeWeb({APIS_GURU: page}))


def titles(**wanted: str) -> list[str]:
    return [each.title for each in catalogue(json.dumps(LIST).encode()).find(Wanted(**wanted))]  # type: ignore[arg-type]


class TestCatalogue:
    def test_finds_the_provider_then_those_that_mention_it(self) -> None:
        assert titles(application="Acme") == ["Acme 2.0.0", "Acme Directory v1", "Other API for Acme users 1"]

    def test_finds_a_service_by_its_own_name(self) -> None:
        assert titles(application="Directory")[0] == "Acme Directory v1"
        assert titles(application="acme directory API") == ["Acme Directory v1"]

    @pytest.mark.parametrize(
        ("version", "expected"),
        [("1", "1.0.0"), ("v3", "3.0.0-beta"), ("2.0", "2.0.0"), ("9", "2.0.0"), ("latest", "2.0.0")],
    )
    def test_finds_the_version_asked_for_or_the_preferred_one(self, version: str, expected: str) -> None:
        assert titles(application="Acme", version=version)[0] == f"Acme {expected}"

    def test_tells_where_the_description_lies(self) -> None:
        assert catalogue(json.dumps(LIST).encode()).find(Wanted(application="Acme Directory"))[0] == Candidate(
            href="https://api.guru.example/Acme Directory/v1.yaml",
            title="Acme Directory v1",
            body="About Acme Directory.",
            source="catalogue",
            query="acme.example:directory",
            machine_readable=True,
        )

    @pytest.mark.parametrize("application", ["Nobody", "API", "", "!!"])
    def test_finds_nothing_where_there_is_nothing(self, application: str) -> None:
        assert titles(application=application) == []

    @pytest.mark.parametrize("body", [b"<html>", b"[]", b"[" * 100_000, b"\xff"])
    def test_what_is_no_list_is_a_failure_of_the_provider(self, body: bytes) -> None:
        with pytest.raises(Invalid, match="is not a list of interfaces"):
            catalogue(body).find(Wanted(application="Acme"))


def site(pages: dict[str, str]) -> FakeWeb:
    """Serve pages by their path, and a first page."""
    found = {f"{SITE}{path}": text for path, text in ({"/": "hi"} | pages).items()}
    return FakeWeb({url: WebPage(url=url, media_type="", body=text.encode()) for url, text in found.items()})


def at_site(web: FakeWeb, address: str = SITE) -> list[tuple[str, str]]:
    found = OwnSite(web=web, robots=Robots(web=web, clock=FakeClock())).find(Wanted(application="Acme", site=address))
    return [(each.href.removeprefix(SITE), each.title) for each in found]


class TestOwnSite:
    def test_has_descriptions_at_well_known_places(self) -> None:
        found = at_site(
            site(
                {
                    "/openapi.json": '{"openapi": "3.1.0"}',
                    "/swagger.json": "<!doctype html><html>there is no such page, said with status 200",
                    "/v3/api-docs": '{"info": {}, "swagger": "2.0"}',
                    "/ServiceProviderConfig": '{"patch": {"supported": true}}',
                    "/.well-known/api-catalog": '{"linkset": []}',
                }
            )
        )

        assert found == [
            ("/openapi.json", "OpenAPI description"),
            ("/v3/api-docs", "OpenAPI description"),
            ("/.well-known/api-catalog", "API catalog"),
            ("/ServiceProviderConfig", "SCIM service provider configuration"),
        ]

    def test_has_them_below_the_path_that_was_given_as_well(self) -> None:
        web = site({"/app/": "hi", "/app/openapi.yaml": "openapi: 3.0.3\n"})

        assert at_site(web, f"{SITE}/app/") == [("/app/openapi.yaml", "OpenAPI description")]

    def test_points_to_its_documentation_for_models_and_for_search_engines(self) -> None:
        web = site(
            {
                "/llms.txt": "# Acme\n- [Users API](/docs/users.md): how to list\n- [Careers](/careers)\n",
                "/robots.txt": "Sitemap: https://acme.example/map.xml\n",
                "/map.xml": "<urlset><url><loc>https://acme.example/docs/api?a=1&amp;b=2</loc></url>"
                "<url><loc>https://acme.example/shop</loc></url></urlset>",
            }
        )

        assert at_site(web) == [("/docs/users.md", "Users API"), ("/docs/api?a=1&b=2", "")]

    def test_is_not_asked_where_its_rules_forbid_it(self) -> None:
        web = site({"/robots.txt": "User-agent: *\nDisallow: /", "/openapi.json": '{"openapi": "3.1.0"}'})

        with pytest.raises(Invalid, match="does not let robots fetch"):
            at_site(web)
        assert web.asked == [f"{SITE}/robots.txt"]

    def test_is_not_asked_for_what_its_rules_except(self) -> None:
        web = site({"/robots.txt": "User-agent: *\nDisallow: /openapi", "/openapi.json": '{"openapi": "3.1.0"}'})

        assert at_site(web) == []
        assert f"{SITE}/openapi.json" not in web.asked

    def test_that_is_not_given_is_not_looked_at(self) -> None:
        web = site({})

        assert (at_site(web, ""), web.asked) == ([], [])

    @pytest.mark.parametrize(("address", "why"), [("ftp://acme.example/", "is not an http"), ("nonsense", "is not an")])
    def test_that_is_none_is_a_failure_of_the_provider(self, address: str, why: str) -> None:
        with pytest.raises(Invalid, match=why):
            at_site(site({}), address)
