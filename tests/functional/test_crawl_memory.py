"""What a crawl holds in memory while it is planned and published, by the number of its pages."""

from __future__ import annotations

import gc
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.bootstrap.exploration import scraping, visiting
from shared.bootstrap.services import jobs, sessions
from shared.cli.host import hosted
from shared.domain.job import Job, JobKind
from shared.domain.principal import LOCAL
from shared.domain.session import Session
from shared.domain.web.crawl import Crawl, absorb, begun, taken
from shared.domain.web.crawl_text import crawl_from_json, crawl_to_json, visit_to_json
from shared.domain.web.limits import CrawlLimits
from shared.domain.web.visits import Visit
from shared.kernel.hashing import canonical
from shared.kernel.identifiers import derived_uuid

START = "https://docs.acme.example/page"
PER_LANE = 8
FEW, MANY = 512, 2048
_TABLE, _NAMES = 1 << 20, 2_000_000


@pytest.fixture(autouse=True)
def _host(tmp_path: Path) -> Iterator[None]:
    names = with_room_for_names()
    with hosted(tmp_path):
        yield
    names.clear()


def with_room_for_names() -> list[str]:
    """
    Return names that fill the interpreter's table of names until it was made anew, and has room again.

    Every path's parts pass by there, and a table made anew while we count would be megabytes at once.
    """
    names: list[str] = []
    tracemalloc.start()
    before = after = 0
    while after - before < _TABLE and len(names) < _NAMES:
        before = tracemalloc.get_traced_memory()[0]
        names.append(sys.intern(f"name {len(names)}"))
        after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return names


def recorded(session: Session) -> Job:
    job = jobs().new(session, JobKind.SCRAPE, {"starterLinks": [START]})
    jobs().records.write((jobs().records.new(session, job), jobs().records.newest(session, "scrape", job)))
    return job


def crawled(session: Session, job: Job, count: int) -> Crawl:
    """Return a crawl of so many pages, which differ in their addresses only, as their lanes left it."""
    body = b"<h1>Users</h1>" + b"<p>GET /users returns every user.</p>" * 300
    documents = visiting().pages.intake.documentation.documents
    record = documents.encode(session, visiting().pages.document(session, job.id, START, "text/html", body))
    crawl, limits = begun((START,)), CrawlLimits(pages=count)
    taken(crawl, 1)
    for start in range(0, count, PER_LANE):
        lane = []
        for url in (f"{START}-{number}" for number in range(start, start + PER_LANE)):
            document = {**record, "id": str(derived_uuid(session.id, url)), "url": url}
            lane.append(Visit(url=url, final=url, text=url, document=document))
        kept = scraping().stages.keep_json(session, {"visits": [visit_to_json(visit) for visit in lane]})
        absorb(crawl, kept.blob, lane, limits)
    return crawl


def peak() -> int:
    """Return the most bytes that were held at once since `tracemalloc.start`, and stop counting."""
    try:
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_publication_needs_hardly_more_for_more_pages() -> None:
    def needed(count: int) -> int:
        session = sessions().create(LOCAL)
        job = recorded(session)
        crawl = crawled(session, job, count)
        gc.collect()
        tracemalloc.start()
        scraping().publication.publish(session, job, crawl)
        return peak()

    needed(PER_LANE)  # what is loaded on first use
    few, many = needed(FEW), needed(MANY)

    # Its name in the answer, and a part of the list of lanes; a document's record alone has 700 bytes.
    assert many - few < 300 * (MANY - FEW)


def test_a_plan_holds_little_of_a_page_that_was_fetched() -> None:
    def needed(count: int) -> int:
        session = sessions().create(LOCAL)
        text = crawl_to_json(crawled(session, recorded(session), count))
        gc.collect()
        tracemalloc.start()
        canonical(crawl_to_json(crawl_from_json(text)))
        return peak()

    few, many = needed(FEW), needed(MANY)

    # Three marks, as eight bytes, as digits and as bytes of those, and a part of the lane's entry; a set took 170 each.
    assert many - few < 250 * (MANY - FEW)
