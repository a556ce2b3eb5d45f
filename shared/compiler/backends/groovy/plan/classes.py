"""Object classes of the model as the framework can manage them."""

from __future__ import annotations

from dataclasses import dataclass

from shared.compiler.backends.groovy.findings import Findings
from shared.compiler.backends.groovy.plan.attributes import Targets, native_attributes, one_line
from shared.compiler.backends.groovy.plan.filters import planned_filters
from shared.compiler.backends.groovy.plan.identity import identifying_attribute
from shared.compiler.backends.groovy.plan.native import NativeAttribute, NativeClass, ReadById
from shared.compiler.backends.groovy.plan.paging import paging_mode
from shared.compiler.backends.groovy.plan.requests import (
    usable_creation,
    usable_deletion,
    usable_listing,
    usable_reading,
    usable_update,
)
from shared.compiler.backends.groovy.plan.roles import with_identity
from shared.compiler.backends.groovy.plan.special import with_special_roles
from shared.compiler.backends.groovy.plan.writability import can_create, can_update, limited, without_renamed_writes
from shared.compiler.backends.groovy.reserved import legal, unused
from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.operation import Operation
from shared.compiler.model.types import Attribute

_PAGE_ATTRIBUTE = "listPage"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A class that has an identifier, its name in the connector, and that identifier."""

    documented: ObjectClass
    name: str
    identifier: Attribute


def planned_classes(model: ConnectorModel, findings: Findings) -> tuple[NativeClass, ...]:
    """Return the classes that can be managed, in the model's order; embedded and abstract ones are no objects."""
    candidates = tuple(_candidates(model, findings).values())
    targets = Targets(
        names={it.documented.name.lower(): it.name for it in candidates},
        identifiers={it.documented.name.lower(): it.identifier.name for it in candidates},
    )
    planned = (_planned(it, targets, findings) for it in candidates)
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


def _planned(candidate: Candidate, targets: Targets, findings: Findings) -> NativeClass | None:
    documented, identifier = candidate.documented, candidate.identifier
    listing = usable_listing(documented, findings)
    reading = _reading(candidate, listing, findings)
    if reading is None:
        sentence = f"No usable request lists or reads the objects of `{documented.name}`."
        findings.add("GRV002", documented.name, "class", sentence, documented.source)
        return None
    attributes = native_attributes(documented.name, documented.attributes, targets, findings)
    attributes = without_renamed_writes(documented, with_special_roles(attributes), findings)
    named, uid, naming = with_identity(documented, identifier, attributes, findings)
    return _with_requests(candidate, named, (uid, naming), listing, reading, findings)


def _with_requests(
    candidate: Candidate,
    attributes: tuple[NativeAttribute, ...],
    identity: tuple[str, str],
    listing: Operation | None,
    reading: ReadById,
    findings: Findings,
) -> NativeClass:
    documented = candidate.documented
    creating = usable_creation(documented, findings)
    if creating and not can_create(documented, creating, attributes, findings):
        creating = None
    updating = _updating(candidate, attributes, findings)
    kept = limited(attributes, create=creating is not None, update=updating is not None)
    return NativeClass(
        name=candidate.name,
        label=documented.name,
        description=one_line(documented.description),
        attributes=(*kept, *_page_helper(documented, listing, kept, findings)),
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
    if get is not None:
        return ReadById(style="request", operation=get)
    if listing is None:
        return None
    identifier = candidate.identifier.name
    narrowing = (it for it in listing.filters if it.attribute == identifier and it.operator == "equals")
    parameter = next((it.parameter for it in narrowing), "")
    if parameter and listing.method == "GET":
        return ReadById(style="filter", operation=listing, parameter=parameter)
    sentence = f"{listing.method} {listing.path}: nothing else finds one object by `{identifier}`."
    remedy = "Expect slow reads where there are many objects."
    findings.add("GRV024", candidate.documented.name, "get", sentence, listing.source, remedy=remedy)
    return ReadById(style="scan", operation=listing)


def _updating(candidate: Candidate, attributes: tuple[NativeAttribute, ...], findings: Findings) -> Operation | None:
    documented = candidate.documented
    updating = usable_update(documented, candidate.identifier.name, findings)
    return updating if updating and can_update(documented.name, updating, attributes, findings) else None


def _page_helper(
    documented: ObjectClass, listing: Operation | None, attributes: tuple[NativeAttribute, ...], findings: Findings
) -> tuple[NativeAttribute, ...]:
    if listing is None or paging_mode(listing.paging) not in {"numbered", "followed"}:
        return ()
    name = unused(_PAGE_ATTRIBUTE, (it.name for it in attributes))
    sentence = f"{listing.method} {listing.path}: its pages are asked for through the helper attribute `{name}`."
    findings.add("GRV020", documented.name, "list", sentence, listing.source)
    description = "Never filled; selects one page of the list."
    helper = NativeAttribute(name=name, path=(name,), role="page", returned_by_default=False, description=description)
    return (helper,)
