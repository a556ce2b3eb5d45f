"""The world outside, as this process may use it."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

from shared.bootstrap.outside_settings import OutsideSettings, read_outside
from shared.domain.web.limits import CrawlLimits
from shared.ports.language_model import LanguageModel
from shared.ports.search import SearchProvider
from shared.ports.web import Renderer, Web

if TYPE_CHECKING:
    from shared.services.asking import AskingLimits


class Outside:
    """Search engines, browsers and models, each built when the first use needs it; by default there are none."""

    def __init__(self, settings: OutsideSettings | None = None) -> None:
        self._settings = settings or OutsideSettings(providers=())

    @property
    def providers(self) -> tuple[str, ...]:
        """Where to search, in this order: `catalogue`, `site`, `web`."""
        return self._settings.providers

    @property
    def limits(self) -> CrawlLimits:
        """How far to crawl."""
        return self._settings.limits

    @cached_property
    def web_search(self) -> SearchProvider:
        """The search engine: Brave's with a key, otherwise several without one."""
        if self._settings.search_key:
            from shared.adapters.brave import BraveSearch
            from shared.bootstrap.models_outside import opened

            return BraveSearch(key=opened(self._settings.search_key))
        from shared.adapters.metasearch import Metasearch

        return Metasearch()

    @cached_property
    def language_model(self) -> LanguageModel | None:
        """The language model, if one is configured."""
        if self._settings.model.provider == "none":
            return None
        from shared.bootstrap.models_outside import language_model

        return language_model(self._settings.model)

    @property
    def asking_limits(self) -> AskingLimits:
        """What one job may spend on the language model."""
        from shared.services.asking import AskingLimits

        settings = self._settings.model
        return AskingLimits(calls=settings.calls, tokens=settings.tokens, concurrency=settings.concurrency)

    def renderer(self, web: Web) -> Renderer | None:
        """Return the browser, if one is switched on; it reaches the world through `web` alone."""
        if self._settings.renderer == "none":
            return None
        from shared.adapters.chromium import Chromium

        return Chromium(web=web, executable=self._settings.browser)


def outside() -> Outside:
    """Return the world outside as the environment of this process describes it; raises as `read_outside` does."""
    return Outside(read_outside(os.environ))
