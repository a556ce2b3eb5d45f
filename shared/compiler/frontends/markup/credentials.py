"""Ways to authenticate, as pages show and tell them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from shared.compiler.frontends.markup.calls import sent_commands
from shared.compiler.model.authentication import Authentication, AuthenticationKind
from shared.compiler.reading.inline_markup import unmarked
from shared.compiler.reading.prose_elements import Element
from shared.kernel.diagnostics import Location

_HEADER: Final = re.compile(
    r"(?:^|[\s`\"'>(])(?![Hh]eaders?:)(?P<name>[A-Za-z][A-Za-z0-9-]{2,50}):[ \t]*(?P<value>[^\s`\"'|][^\n`\"'|]{0,200})"
)
_SECRET: Final = re.compile(
    r"(?:^|[-_])(?:tokens?|api-?key|key|secret|auth|apikey|authorization|access-?token|session-?token"
    r"|credentials?)$|^x-?auth|^x-[\w-]*(?:token|key|auth)",
    re.IGNORECASE,
)
_LISTED: Final = re.compile(
    r"[`\s]*(?P<name>Authorization|X-(?:[\w-]*-)?(?:Token|Key|Auth)[\w-]*)[`\s]*[\u2013\u2014-]\s+(?P<value>\S.*)",
    re.IGNORECASE,
)
"""A header in a list of headers, with what it is for."""
_SAYS_HEADER: Final = re.compile(r"\bheaders?\b| HTTP/[12]", re.IGNORECASE)
_QUERY: Final = re.compile(r"[?&](?P<name>[\w-]*(?:token|api_?key|apikey|auth|secret)[\w-]{0,10})=", re.IGNORECASE)
_SECTION: Final = re.compile(
    r"authenticat|authoriz|credential|\btokens?\b|api keys?|secur|secret|access", re.IGNORECASE
)
_PROSE: Final[tuple[tuple[AuthenticationKind, re.Pattern[str]], ...]] = (
    ("basic", re.compile(r"\bhttp\s+basic\b|\bbasic\s+(?:http\s+)?(?:access\s+)?auth"
        r"|Authorization:\s*Basic\b", re.IGNORECASE)),
    ("bearer", re.compile(r"Authorization[`\"'*]{0,3}:\s*[`\"'*]{0,3}Bearer\b|\bbearer[ -](?:token|auth"
        r"|scheme)", re.IGNORECASE)),
    ("oauth2ClientCredentials", re.compile(r"\bclient[_ ]credentials\b", re.IGNORECASE)),
    ("oauth2AuthorizationCode", re.compile(r"\bauthorization[_ ]code\b", re.IGNORECASE)),
    ("oauth2Password", re.compile(r"grant_type[\"'`]?\s*[=:]\s*[\"'`]?password"
        r"|\bresource owner password\b", re.IGNORECASE)),
    ("digest", re.compile(r"\bdigest\s+(?:access\s+)?auth", re.IGNORECASE)),
    ("mtls", re.compile(r"\bmutual tls\b|\bmtls\b|\bclient certificates? auth", re.IGNORECASE)),
)  # fmt: skip
_NAMED_HEADER: Final = re.compile(
    r"header[^.\n]{0,60}?[`\"'](?P<after>[A-Za-z][\w-]{2,50})[`\"']"
    r"|[`\"'](?P<before>[A-Za-z][\w-]{2,50})[`\"'][^.\n]{0,30}\bheader",
    re.IGNORECASE,
)
_NAMED_QUERY: Final = re.compile(
    r"(?:query|parameter|url)[^.\n]{0,60}?[`\"'](?P<after>\w{2,50})[`\"']"
    r"|[`\"'](?P<before>\w{2,50})[`\"'][^.\n]{0,60}(?:query|parameter)",
    re.IGNORECASE,
)
_SCHEMES: Final = frozenset(["basic", "bearer", "digest"])


def credentials(found: Iterable[Element], document: str) -> tuple[Authentication, ...]:
    """Return the ways to authenticate that the page shows in headers, commands and addresses, or tells in words."""
    ways: dict[tuple[str, str, str], Authentication] = {}
    heading = ""
    for element in found:
        heading = element.text if element.kind == "heading" else heading
        for way in _ways(element, heading, Location(document, f"line {element.line}")):
            ways.setdefault((way.kind, way.placement, way.parameter.lower()), way)
    return tuple(ways.values())


def _ways(element: Element, heading: str, at: Location) -> Iterator[Authentication]:
    text = "\n".join(" | ".join(row) for row in element.rows) if element.kind == "table" else element.text[:20_000]
    about = bool(_SECTION.search(heading))
    for command in sent_commands(element):
        yield from (way for name, value in command.headers if (way := _of_header(name, value, at)))
        if command.user:
            yield _plain("basic", at)
    if element.kind == "item" and (listed := _LISTED.match(unmarked(text))):
        yield from (way for way in (_of_header(listed["name"], listed["value"], at),) if way)
    if element.kind != "table":
        yield from _of_headers(unmarked(text) if element.kind != "code" else text, at)
    if element.kind != "heading":
        for query in _QUERY.finditer(text):
            if _is_secret(query["name"]):
                yield _key("query", query["name"], at)
    yield from (_plain(kind, at) for kind, pattern in _PROSE if pattern.search(unmarked(text)))
    if about and element.kind in {"text", "item"}:
        yield from _told(text, at)


def _of_headers(text: str, at: Location) -> Iterator[Authentication]:
    """Yield the credentials in the headers that a text shows; `token: abc` may be anything unless it speaks of them."""
    for found in _HEADER.finditer(text):
        sure = "-" in found["name"] or not found["name"].islower() or found["name"] == "authorization"
        if (sure or _SAYS_HEADER.search(text)) and (way := _of_header(found["name"], found["value"], at)):
            yield way


def _told(text: str, at: Location) -> Iterator[Authentication]:
    for pattern, placement in ((_NAMED_HEADER, "header"), (_NAMED_QUERY, "query")):
        for found in pattern.finditer(" ".join(text.split())):
            name = found["after"] or found["before"]
            if _is_secret(name) and name.lower() != "authorization":
                yield _key(placement, name, at)


def _is_secret(name: str) -> bool:
    return bool(_SECRET.search(name)) and name.lower() not in {
        "key",
        "author",
        "page_token",
        "next_token",
        "pagetoken",
        "nexttoken",
        "refresh_token",
        "client_secret",
        "csrf-token",
        "x-csrf-token",
        "continuation_token",
    }


def _of_header(name: str, value: str, at: Location) -> Authentication | None:
    """Return the credential that a header carries, or None when it is no credential."""
    if name.lower() == "authorization":
        scheme = value.split(maxsplit=1)[0].lower() if value.split() else ""
        if scheme in _SCHEMES:
            return _plain("basic" if scheme == "basic" else "bearer" if scheme == "bearer" else "digest", at)
        prefix = value.split(maxsplit=1)[0] if len(value.split()) == 2 and value.split(maxsplit=1)[0].isalpha() else ""  # noqa: PLR2004 - a word and the credential
        return _key("header", "Authorization", at, prefix=prefix)
    return _key("header", name, at) if _is_secret(name) and " " not in value.strip(" .") else None


def _plain(kind: AuthenticationKind, at: Location) -> Authentication:
    return Authentication(kind=kind, name=kind, source=(at,))


def _key(placement: str, parameter: str, at: Location, prefix: str = "") -> Authentication:
    quirks = f"The credential follows the word {prefix!r} in the header." if prefix else ""
    return Authentication(
        kind="apiKey",
        name=parameter,
        placement="query" if placement == "query" else "header",
        parameter=parameter,
        prefix=prefix,
        quirks=quirks,
        source=(at,),
    )
