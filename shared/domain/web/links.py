"""One spelling for every web address."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

from shared.kernel.errors import Invalid

LONGEST: Final = 2048
LINKS_LIMIT: Final = 50
"""How many links a job takes from whoever names some, and gives as candidates."""

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
# What newsletters, advertisements and analytics add; it never selects another page.
_TRACKING: Final = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|_ga|_gl|yclid|igshid|ref_src|hsa_\w+|_hs\w+"
)
_KEPT: Final = "/:@!$&'()*+,;=~-._"


def canonical_link(link: str) -> str:
    """
    Return the address in its one spelling (RFC 3986, section 6.2).

    Scheme and host in lower case, no default port, no fragment, no dot segments, percent-encoding only where it is
    needed, and no parameters that only track who came from where. The order of parameters stays.

    Raises:
        Invalid: it is not an http or https address with a host (`bad_link`).
    """
    parts, port = _split(link)
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or parts.username is not None:
        message = f"{link[:200]!r} is not an http or https address without credentials"
        raise Invalid(message, code="bad_link")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname.rstrip(".")
    place = host if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"
    found = urlunsplit((parts.scheme, place, _path(parts.path), _query(parts.query), ""))
    if len(found) > LONGEST:
        message = f"{link[:200]!r} is longer than {LONGEST} characters"
        raise Invalid(message, code="bad_link")
    return found


def joined(base: str, reference: str) -> str | None:
    """Return the canonical address that `reference` on the page `base` leads to, or None if it is no page's address."""
    try:
        return canonical_link(urljoin(base, reference.strip()))
    except (Invalid, ValueError):
        return None


def host_of(link: str) -> str:
    """Return the host of a canonical address, without its port."""
    return urlsplit(link).hostname or ""


def segments_of(link: str) -> tuple[str, ...]:
    """Return the parts of a canonical address's path that are not empty, decoded and in lower case."""
    return tuple(unquote(part).lower() for part in urlsplit(link).path.split("/") if part)


def _split(link: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(link.strip())
        port = parts.port
    except ValueError as error:
        message = f"{link[:200]!r} is not a web address: {error}"
        raise Invalid(message, code="bad_link") from error
    return parts, port


def _path(path: str) -> str:
    kept: list[str] = []
    parts = path.split("/")[1:]
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        if part == "..":
            kept[-1:] = []
        if part in (".", ".."):
            kept += [""] if last else []
        else:
            kept.append(quote(unquote(part, errors="surrogateescape"), safe=_KEPT[1:], errors="surrogateescape"))
    return "/" + "/".join(kept)


def _query(query: str) -> str:
    if not query:
        return ""
    pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
    if not any(_TRACKING.fullmatch(name) for name, _ in pairs):
        return query
    return urlencode([pair for pair in pairs if not _TRACKING.fullmatch(pair[0])], errors="surrogateescape")
