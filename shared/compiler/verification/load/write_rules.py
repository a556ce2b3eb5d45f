"""Rules of create, update, delete and of authentication."""

from __future__ import annotations

import re
from typing import Final

from shared.compiler.verification.framework.classes import ClassSchema
from shared.compiler.verification.framework.connector import LoadedConnector
from shared.compiler.verification.framework.operations import ClassOperations
from shared.compiler.verification.framework.writes import WriteEndpoint

_PLACEHOLDER: Final = re.compile(r"\{[^{}]*\}")
_FILLED: Final = {"create": frozenset[str](), "update": frozenset({"{id}"}), "delete": frozenset({"{id}"})}


def check_writes(connector: LoadedConnector) -> None:
    """Report every broken rule of the requests that change objects."""
    for operations in connector.operations.classes.values():
        for kind, (write, _) in operations.writes.items():
            for endpoint in write.endpoints.values():
                _check_path(connector, kind, endpoint)
                _check_body(connector, endpoint)
                _check_conditions(connector, kind, endpoint)
                _check_attributes(connector, operations, endpoint)


def check_authentication(connector: LoadedConnector) -> None:
    """Report a way to authenticate that never runs, because another one does."""
    authentication = connector.operations.authentication
    for side in (authentication.rest, authentication.scim):
        for customizer in tuple(side.customizers.values())[1:]:
            message = f"`{customizer.name}` never runs, because another way to authenticate does."
            connector.loading.report("LOD066", customizer.place, message, customizer.name)


def _check_path(connector: LoadedConnector, kind: str, endpoint: WriteEndpoint) -> None:
    report = connector.loading.report
    for name in _PLACEHOLDER.findall(endpoint.path):
        if name not in _FILLED[kind]:
            report("LOD063", endpoint.place, f"{kind} does not fill {name} in `{endpoint.path}`.", name)
    if endpoint.path.startswith("/") or "?" in endpoint.path:
        report("LOD064", endpoint.place, f"`{endpoint.path}` must be relative and without a query.", endpoint.path)


def _check_body(connector: LoadedConnector, endpoint: WriteEndpoint) -> None:
    content_type = endpoint.request.value("contentType")
    if content_type not in {None, "APPLICATION_JSON", "application/json"} and endpoint.request.value("body") != "EMPTY":
        place = endpoint.request.settings["contentType"].place
        message = f"Content type {content_type} was specified, but no body of it can be written."
        connector.loading.report("LOD036", place, message, str(content_type))


def _check_conditions(connector: LoadedConnector, kind: str, endpoint: WriteEndpoint) -> None:
    for name, place in endpoint.conditions.items():
        if kind == "update":
            message = f"an update that depends on the value of `{name}` fails when it runs."
            connector.loading.report("LOD075", place, message, name)


def _check_attributes(connector: LoadedConnector, operations: ClassOperations, endpoint: WriteEndpoint) -> None:
    declared = connector.schema.find(operations.name)
    for name, place in endpoint.supported:
        if isinstance(declared, ClassSchema) and declared.named(name) is None:
            message = f"`{operations.name}` has no attribute `{name}`."
            connector.loading.report("LOD035", place, message, name)
