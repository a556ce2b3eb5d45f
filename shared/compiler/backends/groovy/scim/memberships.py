"""Relations between SCIM resources: lists of references that the resources carry (RFC 7643, sections 4.1.2 and 4.2)."""

from __future__ import annotations

from collections.abc import Iterator

from shared.compiler.backends.groovy.scim.resources import Member, Membership, Resource
from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.relation import Relation
from shared.compiler.model.types import Complex
from shared.compiler.writing.findings import Findings
from shared.compiler.writing.names import legal


def planned_memberships(
    model: ConnectorModel, resources: tuple[Resource, ...], findings: Findings
) -> tuple[Membership, ...]:
    """Return the relations of `model` between `resources` that one of them carries."""
    known = {it.label.lower() for it in resources}
    planned: dict[str, Membership] = {}
    claimed: set[tuple[str, str]] = set()
    for relation in model.relations:
        if not {relation.subject.lower(), relation.object.lower()} <= known:
            continue
        members = tuple(it for it in _members(model, relation) if (it.owner, it.attribute) not in claimed)
        name = legal(relation.name)
        if not members or name.lower() in planned:
            sentence = f"`{relation.name}` is left out: no list of references carries it."
            findings.add("GRV030", relation.name, "relation", sentence, relation.source)
            continue
        claimed |= {(it.owner, it.attribute) for it in members}
        planned[name.lower()] = Membership(name=name, label=relation.name, members=members)
        if any(it.kind in {"add_member", "remove_member"} for it in relation.operations):
            sentence = f"`{relation.name}` can be read, but the framework has no way to add or remove a member."
            remedy = "Change memberships in the application."
            findings.add("GRV031", relation.name, "relation", sentence, relation.source, remedy=remedy)
    return tuple(planned.values())


def _members(model: ConnectorModel, relation: Relation) -> Iterator[Member]:
    subject, target = model.object_class(relation.subject), model.object_class(relation.object)
    if subject is None or target is None or subject is target:
        return
    if _carries(subject, relation.subject_attribute):
        yield Member(attribute=relation.subject_attribute, target=target.name, side="subject", owner=subject.name)
    if _carries(target, relation.object_attribute):
        yield Member(attribute=relation.object_attribute, target=subject.name, side="object", owner=target.name)


def _carries(documented: ObjectClass, name: str) -> bool:
    found = documented.attribute(name)
    if found is None or found.path or not found.multivalued or not isinstance(found.type, Complex):
        return False
    return {"value"} <= {it.name for it in found.type.attributes}
