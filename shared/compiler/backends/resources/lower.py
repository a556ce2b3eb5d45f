"""Every resource of the digester, under the data key that holds its output."""

from __future__ import annotations

from typing import Final

from shared.compiler.backends.resources import attributes, endpoints
from shared.compiler.model.authentication import Authentication
from shared.compiler.model.connector import Application, ConnectorModel
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.relation import Relation
from shared.kernel.hashing import Json

_AUTHENTICATION_TYPES: Final = {"oauth2AuthorizationCode": "other", "oauth2Implicit": "other"}


def outputs(model: ConnectorModel) -> dict[str, Json]:
    """Return the output of each resource by its data key, such as `userAttributesOutput`."""
    found: dict[str, Json] = {
        "objectClassesOutput": {"objectClasses": [_object_class(entry) for entry in model.object_classes]},
        "relationsOutput": {"relations": [_relation(entry) for entry in model.relations]},
        "authOutput": {"auth": [_authentication(entry) for entry in model.authentications]},
        "metadataOutput": {"infoMetadata": _metadata(model.application)},
        "connectivityEndpointOutput": endpoints.connectivity(model.connectivity),
    }
    for entry in model.object_classes:
        name = entry.name.strip().lower()
        found[f"{name}AttributesOutput"] = attributes.lower(entry)
        found[f"{name}EndpointsOutput"] = endpoints.lower(entry)
    return found


def _object_class(entry: ObjectClass) -> Json:
    return {
        "name": entry.name,
        "description": entry.description,
        "superclass": entry.superclass or None,
        "abstract": entry.abstract,
        "embedded": entry.embedded,
        "relevant": "true",
        "confidence": entry.confidence,
        "relevantDocumentations": [],
    }


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
