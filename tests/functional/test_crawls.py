"""Scrapes through the routes and the embedded host, of a site on loopback."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from shared.bootstrap.engines import engines
from shared.bootstrap.model_settings import ModelSettings
from shared.bootstrap.outside import Outside
from shared.bootstrap.outside_settings import OutsideSettings
from shared.bootstrap.services import jobs
from shared.cli.host import hosted
from shared.domain.web.limits import CrawlLimits
from shared.kernel.errors import Unavailable
from shared.ports.web import Renderer, Web, WebPage
from tests.fakes.models import TOKENS, ModelServer, Say, Script, question_of, speaking
from tests.fakes.site import Answer, Pages, Site, html, running
from tests.functional.wizard import Wizard

SPEC = (Path(__file__).parents[2] / "events" / "example" / "openapi.yaml").read_bytes()
USERS = "Users: GET /users lists every user of the directory."


@dataclass(kw_only=True)
class Client(Wizard):
    """The wizard, and the site it is told about."""

    site: Site

    def scrape(self, *paths: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
        """Scrape from these paths of the site and return the job's final status."""
        body = {"starterLinks": [self.site.url(path) for path in paths], "applicationName": "Acme"} | more
        return self.run("scrape", body)


@contextmanager
def client(folder: Path, pages: Mapping[str, Answer] | Pages, /, **limits: Any) -> Iterator[Client]:  # noqa: ANN401
    settings = OutsideSettings(providers=(), limits=CrawlLimits(**({"delay": 0.0} | limits)))
    with running(pages) as site, hosted(folder, web=site.web(), outside=Outside(settings)):
        yield Client(site=site)


def saved(status: dict[str, Any], site: Site) -> dict[str, str]:
    """Return the documents of a result: the path of each, and its text."""
    return {
        document["chunks"][0]["url"].removeprefix(site.url("")): "\n".join(c["content"] for c in document["chunks"])
        for document in status["result"]["savedDocumentations"]
    }


def test_a_documentation_is_fetched_as_a_whole_and_nothing_beside_it(tmp_path: Path) -> None:
    pages = {
        "/docs/api/": Answer(
            body=html("Acme API", "users", "groups#top", "/pricing", "logo.png", "http://other.example/")
        ),
        "/docs/api/users": Answer(body=html(USERS, "./", "users?utm_source=mail", "groups")),
        "/docs/api/groups": Answer(body=html("Groups: GET /groups", "/docs/openapi.yaml", "gone")),
        "/docs/openapi.yaml": Answer(body=SPEC, media_type="text/plain"),
        "/pricing": Answer(body=html("Plans")),
    }

    with client(tmp_path, pages) as wizard:
        status = wizard.scrape("/docs/api/")

        gone = wizard.site.url("/docs/api/gone")
        assert sorted(wizard.site.paths()) == sorted([*(p for p in pages if p != "/pricing"), "/docs/api/gone"])
        texts = saved(status, wizard.site)
    assert texts.keys() == pages.keys() - {"/pricing"}
    assert texts["/docs/api/users"].startswith(f"# {USERS}")
    assert {name: status[name] for name in ("status", "errors")} == {
        "status": "finished",
        "errors": [f"{gone}: {gone} answers with status 404 instead of a page."],
    }
    assert status["progress"] == {
        "stage": "finished", "message": "completed", "completedIterations": 5, "totalIterations": 5
    }  # fmt: skip
    result = status["result"]
    assert result.keys() == {
        "finishReason", "savedDocumentationsCount", "savedChunksCount", "savedDocumentations"
    }  # fmt: skip
    assert (result["finishReason"], result["savedDocumentationsCount"]) == ("no-more-links", 4)
    assert result["savedChunksCount"] == sum(len(each["chunks"]) for each in result["savedDocumentations"])
    [chunk] = next(each for each in result["savedDocumentations"] if len(each["chunks"]) == 1)["chunks"]
    assert chunk.keys() == {
        "chunkId", "source", "url", "summary", "content", "metadata", "createdAt", "scrapeJobIds"
    }  # fmt: skip
    assert (chunk["source"], chunk["scrapeJobIds"]) == ("scraper", [status["jobId"]])


