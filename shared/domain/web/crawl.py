"""
A crawl as a value: what was seen, what waits, what was kept; each step makes the next one from what came back.

Its size is bounded by its limits: an address that was seen is eight bytes, and only so many wait as may be fetched.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from shared.domain.web.limits import CrawlLimits
from shared.domain.web.marks import Marks
from shared.domain.web.scope import Scope
from shared.domain.web.visits import Visit
from shared.domain.web.worth import is_specification, worth

ERRORS_KEPT: Final = 50
_DEPTH_COST: Final = 3
_FIRST: Final = -(10**6)
_WORDS_KEPT: Final = 120
_LEFT_OUT: Final = 100
"""What it costs a page that somebody who judges pages thinks nothing of: it goes behind all others."""


@dataclass(frozen=True, slots=True, order=True)
class Waiting:
    """
    A page that is still to be fetched; they sort by worth, then by when they were found.

    `words` are those of its link, kept only where somebody judges pages; `judged` is whether that was done.
    """

    cost: int
    found: int
    url: str
    depth: int
    words: str = ""
    judged: bool = False


@dataclass(slots=True, kw_only=True)
class Crawl:
    """
    Where a crawl is.

    `fetched` counts the pages that came back, `kept` those that became documents; `results` are the blobs that tell of
    them, in order, each with the positions in it that count. `seen` are marks of addresses, `texts` of contents.
    `passed` counts the links that were dropped since so many better ones waited that they could not be reached.
    `judging` says that somebody is to be asked which pages to fetch first.
    """

    scope: Scope = field(default_factory=Scope)
    waiting: list[Waiting] = field(default_factory=list)
    seen: Marks = field(default_factory=Marks)
    texts: Marks = field(default_factory=Marks)
    results: list[tuple[str, tuple[int, ...]]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    more_errors: int = 0
    found: int = 0
    fetched: int = 0
    kept: int = 0
    size: int = 0
    too_deep: int = 0
    passed: int = 0
    stopped: str = ""
    judging: bool = False


def begun(links: Sequence[str], *, judging: bool = False) -> Crawl:
    """Return a crawl that begins at these canonical addresses, in their order."""
    crawl = Crawl(scope=Scope().with_links(link for link in links if not is_specification(link)), judging=judging)
    for link in links:
        _wait(crawl, link, _FIRST, 0)
    return crawl


def absorb(crawl: Crawl, blob: str, visits: Iterable[Visit], limits: CrawlLimits) -> None:
    """Take in what came back of some pages: `blob` is where it is told, in this order."""
    kept = [place for place, visit in enumerate(visits) if _took_in(crawl, visit, limits)]
    crawl.results.append((blob, tuple(kept)))
    _drop_unreachable(crawl, max(0, limits.pages - crawl.fetched))


def stop_if_spent(crawl: Crawl, limits: CrawlLimits, minutes: float) -> None:
    """Note the first limit that was reached, so that nothing more is fetched."""
    left = len(crawl.waiting) + crawl.passed
    if not left and crawl.too_deep:
        crawl.stopped = f"{crawl.too_deep} links lie more than {limits.depth} links deep and were not followed."
    elif left and crawl.fetched >= limits.pages:
        crawl.stopped = f"The limit of {limits.pages} pages was reached; {left} links were left."
    elif left and crawl.size >= limits.megabytes * 1024 * 1024:
        crawl.stopped = f"The limit of {limits.megabytes} MB was reached; {left} links were left."
    elif left and minutes >= limits.minutes:
        crawl.stopped = f"The limit of {limits.minutes} minutes was reached; {left} links were left."
    if crawl.stopped:
        crawl.waiting.clear()


def taken(crawl: Crawl, count: int) -> list[Waiting]:
    """Return the next pages to fetch, at most `count`, and take them off the crawl's list."""
    crawl.waiting.sort()
    chosen, crawl.waiting = crawl.waiting[:count], crawl.waiting[count:]
    return chosen


