"""What is looked for, and the links that were found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from shared.domain.web.links import canonical_link
from shared.kernel.errors import Invalid

NEWEST = frozenset({"", "latest", "current", "newest"})
"""What clients call a version when they mean none in particular."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """
    The application whose documentation is looked for.

    `version` is "" for the newest; `protocol` is `scim`, `rest` or ""; `site` is an address of the application's own
    site, or "". `queries` are what to ask a search engine, best first, for so many results each.
    """

    application: str
    version: str = ""
    protocol: str = ""
    site: str = ""
    queries: tuple[str, ...] = ()
    per_query: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """
    A link that may lead to documentation.

    `body` is what its source says about it, `source` the provider that found it, `query` what it was asked.
    `machine_readable` says that what lies there is known to be a description for machines.
    """

    href: str
    title: str = ""
    body: str = ""
    source: str = ""
    query: str = ""
    machine_readable: bool = False


def merged(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Return the candidates with canonical links, each link once, in the order found; a repetition fills what lacks."""
    kept: dict[str, Candidate] = {}
    for candidate in found:
        try:
            href = canonical_link(candidate.href)
        except Invalid:
            continue
        known = kept.get(href)
        kept[href] = replace(candidate, href=href) if known is None else _filled(known, candidate)
    return tuple(kept.values())


def queries(application: str, version: str, protocol: str, limit: int) -> tuple[str, ...]:
    """Return what to ask a search engine for, the most telling first, at most `limit` questions."""
    named = application if version in NEWEST else f"{application} {version}"
    rest = (f"{named} REST API reference", f"{named} OpenAPI specification", f"{named} API documentation users")
    scim = (f"{named} SCIM provisioning API", f"{named} SCIM 2.0 schema endpoints", f"{named} SCIM API documentation")
    first, second = (scim, rest) if protocol == "scim" else (rest, scim)
    more = (f"{named} developer documentation", f"{named} API authentication")
    return (*first, *second, *more)[:limit]


def _filled(known: Candidate, other: Candidate) -> Candidate:
    return replace(
        known,
        title=known.title or other.title,
        body=known.body or other.body,
        machine_readable=known.machine_readable or other.machine_readable,
    )
