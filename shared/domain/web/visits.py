"""What came back of one page, and the lanes in which pages are fetched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shared.kernel.hashing import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """
    One page, fetched or not.

    `final` is its address after redirects and `canonical` the one it calls its own; `text` is a mark of its content, ""
    if it has none to keep. `links` are canonical addresses with the words of their links. `document` is its record,
    `etag` and `modified` what its server calls this version. A `postponed` one was not reached in time.
    """

    url: str
    depth: int = 0
    final: str = ""
    canonical: str = ""
    text: str = ""
    size: int = 0
    error: str = ""
    links: tuple[tuple[str, str], ...] = ()
    document: Mapping[str, Json] = field(default_factory=dict)
    etag: str = ""
    modified: str = ""
    postponed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A page to fetch; `known` is where an earlier crawl told of it, `{blob}/{position}`, or ""."""

    url: str
    depth: int
    known: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """Pages to fetch one after the other, with at least so many seconds between two."""

    stops: tuple[Stop, ...]
    pause: float


def lanes(stops: Sequence[tuple[str, Stop]], most: int, delay: float) -> tuple[Lane, ...]:
    """
    Return at most `most` lanes for the stops, each given with its host.

    However many lanes go to one host, together they ask it no more often than every `delay` seconds: where n of them
    do, each waits n times as long.
    """
    hosts: dict[str, list[Stop]] = {}
    for host, stop in stops:
        hosts.setdefault(host, []).append(stop)
    if not hosts:
        return ()
    share = max(1, most // len(hosts))
    groups = [(found[start::share], min(share, len(found))) for found in hosts.values() for start in range(share)]
    filled = [(group, width) for group, width in groups if group]
    return tuple(_lane(filled[start::most], delay) for start in range(min(most, len(filled))))


def _lane(groups: Sequence[tuple[list[Stop], int]], delay: float) -> Lane:
    stops = tuple(stop for group, _ in groups for stop in group)
    return Lane(stops=stops, pause=delay * max(width for _, width in groups))
