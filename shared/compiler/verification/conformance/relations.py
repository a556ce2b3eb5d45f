"""Trials of relations: what an object is related to, found by a resolver or carried by an attribute."""

from __future__ import annotations

from collections.abc import Iterator

from shared.compiler.model.relation import Relation
from shared.compiler.verification.conformance.bench import Bench
from shared.compiler.verification.conformance.expectations import uid_of
from shared.compiler.verification.conformance.trials import Failed, Trial, tried
from shared.compiler.verification.framework.attributes import AttributeSchema
from shared.compiler.verification.framework.classes import ClassSchema
from shared.compiler.verification.runtime.conversions import connid_name
from shared.compiler.verification.runtime.objects import ObjectReference
from shared.compiler.verification.target.population import Object, related
from shared.compiler.verification.target.selection import folded

_ASKED = (1, 4)


def relation_trials(bench: Bench, relation: Relation) -> Iterator[Trial]:
    """Yield the trials of a relation, one for each side that shows it."""
    subject, target = bench.model.object_class(relation.subject), bench.model.object_class(relation.object)
    if subject is None or target is None:
        return
    for role, own, other in (("SUBJECT", subject, target), ("OBJECT", target, subject)):
        declared, related_class = bench.declared(own), bench.declared(other)
        if declared is None or related_class is None:
            continue
        for attribute in _resolved(declared, relation, role):
            yield tried(
                relation.name,
                "relation",
                f"{declared.name}.{attribute.name}",
                lambda: _resolve(bench, (declared, related_class), attribute),  # noqa: B023 - called at once
                bench.explain,
            )


def _resolved(declared: ClassSchema, relation: Relation, role: str) -> Iterator[AttributeSchema]:
    for attribute, _ in declared.attributes.values():
        named = folded(str(attribute.value("subtype") or "")) == folded(relation.name)
        if named and attribute.resolver is not None and attribute.value("role") == role:
            yield attribute


def _resolve(bench: Bench, sides: tuple[ClassSchema, ClassSchema], attribute: AttributeSchema) -> None:
    declared, other = sides
    own_objects, other_objects = _objects(bench, declared), _objects(bench, other)
    for number in _ASKED:
        found = bench.framework().read(declared.name, uid_of(declared, own_objects[number]), resolve=True)
        values = found.values.get(connid_name(declared, attribute), []) if found else []
        uids = {it.target.uid for it in values if isinstance(it, ObjectReference)}
        expected = {uid_of(other, it) for at, it in enumerate(other_objects) if related(number, at)}
        if uids != expected:
            message = f"{len(uids & expected)} of {len(expected)} related objects came, {len(uids - expected)} others"
            raise Failed(message)


def _objects(bench: Bench, declared: ClassSchema) -> list[Object]:
    documented = next(it for it in bench.model.object_classes if bench.declared(it) is declared)
    return list(bench.collection(documented, fresh=True).objects)
