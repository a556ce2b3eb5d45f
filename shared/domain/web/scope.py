"""Which pages belong to a documentation: those on its host, below its path."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

_FILE: Final = re.compile(r"\.[A-Za-z0-9]{1,8}$")
# Everything on such a host is documentation, wherever one enters it.
_WHOLE_HOSTS: Final = frozenset({"docs", "doc", "apidocs", "api-docs", "developer", "developers", "documentation"})


@dataclass(frozen=True, slots=True)
class Scope:
    """The places a documentation covers, each `host/path/` and without `www.`; everything that begins with one."""

    places: tuple[str, ...] = ()

    def holds(self, link: str) -> bool:
        """Return whether a canonical address belongs to the documentation."""
        place = _place(link)
        return any(place.startswith(each) or place == each.rstrip("/") for each in self.places)

    def with_links(self, links: Iterable[str]) -> Scope:
        """Return the scope that also covers what each of these pages is the beginning of."""
        return Scope(tuple(dict.fromkeys((*self.places, *map(_beginning, links)))))


def _beginning(link: str) -> str:
    """
    Return the place that page `link` begins.

    The folder the page is in, since its neighbours are told about on the same level; a page right below the root,
    which would make the whole host its folder, is its own place, unless the host holds nothing but documentation.
    """
    host, _, path = _place(link).partition("/")
    if host.split(".")[0] in _WHOLE_HOSTS and path.count("/") == 0:
        return f"{host}/"
    folder, _, last = path.rpartition("/")
    if folder:
        return f"{host}/{folder}/"
    return f"{host}/" if not last or _FILE.search(last) else f"{host}/{last}/"


def _place(link: str) -> str:
    parts = urlsplit(link)
    return f"{parts.netloc.removeprefix('www.')}{parts.path or '/'}"
