"""The query parameters of a list that narrow or order it by an attribute."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, Literal

from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.operation import Filter, Operation, Parameter
from shared.compiler.model.types import Scalar
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
_SEARCHES: Final = frozenset({"q", "query", "search", "searchterm", "keyword"})
_OTHER_THAN_CONTAINS: Final = re.compile(
    r"expression|syntax|operator|pattern|lucene|scim|\w=~?\w|starts? ?with|begin|prefix", re.IGNORECASE
)
"""Signs in the description of a search parameter that it takes a language of its own, or looks at beginnings only."""
_WORD: Final = re.compile(r"[\w.-]{1,100}")


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
    searching = () if any(it.operator == "contains" for it in narrowing) else tuple(_searches(each, offered))[:1]
    return replace(operation, filters=narrowing + searching, sorting=tuple(sortings(each, offered)))


def _filter(each: ObjectClass, parameter: Parameter) -> Filter | None:
    name, operator = _split(parameter)
    attribute = next((a for a in each.attributes if folded(a.name) == folded(name) and a.readable is not False), None)
    return Filter(parameter=parameter.name, attribute=attribute.name, operator=operator) if attribute else None


def _searches(each: ObjectClass, offered: Sequence[Parameter]) -> Iterator[Filter]:
    """Yield what searches the names of the objects for a text, as `q` usually does."""
    naming = each.naming.attribute if each.naming else ""
    for parameter in offered:
        searching = folded(parameter.name) in _SEARCHES and _filter(each, parameter) is None
        if naming and searching and _takes_text(parameter) and _is_about(each, parameter, naming):
            yield Filter(parameter=parameter.name, attribute=naming, operator="contains")


def _takes_text(parameter: Parameter) -> bool:
    textual = parameter.type is None or (isinstance(parameter.type, Scalar) and parameter.type.json_type == "string")
    plain = not _OTHER_THAN_CONTAINS.search(parameter.description)
    partial = any(word in parameter.description.lower() for word in _CONTAINS)
    return textual and plain and (partial or "exact" not in parameter.description.lower())


def _is_about(each: ObjectClass, parameter: Parameter, naming: str) -> bool:
    """Return whether the naming attribute is searched: where the description names attributes, it is among them."""
    words = {folded(it) for it in _WORD.findall(parameter.description)} - {folded(parameter.name)}
    named = words & {folded(it) for a in each.attributes for it in (a.name, *a.path[-1:])}
    return not named or not named.isdisjoint({folded(naming), folded(naming.rpartition(".")[2])})


def _split(parameter: Parameter) -> tuple[str, Literal["equals", "contains"]]:
    for suffix, operator in _SUFFIXES:
        if parameter.name.endswith(suffix):
            return parameter.name.removesuffix(suffix), "contains" if operator == "contains" else "equals"
    inner = parameter.name.removeprefix("filter[").removesuffix("]")
    described = parameter.description.lower()
    return inner, "contains" if any(word in described for word in _CONTAINS) else "equals"
