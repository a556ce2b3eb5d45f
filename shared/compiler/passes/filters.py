"""The query parameters of a list that narrow or order it by an attribute."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal

from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.operation import Filter, Operation, Parameter
from shared.compiler.passes.draft import Draft
from shared.compiler.passes.sorting import sortings
from shared.compiler.reading.words import folded
from shared.kernel.diagnostics import Diagnostic

_CONTAINS: Final = ("contain", "substring", "partial", "fuzzy", "like")
_SUFFIXES: Final = (
    ("__icontains", "contains"),
    ("__contains", "contains"),
    ("_like", "contains"),
    ("__exact", "equals"),
)


def filters(draft: Draft) -> tuple[Draft, tuple[Diagnostic, ...]]:
    """Return the draft with the filters and orders of every chosen list."""
    return draft.with_classes(_filtered(each) for each in draft.model.object_classes), ()


def _filtered(each: ObjectClass) -> ObjectClass:
    return replace(each, operations=tuple(_operation(each, operation) for operation in each.operations))


def _operation(each: ObjectClass, operation: Operation) -> Operation:
    if operation.kind != "list":
        return operation
    paging = {operation.paging.position, operation.paging.size}
    offered = [p for p in operation.parameters if p.placement == "query" and p.name not in paging]
    narrowing = tuple(found for p in offered if (found := _filter(each, p)))
    return replace(operation, filters=narrowing, sorting=tuple(sortings(each, offered)))


def _filter(each: ObjectClass, parameter: Parameter) -> Filter | None:
    name, operator = _split(parameter)
    attribute = next((a for a in each.attributes if folded(a.name) == folded(name) and a.readable is not False), None)
    return Filter(parameter=parameter.name, attribute=attribute.name, operator=operator) if attribute else None


def _split(parameter: Parameter) -> tuple[str, Literal["equals", "contains"]]:
    for suffix, operator in _SUFFIXES:
        if parameter.name.endswith(suffix):
            return parameter.name.removesuffix(suffix), "contains" if operator == "contains" else "equals"
    inner = parameter.name.removeprefix("filter[").removesuffix("]")
    described = parameter.description.lower()
    return inner, "contains" if any(word in described for word in _CONTAINS) else "equals"
