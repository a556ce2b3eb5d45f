"""A model with what people told in the place of what was read; what they left as it was stays untouched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.object_class import Choice, Confidence, ObjectClass
from shared.compiler.model.protocol import Protocol
from shared.compiler.model.relation import Relation
from shared.compiler.passes.lexicon import IDENTIFIER_NAMES
from shared.compiler.passes.told.attributes import told_attributes
from shared.compiler.passes.told.endpoints import told_operations
from shared.compiler.reading.words import folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """
    The resources of a session as its clients see them, in their outer form; None where there is none.

    `attributes` and `endpoints` are by the class's name in lower case. `protocol` is the language of classes that no
    document describes.
    """

    classes: list[dict[str, Any]] | None = None
    attributes: Mapping[str, Mapping[str, dict[str, Any]]] = field(default_factory=dict)
    endpoints: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)
    relations: list[dict[str, Any]] | None = None
    protocol: Protocol = "rest"


def overridden(model: ConnectorModel, told: Told) -> ConnectorModel:
    """Return `model` as people have changed it: their classes, attributes, endpoints and relations, and no others."""
    names = model.object_classes if told.classes is None else tuple(_class(model, each, told) for each in told.classes)
    classes = tuple(_with_parts(each, told) for each in names)
    changed = replace(model, object_classes=classes)
    return changed if told.relations is None else replace(changed, relations=_relations(changed, told.relations))


def _class(model: ConnectorModel, entry: Mapping[str, Any], told: Told) -> ObjectClass:
    known = model.object_class(str(entry["name"]))
    confidence: Confidence = entry["confidence"]
    if known is None:
        known = ObjectClass(name=str(entry["name"]), protocol=told.protocol)
    return replace(
        known,
        description=str(entry["description"]),
        superclass=entry["superclass"] or "",
        abstract=bool(entry["abstract"]),
        embedded=bool(entry["embedded"]),
        confidence=confidence,
    )


def _with_parts(each: ObjectClass, told: Told) -> ObjectClass:
    attributes, endpoints = told.attributes.get(each.name.lower()), told.endpoints.get(each.name.lower())
    if attributes is not None:
        each = _identified(replace(each, attributes=told_attributes(each, attributes)))
    if endpoints is not None:
        chosen, others = told_operations(each, endpoints)
        each = replace(each, operations=chosen, other_operations=others)
    return each


def _identified(each: ObjectClass) -> ObjectClass:
    """Return the class with identifying and naming attributes that it has: the chosen ones, or those so called."""
    names = {attribute.name for attribute in each.attributes}
    usual = next((a.name for word in IDENTIFIER_NAMES for a in each.attributes if folded(a.name) == word), "")
    identifier = each.identifier if each.identifier and each.identifier.attribute in names else None
    naming = each.naming if each.naming and each.naming.attribute in names else None
    if identifier is None and usual:
        identifier = Choice(attribute=usual, reason="its name")
    return replace(each, identifier=identifier, naming=naming)


def _relations(model: ConnectorModel, entries: list[dict[str, Any]]) -> tuple[Relation, ...]:
    return tuple(relation for each in entries if (relation := _relation(model, each)) is not None)


def _relation(model: ConnectorModel, entry: Mapping[str, Any]) -> Relation | None:
    """Return one relation; one whose classes are not there is none."""
    subject, object_ = (model.object_class(str(entry[side])) for side in ("subject", "object"))
    if subject is None or object_ is None:
        return None
    known = next((each for each in model.relations if each.name == entry["name"]), None)
    known = known or Relation(name=str(entry["name"]), subject=subject.name, object=object_.name)
    return replace(
        known,
        display_name=known.display_name
        if (known.display_name or known.name) == entry["displayName"]
        else str(entry["displayName"]),
        description=str(entry["shortDescription"]),
        subject=subject.name,
        object=object_.name,
        subject_attribute=str(entry["subjectAttribute"]),
        object_attribute=str(entry["objectAttribute"]),
    )
