"""The world outside, as this process may use it."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from shared.bootstrap.model_settings import ModelSettings
from shared.bootstrap.outside_settings import OutsideSettings, read_outside
from shared.domain.web.limits import CrawlLimits
from shared.ports.language_model import LanguageModel
from shared.ports.search import SearchProvider
from shared.ports.web import Renderer, Web

if TYPE_CHECKING:
    from shared.services.asking import AskingLimits

HURRIED_SECONDS: Final = 8
"""An answer that does not fit is asked for twice, and a request is answered within half a minute."""


class Outside:
    """Search engines, browsers and models, each built when the first use needs it; by default there are none."""

    def __init__(self, settings: OutsideSettings | None = None) -> None:
        self._settings = settings or OutsideSettings(providers=())

    @property
    def providers(self) -> tuple[str, ...]:
        """Where to search, in this order: `catalogue`, `site`, `web`."""
        return self._settings.providers

    @property
    def told(self) -> str:
        """Everything here that an answer of the web's may depend on, in words."""
        at = self._settings
        return f"{at.providers} {at.limits} {at.renderer} {at.model.provider}/{at.model.name}"

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
        return _model(self._settings.model)

    @cached_property
    def hurried_model(self) -> LanguageModel | None:
        """The same for whoever is waited for: it is asked once, and given a few seconds."""
        seconds = min(self._settings.model.seconds, HURRIED_SECONDS)
        return _model(replace(self._settings.model, seconds=seconds, retries=0))

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


def _model(settings: ModelSettings) -> LanguageModel | None:
    if settings.provider == "none":
        return None
    from shared.bootstrap.models_outside import language_model

    return language_model(settings)


def outside() -> Outside:
    """Return the world outside as the environment of this process describes it; raises as `read_outside` does."""
    return Outside(read_outside(os.environ))
