"""
Lists the framework's own loop would cut short: a loop of ours asks for page after page.

Each page is a search by the helper attribute, whose value says where the page starts; the empty filter is answered by
a script that searches so until nothing is left. A position that comes twice ends the search with an error, because a
server that repeats itself would otherwise be asked for ever.
"""

from __future__ import annotations

from typing import Final

from shared.compiler.backends.groovy.lower.answers import at, list_extractor, response_format
from shared.compiler.backends.groovy.lower.calls import RESPONSE, equals, search_of
from shared.compiler.backends.groovy.lower.paging import sent
from shared.compiler.backends.groovy.plan.native import NativeAttribute, NativeClass
from shared.compiler.backends.groovy.plan.paging import counts_objects, page_size, paging_mode
from shared.compiler.backends.groovy.plan.paths import endpoint
from shared.compiler.model.operation import Operation
from shared.compiler.writing.groovy.expressions import (
    FALSE,
    NULL,
    TRUE,
    Binary,
    Conditional,
    Expression,
    Index,
    Invoke,
    Member,
    Name,
    New,
    Not,
    Number,
    Text,
)
from shared.compiler.writing.groovy.syntax import (
    Assign,
    Block,
    Command,
    Define,
    DefineClosure,
    Do,
    For,
    If,
    Return,
    Statement,
    Throw,
    While,
)

_NEXT, _START, _VALUE, _MORE, _COUNT = Name("next"), Name("start"), Name("value"), Name("more"), Name("count")
_FIRST, _PREVIOUS, _ITEM, _LINK, _PAIR = Name("first"), Name("previous"), Name("item"), Name("link"), Name("pair")
_PARTS, _RESULTS, _PAGE, _FOUND = Name("parts"), Name("results"), Name("page"), Name("found")
_EMPTY: Final = Text("")


def walk_variables(operation: Operation) -> tuple[Statement, ...]:
    """Return the script's variables: where the next page starts, as the last answer said."""
    return (Define(_NEXT.value),) if paging_mode(operation.paging) == "followed" else ()


def walked_list(native: NativeClass, operation: Operation) -> tuple[Statement, ...]:
    """Return the request for one page and the loop over all of them."""
    helper = next(it for it in native.attributes if it.role == "page")
    followed = paging_mode(operation.paging) == "followed"
    remembered = _remember_next(operation) if followed else ()
    page = Block(
        "endpoint",
        (Text(endpoint(operation).path),),
        (
            *response_format(operation),
            list_extractor(native, operation, *remembered),
            Do(Invoke(None, "singleResult")),
            Command("emptyFilterSupported", (FALSE,)),
            Block("supportedFilter", (equals(helper.name),), _page_request(operation)),
        ),
    )
    loop = _follow(native, helper) if followed else _count(native, operation, helper)
    script = (Command("emptyFilterSupported", (TRUE,)), Block("implementation", (), loop))
    return (page, Block("custom", (), script))


def _page_request(operation: Operation) -> tuple[Statement, ...]:
    paging = operation.paging
    size = ((paging.size, Number(page_size(paging))),) if paging.size else ()
    if paging_mode(paging) == "numbered":
        return sent(operation, (*size, (paging.position, _VALUE)))
    if paging.style == "cursor":
        asked = Conditional(Binary(_VALUE, "==", _EMPTY), NULL, _VALUE)
        return sent(operation, (*size, (paging.position, asked)))
    given = Binary(_VALUE, "!=", _EMPTY)
    return (*sent(operation, size), If(given, (_repeat_query(),)))


def _repeat_query() -> For:
    """Return the loop that sends the parameters of the next page's address; its host and path are not followed."""
    decoded = Invoke(Name("URLDecoder"), "decode", (Index(_PARTS, 1), Text("UTF-8")))
    value = Conditional(Binary(Member(_PARTS, "length"), "<", Number(2)), _EMPTY, decoded)
    parts = Define(_PARTS.value, Invoke(_PAIR, "split", (Text("="), Number(2))))
    send = Do(Invoke(Name("request"), "queryParameter", (Index(_PARTS, 0), value)))
    return For(_PAIR.value, Invoke(_VALUE, "split", (Text("&"),)), (parts, send))


