"""How soon a link on a page of documentation should be followed, and which never."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from shared.domain.web.links import segments_of

SPECIFICATION_WORTH: Final = 1000
"""What a description for machines is worth: it goes before every page."""

_WORD: Final = re.compile(r"[a-z0-9]+")
_NO_PAGE: Final = re.compile(
    r"\.(?:png|jpe?g|gif|svg|webp|avif|ico|bmp|css|m?js|map|woff2?|ttf|eot|otf|mp[34]|webm|mov|avi|ogg|wav|zip|gz|tgz"
    r"|bz2|xz|7z|rar|jar|war|exe|msi|dmg|deb|rpm|apk|iso|bin|whl|rss|atom|ics|pptx?|xlsx?|tar)$",
    re.IGNORECASE,
)
_DATA: Final = re.compile(r"\.(?:json|ya?ml)$")
_DESCRIBED: Final = re.compile(r"openapi|swagger|api-docs")
_GOOD: Final = {
    "api": 6, "apis": 6, "rest": 6, "reference": 6, "scim": 8, "endpoint": 5, "endpoints": 5, "user": 6, "users": 6,
    "group": 6, "groups": 6, "role": 5, "roles": 5, "member": 5, "members": 5, "account": 4, "accounts": 4, "team": 4,
    "teams": 4, "permission": 4, "permissions": 4, "auth": 4, "authentication": 5, "authorization": 4, "token": 3,
    "oauth": 4, "organization": 3, "organizations": 3, "identity": 5, "identities": 5, "provisioning": 6, "schema": 4,
    "pagination": 4, "paging": 4, "filtering": 3, "openapi": 8, "swagger": 8, "developer": 3, "docs": 1,
}  # fmt: skip
_BAD: Final = {
    "blog": 12, "pricing": 15, "login": 15, "signin": 15, "signup": 15, "logout": 20, "careers": 15, "press": 12,
    "news": 8, "changelog": 8, "release": 3, "releases": 6, "privacy": 12, "terms": 8, "legal": 12, "download": 4,
    "install": 3, "installation": 3, "tutorial": 1, "edit": 8, "print": 6, "share": 8, "search": 6, "tag": 4, "feed": 8,
    "video": 6, "forum": 8, "webhook": 1, "webhooks": 1, "sdk": 2, "sdks": 2, "faq": 3,
}  # fmt: skip
_MOST_PARAMETERS: Final = 3
_MOST_SEGMENTS: Final = 15
_MOST_REPETITIONS: Final = 2
_WORTHLESS: Final = -12


def worth(link: str, text: str) -> int | None:
    """
    Return how much the page behind a canonical address promises, its link's words given; None if it is not followed.

    Not followed are files that hold no text, traps (paths that repeat themselves, many parameters), and what is
    plainly something else than documentation.
    """
    parts = urlsplit(link)
    segments = segments_of(link)
    if is_specification(link):
        return SPECIFICATION_WORTH
    if _NO_PAGE.search(parts.path) or _is_trap(segments, parts.query):
        return None
    said = dict.fromkeys(_WORD.findall(f"{' '.join(segments)} {text[:200]}".lower()))
    found = sum(_GOOD.get(word, 0) - _BAD.get(word, 0) for word in said)
    found -= 2 if parts.query else 0
    return found if found > _WORTHLESS else None


def is_specification(link: str) -> bool:
    """Return whether the address is one under which descriptions for machines lie."""
    path = urlsplit(link).path.lower()
    last = path.rstrip("/").rsplit("/", 1)[-1]
    if last.endswith((".html", ".htm", ".md")):
        return False
    return bool((_DATA.search(last) and _DESCRIBED.search(path)) or last in ("api-docs", "serviceproviderconfig"))


def _is_trap(segments: tuple[str, ...], query: str) -> bool:
    many = len(segments) > _MOST_SEGMENTS or len(parse_qsl(query, keep_blank_values=True)) > _MOST_PARAMETERS
    return many or any(segments.count(each) > _MOST_REPETITIONS for each in set(segments))
