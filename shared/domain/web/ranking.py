"""How likely a link leads to the documentation of an application's interface: points, the same for the same link."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from shared.domain.web.candidates import NEWEST, Candidate, Wanted
from shared.domain.web.links import host_of, segments_of

_WORD: Final = re.compile(r"[a-z0-9]+")
_DATA_FILE: Final = re.compile(r"\.(?:json|ya?ml)$")
_DESCRIPTION: Final = re.compile(r"(?:openapi|swagger|api-docs|asyncapi)")
_TELLING: Final = {
    "openapi": 12,
    "swagger": 12,
    "scim": 10,
    "api": 10,
    "apis": 10,
    "rest": 8,
    "reference": 8,
    "endpoints": 6,
    "developer": 6,
    "developers": 6,
    "docs": 5,
    "documentation": 5,
    "provisioning": 5,
    "schema": 3,
    "users": 2,
    "integration": 2,
}
"""Words of a path or title that say that requests are described there."""
_DISTRACTING: Final = {
    "blog": 15,
    "pricing": 20,
    "login": 20,
    "signin": 20,
    "signup": 20,
    "careers": 20,
    "jobs": 15,
    "news": 12,
    "press": 15,
    "events": 6,
    "forum": 8,
    "community": 6,
    "changelog": 8,
    "release": 4,
    "releases": 6,
    "status": 6,
    "legal": 15,
    "privacy": 15,
    "terms": 15,
    "video": 8,
}
_ELSEWHERE: Final = frozenset(
    {"reddit", "youtube", "facebook", "twitter", "linkedin", "quora", "medium", "pinterest", "amazon", "wikipedia"}
)
"""Hosts where people talk about applications."""
_OWN_HOSTS: Final = frozenset({"docs", "doc", "developer", "developers", "dev", "api", "apidocs", "help", "support"})
_TRUSTED: Final = {"request": 200, "site": 25, "catalogue": 20}


def ranked(candidates: Iterable[Candidate], wanted: Wanted) -> tuple[Candidate, ...]:
    """Return the candidates by their points, most first; equal ones stand in the order of their links."""
    return tuple(sorted(candidates, key=lambda each: (-points(each, wanted), each.href)))


def points(candidate: Candidate, wanted: Wanted) -> int:
    """Return how much speaks for a candidate; the number means nothing but its order."""
    segments = segments_of(candidate.href)
    said = [*_words(" ".join(segments)), *_words(candidate.title)]
    return (
        _TRUSTED.get(candidate.source, 0)
        + _of_host(host_of(candidate.href), wanted)
        + _of_words(said)
        + _of_protocol(said, wanted.protocol)
        + _of_version(candidate, wanted.version)
        + _of_form(candidate, segments)
        + (10 if _names(candidate.title, wanted.application) else 0)
        + (4 if _names(candidate.body, wanted.application) else 0)
    )


def _of_host(host: str, wanted: Wanted) -> int:
    labels = host.split(".")
    squeezed = "".join(_words(wanted.application))
    own = bool(squeezed) and any(squeezed in "".join(_words(label)) for label in labels)
    site = host_of(wanted.site) if wanted.site else ""
    at_site = bool(site) and (host == site or _domain(host) == _domain(site))
    named = (30 if own else 0) + (30 if at_site else 0)
    helpful = 8 if (own or at_site) and labels[0] in _OWN_HOSTS else 0
    return named + helpful - (25 if _ELSEWHERE & set(labels) else 0)


def _of_words(said: Sequence[str]) -> int:
    return sum(_TELLING.get(word, 0) - _DISTRACTING.get(word, 0) for word in dict.fromkeys(said))


def _of_protocol(said: Sequence[str], protocol: str) -> int:
    return 15 if protocol and protocol in said else 0


def _of_version(candidate: Candidate, version: str) -> int:
    if version.strip().lower() in NEWEST:
        return 0
    told = f"{candidate.href} {candidate.title} {candidate.body}".lower()
    exact = rf"(?<![\d.])v?{re.escape(version.strip().lower().removeprefix('v'))}(?![\d.]*\d)"
    return 12 if re.search(exact, told) else 0


def _of_form(candidate: Candidate, segments: tuple[str, ...]) -> int:
    last = segments[-1] if segments else ""
    described = bool(_DESCRIPTION.search(" ".join(segments)))
    if candidate.machine_readable or (described and _DATA_FILE.search(last)):
        return 60
    if described or _DATA_FILE.search(last):
        return 20
    return 8 if last.endswith((".md", ".adoc", ".pdf")) or last == "llms.txt" else 0


def _names(text: str, application: str) -> bool:
    return "".join(_words(application)) in "".join(_words(text)) if application.strip() else False


def _domain(host: str) -> str:
    """Return the last two labels: near enough to the registered domain to compare a host with its neighbours."""
    return ".".join(host.split(".")[-2:])


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
