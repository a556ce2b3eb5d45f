"""Which relations the framework can follow: carried by an attribute, or read by a request inside one of the sides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from shared.compiler.backends.groovy.plan.first_page import REMEDY, only_first_page
from shared.compiler.backends.groovy.plan.native import NativeClass
from shared.compiler.backends.groovy.plan.paths import endpoint, placeholders, template
from shared.compiler.backends.groovy.plan.related import CHANGES, lost_pages, related_request
from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.operation import Operation
from shared.compiler.model.relation import Relation
from shared.compiler.writing.findings import Findings
from shared.compiler.writing.names import legal, unused

Side = Literal["SUBJECT", "OBJECT"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedSide:
    """An attribute whose values are the relation."""

    native: NativeClass
    attribute: str
    target: str
    role: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedSide:
    """A virtual attribute; `searches_by` names the other side's attribute its resolver searches by, or ""."""

    native: NativeClass
    attribute: str
    role: Side
    searches_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """A request that answers objects of `native` for one object of the other side, as a filter on `attribute`."""

    native: NativeClass
    attribute: str
    operation: Operation
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NativeRelation:
    """One relation, carried by attributes or resolved by searches."""

    name: str
    label: str
    carried: tuple[CarriedSide, ...] = ()
    resolved: tuple[ResolvedSide, ...] = ()
    supports: tuple[Support, ...] = ()


def planned_relations(
    model: ConnectorModel, classes: tuple[NativeClass, ...], findings: Findings
) -> tuple[NativeRelation, ...]:
    """Return the relations that can be declared, in the model's order."""
    by_label = {it.label.lower(): it for it in classes}
    taken = {it.name: {attribute.name for attribute in it.attributes} for it in classes}
    declared: set[tuple[str, str]] = set()
    planned: dict[str, NativeRelation] = {}
    for relation in model.relations:
        name = legal(relation.name)
        if name.lower() in planned:
            sentence = f"`{relation.name}` has the same name as `{planned[name.lower()].label}`."
            findings.add("GRV003", relation.name, "relation", sentence, relation.source)
            continue
        sides = (by_label.get(relation.subject.lower()), by_label.get(relation.object.lower()))
        found = _planned(relation, sides, taken, declared, findings)
        if found is not None:
            declared |= {(it.native.name, it.attribute) for it in found.carried}
            planned[name.lower()] = found
    return tuple(planned.values())


def _planned(
    relation: Relation,
    sides: tuple[NativeClass | None, NativeClass | None],
    taken: Mapping[str, set[str]],
    declared: set[tuple[str, str]],
    findings: Findings,
) -> NativeRelation | None:
    subject, target = sides
    if subject is None or target is None:
        _leave_out(relation, "one of its classes is not in the connector", findings)
        return None
    if relation.kind == "link_object" or relation.link_class:
        sentence = f"`{relation.name}` is managed as the objects of `{relation.link_class}`, not as attributes."
        findings.add("GRV033", relation.name, "relation", sentence, relation.source)
        return None
    carried = tuple(_carried(relation, subject, target))
    if any((it.native.name, it.attribute) in declared for it in carried):
        _leave_out(relation, "another relation declares its attribute", findings)
        return None
    if carried:
        _report_changes(relation, findings)
        return NativeRelation(name=legal(relation.name), label=relation.name, carried=carried)
    return _resolved(relation, (subject, target), taken, findings)


def _carried(relation: Relation, subject: NativeClass, target: NativeClass) -> Iterator[CarriedSide]:
    if _is_reference(subject, relation.subject_attribute, target):
        yield CarriedSide(native=subject, attribute=relation.subject_attribute, target=target.name, role="SUBJECT")
    if _is_reference(target, relation.object_attribute, subject):
        yield CarriedSide(native=target, attribute=relation.object_attribute, target=subject.name, role="OBJECT")


def _is_reference(native: NativeClass, attribute: str, target: NativeClass) -> bool:
    named = (it for it in native.attributes if it.name == attribute)
    return any(it.role == "reference" and it.target == target.name for it in named)


