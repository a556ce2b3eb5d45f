"""What the environment says about the world outside: search, crawling, browsers and language models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shared.bootstrap.model_settings import ModelSettings, Secret, numbers, read_model, secret
from shared.domain.web.limits import CrawlLimits

PROVIDERS: Final = ("catalogue", "site", "web")
_RENDERERS: Final = ("none", "chromium")
_NUMBERS: Final = {
    "SCRAPE_PAGES": ("pages", 20_000),
    "SCRAPE_DEPTH": ("depth", 50),
    "SCRAPE_MEGABYTES": ("megabytes", 10_000),
    "SCRAPE_MINUTES": ("minutes", 220),
}
"""The limits of a crawl by their variables, each with the most it may be."""
_LONGEST_DELAY: Final = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideSettings:
    """Which providers to search in which order, how far to crawl, and with what help."""

    providers: tuple[str, ...] = PROVIDERS
    search_key: Secret = Secret()  # noqa: RUF009 - frozen
    renderer: str = "none"
    browser: str = ""
    limits: CrawlLimits = CrawlLimits()  # noqa: RUF009 - frozen
    model: ModelSettings = ModelSettings()  # noqa: RUF009 - frozen


def read_outside(environment: Mapping[str, str]) -> OutsideSettings:
    """
    Return the settings that `environment` holds; what it does not name has a default.

    Raises:
        RuntimeError: a variable has a value it may not have; the message names all of them.
    """
    wrong: list[str] = []
    names = [name.strip() for name in environment.get("SEARCH_PROVIDERS", ",".join(PROVIDERS)).split(",")]
    providers = tuple(name for name in names if name and name != "none")
    if not set(providers) <= set(PROVIDERS):
        wrong.append(f"SEARCH_PROVIDERS lists some of {', '.join(PROVIDERS)}")
    renderer = environment.get("SCRAPE_RENDERER") or "none"
    if renderer not in _RENDERERS:
        wrong.append(f"SCRAPE_RENDERER is one of {', '.join(_RENDERERS)}")
    found = OutsideSettings(
        providers=providers,
        search_key=secret(environment, "SEARCH"),
        renderer=renderer,
        browser=environment.get("SCRAPE_BROWSER", ""),
        limits=_limits(environment, wrong),
        model=read_model(environment, wrong),
    )
    if wrong:
        message = f"environment variables are wrong: {'; '.join(wrong)}"
        raise RuntimeError(message)
    return found


def _limits(environment: Mapping[str, str], wrong: list[str]) -> CrawlLimits:
    found = numbers(environment, _NUMBERS, wrong)
    delay = environment.get("SCRAPE_DELAY_MILLISECONDS", "")
    if delay and not (delay.isdecimal() and int(delay) <= _LONGEST_DELAY):
        wrong.append(f"SCRAPE_DELAY_MILLISECONDS is a number from 0 to {_LONGEST_DELAY}")
        delay = ""
    usual = CrawlLimits()
    return CrawlLimits(
        pages=found.get("pages", usual.pages),
        depth=found.get("depth", usual.depth),
        megabytes=found.get("megabytes", usual.megabytes),
        minutes=found.get("minutes", usual.minutes),
        delay=int(delay) / 1000 if delay else usual.delay,
        waiting=max(usual.waiting, 2 * found.get("pages", 0)),
    )
