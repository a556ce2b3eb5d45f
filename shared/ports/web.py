"""Fetching one page from the public web."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPage:
    """An answer: the address after redirects, what the server called it, and its bytes."""

    url: str
    media_type: str
    body: bytes


class Web(Protocol):
    """The public web; never a private, loopback, link-local, metadata or reserved address."""

    def fetch(self, url: str, *, limit: int) -> WebPage:
        """
        Return the page at `url`, following a few redirects.

        Raises:
            Invalid: the address is not one we fetch (`address_refused`), or the answer an error (`page_not_readable`).
            TooLarge: the body, as sent or unpacked, has more than `limit` bytes.
            Unavailable: the server could not be reached, did not answer in time, or asks to come back later (408, 425,
                429 and most of 5xx).
        """
        ...
