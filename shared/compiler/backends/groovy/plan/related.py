"""The request that answers the objects related to one object."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from shared.compiler.backends.groovy.plan.media import is_json_answer
from shared.compiler.backends.groovy.plan.native import NativeClass
from shared.compiler.backends.groovy.plan.paging import paging_mode
from shared.compiler.backends.groovy.plan.paths import endpoint, placeholders, template
from shared.compiler.model.operation import Operation
from shared.compiler.model.relation import Relation

CHANGES: Final = frozenset({"add_member", "remove_member"})
_FILTERED: Final = frozenset({"single", "declared"})
"""How a list may be read behind a filter: the framework's own loop, and nothing else, goes on from page to page."""


def related_request(relation: Relation, owner: NativeClass, answered: NativeClass) -> Operation | None:
    """Return the request inside one `owner` that answers objects of the class `answered`."""
    prefixes = tuple(f"{prefix}/" for prefix in _item_templates(owner))
    for documented in relation.operations:
        operation = _paged(documented, owner, answered)
        inside = template(operation.path).startswith(prefixes) if prefixes else False
        if inside and _can_be_searched(operation, answered):
            return operation
    return None


def lost_pages(relation: Relation) -> Operation | None:
    """Return the request that would answer related objects, if a filter could ask for its pages."""
    lists = (it for it in relation.operations if it.kind == "list" and it.method == "GET")
    return next((it for it in lists if paging_mode(it.paging) not in _FILTERED), None)


def _paged(operation: Operation, *classes: NativeClass) -> Operation:
    """Return `operation`, paged like the list of one of `classes` where it takes that list's parameters."""
    names = {it.name for it in operation.parameters}
    known = (it.listing.paging for it in classes if it.listing is not None)
    alike = (it for it in known if it.position and it.size and {it.position, it.size} <= names)
    paging = next(alike, None) if operation.paging.style == "none" else None
    return replace(operation, paging=paging) if paging else operation


def _item_templates(owner: NativeClass) -> Iterator[str]:
    if owner.reading.style == "request":
        yield template(owner.reading.operation.path)
    elif owner.listing is not None:
        yield f"{template(owner.listing.path)}/{{}}"


def _can_be_searched(operation: Operation, answered: NativeClass) -> bool:
    names = placeholders(operation.path)
    complete = operation.element == "object" or (
        answered.attribute(answered.uid).path == answered.attribute(answered.naming).path
    )
    return (
        operation.kind not in CHANGES
        and operation.method == "GET"
        and bool(names)
        and not endpoint(operation, selecting=names[0]).unfilled
        and is_json_answer(operation.response_content_type)
        and operation.collection in {"array", "map"}
        and paging_mode(operation.paging) in _FILTERED
        and complete
    )
