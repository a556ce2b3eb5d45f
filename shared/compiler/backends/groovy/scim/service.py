"""The SCIM half of a connector: its part of the model, and the scripts about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from shared.compiler.backends.groovy.lower.calls import in_class
from shared.compiler.backends.groovy.scim.lower import membership_schema, resource_mapping, resource_schema
from shared.compiler.backends.groovy.scim.memberships import planned_memberships
from shared.compiler.backends.groovy.scim.plan import planned_resources
from shared.compiler.backends.groovy.scim.resources import Membership, Resource
from shared.compiler.model.connector import ConnectorModel
from shared.compiler.writing.drafts import Draft
from shared.compiler.writing.findings import Findings
from shared.compiler.writing.form import Layout
from shared.compiler.writing.scripts import Summary

_OWNER = "connector"


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The resource types of a SCIM service and the relations they carry."""

    resources: tuple[Resource, ...] = ()
    memberships: tuple[Membership, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the resources, then those of the relations."""
        return (*(it.name for it in self.resources), *(it.name for it in self.memberships))


def by_protocol(model: ConnectorModel) -> tuple[ConnectorModel, ConnectorModel]:
    """Return the part of `model` that is spoken to in REST, and the part in SCIM, with the relations inside it."""
    resources = tuple(it for it in model.object_classes if it.protocol == "scim")
    names = {it.name.lower() for it in resources}
    inside = tuple(it for it in model.relations if {it.subject.lower(), it.object.lower()} <= names)
    rest = replace(
        model,
        object_classes=tuple(it for it in model.object_classes if it.protocol != "scim"),
        relations=tuple(it for it in model.relations if it not in inside),
    )
    return rest, replace(model, object_classes=resources, relations=inside)


def planned_service(model: ConnectorModel, taken: Iterable[str], findings: Findings) -> Service:
    """Return what the framework makes of the SCIM part of a model; `taken` are the class names of the REST part."""
    resources = planned_resources(model.object_classes, taken, findings)
    memberships = planned_memberships(model, resources, findings)
    at = model.object_classes[0].source if resources else ()
    if resources:
        sentence = "A list longer than one page is read wrongly: the number of the page is sent as the first result's."
        findings.add("GRV053", _OWNER, "scim", sentence, at)
    if any(it.attributes or it.extensions for it in resources) or memberships:
        sentence = "The service's `/Schemas` must have every path the scripts name, or the connector does not load."
        remedy = "Remove an attribute from the script where your service lacks it."
        findings.add("GRV054", _OWNER, "scim", sentence, at, remedy=remedy)
    return Service(resources=resources, memberships=memberships)


def service_schemas(service: Service, stems: tuple[str, ...], layout: Layout) -> Iterator[Draft]:
    """Yield the schema scripts about `service`, its parts called `stems` in files; a resource may need none."""
    for resource, stem in zip(service.resources, stems, strict=False):
        body, mapping = resource_schema(resource), resource_mapping(resource)
        merged = (("native", (*body, *mapping)),)
        for intent, statements in merged if layout == "merged" else (("native", body), ("connid", mapping)):
            if statements:
                yield Draft(
                    stem=f"{stem}.{intent}.schema",
                    tree=(in_class(resource.name, *statements),),
                    phase="schema",
                    operation="schema",
                    intent=intent,
                    object_class=resource.label,
                )
    for membership, stem in zip(service.memberships, stems[len(service.resources) :], strict=True):
        yield Draft(
            stem=f"{stem}.schema",
            tree=membership_schema(membership),
            phase="schema",
            operation="schema",
            intent="relation",
            relation=membership.label,
        )


def resource_summary(resource: Resource) -> Summary:
    """Return what can be done with a resource: the framework reads and deletes without a script."""
    operations = ("search.all", "search.id", "delete")
    return Summary(object_class=resource.label, uid=resource.uid, name=resource.shown_name, operations=operations)
