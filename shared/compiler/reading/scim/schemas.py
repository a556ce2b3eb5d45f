"""SCIM schemas (RFC 7643, section 7) as object classes, still without what is common to all resources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.relation import Relation
from shared.compiler.reading import codes
from shared.compiler.reading.scim.attributes import Attributes, referring
from shared.compiler.reading.scim.values import Json, text
from shared.compiler.reading.words import pascal, spelled
from shared.kernel.diagnostics import Diagnostic, Location, Severity

_META: Final = "urn:ietf:params:scim:schemas:core:2.0:"
_META_NAMES: Final = frozenset(["schema", "resourcetype", "serviceproviderconfig"])


def is_about_scim(urn: str) -> bool:
    """Return whether `urn` names a schema of SCIM's own definitions, which describes no resource."""
    lower = urn.lower()
    return lower.startswith("urn:ietf:params:scim:api:") or (
        lower.startswith(_META) and lower.removeprefix(_META) in _META_NAMES
    )


def schema_class(node: Json, at: Location, findings: list[Diagnostic]) -> ObjectClass | None:
    """Return the schema `node` as a class whose `schema_name` is the schema's URN; None when it has no URN."""
    urn = text(node, "id")
    if not urn:
        message = "a schema without an id was left out"
        findings.append(codes.finding(codes.SCIM_MALFORMED, Severity.WARNING, message, at))
        return None
    if is_about_scim(urn):
        return None
    name = schema_label(node)
    return ObjectClass(
        name=name,
        schema_name=urn,
        protocol="scim",
        description=text(node, "description"),
        attributes=Attributes(at.document, findings).read(node, pascal(spelled(name)), at.pointer),
        source=(at,),
    )


def schema_label(node: Json) -> str:
    """Return what to call the resources of the schema `node`: its name, unless that is a phrase and no name."""
    name, local = text(node, "name"), text(node, "id").rpartition(":")[2]
    return local if local.isidentifier() and (not name or " " in name) else name or local


def references(node: Json, at: Location) -> Iterator[Relation]:
    """Yield which attributes of the schema `node` refer to which resource types."""
    for attribute, targets, where in referring(node):
        for target in targets:
            here = Location(at.document, f"{at.pointer}{where}")
            urn = text(node, "id")
            yield Relation(name="", subject=urn, subject_attribute=attribute, object=target, source=(here,))