def _remember_next(operation: Operation) -> tuple[Statement, ...]:
    paging = operation.paging
    if paging.style == "link_header":
        return _next_link()
    found = Define(_FOUND.value, at(paging.next_path))
    is_text = Invoke(_FOUND, "isValueNode")
    present = Binary(is_text, "&&", Not(Invoke(_FOUND, "isNull")))
    text = Conditional(present, Invoke(_FOUND, "asText"), NULL)
    if paging.style == "cursor":
        return (found, Assign(_NEXT.value, text))
    return (found, Define(_LINK.value, text), Assign(_NEXT.value, _query_of_link()))


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
        Assign(_NEXT.value, _query_of_link()),
    )


def _query_of_link() -> Expression:
    mark = Invoke(_LINK, "indexOf", (Text("?"),))
    usable = Binary(Binary(_LINK, "!=", NULL), "&&", Invoke(_LINK, "contains", (Text("?"),)))
    return Conditional(usable, Invoke(_LINK, "substring", (Binary(mark, "+", Number(1)),)), NULL)


def _follow(native: NativeClass, helper: NativeAttribute) -> tuple[Statement, ...]:
    repeated = Binary(_NEXT, "==", _START)
    given = Binary(Binary(_NEXT, "!=", _EMPTY), "&&", _MORE)
    step = (
        Assign(_NEXT.value, NULL),
        *_one_page(native, helper, _START),
        If(repeated, (_repeats(native),)),
        Assign(_START.value, Conditional(given, _NEXT, NULL)),
    )
    return (*_prepared(_EMPTY), While(Binary(_START, "!=", NULL), step))


def _count(native: NativeClass, operation: Operation, helper: NativeAttribute) -> tuple[Statement, ...]:
    paging = operation.paging
    following = Binary(_START, "+", _COUNT if counts_objects(paging) else Number(1))
    found = Binary(_FIRST, "!=", NULL)
    identifier = Member(Member(_ITEM, "uid"), "uidValue")
    noted = (
        Assign(_FIRST.value, Conditional(Binary(_FIRST, "==", NULL), identifier, _FIRST)),
        Assign(_COUNT.value, Binary(_COUNT, "+", Number(1))),
    )
    step = (
        Define(_FIRST.value, NULL),
        Define(_COUNT.value, Number(0)),
        *_one_page(native, helper, Invoke(_START, "toString"), *noted),
        If(Binary(found, "&&", Binary(_FIRST, "==", _PREVIOUS)), (_repeats(native),)),
        Assign(_PREVIOUS.value, _FIRST),
        Assign(_START.value, Conditional(Binary(found, "&&", _MORE), following, NULL)),
    )
    loop = While(Binary(_START, "!=", NULL), step)
    return (*_prepared(Number(paging.first)), Define(_PREVIOUS.value, NULL), loop)


def _prepared(start: Expression) -> tuple[Statement, ...]:
    return (Define(_RESULTS.value, Invoke(None, "resultHandler")), Define(_START.value, start))


def _one_page(
    native: NativeClass, helper: NativeAttribute, start: Expression, *noted: Statement
) -> tuple[Statement, ...]:
    handled = (Assign(_MORE.value, Invoke(_RESULTS, "handle", (_ITEM,))), Return(_MORE))
    wanted = Invoke(Invoke(None, "attributeFilter", (Text(helper.name),)), "eq", (start,))
    return (
        Define(_MORE.value, TRUE),
        DefineClosure(_PAGE.value, (_ITEM.value,), (*noted, *handled)),
        Do(search_of(native.name, wanted, _PAGE)),
    )


def _repeats(native: NativeClass) -> Throw:
    sentence = Text(f"{native.name}: the server answers the same page again")
    return Throw(New("ConnectorException", (sentence,)))