def test_loops_traps_and_duplicates_end(tmp_path: Path) -> None:
    def pages(path: str) -> Answer | None:
        if path == "/docs/":
            return Answer(body=html("Start", "a/", "calendar?month=1", "copy", "alias"))
        if path.startswith("/docs/a/"):  # relative links that grow for ever
            return Answer(body=html(f"Page {path}", "a/", "../"))
        if path.startswith("/docs/calendar?month="):
            month = int(path.rpartition("=")[2])
            return Answer(body=html(f"Month {month}", f"calendar?month={month + 1}"))
        if path in ("/docs/copy", "/docs/original"):
            return Answer(body=html("One and the same"))
        head = '<link rel="canonical" href="/docs/original">'
        return Answer(body=html("Told otherwise", head=head)) if path == "/docs/alias" else None

    with client(tmp_path, pages, depth=4) as wizard:
        status = wizard.scrape("/docs/", "/docs/original")

        texts = saved(status, wizard.site)
    assert sorted(texts) == [
        "/docs/", "/docs/a/", "/docs/a/a/", "/docs/calendar?month=1", "/docs/calendar?month=2",
        "/docs/calendar?month=3", "/docs/calendar?month=4", "/docs/original",
    ]  # fmt: skip
    assert status["result"]["finishReason"] == "max-iterations-reached"
    assert status["errors"] == ["1 links lie more than 4 links deep and were not followed."]


def test_a_page_that_did_not_change_is_not_sent_again(tmp_path: Path) -> None:
    pages = {
        "/docs/": Answer(body=html("Start", "users", "groups"), tagged=True),
        "/docs/users": Answer(body=html(USERS), tagged=True),
        "/docs/groups": Answer(body=html("Groups")),
    }

    with client(tmp_path, pages) as wizard:
        first = wizard.scrape("/docs/")
        wizard.site.asked.clear()
        second = wizard.scrape("/docs/", applicationVersion="2")
        again = sorted(wizard.site.asked)
        wizard.site.asked.clear()
        third = wizard.scrape("/docs/", skipCache=True)
        afresh = {status for path, status in wizard.site.asked if path != "/robots.txt"}
    assert again == [("/docs/", 304), ("/docs/groups", 200), ("/docs/users", 304)]
    assert afresh == {200}
    assert [saved(each, wizard.site) for each in (second, third)] == [saved(first, wizard.site)] * 2
    jobs = {tuple(each["chunks"][0]["scrapeJobIds"]) for each in second["result"]["savedDocumentations"]}
    assert jobs == {(first["jobId"], second["jobId"]), (second["jobId"],)}


class TestAgain:
    PAGES: Final = {"/docs/": Answer(body=html("Start", "users")), "/docs/users": Answer(body=html(USERS))}

    def documents(self, wizard: Client) -> Any:  # noqa: ANN401
        return wizard.send("GET", f"/api/v1/session/{wizard.session}/documentation").json()

    def test_the_same_scrape_is_answered_at_once_unless_its_documents_are_gone(self, tmp_path: Path) -> None:
        with client(tmp_path, self.PAGES) as wizard:
            first = wizard.scrape("/docs/")
            wizard.site.asked.clear()
            again = wizard.scrape("/docs/")
            unasked, kept = list(wizard.site.asked), self.documents(wizard)
            gone = kept[0]["docId"]
            wizard.send("DELETE", f"/api/v1/session/{wizard.session}/documentation/{gone}")
            anew = wizard.scrape("/docs/")

        assert (unasked, again["status"], "errors" in again) == ([], "finished", False)
        assert again["jobId"] != first["jobId"]
        assert again["result"] == first["result"] | {"finishReason": "reused_previous_session_data"}
        assert anew["result"]["finishReason"] == "no-more-links"

    def test_another_session_of_the_tenant_takes_the_documents_over(self, tmp_path: Path) -> None:
        with client(tmp_path, self.PAGES) as wizard:
            first = wizard.scrape("/docs/")
            wizard.site.asked.clear()
            wizard.session = ""
            other = wizard.scrape("/docs/")
            documents = self.documents(wizard)

        assert wizard.site.asked == []
        assert other["result"]["finishReason"] == "reused_previous_session_data"
        assert saved(other, wizard.site) == saved(first, wizard.site)
        ids = [{each["docId"] for each in status["result"]["savedDocumentations"]} for status in (first, other)]
        assert ids[0].isdisjoint(ids[1])
        stored = sorted(json.dumps(each, sort_keys=True) for each in documents)
        assert sorted(json.dumps(each, sort_keys=True) for each in other["result"]["savedDocumentations"]) == stored
        assert {tuple(each["chunks"][0]["scrapeJobIds"]) for each in documents} == {(other["jobId"],)}

    def test_what_went_wrong_in_part_is_done_again(self, tmp_path: Path) -> None:
        with client(tmp_path, {"/docs/": Answer(body=html("Start", "gone"))}) as wizard:
            wizard.scrape("/docs/")
            again = wizard.scrape("/docs/")

        assert again["result"]["finishReason"] == "no-more-links"


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        ({"pages": 2}, "The limit of 2 pages was reached; 3 links were left."),
        ({"depth": 1}, "1 links lie more than 1 links deep and were not followed."),
    ],
)
def test_a_limit_ends_the_job_well_and_is_told(tmp_path: Path, limits: dict[str, int], reason: str) -> None:
    pages = {"/docs/": Answer(body=html("Start", "users", "groups", "roles"))}
    pages |= {f"/docs/{name}": Answer(body=html(name, "more")) for name in ("users", "groups", "roles", "more")}

    with client(tmp_path, pages, **limits) as wizard:
        status = wizard.scrape("/docs/")

    assert (status["status"], status["errors"]) == ("finished", [reason])
    assert status["result"]["finishReason"] == "max-iterations-reached"


