"""Fetching one page from the public web."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server once said about the version of a page it sent (RFC 9110, section 8.8); "" for nothing."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPage:
    """
    An answer: the address after redirects, what the server called it, and its bytes.

    `unchanged` says that the page is still the version that was known; then there are no bytes.
    """

    url: str
    media_type: str
    body: bytes
    validators: Validators = Validators()
    unchanged: bool = False


class Web(Protocol):
    """The public web; never a private, loopback, link-local, metadata or reserved address."""

    def fetch(self, url: str, *, limit: int, known: Validators | None = None) -> WebPage:
        """
        Return the page at `url`, following a few redirects; with `known`, only if it is another version.

        Raises:
            Invalid: the address is not one we fetch (`address_refused`), or the answer an error (`page_not_readable`).
            TooLarge: the body, as sent or unpacked, has more than `limit` bytes.
            Unavailable: the server could not be reached, did not answer in time, or asks to come back later (408, 425,
                429 and most of 5xx).
        """
        ...


class Renderer(Protocol):
    """A browser without a window, for pages that write their text with JavaScript."""

    def render(self, url: str, *, limit: int) -> WebPage:
        """
        Return the page as it stands once its scripts have run; every request it makes goes the way `Web` goes.

        Raises:
            Invalid, TooLarge, Unavailable: as `Web.fetch`.
        """
        ...
