"""A crawl, step by step, without a web."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest

from shared.domain.web.crawl import ERRORS_KEPT, Crawl, absorb, begun, judge, stop_if_spent, taken, unjudged
from shared.domain.web.crawl_text import crawl_from_json, crawl_to_json, visit_from_json, visit_to_json
from shared.domain.web.limits import CrawlLimits
from shared.domain.web.marks import Marks
from shared.domain.web.scope import Scope
from shared.domain.web.visits import Lane, Stop, Visit, lanes
from shared.domain.web.worth import SPECIFICATION_WORTH, worth
from shared.kernel.hashing import digest

START = "https://acme.example/docs/api/intro"
LIMITS = CrawlLimits(pages=100, depth=2, megabytes=1, minutes=10, waiting=50)


def page(url: str, *links: str, depth: int = 0, **but: object) -> Visit:
    told = {"final": url, "text": f"text of {url}", "size": 10} | but
    return Visit(url=url, depth=depth, links=tuple((link, "") for link in links), **told)  # type: ignore[arg-type]


def after(*visits: Visit, limits: CrawlLimits = LIMITS, start: str = START) -> Crawl:
    crawl = begun((start,))
    taken(crawl, 10)
    for number, visit in enumerate(visits):
        absorb(crawl, f"blob{number}", [visit], limits)
    return crawl


def waiting(crawl: Crawl) -> list[str]:
    return [each.url for each in taken(crawl, 100)]


class TestScope:
    @pytest.mark.parametrize(
        ("start", "place"),
        [
            ("https://acme.example/docs/api/intro", "acme.example/docs/api/"),
            ("https://www.acme.example/docs/api/", "acme.example/docs/api/"),
            ("https://acme.example/docs", "acme.example/docs/"),
            ("https://acme.example/api.html", "acme.example/"),
            ("https://acme.example/", "acme.example/"),
            ("https://docs.acme.example/intro", "docs.acme.example/"),
            ("https://docs.acme.example/en/rest/users", "docs.acme.example/en/rest/"),
            ("http://acme.example:8080/docs/", "acme.example:8080/docs/"),
        ],
    )
    def test_begins_where_the_page_lies(self, start: str, place: str) -> None:
        assert Scope().with_links((start,)).places == (place,)

    def test_ends_with_its_folder(self) -> None:
        scope = Scope(("acme.example/docs/",))

        places = ("acme.example/docs", "www.acme.example/docs/x", "acme.example/docsearch", "evil.example/docs/")
        assert [scope.holds(f"https://{place}") for place in places] == [True, True, False, False]


class TestWorth:
    @pytest.mark.parametrize(
        "link",
        [
            "https://a.example/logo.png", "https://a.example/app.js", "https://a.example/dist.tar.gz",
            "https://a.example/a/b/a/b/a/b", "https://a.example/?a=1&b=2&c=3&d=4", "https://a.example/" + "x/" * 20,
            "https://a.example/login", "https://a.example/blog/pricing",
        ],
    )  # fmt: skip
    def test_traps_files_and_chatter_are_not_followed(self, link: str) -> None:
        assert worth(link, "") is None

    @pytest.mark.parametrize(
        "link",
        ["https://a.example/openapi.json", "https://a.example/api/swagger.yaml", "https://a.example/v3/api-docs"],
    )
    def test_descriptions_go_before_everything(self, link: str) -> None:
        assert worth(link, "") == SPECIFICATION_WORTH

    def test_the_words_of_a_link_count(self) -> None:
        plain, told = worth("https://a.example/p/1", "Imprint"), worth("https://a.example/p/1", "Users API")
        assert (plain, told) == (0, 12)


class TestCrawl:
    def test_follows_its_scope_best_first(self) -> None:
        crawl = after(
            page(
                START,
                "https://acme.example/docs/api/webhooks",
                "https://acme.example/docs/api/users",
                "https://acme.example/pricing",
                "https://other.example/docs/api/users",
                "https://raw.other.example/acme/openapi.yaml",
            )
        )

        assert waiting(crawl) == [
            "https://raw.other.example/acme/openapi.yaml",
            "https://acme.example/docs/api/users",
            "https://acme.example/docs/api/webhooks",
        ]

    def test_keeps_a_text_once_and_a_page_once(self) -> None:
        one, two, three = (f"https://acme.example/docs/api/{name}" for name in ("one", "two", "three"))
        crawl = after(
            page(one), page(two, text=f"text of {one}"), page(three, canonical=one), page(START, one, two), page(one)
        )

        assert [kept for _, kept in crawl.results] == [(0,), (), (), (0,), ()]
        assert (crawl.kept, crawl.fetched, waiting(crawl)) == (2, 5, [two])

    def test_a_redirect_of_the_first_page_moves_the_scope_and_another_does_not(self) -> None:
        moved, link = "https://docs.acme.example/start", "https://docs.acme.example/users"
        crawl = after(
            page(START, link, final=moved),
            page(
                "https://docs.acme.example/out", "https://docs.acme.example/lost", depth=1, final="https://b.example/"
            ),
        )

        assert (waiting(crawl), crawl.kept) == ([link], 1)

    def test_ends_at_its_depth_and_says_so(self) -> None:
        deep = page("https://acme.example/docs/api/two", "https://acme.example/docs/api/three", depth=2)
        crawl = after(page(START), deep)
        stop_if_spent(crawl, LIMITS, 0)

        assert crawl.stopped == "1 links lie more than 2 links deep and were not followed."

    @pytest.mark.parametrize(
        ("visit", "limits", "minutes", "reason"),
        [
            ({}, {"pages": 1}, 0, "The limit of 1 pages was reached; 1 links were left."),
            ({"size": 1 << 20}, {}, 0, "The limit of 1 MB was reached; 1 links were left."),
            ({}, {}, 10, "The limit of 10 minutes was reached; 1 links were left."),
            ({}, {}, 9.9, ""),
        ],
    )
    def test_ends_at_every_other_limit(
        self, visit: dict[str, int], limits: dict[str, int], minutes: float, reason: str
    ) -> None:
        limited = CrawlLimits(**{"pages": 100, "depth": 2, "megabytes": 1, "minutes": 10} | limits)
        crawl = after(page(START, "https://acme.example/docs/api/users", **visit), limits=limited)
        stop_if_spent(crawl, limited, minutes)

        assert (crawl.stopped, len(waiting(crawl))) == (reason, 0 if reason else 1)

    def test_remembers_no_more_than_it_may(self) -> None:
        links = [f"https://acme.example/docs/api/users/{number}" for number in range(80)]
        pages = [page(f"https://acme.example/docs/api/p{n}", error="down", text="", depth=2) for n in range(60)]
        crawl = after(page(START, *links), *pages, limits=replace(LIMITS, pages=1000))

        assert (len(crawl.waiting), len(crawl.errors), crawl.more_errors) == (50, ERRORS_KEPT, 10)

    @pytest.mark.parametrize("judging", [False, True])
    def test_forgets_what_it_cannot_reach_any_more(self, *, judging: bool) -> None:
        limits = replace(LIMITS, pages=3)
        crawl = begun((START,), judging=judging)
        taken(crawl, 1)
        names = ("webhooks", "intro", "users", "api/openapi.json", "pets")
        absorb(crawl, "a", [page(START, *(f"https://acme.example/docs/api/{name}" for name in names))], limits)
        kept = len(crawl.waiting)
        restored = crawl_from_json(crawl_to_json(crawl))

        first = [each.url.rpartition("/")[2] for each in taken(crawl, 2)]
        stop_if_spent(restored, replace(limits, minutes=0), 0)
        assert (first, kept) == (["openapi.json", "users"], 4 if judging else 2)
        assert restored.stopped == "The limit of 0 minutes was reached; 4 links were left."

    def test_reaches_the_same_pages_as_one_that_forgets_nothing(self) -> None:
        chance = random.Random(7)  # noqa: S311 - a graph, no secret
        names = [
            f"https://acme.example/docs/api/{chance.choice(('users', 'x', 'webhooks', 'group'))}-{n}"
            for n in range(300)
        ]
        links = {name: chance.sample(names, 6) for name in names}

        def order(limits: CrawlLimits, pages: int) -> list[str]:
            crawl, found = begun((names[0],)), list[str]()
            while len(found) < pages and (stops := taken(crawl, min(4, pages - len(found)))):
                back = [page(stop.url, *links[stop.url], depth=stop.depth) for stop in stops]
                found += [stop.url for stop in stops]
                absorb(crawl, str(len(found)), back, limits)
            return found

        wide = CrawlLimits(pages=10_000, depth=99, waiting=10_000)
        assert order(replace(wide, pages=60), 60) == order(wide, 60)
        assert len(order(wide, 60)) == 60

    def test_comes_back_to_what_was_postponed(self) -> None:
        crawl = after(Visit(url=START, postponed=True))

        assert (waiting(crawl), crawl.fetched) == ([START], 0)

    def test_is_the_same_after_it_lay_in_a_blob(self) -> None:
        visit = page(START, "https://acme.example/docs/api/users", error="odd")
        crawl = after(visit)
        text = json.dumps(crawl_to_json(crawl))
        again = crawl_from_json(json.loads(text))

        assert json.dumps(crawl_to_json(again)) == text
        assert again == crawl
        assert visit_from_json(json.loads(json.dumps(visit_to_json(visit)))) == visit

    def test_pages_change_places_as_somebody_judges_them(self) -> None:
        names = ("one", "two", "three", "four")
        crawl = begun((START,), judging=True)
        taken(crawl, 1)
        links = tuple((f"https://acme.example/docs/api/{name}", f"About\n {name}") for name in names)
        absorb(crawl, "a", [replace(page(START), links=links)], LIMITS)

        asked = unjudged(crawl, 3)
        judge(crawl, asked, (2, 0))
        restored = crawl_from_json(crawl_to_json(crawl))

        assert [each.words for each in asked] == ["About one", "About two", "About three"]
        assert crawl_to_json(restored) == crawl_to_json(crawl)
        assert [each.url for each in unjudged(restored, 9)] == ["https://acme.example/docs/api/four"]
        assert [each.url.rpartition("/")[2] for each in taken(restored, 9)] == ["three", "one", "four", "two"]


class TestLanes:
    def stops(self, **hosts: int) -> list[tuple[str, Stop]]:
        return [(host, Stop(url=f"{host}/{n}", depth=0)) for host, count in hosts.items() for n in range(count)]

    def test_of_one_host_wait_for_each_other(self) -> None:
        found = lanes(self.stops(a=8), 4, 0.5)

        assert [(len(lane.stops), lane.pause) for lane in found] == [(2, 2.0)] * 4

    def test_of_several_hosts_share_what_there_is(self) -> None:
        found = lanes(self.stops(a=3, b=1), 4, 0.5)

        assert found == (
            Lane(stops=(Stop(url="a/0", depth=0), Stop(url="a/2", depth=0)), pause=1.0),
            Lane(stops=(Stop(url="a/1", depth=0),), pause=1.0),
            Lane(stops=(Stop(url="b/0", depth=0),), pause=0.5),
        )

    def test_of_many_hosts_are_no_more_than_may_be(self) -> None:
        found = lanes(self.stops(a=2, b=2, c=2, d=2, e=2, f=2), 4, 0.5)

        assert [len(lane.stops) for lane in found] == [4, 4, 2, 2]
        assert sorted(stop.url for lane in found for stop in lane.stops) == sorted(
            stop.url for _, stop in self.stops(a=2, b=2, c=2, d=2, e=2, f=2)
        )

    def test_of_nothing_are_none(self) -> None:
        assert lanes([], 4, 0.5) == ()


class TestMarks:
    def test_say_what_is_in_them_and_are_the_same_after_they_were_text(self) -> None:
        marks = Marks()
        marks.add("one", "two", "one")
        again = Marks.of_text(marks.to_text())

        assert ["one" in again, "two" in again, "three" in again, len(again)] == [True, True, False, 2]
        assert again == marks
        assert marks.to_text() == "".join(sorted(digest(name)[:16] for name in (b"one", b"two")))
