"""Several fragments as one: where two say the same, the more trusted one wins, and else the one that comes first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from shared.compiler.model.authentication import Authentication
from shared.compiler.model.connector import Application, BaseUrl
from shared.compiler.model.fragment import Fragment, Trust
from shared.compiler.model.schema import Schema
from shared.compiler.passes.disputes import disputes, identity
from shared.compiler.passes.retold import contradictions, together
from shared.kernel.diagnostics import Diagnostic

_ORDER: Final[tuple[Trust, ...]] = ("export", "specification", "prose", "inference")


def merge(fragments: Sequence[Fragment]) -> Fragment:
    """
    Return what all `fragments` say together; one request or way to authenticate described twice is kept once.

    Declared classes and relations stand in the order of trust, also those told of twice: a pass joins them.
    """
    if len(fragments) == 1:
        return fragments[0]
    trusted = by_trust(fragments)
    schemas: dict[str, Schema] = {}
    for fragment in trusted:
        schemas.update(fragment.schemas)
    return Fragment(
        trust=trusted[0].trust if trusted else "specification",
        application=_application([fragment.application for fragment in trusted]),
        schemas=schemas,
        endpoints=together(trusted),
        authentications=_authentications(trusted),
        object_classes=tuple(each for fragment in trusted for each in fragment.object_classes),
        relations=tuple(each for fragment in trusted for each in fragment.relations),
        resource_types=tuple(each for fragment in trusted for each in fragment.resource_types),
        abilities=next((fragment.abilities for fragment in trusted if fragment.abilities), None),
    )


def disagreements(fragments: Sequence[Fragment]) -> tuple[Diagnostic, ...]:
    """Return one finding for each request or other fact that the documents behind `fragments` tell differently."""
    trusted = by_trust(fragments)
    return (*disputes(trusted), *contradictions(trusted)) if len(trusted) > 1 else ()


def by_trust(fragments: Iterable[Fragment]) -> list[Fragment]:
    """Return `fragments`, the most trusted first: what runs, what machines read, what people wrote, what we guess."""
    return sorted(fragments, key=lambda fragment: _ORDER.index(fragment.trust))


def _authentications(fragments: Iterable[Fragment]) -> tuple[Authentication, ...]:
    found: dict[tuple[str, ...], Authentication] = {}
    for fragment in fragments:
        for way in fragment.authentications:
            found.setdefault(identity(way), way)
    return tuple(found.values())


def _application(applications: Sequence[Application]) -> Application:
    bases: dict[str, BaseUrl] = {}
    for application in applications:
        for base in application.base_urls:
            bases.setdefault(base.uri, base)
    return Application(
        name=next((a.name for a in applications if a.name), ""),
        version=next((a.version for a in applications if a.version), ""),
        api_version=next((a.api_version for a in applications if a.api_version), ""),
        description=next((a.description for a in applications if a.description), ""),
        protocols=tuple(dict.fromkeys(protocol for a in applications for protocol in a.protocols)),
        base_urls=tuple(bases.values()),
        source=tuple(dict.fromkeys(place for a in _believed(applications) for place in a.source)),
    )


def _believed(applications: Sequence[Application]) -> Iterator[Application]:
    """Yield those of `applications` that are the first to tell something."""
    known: set[str] = set()
    for each in applications:
        told = {fact for fact in ("name", "version", "api_version", "description") if getattr(each, fact)}
        told |= set(each.protocols)
        if told - known:
            yield each
        known |= told
