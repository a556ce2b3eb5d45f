"""Model to measurement JSON: only what an identity team manages, each fact once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, assert_never

from shared.compiler.model.authentication import Authentication
from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.operation import Operation
from shared.compiler.model.relation import Relation
from shared.compiler.model.types import Anything, Attribute, AttributeType, Complex, Reference, Scalar

_FLOWS: Final[Mapping[str, str]] = {
    "oauth2ClientCredentials": "oauth2:clientCredentials",
    "oauth2AuthorizationCode": "oauth2:authorizationCode",
    "oauth2Password": "oauth2:password",
    "oauth2Implicit": "oauth2:implicit",
    "openidConnect": "openIdConnect",
    "jwtBearer": "bearer",
}
_STYLES: Final[Mapping[str, str]] = {"next_url": "cursor", "odata": "offset"}


def lower(model: ConnectorModel) -> dict[str, Any]:
    """Return the classes of high confidence, their relations, and how to reach the application."""
    kept = [each for each in model.object_classes if each.confidence == "high"]
    names = {each.name for each in kept}
    return {
        "app": model.application.name,
        "baseUrls": [base.uri for base in model.application.base_urls],
        "auth": list(dict.fromkeys(map(_authentication, model.authentications))),
        "objectClasses": [_object_class(each) for each in kept],
        "relations": [_relation(each) for each in model.relations if {each.subject, each.object} <= names],
    }


def _authentication(way: Authentication) -> str:
    if way.kind == "apiKey":
        return f"apiKey:{way.placement}:{way.parameter}"
    return _FLOWS.get(way.kind, way.kind)


def _object_class(each: ObjectClass) -> dict[str, Any]:
    listing = each.operation("list")
    return {
        "name": each.name,
        "schemaName": each.schema_name or None,
        "idAttribute": each.identifier.attribute if each.identifier else None,
        "nameAttribute": each.naming.attribute if each.naming else None,
        "attributes": [_attribute(attribute) | _in_scim(each, attribute) for attribute in each.attributes],
        "endpoints": {operation.kind: _spelled(operation) for operation in each.operations},
        "paging": _paging(listing) if listing else None,
    }


def _attribute(attribute: Attribute) -> dict[str, Any]:
    return {
        "name": attribute.name,
        "type": _type(attribute.type),
        "required": bool(attribute.required),
        "readOnly": not (attribute.creatable or attribute.updatable),
        "multivalued": attribute.multivalued,
    }


def _in_scim(each: ObjectClass, attribute: Attribute) -> dict[str, Any]:
    """Return the type as SCIM calls it, where the class is one of SCIM and the name differs (RFC 7643, section 2.3)."""
    match attribute.type:
        case Complex() if each.protocol == "scim":
            return {"type": "complex"}
        case Reference(carrier="link") | Scalar(format="reference") if each.protocol == "scim":
            return {"type": "reference"}
    return {}


def _type(kind: AttributeType) -> str:
    match kind:
        case Scalar(json_type="string", format="date-time"):
            return "dateTime"
        case Scalar(json_type="string", format="date"):
            return "date"
        case Scalar(json_type=json_type):
            return json_type
        case Reference(carrier="identifier", json_type=json_type):
            return json_type
        case Reference() | Complex():
            return "object"
        case Anything():
            return "any"
        case unreachable:
            assert_never(unreachable)


def _paging(listing: Operation) -> dict[str, Any]:
    paging = listing.paging
    lowered: dict[str, Any] = {
        "style": _STYLES.get(paging.style, paging.style),
        "params": [name for name in (paging.position, paging.size) if name and paging.style != "none"],
        "responsePath": ".".join(listing.answer_path),
        "nextPath": ".".join(paging.next_path) or None,
    }
    return lowered | ({"in": "body"} if paging.placement == "body" else {})


def _spelled(operation: Operation) -> str:
    """Return the request as method and path; a remote procedure, which has neither of its own, by its name."""
    procedure = operation.path.partition("#")[2]
    return f"RPC {procedure}" if procedure else f"{operation.method} {operation.path}"


def _relation(relation: Relation) -> dict[str, Any]:
    via = next((_spelled(operation) for operation in relation.operations), "")
    carried = f"{relation.subject}.{relation.subject_attribute}" if relation.subject_attribute else ""
    return {"subject": relation.subject, "object": relation.object, "via": via or carried or relation.object_attribute}
