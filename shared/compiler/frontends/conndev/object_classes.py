"""Exported object classes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from shared.compiler.frontends.conndev.attributes import attribute
from shared.compiler.model.object_class import Choice, ObjectClass
from shared.compiler.model.protocol import Protocol
from shared.compiler.model.relation import Relation
from shared.compiler.model.types import Attribute
from shared.compiler.reading import codes
from shared.compiler.reading.exports import Exported
from shared.compiler.reading.words import words
from shared.kernel.diagnostics import Diagnostic, Location, Severity

_UID: Final = "__UID__"
_NAME: Final = "__NAME__"
_REASON: Final = "The running connector uses it so."
_EMBEDDED: Final = "__"
"""What stands between the names of a class and of the attribute whose values an embedded class describes."""


def object_class(node: Exported, at: Location, findings: list[Diagnostic]) -> ObjectClass:
    """Return the exported object class `node`."""
    name = node.text("name")
    protocol = _protocol(node)
    for pointer in node.oddities("attributes"):
        message = "what stands here is no attribute; it was left out"
        findings.append(
            codes.finding(codes.EXPORT_MALFORMED, Severity.WARNING, message, Location(at.document, pointer))
        )
    found = (attribute(each, name, at.document, findings) for each in node.children("attributes"))
    attributes = tuple({each.name: each for each in found if each}.values())
    return ObjectClass(
        name=name,
        schema_name=_schema(node, protocol),
        protocol=protocol,
        description=node.text("description"),
        embedded=_EMBEDDED in name.strip("_"),
        identifier=_special(node, attributes, _UID),
        naming=_special(node, attributes, _NAME),
        attributes=tuple(each for each in attributes if each.path or each.name not in {_UID, _NAME}),
        source=(at,),
    )


def _protocol(node: Exported) -> Protocol:
    namespace, place = node.text("namespace"), node.text("locator", "endpoint")
    if node.child("sql") or node.text("table"):
        return "sql"
    if node.child("scim") or namespace.lower().startswith("urn:"):
        return "scim"
    return "sql" if place and "/" not in place else "rest"


def _schema(node: Exported, protocol: Protocol) -> str:
    """Return the URN of a SCIM schema, or the qualified name of a table."""
    if protocol == "scim":
        scim = node.child("scim")
        return (scim.text("schemaUri", "schema") if scim else "") or node.text("namespace")
    if protocol == "rest":
        return ""
    sql = node.child("sql") or node
    table = sql.text("table", "locator")
    schema = sql.text("schema", "namespace")
    return f"{schema}.{table}" if schema and table else table


def _special(node: Exported, attributes: tuple[Attribute, ...], role: str) -> Choice | None:
    """Return the attribute that the connector maps to the identifier or the name of its objects."""
    known = {each.name: each for each in attributes}
    for each in node.children("attributes"):
        said = each.child("connId")
        name = each.text("name")
        mapped = name == role or (said is not None and said.text("name") == role)
        if mapped and name in known and (name != role or known[name].path):
            return Choice(attribute=name, reason=_REASON)
    return None


def references(node: Exported, at: Location, owner: str) -> Iterator[Relation]:
    """Yield which attributes of the class `owner` refer to which classes, embedded ones left out."""
    for each in node.children("attributes"):
        said = each.child("connId") or each
        target, name = said.text("referencedObjectClass"), each.text("name")
        if target and name and _EMBEDDED not in target.strip("_"):
            place = (Location(at.document, each.pointer),)
            yield _relation(owner, name, target, place, holder_grants=said.text("role").lower() == "object")


def _relation(
    owner: str, attribute_name: str, target: str, place: tuple[Location, ...], *, holder_grants: bool
) -> Relation:
    if not holder_grants:
        return Relation(
            name="", subject=owner, subject_attribute=attribute_name, object=target, source=place
        )  # fmt: skip
    return Relation(
        name=f"{'_'.join(words(target))}_to_{'_'.join(words(owner))}",
        subject=target,
        object=owner,
        object_attribute=attribute_name,
        source=place,
    )