def test_rules_for_robots_are_kept(tmp_path: Path) -> None:
    pages = {
        "/robots.txt": Answer(body=b"User-agent: *\nDisallow: /docs/internal\n", media_type="text/plain"),
        "/docs/": Answer(body=html("Start", "internal/users", "users")),
        "/docs/users": Answer(body=html(USERS)),
        "/docs/internal/users": Answer(body=html("Secret")),
    }

    with client(tmp_path, pages) as wizard:
        status = wizard.scrape("/docs/")

        internal = wizard.site.url("/docs/internal/users")
        assert sorted(wizard.site.paths()) == ["/docs/", "/docs/users"]
    assert status["errors"] == [f"{internal}: The site does not let robots fetch this page."]


def test_what_is_packed_too_tightly_or_oddly_is_refused(tmp_path: Path) -> None:
    bomb = gzip.compress(b"\0" * (40 << 20))
    pages = {
        "/docs/": Answer(body=html("Start", "users", "bomb", "brotli")),
        "/docs/users": Answer(body=gzip.compress(html(USERS)), headers={"Content-Encoding": "gzip"}),
        "/docs/bomb": Answer(body=bomb, headers={"Content-Encoding": "gzip"}),
        "/docs/brotli": Answer(body=b"\xcf\xff\xff\x7f", headers={"Content-Encoding": "br"}),
    }

    with client(tmp_path, pages) as wizard:
        status = wizard.scrape("/docs/")

        texts = saved(status, wizard.site)
    assert sorted(texts) == ["/docs/", "/docs/users"]
    [brotli, large] = sorted(error.partition(": ")[2].partition(" ")[2] for error in status["errors"])
    assert brotli == "has more than 33554432 bytes, which is more than is read of one page."
    assert large == "is packed in a way that was not asked for ('br')."


def test_pages_that_need_scripts_are_named_unless_they_lead_to_a_description(tmp_path: Path) -> None:
    empty = b'<!doctype html><html><body><div id="root"></div><script src="app.js"></script></body></html>'
    viewer = b'<!doctype html><body><redoc spec-url="../openapi.yaml"></redoc><script src="redoc.js"></script></body>'
    pages = {
        "/docs/": Answer(body=html("Start", "app", "reference")),
        "/docs/app": Answer(body=empty),
        "/docs/reference": Answer(body=viewer),
        "/openapi.yaml": Answer(body=SPEC),
    }

    with client(tmp_path, pages) as wizard:
        status = wizard.scrape("/docs/")

        app = wizard.site.url("/docs/app")
        texts = saved(status, wizard.site)
    assert sorted(texts) == ["/docs/", "/openapi.yaml"]
    assert status["errors"] == [f"{app}: the page writes its text with JavaScript, and no renderer is switched on."]


def test_more_documents_than_one_transaction_carries_all_arrive(tmp_path: Path) -> None:
    names = [f"users-{number:03}" for number in range(95)]
    pages = {"/docs/": Answer(body=html("Start", *names))}
    pages |= {f"/docs/{name}": Answer(body=html(f"About {name}")) for name in names}

    with client(tmp_path, pages) as wizard:
        status = wizard.scrape("/docs/")
        documents = wizard.send("GET", f"/api/v1/session/{wizard.session}/documentation").json()

    assert (status["result"]["savedDocumentationsCount"], len(documents)) == (96, 96)
    stored = sorted(json.dumps(each, sort_keys=True) for each in documents)
    assert sorted(json.dumps(each, sort_keys=True) for each in status["result"]["savedDocumentations"]) == stored


