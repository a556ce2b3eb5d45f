"""Every resource of the digester, under the data key that holds its output."""

from __future__ import annotations

from typing import Final

from shared.compiler.backends.resources import attributes, classes, endpoints
from shared.compiler.backends.resources.classes import Lens
from shared.compiler.backends.resources.sources import Evidence, unknown
from shared.compiler.model.authentication import Authentication
from shared.compiler.model.connector import Application, ConnectorModel
from shared.compiler.model.relation import Relation
from shared.kernel.hashing import Json

_AUTHENTICATION_TYPES: Final = {"oauth2AuthorizationCode": "other", "oauth2Implicit": "other"}


def outputs(model: ConnectorModel, evidence: Evidence = unknown) -> dict[str, Json]:
    """Return the output of each resource by its data key, such as `userAttributesOutput`."""
    found: dict[str, Json] = {
        "objectClassesOutput": classes.lower(model.object_classes, Lens(), evidence),
        "relationsOutput": relations(model),
        "authOutput": authentications(model),
        "metadataOutput": metadata(model),
        "connectivityEndpointOutput": endpoints.connectivity(model.connectivity, evidence),
    }
    for entry in model.object_classes:
        name = entry.name.strip().lower()
        found[f"{name}AttributesOutput"] = attributes.lower(entry, evidence)
        found[f"{name}EndpointsOutput"] = endpoints.lower(entry, evidence)
    return found


def relations(model: ConnectorModel) -> dict[str, Json]:
    """Return `{"relations": [...]}`."""
    return {"relations": [_relation(entry) for entry in model.relations]}


def authentications(model: ConnectorModel) -> dict[str, Json]:
    """Return `{"auth": [...]}`, the most suitable first."""
    return {"auth": [_authentication(entry) for entry in model.authentications]}


def metadata(model: ConnectorModel) -> dict[str, Json]:
    """Return `{"infoMetadata": {...}}`."""
    return {"infoMetadata": _metadata(model.application)}


def _relation(entry: Relation) -> Json:
    return {
        "name": entry.name,
        "displayName": entry.display_name or entry.name,
        "shortDescription": entry.description,
        "subject": entry.subject.lower(),
        "subjectAttribute": entry.subject_attribute,
        "object": entry.object.lower(),
        "objectAttribute": entry.object_attribute,
    }


def _authentication(entry: Authentication) -> Json:
    return {
        "name": entry.name,
        "type": _AUTHENTICATION_TYPES.get(entry.kind, entry.kind),
        "quirks": entry.quirks,
        "relevantSequences": [],
    }


def _metadata(application: Application) -> Json:
    base: list[Json] = [
        {"uri": url.uri, "type": "dynamic" if url.dynamic else "constant"} for url in application.base_urls
    ]
    known: dict[str, Json] = {
        "name": application.name,
        "applicationVersion": application.version,
        "apiVersion": application.api_version,
        "apiType": list[Json](application.protocols),
    }
    for protocol in application.protocols:
        if protocol != "sql":
            known[f"{protocol}Availability"] = {
                "baseApiEndpoint": base,
                "status": "available",
                "requiredPlan": "",
                "sources": ["documentation"],
                "confidence": 1.0,
            }
    return known
