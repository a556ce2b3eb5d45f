"""The places where applications keep descriptions of themselves, on their own site."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final
from urllib.parse import urlsplit

from shared.domain.web.candidates import Candidate, Wanted
from shared.domain.web.links import canonical_link, joined, segments_of
from shared.kernel.errors import ApplicationError, Invalid, TooLarge
from shared.ports.web import Web, WebPage
from shared.services.robots import Robots

PLACES: Final = (
    "/openapi.json",
    "/openapi.yaml",
    "/swagger.json",
    "/swagger/v1/swagger.json",
    "/v3/api-docs",
    "/v2/api-docs",
    "/api-docs",
    "/api/openapi.json",
    "/api/swagger.json",
    "/api/v1/openapi.json",
    "/.well-known/openapi.json",
    "/.well-known/api-catalog",
    "/ServiceProviderConfig",
    "/scim/v2/ServiceProviderConfig",
)
"""Where descriptions for machines lie: by habit of the frameworks, RFC 9727 and RFC 7644 (section 4)."""

_LIMIT_BYTES: Final = 8 * 1024 * 1024
_MOST_LINKS: Final = 40
_OPENAPI: Final = re.compile(r"[\"']?(?:openapi|swagger)[\"']?\s*:\s*[\"']?\d")
_SCIM: Final = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"
_MARKDOWN_LINK: Final = re.compile(r"\[([^\]\n]{1,200})\]\(([^)\s]{1,2000})\)(?::[ \t]*([^\n]{0,300}))?")
_LOCATION: Final = re.compile(r"<loc>\s*([^<\s]{1,2000})\s*</loc>")
_WORTH: Final = re.compile(r"\b(?:api|apis|reference|openapi|swagger|scim|developers?|docs|rest|endpoints?)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSite:
    """`SearchProvider` that looks where an application's own site would have them; nothing without a site."""

    web: Web
    robots: Robots
    name: ClassVar[str] = "site"

    def find(self, wanted: Wanted) -> Sequence[Candidate]:
        """
        Return what lies at the well-known places, and what `llms.txt` and the sitemap point to.

        Raises:
            Unavailable, Invalid: the site itself cannot be reached, is none we fetch, or lets no robot in.
        """
        if not wanted.site:
            return ()
        root = canonical_link(wanted.site)
        self._reached(root)
        found = [place for each in _places(root) if (place := self._described(each)) is not None]
        return (*found, *self._told(root), *self._mapped(root))

    def _reached(self, root: str) -> None:
        """Ask for the site itself, so that a site that is down is one failure and not one per place."""
        if refusal := self.robots.refusal(root):
            raise Invalid(refusal, code="site_refused")
        try:
            self.web.fetch(root, limit=_LIMIT_BYTES)
        except TooLarge:
            return
        except Invalid as error:
            if error.code != "page_not_readable":
                raise

    def _described(self, address: str) -> Candidate | None:
        page = self._page(address)
        kind = "" if page is None else _kind(page)
        if page is None or not kind:
            return None
        return Candidate(href=page.url, title=kind, source=self.name, query=address, machine_readable=True)

    def _told(self, root: str) -> Iterator[Candidate]:
        """Yield the links of `llms.txt` (https://llmstxt.org)."""
        address = joined(root, "/llms.txt") or root
        for title, target, about in _MARKDOWN_LINK.findall(self._text(address))[: 4 * _MOST_LINKS]:
            link = joined(address, target)
            if link and _WORTH.search(f"{' '.join(segments_of(link))} {title} {about}".lower()):
                yield Candidate(href=link, title=title, body=about, source=self.name, query=address)

    def _mapped(self, root: str) -> Iterator[Candidate]:
        """Yield the documentation among the pages of the sitemap (https://www.sitemaps.org/protocol.html)."""
        for address in (*self.robots.sitemaps(root), joined(root, "/sitemap.xml") or root)[:2]:
            links = (joined(address, each.replace("&amp;", "&")) for each in _LOCATION.findall(self._text(address)))
            telling = [link for link in links if link and _WORTH.search(" ".join(segments_of(link)))]
            for link in telling[:_MOST_LINKS]:
                yield Candidate(href=link, source=self.name, query=address)

    def _text(self, address: str) -> str:
        page = self._page(address)
        if page is None or page.body[:256].lstrip().lower().startswith((b"<!doctype html", b"<html")):
            return ""
        return page.body.decode("utf-8", "replace")

    def _page(self, address: str) -> WebPage | None:
        if self.robots.refusal(address):
            return None
        try:
            return self.web.fetch(address, limit=_LIMIT_BYTES)
        except ApplicationError:
            return None


def _places(root: str) -> Iterator[str]:
    """Yield the places below the site's root, and below the path that was given, if it has one."""
    path = urlsplit(root).path.rstrip("/")
    for place in PLACES:
        for before in dict.fromkeys(("", path)):
            if link := joined(root, f"{before}{place}"):
                yield link


def _kind(page: WebPage) -> str:
    """Return what kind of description for machines a page is, or ""."""
    head = page.body[:4096].decode("utf-8", "replace")
    if head.lstrip().startswith("<"):
        return ""
    if _OPENAPI.search(head):
        return "OpenAPI description"
    if _SCIM in head or (page.url.endswith("ServiceProviderConfig") and _is_object(page.body)):
        return "SCIM service provider configuration"
    return "API catalog" if "linkset" in page.media_type or head.lstrip().startswith('{"linkset"') else ""


def _is_object(body: bytes) -> bool:
    try:
        return isinstance(json.loads(body), dict)
    except (ValueError, RecursionError):
        return False
