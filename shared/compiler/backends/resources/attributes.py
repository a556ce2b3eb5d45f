"""Attributes as clients read them: texts that are never null, and six booleans that always are booleans."""

from __future__ import annotations

from typing import assert_never

from shared.compiler.backends.resources.sources import Evidence, chunks, unknown
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.types import Anything, Attribute, Complex, Reference, Scalar
from shared.kernel.hashing import Json


def lower(object_class: ObjectClass, evidence: Evidence = unknown) -> dict[str, Json]:
    """Return `{"attributes": {name: …}}`; nested values appear under their dotted path, in SCIM under their name."""
    if object_class.protocol == "scim":
        found = ((each.name, _attribute(each, evidence) | _in_scim(each)) for each in object_class.attributes)
    else:
        found = ((key(each), _attribute(each, evidence)) for each in object_class.attributes)
    return {"attributes": dict(found)}


def _in_scim(attribute: Attribute) -> dict[str, Json]:
    """Return the attribute's path as SCIM writes it (RFC 7644, section 3.10)."""
    first, *rest = attribute.path or (attribute.name,)
    return {"scimAttribute": (":" if ":" in first else ".").join((first, ".".join(rest))) if rest else first}


def key(attribute: Attribute) -> str:
    """Return the name under which clients know an attribute: with the path that leads to it."""
    return ".".join((*attribute.path, attribute.name)) if attribute.path else attribute.name


def _attribute(attribute: Attribute, evidence: Evidence) -> dict[str, Json]:
    type_, format_ = _type(attribute)
    return {
        "type": type_,
        "format": format_,
        "description": attribute.description,
        "mandatory": bool(attribute.required),
        "creatable": bool(attribute.creatable),
        "updatable": bool(attribute.updatable),
        "readable": attribute.readable is not False,
        "multivalue": attribute.multivalued,
        "returnedByDefault": attribute.returned_by_default is not False and attribute.readable is not False,
        "scimAttribute": "",
        "relevantDocumentations": chunks(attribute.source, evidence),
        "relevant_sequences": [],
    }


def _type(attribute: Attribute) -> tuple[str, str]:
    match attribute.type:
        case Scalar(json_type=json_type, format=format_):
            return json_type, format_
        case Reference(object_class=target):
            return target, "reference"
        case Complex(name=name):
            return name or "object", "embedded" if name else ""
        case Anything():
            return "object", ""
        case unreachable:
            assert_never(unreachable)
