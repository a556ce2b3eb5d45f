"""How far a crawl may go."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlLimits:
    """
    How far a crawl goes: pages fetched, links away from where it began, bytes and minutes in all.

    `delay` is the shortest time between two requests to one host, in seconds; `waiting` how many links are remembered.
    """

    pages: int = 300
    depth: int = 4
    megabytes: int = 256
    minutes: int = 60
    delay: float = 0.5
    waiting: int = 4000
