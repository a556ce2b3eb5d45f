"""Read a whole OpenAPI 3.x document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.compiler.frontends.openapi.paths import Paths
from shared.compiler.frontends.openapi.security import authentications
from shared.compiler.frontends.openapi.servers import application
from shared.compiler.model.fragment import Fragment
from shared.compiler.reading.json_schema import Schemas
from shared.compiler.reading.operation_ids import repeated
from shared.compiler.reading.path_items import operations
from shared.compiler.reading.pointers import References
from shared.kernel.diagnostics import Diagnostic


def read(root: Mapping[str, Any], document: str) -> tuple[Fragment, tuple[Diagnostic, ...]]:
    """Return what the OpenAPI document `root`, called `document`, declares, and what could not be read."""
    references = References(root, document)
    schemas = Schemas(references, document)
    findings: list[Diagnostic] = []
    paths = Paths(schemas, references, document, default_security=root.get("security"))
    endpoints = tuple(map(paths.endpoint, operations(root, references, document, findings)))
    fragment = Fragment(
        application=application(root, document),
        schemas=schemas.known,
        endpoints=endpoints,
        authentications=authentications(root, references, document, findings),
    )
    return fragment, (*findings, *repeated(endpoints), *references.findings, *schemas.findings)
