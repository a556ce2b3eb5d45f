"""Object classes of the model as the framework can manage them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from shared.compiler.backends.groovy.plan.attributes import Targets, native_attributes, one_line
from shared.compiler.backends.groovy.plan.filters import planned_filters
from shared.compiler.backends.groovy.plan.identity import identifying_attribute
from shared.compiler.backends.groovy.plan.native import NativeAttribute, NativeClass, ReadById
from shared.compiler.backends.groovy.plan.paging import paging_mode
from shared.compiler.backends.groovy.plan.parents import Parents, item_paths, parent_of
from shared.compiler.backends.groovy.plan.paths import asked_parameter, endpoint
from shared.compiler.backends.groovy.plan.renamed import with_renamed_writes
from shared.compiler.backends.groovy.plan.requests import (
    usable_creation,
    usable_deletion,
    usable_listing,
    usable_reading,
    usable_update,
)
from shared.compiler.backends.groovy.plan.roles import with_identity
from shared.compiler.backends.groovy.plan.special import with_special_roles
from shared.compiler.backends.groovy.plan.unmade import report_procedures, report_switches
from shared.compiler.backends.groovy.plan.writability import can_create, can_update, limited
from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.operation import Operation
from shared.compiler.model.types import Attribute
from shared.compiler.writing.findings import Findings
from shared.compiler.writing.names import legal, unused


@dataclass(frozen=True, slots=True)
class Candidate:
    """A class that has an identifier, its name in the connector, and that identifier."""

    documented: ObjectClass
    name: str
    identifier: Attribute


def planned_classes(model: ConnectorModel, findings: Findings) -> tuple[NativeClass, ...]:
    """Return the classes that can be managed, in the model's order; embedded and abstract ones are no objects."""
    candidates = tuple(_candidates(model, findings).values())
    parents = dict(path for it in candidates for path in item_paths(it.documented, it.name, it.identifier.name))
    there = tuple(it for it in candidates if _can_be_read(it, parents))
    targets = Targets(
        names={it.documented.name.lower(): it.name for it in there},
        identifiers={it.documented.name.lower(): it.identifier.name for it in there},
    )
    planned = (_planned(it, targets, parents, findings) for it in candidates)
    return tuple(it for it in planned if it is not None)


def _candidates(model: ConnectorModel, findings: Findings) -> dict[str, Candidate]:
    found: dict[str, Candidate] = {}
    for object_class in model.object_classes:
        if object_class.embedded or object_class.abstract:
            continue
        name = legal(object_class.name)
        identifier = identifying_attribute(object_class)
        if name.lower() in found:
            sentence = f"`{object_class.name}` has the same name as `{found[name.lower()].documented.name}`."
            findings.add("GRV003", object_class.name, "class", sentence, object_class.source)
        elif identifier is None:
            sentence = f"No attribute identifies the objects of `{object_class.name}`."
            remedy = "Name the identifying attribute in the object class and generate again."
            findings.add("GRV001", object_class.name, "class", sentence, object_class.source, remedy=remedy)
        else:
            found[name.lower()] = Candidate(object_class, name, identifier)
    return found


def _can_be_read(candidate: Candidate, parents: Parents) -> bool:
    """Return True when the class will be in the connector, so that others may refer to it."""
    listing = usable_listing(candidate.documented, parents, Findings.none())
    return _reading(candidate, listing, Findings.none()) is not None


def _planned(candidate: Candidate, targets: Targets, parents: Parents, findings: Findings) -> NativeClass | None:
    documented, identifier = candidate.documented, candidate.identifier
    listing = usable_listing(documented, parents, findings)
    reading = _reading(candidate, listing, findings)
    if reading is None:
        report_procedures(documented, findings)
        sentence = f"No usable request lists or reads the objects of `{documented.name}`."
        findings.add("GRV002", documented.name, "class", sentence, documented.source)
        return None
    report_switches(documented, findings)
    attributes = native_attributes(documented.name, documented.attributes, targets, findings)
    attributes = with_renamed_writes(documented, with_special_roles(attributes), findings)
    named, uid, naming = with_identity(documented, identifier, attributes, findings)
    native = _with_requests(candidate, named, (uid, naming), (listing, reading), findings)
    return _with_helpers(native, parent_of(listing, parents) if listing else "", findings)


def _with_requests(
    candidate: Candidate,
    attributes: tuple[NativeAttribute, ...],
    identity: tuple[str, str],
    reads: tuple[Operation | None, ReadById],
    findings: Findings,
) -> NativeClass:
    documented, (listing, reading) = candidate.documented, reads
    creating = usable_creation(documented, findings)
    naming = next(it for it in attributes if it.name == identity[1])
    if creating and not can_create(documented, creating, attributes, naming, findings):
        creating = None
    updating = _updating(candidate, attributes, findings)
    kept = limited(attributes, create=creating is not None, update=updating is not None)
    return NativeClass(
        name=candidate.name,
        label=documented.name,
        description=one_line(documented.description),
        attributes=kept,
        uid=identity[0],
        naming=identity[1],
        listing=listing,
        reading=reading,
        creating=creating,
        updating=updating,
        deleting=usable_deletion(documented, candidate.identifier.name, findings),
        filters=planned_filters(documented, listing, kept, identity, findings),
    )


def _reading(candidate: Candidate, listing: Operation | None, findings: Findings) -> ReadById | None:
    get = usable_reading(candidate.documented, candidate.identifier.name, findings)
    asked = asked_parameter(get) if get else ""
    if get is not None and not (listing and asked and endpoint(get) == endpoint(listing)):
        return ReadById(style="request", operation=get, parameter=asked)
    if listing is None:
        return None
    identifier = candidate.identifier.name
    narrowing = (it for it in listing.filters if it.attribute == identifier and it.operator == "equals")
    parameter = next((it.parameter for it in narrowing), asked)
    if parameter and listing.method == "GET" and not endpoint(listing).unfilled:
        return ReadById(style="filter", operation=listing, parameter=parameter)
    sentence = f"{listing.method} {listing.path}: nothing else finds one object by `{identifier}`."
    remedy = "Expect slow reads where there are many objects."
    findings.add("GRV024", candidate.documented.name, "get", sentence, listing.source, remedy=remedy)
    return ReadById(style="scan", operation=listing)


def _updating(candidate: Candidate, attributes: tuple[NativeAttribute, ...], findings: Findings) -> Operation | None:
    documented = candidate.documented
    updating = usable_update(documented, candidate.identifier.name, findings)
    return updating if updating and can_update(documented.name, updating, attributes, findings) else None


def _with_helpers(native: NativeClass, parent: str, findings: Findings) -> NativeClass:
    """Return `native` with the attributes through which a list is read piece by piece."""
    listing = native.listing
    walked = listing is not None and paging_mode(listing.paging) in {"numbered", "followed"}
    if parent and not walked:
        helper = _helper(native, "parent", "Never filled; selects the list inside one object.")
        return replace(native, parent=parent, attributes=(*native.attributes, helper))
    if listing is None or not walked:
        return native
    helper = _helper(native, "page", "Never filled; selects one page of the list.")
    sentence = f"{listing.method} {listing.path}: its pages are asked for through the helper attribute `{helper.name}`."
    findings.add("GRV020", native.label, "list", sentence, listing.source)
    return replace(native, parent=parent, attributes=(*native.attributes, helper))


def _helper(native: NativeClass, role: Literal["page", "parent"], description: str) -> NativeAttribute:
    name = unused(f"list{role.title()}", (it.name for it in native.attributes))
    return NativeAttribute(name=name, path=(name,), role=role, returned_by_default=False, description=description)
