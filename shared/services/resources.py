"""One resource of the digester, out of the reading of a session's documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, get_args

from shared.compiler.backends.resources import attributes, classes, endpoints, lower
from shared.compiler.backends.resources.classes import Intent, Lens
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.protocol import Protocol
from shared.domain.job import JobKind
from shared.kernel.errors import Invalid, NotFound
from shared.kernel.hashing import Json
from shared.services.readings import Reading

INTENTS: Final[tuple[Intent, ...]] = get_args(Intent)
PROTOCOLS: Final[tuple[Protocol, ...]] = get_args(Protocol)


def digested(reading: Reading, kind: JobKind, request: Mapping[str, Json]) -> dict[str, Json]:
    """
    Return the result of a digester job of that kind, as `request` (`objectClass`, `intent`, `apiType`) wants it.

    Raises:
        NotFound: the documents describe no such class (`object_class_not_found`).
        Invalid: a table of a database has no endpoints (`endpoint_extraction_not_supported`).
    """
    if kind is JobKind.ATTRIBUTES:
        return attributes.lower(_described(reading, request), reading.evidence)
    if kind is JobKind.ENDPOINTS:
        return endpoints.lower(_with_endpoints(_described(reading, request)), reading.evidence)
    return _of_application(reading, kind, request)


def _of_application(reading: Reading, kind: JobKind, request: Mapping[str, Json]) -> dict[str, Json]:
    model = reading.model
    match kind:
        case JobKind.CLASSES:
            return classes.lower(model.object_classes, lens(request), reading.evidence)
        case JobKind.RELATIONS:
            return lower.relations(model)
        case JobKind.AUTH:
            return lower.authentications(model)
        case JobKind.METADATA:
            return lower.metadata(model)
        case _:
            return endpoints.connectivity(model.connectivity, reading.evidence)


def lens(request: Mapping[str, Json]) -> Lens:
    """Return what a request wants to see; it was checked when it came."""
    intent, protocol = request.get("intent"), request.get("apiType")
    return Lens(
        intent=next((known for known in INTENTS if known == intent), "management"),
        protocol=next((known for known in PROTOCOLS if known == protocol), None),
    )


def _described(reading: Reading, request: Mapping[str, Json]) -> ObjectClass:
    name = str(request.get("objectClass") or "")
    found = reading.model.object_class(name)
    if found is None:
        message = f"The documentation describes no object class {name}"
        raise NotFound(message, code="object_class_not_found")
    return found


def _with_endpoints(found: ObjectClass) -> ObjectClass:
    if found.protocol == "sql":
        message = f"{found.name} is a table of a database; it has no endpoints"
        raise Invalid(message, code="endpoint_extraction_not_supported")
    return found
