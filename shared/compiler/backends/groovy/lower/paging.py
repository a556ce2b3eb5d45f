"""How the requests of a list ask for its pages."""

from __future__ import annotations

from typing import Final

from shared.compiler.backends.groovy.lower.calls import REQUEST, query
from shared.compiler.backends.groovy.plan.first_page import largest_answer, sent_to_page
from shared.compiler.backends.groovy.plan.paging import counts_objects, paging_mode
from shared.compiler.model.operation import Operation, Paging
from shared.compiler.writing.groovy.expressions import (
    Binary,
    Conditional,
    Expression,
    Invoke,
    MapOf,
    Member,
    Name,
    Number,
    Text,
)
from shared.compiler.writing.groovy.syntax import Block, Do, If, Import, Statement

_PAGE: Final = Name("paging")
_SIZE: Final = Member(_PAGE, "pageSize")
_PAGE_NUMBER: Final = Member(_PAGE, "pageOffset")
_IMPORTS: Final = (Import("com.evolveum.polygon.scimrest.groovy.api.HttpMethod"), Import("groovy.json.JsonOutput"))


def paging_imports(operation: Operation) -> tuple[Import, ...]:
    """Return the imports a list read with POST needs."""
    return _IMPORTS if operation.method == "POST" else ()


def paging_support(operation: Operation) -> tuple[Statement, ...]:
    """
    Return the closure that completes every request of the list, if there is something to add.

    `paging.pageOffset` is the number of the page, counted from 1; the constants are the required parameters whose
    value the documents give.
    """
    declared = paging_mode(operation.paging) == "declared"
    inputs = _positions(operation.paging) if declared else _largest(operation.paging)
    body = sent(operation, inputs)
    return (Block("pagingSupport", (), body),) if body else ()


def single_result(operation: Operation) -> tuple[Statement, ...]:
    """Return the declaration that one answer is all; without it a full page would be asked for again for ever."""
    return () if paging_mode(operation.paging) == "declared" else (Do(Invoke(None, "singleResult")),)


def sent(
    operation: Operation,
    inputs: tuple[tuple[str, Expression], ...],
    sometimes: tuple[tuple[str, Expression], Expression] | None = None,
) -> tuple[Statement, ...]:
    """
    Return the statements that send `inputs`, and the request's constants, in the query or in a JSON body.

    `sometimes` is one input more, the position, and the condition under which it is sent.
    """
    constants = tuple(query(name, Text(value)) for name, value in constant_queries(operation))
    placement = operation.paging.placement
    if operation.method == "POST" and placement == "body":
        return (*constants, *_posted(inputs, sometimes))
    position = (_placed(placement, *sometimes[0]),) if sometimes else ()
    in_query = tuple(
        _placed(placement if name == operation.paging.position else "query", name, value) for name, value in inputs
    )
    guarded = (If(sometimes[1], position),) if sometimes else ()
    return (*constants, *in_query, *guarded, *(_posted((), None) if operation.method == "POST" else ()))


def _placed(placement: str, name: str, value: Expression) -> Do:
    if placement == "header":
        return Do(Invoke(REQUEST, "header", (Text(name), value)))
    return query(name, value)


def constant_queries(operation: Operation) -> tuple[tuple[str, str], ...]:
    """Return the required query parameters whose value is documented, except those that page or filter."""
    taken = {*sent_to_page(operation.paging), *(it.parameter for it in operation.filters)}
    needed = (it for it in operation.parameters if it.placement == "query" and it.required and it.default)
    return tuple((it.name, it.default) for it in needed if it.name not in taken)


def _posted(
    inputs: tuple[tuple[str, Expression], ...], sometimes: tuple[tuple[str, Expression], Expression] | None
) -> tuple[Statement, ...]:
    body: Expression = _nested(inputs)
    if sometimes:
        body = Conditional(sometimes[1], _nested((*inputs, sometimes[0])), body)
    return (
        Do(Invoke(REQUEST, "httpMethod", (Member(Name("HttpMethod"), "POST"),))),
        Do(Invoke(REQUEST, "header", (Text("Content-Type"), Text("application/json")))),
        Do(Invoke(REQUEST, "body", (Invoke(Name("JsonOutput"), "toJson", (body,)),))),
    )


def _nested(inputs: tuple[tuple[str, Expression], ...]) -> MapOf:
    """Return `inputs` as one map; dots in a name lead into maps inside it."""
    inner: dict[str, list[tuple[str, Expression]]] = {}
    for name, value in inputs:
        first, _, rest = name.partition(".")
        inner.setdefault(first, []).append((rest, value))
    return MapOf(
        tuple((first, found[0][1] if not found[0][0] else _nested(tuple(found))) for first, found in inner.items())
    )


def _positions(paging: Paging) -> tuple[tuple[str, Expression], ...]:
    position = _object_number(paging.first) if counts_objects(paging) else _shifted(_PAGE_NUMBER, paging.first - 1)
    return ((paging.size, _SIZE), (paging.position, position))


def _largest(paging: Paging) -> tuple[tuple[str, Expression], ...]:
    most = largest_answer(paging)
    return ((paging.size, Number(most)),) if most else ()


def _object_number(first: int) -> Expression:
    return _shifted(Binary(_shifted(_PAGE_NUMBER, -1), "*", _SIZE), first)


def _shifted(value: Expression, by: int) -> Expression:
    if by == 0:
        return value
    return Binary(value, "+" if by > 0 else "-", Number(abs(by)))
