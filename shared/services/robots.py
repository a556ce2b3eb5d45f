"""What a site asks of robots (RFC 9309)."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from protego import Protego

from shared.kernel.errors import ApplicationError, Invalid
from shared.ports.clock import Clock
from shared.ports.web import Web

NAME: Final = "connectorsmith"
"""What we call ourselves, to servers and in their rules."""

_LIMIT_BYTES: Final = 512 * 1024  # RFC 9309, section 2.5: at least 500 KiB are read
_KEPT_FOR: Final = timedelta(hours=1)
_KEPT_SITES: Final = 64
_NOTHING_ALLOWED: Final = "User-agent: *\nDisallow: /\n"


@dataclass(frozen=True, slots=True)
class _Rules:
    may: Callable[[str], bool]
    why: str
    delay: float
    sitemaps: tuple[str, ...]
    until: datetime


@dataclass(slots=True, kw_only=True)
class Robots:
    """The rules of the sites visited lately; those of one site are fetched once an hour."""

    web: Web
    clock: Clock
    _known: OrderedDict[str, _Rules] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def refusal(self, url: str) -> str:
        """Return why the page must not be fetched, in a sentence, or "" if it may."""
        rules = self._rules(url)
        return "" if rules.may(url) else rules.why

    def delay(self, url: str) -> float:
        """Return how many seconds the site of `url` wants between two requests; 0.0 if it does not say."""
        return self._rules(url).delay

    def sitemaps(self, url: str) -> tuple[str, ...]:
        """Return the sitemaps that the site of `url` names."""
        return self._rules(url).sitemaps

    def _rules(self, url: str) -> _Rules:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        with self._lock:
            known = self._known.get(site)
        if known is None or known.until <= self.clock.now():
            known = self._asked(site)
            with self._lock:
                self._known[site] = known
                while len(self._known) > _KEPT_SITES:
                    self._known.popitem(last=False)
        return known

    def _asked(self, site: str) -> _Rules:
        text, why = self._text(site)
        rules = Protego.parse(text)
        delay = rules.crawl_delay(NAME)
        return _Rules(
            may=lambda url: bool(rules.can_fetch(url, NAME)),
            why=why,
            delay=max(0.0, float(delay)) if delay else 0.0,
            sitemaps=tuple(str(each) for each in rules.sitemaps),
            until=self.clock.now() + _KEPT_FOR,
        )

    def _text(self, site: str) -> tuple[str, str]:
        """Return the site's rules, and what to say where they refuse a page."""
        try:
            page = self.web.fetch(f"{site}/robots.txt", limit=_LIMIT_BYTES)
        except Invalid as error:
            # An error of the client's (4xx) means that there are no rules (section 2.3.1.3).
            return ("", "") if error.code == "page_not_readable" else (_NOTHING_ALLOWED, str(error))
        except ApplicationError as error:
            return _NOTHING_ALLOWED, str(error)  # section 2.3.1.4: a site that cannot be asked disallows everything
        return page.body.decode("utf-8", "replace"), "The site does not let robots fetch this page."
