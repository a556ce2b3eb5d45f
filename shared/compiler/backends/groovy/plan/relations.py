"""Which relations the framework can follow: carried by an attribute, or read by a request inside one of the sides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from shared.compiler.backends.groovy.findings import Findings
from shared.compiler.backends.groovy.plan.media import is_json_answer
from shared.compiler.backends.groovy.plan.native import NativeClass
from shared.compiler.backends.groovy.plan.paging import paging_mode
from shared.compiler.backends.groovy.plan.paths import endpoint, placeholders, template
from shared.compiler.backends.groovy.reserved import legal, unused
from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.operation import Operation
from shared.compiler.model.relation import Relation

Side = Literal["SUBJECT", "OBJECT"]
_CHANGES = frozenset({"add_member", "remove_member"})


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
    planned: dict[str, NativeRelation] = {}
    for relation in model.relations:
        name = legal(relation.name)
        if name.lower() in planned:
            sentence = f"`{relation.name}` has the same name as `{planned[name.lower()].label}`."
            findings.add("GRV003", relation.name, "relation", sentence, relation.source)
            continue
        sides = (by_label.get(relation.subject.lower()), by_label.get(relation.object.lower()))
        found = _planned(relation, name, sides, taken, findings)
        if found is not None:
            planned[name.lower()] = found
    return tuple(planned.values())


def _planned(
    relation: Relation,
    name: str,
    sides: tuple[NativeClass | None, NativeClass | None],
    taken: Mapping[str, set[str]],
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
    if carried:
        _report_changes(relation, findings)
        return NativeRelation(name=name, label=relation.name, carried=carried)
    return _resolved(relation, name, (subject, target), taken, findings)


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
    name: str,
    sides: tuple[NativeClass, NativeClass],
    taken: Mapping[str, set[str]],
    findings: Findings,
) -> NativeRelation | None:
    subject, target = sides
    of_subject, of_object = _request(relation, subject, target), _request(relation, target, subject)
    if subject is target or (of_subject is None and of_object is None):
        _report_unresolved(relation, sides, findings)
        return None
    _report_changes(relation, findings)
    on_subject = _virtual_name(relation.subject_attribute, of_subject, target, taken[subject.name])
    on_object = _virtual_name(relation.object_attribute, of_object, subject, taken[target.name])
    return NativeRelation(
        name=name,
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


def _request(relation: Relation, owner: NativeClass, answered: NativeClass) -> Operation | None:
    """Return the request inside one `owner` that answers objects of the class `answered`."""
    prefixes = tuple(f"{prefix}/" for prefix in _item_templates(owner))
    for documented in relation.operations:
        operation = _paged(documented, owner, answered)
        inside = template(operation.path).startswith(prefixes) if prefixes else False
        if inside and _can_be_searched(operation, answered):
            return operation
    return None


def _paged(operation: Operation, *classes: NativeClass) -> Operation:
    """Return `operation`, paged like the list of one of `classes` where it takes that list's parameters."""
    names = {it.name for it in operation.parameters}
    known = (it.listing.paging for it in classes if it.listing is not None)
    alike = (it for it in known if it.position and it.size and {it.position, it.size} <= names)
    paging = next(alike, None) if operation.paging.style == "none" else None
    return replace(operation, paging=paging) if paging else operation


def _item_templates(owner: NativeClass) -> Iterator[str]:
    if owner.reading.style == "request":
        yield template(owner.reading.operation.path)
    elif owner.listing is not None:
        yield f"{template(owner.listing.path)}/{{}}"


def _can_be_searched(operation: Operation, answered: NativeClass) -> bool:
    names = placeholders(operation.path)
    complete = operation.element == "object" or (
        answered.attribute(answered.uid).path == answered.attribute(answered.naming).path
    )
    return (
        operation.kind not in _CHANGES
        and operation.method == "GET"
        and bool(names)
        and not endpoint(operation, selecting=names[0]).unfilled
        and is_json_answer(operation.response_content_type)
        and operation.collection in {"array", "map"}
        and paging_mode(operation.paging) in {"single", "declared"}
        and complete
    )


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
    else:
        _leave_out(relation, "no usable request reads one side from the other", findings)


def _report_changes(relation: Relation, findings: Findings) -> None:
    if any(it.kind in _CHANGES for it in relation.operations):
        sentence = f"`{relation.name}` can be read, but the framework has no way to add or remove a member."
        remedy = "Change memberships in the application, or through an attribute that carries them."
        findings.add("GRV031", relation.name, "relation", sentence, relation.source, remedy=remedy)


def _leave_out(relation: Relation, reason: str, findings: Findings) -> None:
    findings.add("GRV030", relation.name, "relation", f"`{relation.name}` is left out: {reason}.", relation.source)
