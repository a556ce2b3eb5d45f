"""Classes and relations that documents declare themselves, joined with what was concluded from endpoints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.fragment import Fragment
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.operation import Operation
from shared.compiler.model.protocol import Protocol
from shared.compiler.passes.declared_names import named
from shared.compiler.passes.declared_relations import relations
from shared.compiler.passes.declared_worth import judged
from shared.compiler.passes.draft import Draft
from shared.compiler.passes.embedding import embedded
from shared.compiler.passes.joining import joined, joined_by_name
from shared.compiler.passes.scim_requests import service_check
from shared.compiler.passes.scim_resources import resources
from shared.kernel.diagnostics import Diagnostic

_MOST_CHECKS: Final = 5


def declared(draft: Draft) -> tuple[Draft, tuple[Diagnostic, ...]]:
    """Return the draft with the declared classes and relations; documents are believed before conclusions."""
    fragment = draft.fragment
    if not fragment.object_classes and not fragment.resource_types:
        return draft, ()
    concluded = draft.concluded or draft.model
    findings: list[Diagnostic] = []
    own = _declared(fragment, findings)
    together = joined_by_name(own, concluded.object_classes, findings)
    apart, names = named(embedded(together), concluded.object_classes, fragment.object_classes, findings)
    classes = judged(apart, fragment.relations)
    tied = relations(classes, names, fragment.relations, concluded.relations, findings)
    model = replace(
        draft.model,
        application=replace(draft.model.application, protocols=_protocols(concluded, classes)),
        object_classes=classes,
        relations=tied,
        connectivity=_checks(concluded, fragment, classes),
    )
    return replace(draft, model=model, concluded=concluded), tuple(findings)


def _declared(fragment: Fragment, findings: list[Diagnostic]) -> tuple[ObjectClass, ...]:
    own = joined(fragment.object_classes, findings)
    schemas = [each for each in own if _is_schema(each)]
    return (*(each for each in own if not _is_schema(each)), *resources(schemas, fragment, findings))


def _is_schema(each: ObjectClass) -> bool:
    return each.protocol == "scim" and not each.embedded


def _protocols(concluded: ConnectorModel, classes: Sequence[ObjectClass]) -> tuple[Protocol, ...]:
    spoken = (each.protocol for each in classes if not each.embedded)
    return tuple(sorted({*concluded.application.protocols, *spoken}))


def _checks(concluded: ConnectorModel, fragment: Fragment, classes: Sequence[ObjectClass]) -> tuple[Operation, ...]:
    """Return the requests that test a connection; a SCIM service always tells what it is able to do."""
    scim = [each for each in classes if each.protocol == "scim" and each.operations]
    if not scim or not (fragment.resource_types or fragment.abilities or _declares_scim(fragment.object_classes)):
        return concluded.connectivity
    at = fragment.abilities.source if fragment.abilities else scim[0].source[0]
    lists = [found for each in scim if each.confidence == "high" and (found := each.operation("list"))]
    return (*concluded.connectivity, service_check(at), *lists)[:_MOST_CHECKS]


def _declares_scim(classes: Iterable[ObjectClass]) -> bool:
    return any(each.protocol == "scim" for each in classes)
