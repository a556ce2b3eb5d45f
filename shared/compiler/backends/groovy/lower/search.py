"""Searches: all objects, one by its identifier, and those a documented parameter narrows to."""

from __future__ import annotations

from itertools import groupby

from shared.compiler.backends.groovy.lower.answers import (
    item_extractor,
    list_extractor,
    response_format,
    wraps_identifiers,
)
from shared.compiler.backends.groovy.lower.calls import (
    CONNECTOR_EXCEPTION,
    REQUEST,
    VALUE,
    chained,
    contains,
    equals,
    in_search,
    json_nodes,
    query,
    search_of,
)
from shared.compiler.backends.groovy.lower.inside import list_inside
from shared.compiler.backends.groovy.lower.paging import paging_imports, paging_support, single_result
from shared.compiler.backends.groovy.lower.walk import walk_variables, walked_list
from shared.compiler.backends.groovy.plan.native import NativeClass, ReadById
from shared.compiler.backends.groovy.plan.paging import paging_mode
from shared.compiler.backends.groovy.plan.paths import IDENTIFIER, endpoint, selector
from shared.compiler.model.operation import Filter, Operation
from shared.compiler.writing.groovy.expressions import TRUE, Binary, Expression, Invoke, Member, Name, Text
from shared.compiler.writing.groovy.syntax import Block, Command, Define, Do, For, If, Statement


def search_all(native: NativeClass, operation: Operation) -> tuple[Statement, ...]:
    """Return the script that lists every object of `native`."""
    nodes = json_nodes() if wraps_identifiers(operation) else ()
    opening = (CONNECTOR_EXCEPTION, *paging_imports(operation), *nodes)
    walked = paging_mode(operation.paging) in {"numbered", "followed"}
    if native.parent and not walked:
        return (*opening, in_search(native.name, *list_inside(native, operation)))
    if walked:
        return (*opening, *walk_variables(operation), in_search(native.name, *walked_list(native, operation)))
    request = Block(
        "endpoint",
        (Text(endpoint(operation).path),),
        (
            *response_format(operation),
            list_extractor(native, operation),
            *paging_support(operation),
            *single_result(operation),
            Command("emptyFilterSupported", (TRUE,)),
        ),
    )
    return (*opening, in_search(native.name, request))


def search_by_id(native: NativeClass, reading: ReadById) -> tuple[Statement, ...]:
    """Return the script that reads one object of `native` by its UID."""
    match reading.style:
        case "request":
            return (CONNECTOR_EXCEPTION, in_search(native.name, _own_request(native, reading)))
        case "filter":
            narrowed = Block("supportedFilter", (equals(native.uid),), (query(reading.parameter, VALUE),))
            path = Text(endpoint(reading.operation).path)
            return (in_search(native.name, Block("endpoint", (path,), (narrowed,))),)
        case "scan":
            return (in_search(native.name, _scan(native)),)


def search_by_filter(native: NativeClass) -> tuple[Statement, ...]:
    """Return the script with the documented search parameters of `native`."""
    requests = groupby(native.filters, key=lambda entry: entry[0])
    blocks = [_narrowed(native, operation, [it for _, it in entries]) for operation, entries in requests]
    checks = (CONNECTOR_EXCEPTION,) if any(operation is not native.listing for operation, _ in native.filters) else ()
    return (*checks, in_search(native.name, *blocks))


def _own_request(native: NativeClass, reading: ReadById) -> Block:
    operation = reading.operation
    path = Text(endpoint(operation, selecting=selector(operation)).path)
    in_path = Do(Invoke(REQUEST, "pathParameter", (Text(IDENTIFIER), VALUE)))
    placed = query(reading.parameter, VALUE) if reading.parameter else in_path
    return Block(
        "endpoint",
        (path,),
        (
            *response_format(operation),
            item_extractor(native, operation),
            *paging_support(operation),
            Do(Invoke(None, "singleResult")),
            Block("supportedFilter", (equals(native.uid),), (placed,)),
        ),
    )


def _scan(native: NativeClass) -> Block:
    wanted, results, item = Name("wanted"), Name("results"), Name("item")
    value = Invoke(chained(Invoke(None, "filter"), "attribute", "value"), "first")
    found = Binary(Member(Member(item, "uid"), "uidValue"), "==", wanted)
    hit = If(found, (Do(Invoke(results, "handle", (item,))),))
    return Block(
        "custom",
        (),
        (
            Command("supportedFilter", (equals(native.uid),)),
            Block(
                "implementation",
                (),
                (
                    Define(wanted.value, value),
                    Define(results.value, Invoke(None, "resultHandler")),
                    For(item.value, search_of(native.name), (hit,)),
                ),
            ),
        ),
    )


def _narrowed(native: NativeClass, operation: Operation, filters: list[Filter]) -> Block:
    path = Text(endpoint(operation).path)
    opened = native.listing is not None and endpoint(native.listing).path == path.value
    shape: tuple[Statement, ...] = ()
    if not opened:
        shape = (
            *response_format(operation),
            list_extractor(native, operation),
            *paging_support(operation),
            *single_result(operation),
        )
    return Block("endpoint", (path,), (*shape, *(_filter(native, it) for it in filters)))


def _filter(native: NativeClass, documented: Filter) -> Block:
    wanted = equals if documented.operator == "equals" else contains
    sent = query(documented.parameter, _filter_value(native, documented.attribute))
    return Block("supportedFilter", (wanted(documented.attribute),), (sent,))


def _filter_value(native: NativeClass, attribute: str) -> Expression:
    """Return what is sent: a reference's value is the object it points to."""
    is_reference = native.attribute(attribute).role == "reference"
    return chained(VALUE, "value", "uid", "uidValue") if is_reference else VALUE