def unjudged(crawl: Crawl, count: int) -> tuple[Waiting, ...]:
    """Return the next pages, at most `count`, about which nobody was asked yet; what is fetched anyway is not one."""
    open_ones = (each for each in crawl.waiting if not (each.judged or each.cost == _FIRST))
    return tuple(sorted(each for each in open_ones if not is_specification(each.url)))[:count]


def judge(crawl: Crawl, asked: Sequence[Waiting], order: Sequence[int]) -> None:
    """Let the pages `asked` about change places as `order` says (positions, best first); others fall behind."""
    rest = [number for number in range(len(asked)) if number not in order]
    places = [(each.cost, each.found) for each in sorted(asked)]
    fallen = {asked[number].url for number in rest}
    judged = {
        asked[number].url: replace(asked[number], cost=cost, found=found, judged=True)
        for number, (cost, found) in zip((*order, *rest), places, strict=True)
    }
    crawl.waiting = [
        replace(found, cost=found.cost + _LEFT_OUT * (each.url in fallen)) if (found := judged.get(each.url)) else each
        for each in crawl.waiting
    ]


def note(crawl: Crawl, error: str) -> None:
    """Keep a line about what did not work out, or count it."""
    if len(crawl.errors) < ERRORS_KEPT:
        crawl.errors.append(error)
    else:
        crawl.more_errors += 1


def _took_in(crawl: Crawl, visit: Visit, limits: CrawlLimits) -> bool:
    """Take in one page; return whether it is a new document."""
    if visit.postponed:
        crawl.waiting.append(Waiting(_FIRST, crawl.found, visit.url, visit.depth))
        return False
    crawl.fetched += 1
    crawl.size += visit.size
    if visit.error:
        note(crawl, visit.error)
    if visit.depth == 0 and visit.final and not is_specification(visit.final):
        crawl.scope = crawl.scope.with_links((visit.final,))
    if visit.final and not _belongs(crawl, visit):
        return False
    _follow(crawl, visit, limits)
    return _is_new(crawl, visit)


def _belongs(crawl: Crawl, visit: Visit) -> bool:
    return visit.depth == 0 or crawl.scope.holds(visit.final) or is_specification(visit.url)


def _is_new(crawl: Crawl, visit: Visit) -> bool:
    """Return whether no page with this text, or under the address it calls its own, was kept before."""
    if not visit.text:
        return False
    own = visit.canonical or visit.final
    if visit.text in crawl.texts or own in crawl.texts:
        return False
    crawl.texts.add(visit.text, own)
    crawl.seen.add(visit.final, own)
    crawl.kept += 1
    return True


def _follow(crawl: Crawl, visit: Visit, limits: CrawlLimits) -> None:
    for url, text in visit.links:
        value = worth(url, text)
        if value is None or not (crawl.scope.holds(url) or is_specification(url)) or url in crawl.seen:
            continue
        if visit.depth >= limits.depth:
            crawl.too_deep += 1
            crawl.seen.add(url)
        elif len(crawl.waiting) < limits.waiting:
            _wait(crawl, url, _DEPTH_COST * (visit.depth + 1) - value, visit.depth + 1, text)


def _drop_unreachable(crawl: Crawl, room: int) -> None:
    """Keep the best `room` of the pages that wait: others are never fetched, unless somebody judges them better."""
    if len(crawl.waiting) > room and not crawl.judging:
        crawl.waiting.sort()
        crawl.passed += len(crawl.waiting) - room
        del crawl.waiting[room:]


def _wait(crawl: Crawl, url: str, cost: int, depth: int, text: str = "") -> None:
    if url not in crawl.seen:
        crawl.seen.add(url)
        crawl.found += 1
        words = " ".join(text.split())[:_WORDS_KEPT] if crawl.judging else ""
        crawl.waiting.append(Waiting(cost, crawl.found, url, depth, words))
