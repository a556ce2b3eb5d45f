"""Which documented search parameters the framework can use, each attribute and operator once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from shared.compiler.backends.groovy.plan.native import NativeAttribute
from shared.compiler.backends.groovy.plan.paging import paging_mode
from shared.compiler.backends.groovy.plan.paths import endpoint
from shared.compiler.backends.groovy.plan.requests import usable_search
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.operation import Filter, Operation
from shared.compiler.writing.findings import Findings


def planned_filters(
    object_class: ObjectClass,
    listing: Operation | None,
    attributes: tuple[NativeAttribute, ...],
    identity: tuple[str, str],
    findings: Findings,
) -> tuple[tuple[Operation, Filter], ...]:
    """
    Return the requests and the filters to declare for each, naming the native attribute.

    Reading by identifier has a script of its own, so equality on the UID is not among them; two handlers of one filter
    would leave the choice to chance.
    """
    by_property = {it.path[0]: it for it in attributes if not it.nested}
    seen: set[tuple[str, str]] = {(identity[0], "equals")}
    planned: list[tuple[Operation, Filter]] = []
    for operation, documented in _documented(object_class, listing, findings):
        native = by_property.get(documented.attribute)
        if native is not None and (native.name, documented.operator) in seen:
            continue
        nothing = f"the connector has no attribute `{documented.attribute}` to ask by"
        reason = _objection(operation, documented, native, identity) if native else nothing
        if native is None or reason:
            sentence = f"{operation.method} {operation.path}: `{documented.parameter}` is not used: {reason}."
            findings.add("GRV022", object_class.name, "search", sentence, operation.source)
            continue
        seen.add((native.name, documented.operator))
        renamed = native.name != documented.attribute
        planned.append((operation, replace(documented, attribute=native.name) if renamed else documented))
    return tuple(planned)


def _documented(
    object_class: ObjectClass, listing: Operation | None, findings: Findings
) -> Iterator[tuple[Operation, Filter]]:
    if listing is not None:
        yield from ((listing, narrowing) for narrowing in listing.filters)
    for operation in object_class.other_operations:
        if operation.kind == "search" and usable_search(object_class, operation, findings):
            yield from ((operation, narrowing) for narrowing in operation.filters)


def _objection(operation: Operation, documented: Filter, native: NativeAttribute, identity: tuple[str, str]) -> str:
    if native.role not in {"plain", "text", "enable", "reference"} or native.format == "date-time":
        return "the framework has no matching value to send"
    if endpoint(operation).unfilled:
        return "the list is inside other objects"
    if operation.method != "GET":
        return "it belongs into a body"
    if operation.element == "identifier" and native.name not in identity:
        return "the list answers identifiers only"
    unique = documented.operator == "equals" and native.name in identity
    if paging_mode(operation.paging) in {"numbered", "followed"} and not unique:
        return "more than one page of matches would be lost"
    return ""
