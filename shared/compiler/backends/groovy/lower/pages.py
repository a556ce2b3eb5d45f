"""
One page of a list that a loop of ours reads: the request for it, and what its answer says of the next.

Where the page starts is the value of the helper attribute the page is searched by. For a list inside other objects the
value names the object first, on a line of its own.
"""

from __future__ import annotations

from typing import Final

from shared.compiler.backends.groovy.lower.answers import at
from shared.compiler.backends.groovy.lower.calls import REQUEST, RESPONSE, VALUE
from shared.compiler.backends.groovy.lower.paging import sent
from shared.compiler.backends.groovy.plan.paging import page_size, paging_mode
from shared.compiler.backends.groovy.plan.paths import IDENTIFIER
from shared.compiler.model.operation import Operation, Paging
from shared.compiler.writing.groovy.expressions import (
    NULL,
    Binary,
    Conditional,
    Expression,
    Index,
    Invoke,
    Member,
    Name,
    Not,
    Number,
    Text,
)
from shared.compiler.writing.groovy.syntax import Assign, Define, Do, For, If, Statement

NEXT: Final = Name("next")
"""The script's variable: where the next page starts, as the last answer said."""
LINE: Final = Text("\n")
_EMPTY: Final = Text("")
_START, _PLACES, _LINK, _PAIR, _PARTS, _FOUND = (
    Name("start"), Name("places"), Name("link"), Name("pair"), Name("parts"), Name("found"),
)  # fmt: skip


def page_request(operation: Operation, *, inside: bool) -> tuple[Statement, ...]:
    """Return the statements that ask for the page the helper's value names, `inside` the object it names."""
    if not inside:
        return _asked(operation, VALUE)
    places = Define(_PLACES.value, Invoke(VALUE, "split", (LINE, Number(2))))
    placed = Do(Invoke(REQUEST, "pathParameter", (Text(IDENTIFIER), Index(_PLACES, 0))))
    return (places, placed, Define(_START.value, Index(_PLACES, 1)), *_asked(operation, _START))


def _asked(operation: Operation, start: Expression) -> tuple[Statement, ...]:
    paging = operation.paging
    size = ((paging.size, Number(page_size(paging))),) if paging.size else ()
    if paging_mode(paging) == "numbered":
        number = Invoke(Name("Long"), "valueOf", (start,)) if paging.placement == "body" else start
        return sent(operation, (*size, (paging.position, number)))
    if paging.style == "cursor":
        return sent(operation, size, ((paging.position, start), Binary(start, "!=", _EMPTY)))
    return (*sent(operation, size), If(Binary(start, "!=", _EMPTY), (_repeat_query(start),)))


def _repeat_query(start: Expression) -> For:
    """Return the loop that sends the parameters of the next page's address; its host and path are not followed."""
    decoded = Invoke(Name("URLDecoder"), "decode", (Index(_PARTS, 1), Text("UTF-8")))
    value = Conditional(Binary(Member(_PARTS, "length"), "<", Number(2)), _EMPTY, decoded)
    parts = Define(_PARTS.value, Invoke(_PAIR, "split", (Text("="), Number(2))))
    send = Do(Invoke(REQUEST, "queryParameter", (Index(_PARTS, 0), value)))
    return For(_PAIR.value, Invoke(start, "split", (Text("&"),)), (parts, send))


def remember_next(operation: Operation) -> tuple[Statement, ...]:
    """Return the statements that keep what an answer says of the next page."""
    paging = operation.paging
    if paging.style == "link_header":
        return _next_link()
    if paging.next_header:
        return (Assign(NEXT.value, _header(paging)),)
    found = Define(_FOUND.value, at(paging.next_path))
    is_text = Invoke(_FOUND, "isValueNode")
    present = Binary(is_text, "&&", Not(Invoke(_FOUND, "isNull")))
    text = Conditional(present, Invoke(_FOUND, "asText"), NULL)
    if paging.style == "cursor":
        return (found, Assign(NEXT.value, text))
    return (found, Define(_LINK.value, text), Assign(NEXT.value, _query_of_link()))


def _header(paging: Paging) -> Expression:
    first = Invoke(Invoke(RESPONSE, "headers"), "firstValue", (Text(paging.next_header),))
    return Invoke(first, "orElse", (NULL,))


def _next_link() -> tuple[Statement, ...]:
    """Return the statements that find the link of relation `next` in the Link header (RFC 8288)."""
    headers = Invoke(Invoke(RESPONSE, "headers"), "allValues", (Text("Link"),))
    entries = Invoke(Invoke(headers, "join", (Text(","),)), "split", (Text(",\\s*(?=<)"),))
    entry = Name("entry")
    relation = Invoke(Invoke(entry, "replace", (Text('"'), _EMPTY)), "contains", (Text("rel=next"),))
    start = Binary(Invoke(entry, "indexOf", (Text("<"),)), "+", Number(1))
    address = Invoke(entry, "substring", (start, Invoke(entry, "indexOf", (Text(">"),))))
    return (
        Define(_LINK.value, NULL),
        For(entry.value, entries, (If(relation, (Assign(_LINK.value, address),)),)),
        Assign(NEXT.value, _query_of_link()),
    )


def _query_of_link() -> Expression:
    mark = Invoke(_LINK, "indexOf", (Text("?"),))
    usable = Binary(Binary(_LINK, "!=", NULL), "&&", Invoke(_LINK, "contains", (Text("?"),)))
    return Conditional(usable, Invoke(_LINK, "substring", (Binary(mark, "+", Number(1)),)), NULL)
