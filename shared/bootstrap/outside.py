"""The world outside, as this process may use it."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cached_property

from shared.bootstrap.outside_settings import OutsideSettings, Secret, read_outside
from shared.domain.web.crawl import CrawlLimits
from shared.ports.search import SearchProvider
from shared.ports.web import Renderer


class Outside:
    """Search engines and browsers, each built when the first use needs it; by default nothing but the web itself."""

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

            return BraveSearch(key=_opened(self._settings.search_key))
        from shared.adapters.metasearch import Metasearch

        return Metasearch()

    @cached_property
    def renderer(self) -> Renderer | None:
        """The browser, if one is switched on."""
        return None


def outside() -> Outside:
    """Return the world outside as the environment of this process describes it; raises as `read_outside` does."""
    return Outside(read_outside(os.environ))


def _opened(secret: Secret) -> Callable[[], str]:
    """Return what reads the secret when it is first needed."""

    def read() -> str:
        if secret.value:
            return secret.value
        from shared.adapters.secrets import read_secret

        return read_secret(secret.arn)

    return read
