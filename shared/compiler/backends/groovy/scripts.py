"""The whole connector: every script, in the order the manifest lists them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from shared.compiler.backends.groovy.lower.authorization import authorization
from shared.compiler.backends.groovy.lower.calls import in_class
from shared.compiler.backends.groovy.lower.connid import connid_mapping
from shared.compiler.backends.groovy.lower.relation import relation_schema, relation_searches
from shared.compiler.backends.groovy.lower.schema import native_schema
from shared.compiler.backends.groovy.lower.search import search_all, search_by_filter, search_by_id
from shared.compiler.backends.groovy.lower.write import creation, deletion, update
from shared.compiler.backends.groovy.plan.authentication import Access, Channel, planned_access
from shared.compiler.backends.groovy.plan.classes import planned_classes
from shared.compiler.backends.groovy.plan.native import NativeClass
from shared.compiler.backends.groovy.plan.properties import configuration
from shared.compiler.backends.groovy.plan.relations import NativeRelation, planned_relations
from shared.compiler.backends.groovy.rules.verify import violations
from shared.compiler.backends.groovy.scim.service import (
    Service,
    by_protocol,
    planned_service,
    resource_summary,
    service_schemas,
)
from shared.compiler.model.connector import ConnectorModel
from shared.compiler.writing.drafts import Draft, DraftConnector
from shared.compiler.writing.findings import Findings
from shared.compiler.writing.form import Layout
from shared.compiler.writing.groovy.syntax import Statement
from shared.compiler.writing.names import file_stems
from shared.compiler.writing.scripts import Summary

_TEMPLATE: Final = "the generic low-code SCIM/REST connector"
_NOTES: Final = (
    "Set the properties of one way to authenticate only: the framework uses the first that is configured.",
    "`trustAllCertificates` is true unless you set it to false.",
)


def connector(model: ConnectorModel, layout: Layout = "separate") -> DraftConnector:
    """
    Return the scripts of `model`, what they can do, and every finding about what they cannot.

    Raises AssertionError when a script breaks a rule of the framework: one bad script stops the whole connector from
    loading, so it must never leave this function.
    """
    findings = Findings.none()
    over_rest, over_scim = by_protocol(model)
    classes = planned_classes(over_rest, findings)
    relations = planned_relations(over_rest, classes, findings)
    service = planned_service(over_scim, (it.name for it in classes), findings)
    access = planned_access(model, classes, findings)
    channels = _channels(classes, service)
    drafts = tuple(_drafts(_Parts(classes, relations, service, access, channels, layout)))
    discovered = frozenset(it.name for it in service.resources)
    broken = violations(((it.stem, it.phase, it.tree) for it in drafts), discovered)
    if broken:
        raise AssertionError("; ".join(broken))
    return DraftConnector(
        drafts=drafts,
        classes=(*map(_summary, classes), *map(resource_summary, service.resources)),
        findings=findings.all(),
        authentication=access.chosen.kind if access.chosen else "",
        properties=configuration(model, classes, access, channels),
        template=_TEMPLATE,
        notes=_NOTES,
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    """Everything planned, and how it is laid out."""

    classes: tuple[NativeClass, ...]
    relations: tuple[NativeRelation, ...]
    service: Service
    access: Access
    channels: tuple[Channel, ...]
    layout: Layout

    @property
    def stems(self) -> tuple[str, ...]:
        """The first parts of the file names: those of classes, of relations, and of what is in the SCIM service."""
        return file_stems([*(it.name for it in self.classes), *(it.name for it in self.relations), *self.service.names])


def _channels(classes: tuple[NativeClass, ...], service: Service) -> tuple[Channel, ...]:
    """Return the halves of the framework that are used; where nothing is, REST is what may be added by hand."""
    if not service.resources:
        return ("rest",)
    return ("rest", "scim") if classes else ("scim",)


def _drafts(parts: _Parts) -> Iterator[Draft]:
    of_classes = tuple(zip(parts.classes, parts.stems, strict=False))
    of_relations = tuple(zip(parts.relations, parts.stems[len(parts.classes) :], strict=False))
    for native, stem in of_classes:
        yield from _schemas(native, stem, parts.layout)
    for relation, stem in of_relations:
        yield _relation_schema(relation, stem)
    yield from service_schemas(parts.service, parts.stems[len(of_classes) + len(of_relations) :], parts.layout)
    if parts.access.credential is not None:
        tree = authorization(parts.access.credential, parts.channels)
        yield Draft(stem="authentication.op", tree=tree, phase="authorization", operation="schema", intent="auth")
    for native, stem in of_classes:
        yield from _operations(native, stem)
    for relation, stem in of_relations:
        yield from _relation_searches(relation, stem)


def _schemas(native: NativeClass, stem: str, layout: Layout) -> Iterator[Draft]:
    mapping = connid_mapping(native)
    separate = layout == "separate"
    yield _schema(native, stem, "native", native_schema(native, *(() if separate else mapping)))
    if separate:
        yield _schema(native, stem, "connid", (in_class(native.name, *mapping),))


def _schema(native: NativeClass, stem: str, intent: str, tree: tuple[Statement, ...]) -> Draft:
    return Draft(
        stem=f"{stem}.{intent}.schema",
        tree=tree,
        phase="schema",
        operation="schema",
        intent=intent,
        object_class=native.label,
    )


def _operations(native: NativeClass, stem: str) -> Iterator[Draft]:
    if native.listing:
        yield _operation(native, f"{stem}.search.all", search_all(native, native.listing), "search", "all")
    yield _operation(native, f"{stem}.search.id", search_by_id(native, native.reading), "get", "id")
    if native.filters:
        yield _operation(native, f"{stem}.search.filter", search_by_filter(native), "search", "filter")
    if native.creating:
        yield _operation(native, f"{stem}.create", creation(native, native.creating), "create")
    if native.updating:
        yield _operation(native, f"{stem}.update", update(native, native.updating), "update")
    if native.deleting:
        yield _operation(native, f"{stem}.delete", deletion(native, native.deleting), "delete")


def _operation(native: NativeClass, stem: str, tree: tuple[Statement, ...], operation: str, intent: str = "") -> Draft:
    return Draft(
        stem=f"{stem}.op",
        tree=tree,
        phase="operation",
        operation=operation,
        intent=intent,
        object_class=native.label,
    )


def _relation_schema(relation: NativeRelation, stem: str) -> Draft:
    return Draft(
        stem=f"{stem}.schema",
        tree=relation_schema(relation),
        phase="schema",
        operation="schema",
        intent="relation",
        relation=relation.label,
    )


def _relation_searches(relation: NativeRelation, stem: str) -> Iterator[Draft]:
    if relation.supports:
        yield Draft(
            stem=f"{stem}.search.op",
            tree=relation_searches(relation),
            phase="operation",
            operation="search",
            intent="filter",
            relation=relation.label,
        )


def _summary(native: NativeClass) -> Summary:
    there = {
        "search.all": native.listing,
        "search.id": native.reading,
        "search.filter": native.filters,
        "create": native.creating,
        "update": native.updating,
        "delete": native.deleting,
    }
    operations = tuple(name for name, request in there.items() if request)
    return Summary(object_class=native.label, uid=native.uid, name=native.naming, operations=operations)