def test_the_progress_counts_pages_while_they_come(tmp_path: Path) -> None:
    seen: list[dict[str, Any]] = []

    def pages(path: str) -> Answer | None:
        if path.startswith("/docs/users-"):
            seen.append(wizard.send("GET", f"/api/v1/scrape/{wizard.session}/scrape").json())
        links = [f"users-{number}" for number in range(40)]
        return Answer(body=html(path, *links)) if path.startswith("/docs/") else None

    with client(tmp_path, pages) as wizard:
        wizard.scrape("/docs/")

    assert {status["status"] for status in seen} == {"running"}
    told = [(status["progress"]["completedIterations"], status["progress"]["totalIterations"]) for status in seen]
    assert set(told) == {(1, 41), (33, 41)}
    assert {status["progress"]["message"] for status in seen} == {
        "1 documents from 1 pages", "33 documents from 33 pages"
    }  # fmt: skip
    assert not any("result" in status or "errors" in status for status in seen)


@pytest.mark.parametrize(("given", "found"), [({"applicationVersion": "9"}, "9"), ({}, "7")])
def test_the_version_is_the_one_that_was_searched_for_unless_another_is_named(
    tmp_path: Path, given: dict[str, str], found: str
) -> None:
    with client(tmp_path, {"/docs/": Answer(body=html("Start"))}) as wizard:
        plain = wizard.scrape("/docs/") and wizard.send("GET", f"/api/v1/session/{wizard.session}").json()["data"]
        wizard.run("discovery", {"applicationName": "Acme", "applicationVersion": "7"})
        wizard.scrape("/docs/", **given)
        data = wizard.send("GET", f"/api/v1/session/{wizard.session}").json()["data"]

    assert (plain["scrapeInput"]["applicationVersion"], data["scrapeInput"]["applicationVersion"]) == ("current", found)


def test_a_job_is_told_of_even_when_its_texts_are_gone(tmp_path: Path) -> None:
    with client(tmp_path, {"/docs/": Answer(body=html("Start"))}) as wizard:
        before = wizard.scrape("/docs/")
        engines().blobs.delete_space(jobs().sessions.get(wizard.session).space)
        after = wizard.send("GET", f"/api/v1/scrape/{wizard.session}/scrape").json()

        url = wizard.site.url("/docs/")
    [document] = before["result"]["savedDocumentations"]
    assert after["result"]["savedDocumentations"] == [{"docId": document["docId"], "url": url}]


class Browser:
    """A renderer that writes what every page would, or breaks."""

    def render(self, url: str, *, limit: int) -> WebPage:
        assert limit > 0
        if url.endswith("broken"):
            message = "the browser does not start"
            raise Unavailable(message)
        return WebPage(url=url, media_type="text/html", body=html(USERS, "more"))


class Rendering(Outside):
    def renderer(self, _web: Web) -> Renderer:
        return Browser()


def test_pages_that_need_scripts_are_rendered_where_that_is_switched_on(tmp_path: Path) -> None:
    empty = b'<!doctype html><html><body><div id="root"></div><script src="app.js"></script></body></html>'
    pages = {
        "/docs/": Answer(body=html("Start", "app", "broken")),
        "/docs/app": Answer(body=empty),
        "/docs/broken": Answer(body=empty),
        "/docs/more": Answer(body=html("More users")),
    }
    outside = Rendering(OutsideSettings(providers=(), limits=CrawlLimits(delay=0.0)))

    with running(pages) as site, hosted(tmp_path, web=site.web(), outside=outside):
        wizard = Client(site=site)
        status = wizard.scrape("/docs/")

        broken = site.url("/docs/broken")
        texts = saved(status, site)
    assert sorted(texts) == ["/docs/", "/docs/app", "/docs/more"]
    assert texts["/docs/app"].startswith(f"# {USERS}")
    assert status["errors"] == [f"{broken}: its scripts could not be run: the browser does not start"]


