"""
Measure a scrape of a generated site: pages per second, peak memory, and whether it grows with the number of pages.

Each site is scraped by a process of its own, which serves the site from another process; run
`python -m tests.benchmarks.crawl [PAGES...]`.
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from shared.adapters.web import PublicWeb
from shared.bootstrap.outside import Outside
from shared.bootstrap.outside_settings import OutsideSettings
from shared.bootstrap.services import jobs, sessions
from shared.cli.host import hosted
from shared.domain.job import JobKind
from shared.domain.principal import LOCAL
from shared.domain.web.limits import CrawlLimits
from shared.observability.logging import quiet
from tests.fakes.site import LOOPBACK, Answer, running

SIZES: Final = (200, 2000)
_PARAGRAPHS: Final = 40
_LINKS: Final = 30


def page(number: int, count: int) -> bytes:
    """Return one page of about 10 KB, with links to neighbours and to pages far away."""
    targets = [(number * 7 + step * step) % count for step in range(_LINKS)] + [(number + 1) % count]
    links = "".join(f'<li><a href="/docs/page-{target}">Users {target}</a></li>' for target in targets)
    text = "".join(f"<p>GET /users/{number}/{n} returns user {n} with its groups and roles.</p>" * 2 for n in range(40))
    return f"<!doctype html><html><body><h1>Page {number}</h1><ul>{links}</ul>{text}</body></html>".encode()


def _serve(count: int, ready: Connection) -> None:
    def look(path: str) -> Answer | None:
        name = path.removeprefix("/docs/page-")
        return Answer(body=page(int(name), count)) if name.isdecimal() and int(name) < count else None

    with running(look) as site:
        ready.send(site.port)
        ready.recv()


def _scrape(count: int, port: int, told: Connection) -> None:
    def to_loopback(_host: str, _port: int) -> Sequence[str]:
        return (LOOPBACK,)

    web = PublicWeb(resolver=to_loopback, allow=frozenset({(LOOPBACK, port)}))
    limits = CrawlLimits(pages=count, depth=count, megabytes=10_000, minutes=200, delay=0.0, waiting=2 * count)
    outside = Outside(OutsideSettings(providers=(), limits=limits))
    with tempfile.TemporaryDirectory() as folder, hosted(Path(folder), web=web, outside=outside), quiet():
        session = sessions().create(LOCAL)
        before, began = _peak(), time.monotonic()
        link = f"http://docs.acme.example:{port}/docs/page-0"
        job = jobs().start(session, JobKind.SCRAPE, {"starterLinks": [link]}, "user:local")
        jobs().pipelines.wait("scrape", job.id, 3600)  # type: ignore[attr-defined]  # the embedded engine's own
        seconds = time.monotonic() - began
        ended = jobs().records.get(jobs().sessions.get(session.id), job.id)
        found = (ended.result or {}).get("savedDocumentationsCount")
        told.send(
            {"status": str(ended.status), "documents": found, "seconds": seconds, "start": before, "peak": _peak()}
        )


def _peak() -> float:
    """Return the most memory this process has had resident, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(count: int) -> dict[str, float | str]:
    """Return what a scrape of so many pages took."""
    context = multiprocessing.get_context("spawn")
    ready, server_end = context.Pipe()
    told, client_end = context.Pipe()
    server = context.Process(target=_serve, args=(count, server_end))
    server.start()
    client = context.Process(target=_scrape, args=(count, ready.recv(), client_end))
    client.start()
    found: dict[str, float | str] = told.recv()
    client.join()
    ready.send("stop")
    server.join()
    return found | {"pages": count, "pagesPerSecond": count / float(found["seconds"])}


def main() -> None:
    """Print one line for every size."""
    sizes = [int(argument) for argument in sys.argv[1:]] or SIZES
    for count in sizes:
        found = measure(count)
        rounded = {name: round(value, 1) if isinstance(value, float) else value for name, value in found.items()}
        sys.stdout.write(json.dumps(rounded) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
