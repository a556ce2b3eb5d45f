"""Which kinds of object there are, and every request that is about them."""

from __future__ import annotations

from dataclasses import replace

from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.operation import Operation, OperationKind
from shared.compiler.passes.admissions import with_admissions
from shared.compiler.passes.class_names import distinct
from shared.compiler.passes.draft import Draft
from shared.compiler.passes.resources import Kindred, kindred
from shared.compiler.passes.scim_families import apart
from shared.compiler.passes.sightings import Sighting, sightings
from shared.kernel.diagnostics import Diagnostic

_OPERATION_KINDS: dict[str, OperationKind] = {
    "list": "list", "get": "get", "create": "create", "update": "update", "delete": "delete", "activate": "activate",
    "deactivate": "deactivate",
}  # fmt: skip


def classes(draft: Draft) -> tuple[Draft, tuple[Diagnostic, ...]]:
    """Return the draft with one object class, still without attributes, for each family of endpoints."""
    sighted = sightings(draft.fragment)
    families, findings = distinct(apart(with_admissions(kindred(sighted), sighted)))
    found = replace(draft, sightings=sighted, kindred={family.name: family for family in families})
    return found.with_classes(map(_object_class, families)), findings


def _object_class(family: Kindred) -> ObjectClass:
    about = tuple(operation(s, _OPERATION_KINDS[s.kind]) for s in family.sightings if s.kind in _OPERATION_KINDS)
    return ObjectClass(
        name=family.name,
        other_operations=about,
        source=tuple(resource.sightings[0].endpoint.source for resource in family.resources),
    )


def operation(sighting: Sighting, kind: OperationKind) -> Operation:
    """Return the endpoint behind `sighting` as an operation of that kind."""
    endpoint, answer, request = sighting.endpoint, sighting.answer, sighting.request
    return Operation(
        kind=kind,
        method=endpoint.method,
        path=endpoint.path,
        description=endpoint.summary or endpoint.description,
        operation_id=endpoint.operation_id,
        identifier=sighting.identifier,
        parameters=endpoint.parameters,
        request_content_type=endpoint.request.content_type if endpoint.request else "",
        response_content_type=endpoint.answer.content_type if endpoint.answer else "",
        success=endpoint.success,
        body_path=request.path if request else (),
        answer_path=answer.path if answer else (),
        collection=answer.collection if answer else "nothing",
        element="identifier"
        if answer and answer.collection == "array" and answer.schema.kind == "scalar"
        else "object",
        deprecated=endpoint.deprecated,
        source=(endpoint.source,),
    )