def _resolved(
    relation: Relation,
    sides: tuple[NativeClass, NativeClass],
    taken: Mapping[str, set[str]],
    findings: Findings,
) -> NativeRelation | None:
    subject, target = sides
    of_subject, of_object = related_request(relation, subject, target), related_request(relation, target, subject)
    if subject is target or (of_subject is None and of_object is None):
        _report_unresolved(relation, sides, findings)
        return None
    _report_changes(relation, findings)
    _report_cost(relation, (of_subject, of_object), findings)
    _report_first_pages(relation, (of_subject, of_object), findings)
    on_subject = _virtual_name(relation.subject_attribute, of_subject, target, taken[subject.name])
    on_object = _virtual_name(relation.object_attribute, of_object, subject, taken[target.name])
    return NativeRelation(
        name=legal(relation.name),
        label=relation.name,
        resolved=(
            ResolvedSide(
                native=subject, attribute=on_subject, role="SUBJECT", searches_by=on_object if of_subject else ""
            ),
            ResolvedSide(
                native=target, attribute=on_object, role="OBJECT", searches_by=on_subject if of_object else ""
            ),
        ),
        supports=(
            *_support(target, on_object, of_subject),
            *_support(subject, on_subject, of_object),
        ),
    )


def _support(answered: NativeClass, attribute: str, operation: Operation | None) -> Iterator[Support]:
    if operation is not None:
        path = endpoint(operation, selecting=placeholders(operation.path)[0]).path
        yield Support(native=answered, attribute=attribute, operation=operation, path=path)


def _virtual_name(documented: str, operation: Operation | None, other: NativeClass, taken: set[str]) -> str:
    """Return an unused name for the related objects: as documented, or the last word of the request."""
    last = template(operation.path).rsplit("/", 1)[-1] if operation else ""
    unclaimed = documented if documented not in taken else ""
    spoken = unclaimed or (last if last != "{}" else "") or other.name[:1].lower() + other.name[1:]
    name = unused(legal(spoken), taken)
    taken.add(name)
    return name


def _report_unresolved(relation: Relation, sides: tuple[NativeClass, NativeClass], findings: Findings) -> None:
    subject, target = sides
    names = {it.name for it in subject.attributes} & {relation.subject_attribute}
    names |= {it.name for it in target.attributes} & {relation.object_attribute}
    if names:
        sentence = f"`{relation.name}` stays in the plain values of {', '.join(f'`{it}`' for it in sorted(names))}."
        findings.add("GRV032", relation.name, "relation", sentence, relation.source)
        return
    lost = lost_pages(relation)
    pages = f"a filter cannot ask for the pages of {lost.method} {lost.path}" if lost else ""
    _leave_out(relation, pages or "no usable request reads one side from the other", findings)


def _report_changes(relation: Relation, findings: Findings) -> None:
    if any(it.kind in CHANGES for it in relation.operations):
        sentence = f"`{relation.name}` can be read, but the framework has no way to add or remove a member."
        remedy = "Change memberships in the application, or through an attribute that carries them."
        findings.add("GRV031", relation.name, "relation", sentence, relation.source, remedy=remedy)


def _report_cost(relation: Relation, requests: tuple[Operation | None, ...], findings: Findings) -> None:
    made = ", ".join(f"{it.method} {it.path}" for it in requests if it is not None)
    sentence = f"`{relation.name}`: {made} is made for every object that is read, though nobody asks for the relation."
    findings.add("GRV035", relation.name, "relation", sentence, relation.source)


def _report_first_pages(relation: Relation, requests: tuple[Operation | None, ...], findings: Findings) -> None:
    for operation in filter(None, requests):
        if sentence := only_first_page(operation):
            message = f"{operation.method} {operation.path}: {sentence}"
            findings.add("GRV036", relation.name, "relation", message, operation.source, remedy=REMEDY)


def _leave_out(relation: Relation, reason: str, findings: Findings) -> None:
    findings.add("GRV030", relation.name, "relation", f"`{relation.name}` is left out: {reason}.", relation.source)
