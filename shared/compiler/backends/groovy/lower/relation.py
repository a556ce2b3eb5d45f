"""Relations: the attributes on both sides, and the searches that fill them."""

from __future__ import annotations

from collections.abc import Iterator

from shared.compiler.backends.groovy.lower.answers import list_extractor, response_format, wraps_identifiers
from shared.compiler.backends.groovy.lower.calls import (
    CONNECTOR_EXCEPTION,
    REQUEST,
    VALUE,
    chained,
    equals,
    in_class,
    in_search,
    json_nodes,
)
from shared.compiler.backends.groovy.lower.paging import paging_support, single_result
from shared.compiler.backends.groovy.plan.paths import IDENTIFIER
from shared.compiler.backends.groovy.plan.relations import CarriedSide, NativeRelation, ResolvedSide, Support
from shared.compiler.writing.groovy.expressions import FALSE, TRUE, Invoke, Name, Text
from shared.compiler.writing.groovy.syntax import Block, Command, Do, Statement


def relation_schema(relation: NativeRelation) -> tuple[Statement, ...]:
    """Return the script that declares the attributes of `relation` on the classes it connects."""
    carried = tuple(_carried(relation, it) for it in relation.carried)
    resolved = tuple(_side(it) for it in relation.resolved)
    return (*carried, Block("relationship", (Text(relation.name),), resolved)) if resolved else carried


def relation_searches(relation: NativeRelation) -> tuple[Statement, ...]:
    """Return the script with the searches the resolvers of `relation` make."""
    nodes = json_nodes() if any(wraps_identifiers(it.operation) for it in relation.supports) else ()
    return (CONNECTOR_EXCEPTION, *nodes, *(_search(it) for it in relation.supports))


def _carried(relation: NativeRelation, side: CarriedSide) -> Statement:
    body = (
        Command("objectClass", (Text(side.target),)),
        Command("role", (Name(side.role),)),
        Command("subtype", (Text(relation.name),)),
    )
    return in_class(side.native.name, Block("reference", (Text(side.attribute),), body))


def _side(side: ResolvedSide) -> Block:
    attribute = Block("attribute", (Text(side.attribute),), tuple(_virtual(side)))
    return Block(side.role.lower(), (Text(side.native.name),), (attribute,))


def _virtual(side: ResolvedSide) -> Iterator[Statement]:
    yield Command("multiValued", (TRUE,))
    yield Command("returnedByDefault", (FALSE,))
    yield Command("creatable", (FALSE,))
    yield Command("updatable", (FALSE,))
    if side.searches_by:
        wanted = Invoke(Invoke(None, "attributeFilter", (Text(side.searches_by),)), "eq", (VALUE,))
        search = Block("search", (), (Do(wanted),))
        yield Block("resolver", (), (Command("resolutionType", (Name("PER_OBJECT"),)), search))


def _search(support: Support) -> Block:
    placed = Invoke(REQUEST, "pathParameter", (Text(IDENTIFIER), chained(VALUE, "value", "uid", "uidValue")))
    body = (
        *response_format(support.operation),
        list_extractor(support.native, support.operation),
        *paging_support(support.operation),
        *single_result(support.operation),
        Block("supportedFilter", (equals(support.attribute),), (Do(placed),)),
    )
    return in_search(support.native.name, Block("endpoint", (Text(support.path),), body))
