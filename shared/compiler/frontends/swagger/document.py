"""Read a whole Swagger 2.0 document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.compiler.frontends.swagger.paths import Paths
from shared.compiler.frontends.swagger.security import authentications
from shared.compiler.model.connector import Application, BaseUrl
from shared.compiler.model.fragment import Fragment
from shared.compiler.reading.http_messages import text, texts
from shared.compiler.reading.json_schema import Schemas
from shared.compiler.reading.operation_ids import repeated
from shared.compiler.reading.path_items import operations
from shared.compiler.reading.pointers import References
from shared.kernel.diagnostics import Diagnostic, Location

_Json = Mapping[str, Any]


def read(root: _Json, document: str) -> tuple[Fragment, tuple[Diagnostic, ...]]:
    """Return what the Swagger document `root`, called `document`, declares, and what could not be read."""
    references = References(root, document)
    schemas = Schemas(references, document)
    findings: list[Diagnostic] = []
    paths = Paths(root, schemas, references, document)
    endpoints = tuple(map(paths.endpoint, operations(root, references, document, findings)))
    fragment = Fragment(
        application=_application(root, document),
        schemas=schemas.known,
        endpoints=endpoints,
        authentications=authentications(root, document, findings),
    )
    return fragment, (*findings, *repeated(endpoints), *references.findings, *schemas.findings)


def _application(root: _Json, document: str) -> Application:
    info = root.get("info")
    info = info if isinstance(info, Mapping) else {}
    return Application(
        name=text(info, "title"),
        api_version=text(info, "version"),
        description=text(info, "description"),
        protocols=("rest",),
        base_urls=_base_urls(root, document),
        source=(Location(document, "/info" if info else ""),),
    )


def _base_urls(root: _Json, document: str) -> tuple[BaseUrl, ...]:
    host, base = text(root, "host"), text(root, "basePath")
    at = Location(document, "/host" if host else "/basePath")
    if not host:
        return (BaseUrl(uri=base, dynamic=True, source=(at,)),) if base else ()
    schemes = texts(root.get("schemes")) or ("https",)
    dynamic = "{" in host
    return tuple(BaseUrl(uri=f"{scheme}://{host}{base}", dynamic=dynamic, source=(at,)) for scheme in schemes)
