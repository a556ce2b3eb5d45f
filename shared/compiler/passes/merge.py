"""Several fragments as one: documents that come first win where two say the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from shared.compiler.model.authentication import Authentication
from shared.compiler.model.connector import Application, BaseUrl
from shared.compiler.model.fragment import Endpoint, Fragment
from shared.compiler.model.schema import Schema


def merge(fragments: Sequence[Fragment]) -> Fragment:
    """Return what all `fragments` say together; one request or way to authenticate described twice is kept once."""
    if len(fragments) == 1:
        return fragments[0]
    schemas: dict[str, Schema] = {}
    endpoints: dict[tuple[str, str], Endpoint] = {}
    for fragment in fragments:
        schemas.update(fragment.schemas)
        for endpoint in fragment.endpoints:
            endpoints.setdefault((endpoint.method, endpoint.path), endpoint)
    return Fragment(
        application=_application([fragment.application for fragment in fragments]),
        schemas=schemas,
        endpoints=tuple(endpoints.values()),
        authentications=_authentications(fragments),
    )


def _authentications(fragments: Iterable[Fragment]) -> tuple[Authentication, ...]:
    found: dict[tuple[str, ...], Authentication] = {}
    for fragment in fragments:
        for way in fragment.authentications:
            found.setdefault((way.kind, way.placement, way.parameter.lower()), way)
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
    )