def test_no_links_end_well_and_links_that_lead_nowhere_do_not(tmp_path: Path) -> None:
    with client(tmp_path, {}) as wizard:
        nothing, gone = wizard.scrape(), wizard.scrape("/gone", "/gone#again")
        odd = wizard.scrape(starterLinks=["mailto:ann@acme.example"])

        url = wizard.site.url("/gone")
    assert (nothing["status"], nothing["result"]) == (
        "finished",
        {"finishReason": "no-starter-links", "savedDocumentationsCount": 0, "savedChunksCount": 0,
         "savedDocumentations": []},
    )  # fmt: skip
    assert (gone["status"], gone["errors"]) == ("failed", [f"{url}: {url} answers with status 404 instead of a page."])
    assert (odd["status"], odd["errors"]) == (
        "failed", ["'mailto:ann@acme.example' is not an http or https address without credentials"]
    )  # fmt: skip


class TestWithALanguageModel:
    """Forty pages that look the same, of which a crawl may fetch the first and three more."""

    NAMES: Final = [f"p{number:02}" for number in range(40)]
    BODY: Final = {"enableLinkRanking": True}

    def fetched(self, folder: Path, script: Script, **body: Any) -> tuple[list[str], dict[str, Any], ModelServer]:  # noqa: ANN401
        links = "".join(f'<a href="{name}">Chapter {name}</a> ' for name in self.NAMES)
        pages = {"/docs/": Answer(body=f"<!doctype html><html><body><h1>Start</h1>{links}</body></html>".encode())}
        pages |= {f"/docs/{name}": Answer(body=html(f"About {name}")) for name in self.NAMES}
        with speaking(script) as server, running(pages) as site:
            model = ModelSettings(provider="openai", name="maker", url=f"{server.url}/v1", retries=0, seconds=5)
            limits = CrawlLimits(delay=0.0, pages=4)
            outside = Outside(OutsideSettings(providers=(), limits=limits, model=model))
            with hosted(folder, web=site.web(), outside=outside):
                status = Client(site=site).scrape("/docs/", **body)
                return sorted(site.paths()), status, server

    def test_it_says_which_pages_to_fetch_first_for_who_asks_it_to(self, tmp_path: Path) -> None:
        plain, before, never = self.fetched(tmp_path / "a", lambda _: Say(text="never asked"))
        asked, after, server = self.fetched(
            tmp_path / "b", lambda _: Say(value={"numbers": [39, 7, 99, 7, 12]}), **self.BODY
        )

        assert plain == ["/docs/", "/docs/p00", "/docs/p01", "/docs/p02"]
        assert asked == ["/docs/", "/docs/p07", "/docs/p12", "/docs/p39"]
        assert (never.asked, "modelUsage" in before["result"]) == ([], False)
        assert after["result"]["modelUsage"] == {
            "model": "openai/maker", "questions": 1, "calls": 1, "tokensIn": TOKENS[0], "tokensOut": TOKENS[1]
        }  # fmt: skip
        question = question_of(server.asked[0])
        assert (question.count("/docs/p"), "Chapter p39" in question) == (40, True)
        assert question.startswith("Application: Acme\n")

    @pytest.mark.parametrize(
        ("say", "why", "calls"),
        [
            (Say(status=403), "The language model refuses the question (status 403).", 1),
            (Say(value={"numbers": "all"}), "The answer did not fit what was asked, twice.", 2),
        ],
    )
    def test_it_is_not_missed_where_it_fails(self, tmp_path: Path, say: Say, why: str, calls: int) -> None:
        paths, status, server = self.fetched(tmp_path, lambda _: say, **self.BODY)

        assert (status["status"], paths) == ("finished", ["/docs/", "/docs/p00", "/docs/p01", "/docs/p02"])
        assert (f"language model: {why}" in status["errors"], len(server.asked)) == (True, calls)

    def test_nothing_is_asked_where_everything_is_fetched_anyway(self, tmp_path: Path) -> None:
        pages = {"/docs/": Answer(body=html("Start", "users", "groups"))}
        pages |= {f"/docs/{name}": Answer(body=html(name)) for name in ("users", "groups")}
        with speaking([]) as server, running(pages) as site:
            model = ModelSettings(provider="openai", name="maker", url=f"{server.url}/v1", retries=0, seconds=5)
            outside = Outside(OutsideSettings(providers=(), limits=CrawlLimits(delay=0.0), model=model))
            with hosted(tmp_path, web=site.web(), outside=outside):
                status = Client(site=site).scrape("/docs/", **self.BODY)

        assert (status["result"]["savedDocumentationsCount"], server.asked) == (3, [])
