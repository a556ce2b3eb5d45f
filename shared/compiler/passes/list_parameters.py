"""Parameters that documentation tells once, for every list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from shared.compiler.model.fragment import Endpoint, Fragment
from shared.compiler.model.operation import Parameter
from shared.compiler.reading.words import is_plural

_LISTING = frozenset(["", "list", "all", "index", "search", "json", "xml"])


def with_list_parameters(merged: Fragment, fragments: Sequence[Fragment]) -> Fragment:
    """Return `merged` with the paging parameters that any of `fragments` tells, at every request that reads a list."""
    common = tuple(each for fragment in fragments for each in fragment.list_parameters)
    pages = frozenset(e.source.document for f in fragments if f.trust == "prose" for e in f.endpoints)
    if not common or not pages:
        return merged
    return replace(merged, endpoints=tuple(_with(merged, each, common, pages) for each in merged.endpoints))


def _with(merged: Fragment, endpoint: Endpoint, common: Iterable[Parameter], pages: frozenset[str]) -> Endpoint:
    if endpoint.source.document not in pages or not _reads_list(merged, endpoint):
        return endpoint
    known = {parameter.name for parameter in endpoint.parameters}
    added: dict[str, Parameter] = {}
    for parameter in common:
        if parameter.name not in known:
            added.setdefault(parameter.name, parameter)
    return replace(endpoint, parameters=(*endpoint.parameters, *added.values()))


def _reads_list(merged: Fragment, endpoint: Endpoint) -> bool:
    if endpoint.method != "GET" or endpoint.path.endswith("}"):
        return False
    schema = endpoint.answer.schema if endpoint.answer else None
    body = merged.resolve(schema) if schema else None
    name, _, action = endpoint.path.rsplit("/", 1)[-1].partition(".")
    return (is_plural(name) and action in _LISTING) or (body is not None and body.kind == "array")
