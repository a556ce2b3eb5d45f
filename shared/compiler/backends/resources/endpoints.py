"""Endpoints as clients read them; a client shows the description as the endpoint's name, so no two are alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from shared.compiler.backends.resources.sources import Evidence, chunks, unknown
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.operation import Operation
from shared.kernel.hashing import Json

_USES: Final = {
    "list": ["getAll", "list"],
    "search": ["search"],
    "get": ["getById"],
    "create": ["create"],
    "update": ["update"],
    "delete": ["delete"],
    "activate": ["activate"],
    "deactivate": ["deactivate"],
}


def lower(object_class: ObjectClass, evidence: Evidence = unknown) -> dict[str, Json]:
    """Return `{"endpoints": [...]}`: the chosen operations first; one entry for each method and path."""
    entries: dict[tuple[str, str], dict[str, Json]] = {}
    for operation in (*object_class.operations, *object_class.other_operations):
        uses: list[Json] = [*_USES.get(operation.kind, [])]
        if operation.kind == "list" and operation.filters:
            uses.append("search")
        place = (operation.method, operation.path)
        entry = entries.setdefault(place, endpoint(operation, evidence) | {"suggestedUse": []})
        known = entry["suggestedUse"]
        entry["suggestedUse"] = (
            [*known, *(use for use in uses if use not in known)] if isinstance(known, list) else uses
        )
    return {"endpoints": list[Json](entries.values())}


def connectivity(operations: Iterable[Operation], evidence: Evidence = unknown) -> dict[str, Json]:
    """Return `{"endpoints": [...]}` of the calls that show whether a connection works, best first."""
    found: list[Json] = [endpoint(operation, evidence) | {"requiresAuth": True} for operation in operations]
    return {"endpoints": found}


def endpoint(operation: Operation, evidence: Evidence) -> dict[str, Json]:
    """Return what every list of endpoints says about one."""
    summary = " ".join(operation.description.split())
    name = f"{operation.method} {operation.path}"
    return {
        "path": operation.path,
        "method": operation.method,
        "description": f"{name}: {summary}" if summary else name,
        "requestContentType": operation.request_content_type,
        "responseContentType": operation.response_content_type,
        "relevantDocumentations": chunks(operation.source, evidence),
    }
