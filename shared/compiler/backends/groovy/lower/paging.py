"""How the requests of a list ask for its pages."""

from __future__ import annotations

from typing import Final

from shared.compiler.backends.groovy.lower.calls import REQUEST, query
from shared.compiler.backends.groovy.plan.paging import counts_objects, paging_mode
from shared.compiler.model.operation import Operation, Paging
from shared.compiler.writing.groovy.expressions import Binary, Expression, Invoke, MapOf, Member, Name, Number, Text
from shared.compiler.writing.groovy.syntax import Block, Do, Import, Statement

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
    inputs = _positions(operation.paging) if declared else ()
    body = sent(operation, inputs)
    return (Block("pagingSupport", (), body),) if body else ()


def single_result(operation: Operation) -> tuple[Statement, ...]:
    """Return the declaration that one answer is all; without it a full page would be asked for again for ever."""
    return () if paging_mode(operation.paging) == "declared" else (Do(Invoke(None, "singleResult")),)


def sent(operation: Operation, inputs: tuple[tuple[str, Expression], ...]) -> tuple[Statement, ...]:
    """Return the statements that send `inputs`, and the request's constants, in the query or in a JSON body."""
    constants = tuple((name, Text(value)) for name, value in constant_queries(operation))
    if operation.method != "POST":
        return tuple(query(name, value) for name, value in (*constants, *inputs))
    in_body = inputs if operation.paging.placement == "body" else ()
    in_query = (*constants, *(() if in_body else inputs))
    return (*(query(name, value) for name, value in in_query), *_posted(in_body))


def constant_queries(operation: Operation) -> tuple[tuple[str, str], ...]:
    """Return the required query parameters whose value is documented, except those that page or filter."""
    taken = {operation.paging.position, operation.paging.size, *(it.parameter for it in operation.filters)}
    needed = (it for it in operation.parameters if it.placement == "query" and it.required and it.default)
    return tuple((it.name, it.default) for it in needed if it.name not in taken)


def _posted(inputs: tuple[tuple[str, Expression], ...]) -> tuple[Statement, ...]:
    body = Invoke(Name("JsonOutput"), "toJson", (MapOf(inputs),))
    return (
        Do(Invoke(REQUEST, "httpMethod", (Member(Name("HttpMethod"), "POST"),))),
        Do(Invoke(REQUEST, "header", (Text("Content-Type"), Text("application/json")))),
        Do(Invoke(REQUEST, "body", (body,))),
    )


def _positions(paging: Paging) -> tuple[tuple[str, Expression], ...]:
    position = _object_number(paging.first) if counts_objects(paging) else _shifted(_PAGE_NUMBER, paging.first - 1)
    return ((paging.size, _SIZE), (paging.position, position))


def _object_number(first: int) -> Expression:
    return _shifted(Binary(_shifted(_PAGE_NUMBER, -1), "*", _SIZE), first)


def _shifted(value: Expression, by: int) -> Expression:
    if by == 0:
        return value
    return Binary(value, "+" if by > 0 else "-", Number(abs(by)))
