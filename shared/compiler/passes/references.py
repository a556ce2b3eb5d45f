"""Attributes that name other objects, as references."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.types import Attribute, Complex, Reference, Scalar
from shared.compiler.passes.draft import Draft
from shared.kernel.diagnostics import Diagnostic


def references(draft: Draft) -> tuple[Draft, tuple[Diagnostic, ...]]:
    """Return the draft with the attributes that carry relations typed as references to the other class."""
    targets: dict[tuple[str, str], str] = {}
    for relation in draft.model.relations:
        targets.setdefault((relation.subject, relation.subject_attribute), relation.object)
        targets.setdefault((relation.object, relation.object_attribute), relation.subject)
    known = {each.name: each for each in draft.model.object_classes}
    return draft.with_classes(_referring(each, targets, known) for each in draft.model.object_classes), ()


def _referring(
    each: ObjectClass, targets: Mapping[tuple[str, str], str], known: Mapping[str, ObjectClass]
) -> ObjectClass:
    typed = (_typed(a, known.get(targets.get((each.name, a.name), ""))) for a in each.attributes)
    return replace(each, attributes=tuple(typed))


def _typed(attribute: Attribute, target: ObjectClass | None) -> Attribute:
    if target is None or target.identifier is None:
        return attribute
    match attribute.type:
        case Scalar(json_type=json_type, values=()):
            return replace(attribute, type=Reference(object_class=target.name, json_type=json_type))
        case Complex(attributes=nested):
            member = next((each for each in nested if each.name == target.identifier.attribute), None)
            if member is not None and isinstance(member.type, Scalar):
                json_type = member.type.json_type
                carried = Reference(object_class=target.name, carrier="object", member=member.name, json_type=json_type)
                return replace(attribute, type=carried)
    return attribute
