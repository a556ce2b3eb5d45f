"""
Lists the framework's own loop would cut short: a loop of ours asks for page after page.

Each page is a search by the helper attribute, whose value says where the page starts; the empty filter is answered by
a script that searches so until nothing is left. A position that comes twice ends the search with an error, because a
server that repeats itself would otherwise be asked for ever. A list inside other objects is read so once for each of
them; an object found inside several is answered once.
"""

from __future__ import annotations

from typing import Final

from shared.compiler.backends.groovy.lower.answers import list_extractor, response_format
from shared.compiler.backends.groovy.lower.calls import equals, search_of
from shared.compiler.backends.groovy.lower.pages import LINE, NEXT, page_request, remember_next
from shared.compiler.backends.groovy.plan.native import NativeAttribute, NativeClass
from shared.compiler.backends.groovy.plan.paging import counts_objects, paging_mode
from shared.compiler.backends.groovy.plan.paths import endpoint, selector
from shared.compiler.model.operation import Operation
from shared.compiler.writing.groovy.expressions import (
    FALSE,
    NULL,
    TRUE,
    Binary,
    Conditional,
    Expression,
    Invoke,
    Member,
    Name,
    New,
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

_START, _MORE, _COUNT, _FIRST, _PREVIOUS = (
    Name("start"), Name("more"), Name("count"), Name("first"), Name("previous"),
)  # fmt: skip
_ITEM, _RESULTS, _PAGE, _PARENT, _SEEN = Name("item"), Name("results"), Name("page"), Name("parent"), Name("seen")
_EMPTY: Final = Text("")


def walk_variables(operation: Operation) -> tuple[Statement, ...]:
    """Return the script's variables: where the next page starts, as the last answer said."""
    return (Define(NEXT.value),) if paging_mode(operation.paging) == "followed" else ()


def walked_list(native: NativeClass, operation: Operation) -> tuple[Statement, ...]:
    """Return the request for one page and the loop over all of them."""
    helper = next(it for it in native.attributes if it.role == "page")
    followed = paging_mode(operation.paging) == "followed"
    inside = bool(native.parent)
    page = Block(
        "endpoint",
        (Text(endpoint(operation, selecting=selector(operation) if inside else "").path),),
        (
            *response_format(operation),
            list_extractor(native, operation, *(remember_next(operation) if followed else ())),
            Do(Invoke(None, "singleResult")),
            Command("emptyFilterSupported", (FALSE,)),
            Block("supportedFilter", (equals(helper.name),), page_request(operation, inside=inside)),
        ),
    )
    loop = _follow(native, helper) if followed else _count(native, operation, helper)
    script = (Command("emptyFilterSupported", (TRUE,)), Block("implementation", (), _everywhere(native, loop)))
    return (page, Block("custom", (), script))


def _everywhere(native: NativeClass, loop: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """Return `loop` with what it needs, once, or once for each object around the list."""
    prepared = (Define(_RESULTS.value, Invoke(None, "resultHandler")), Define(_MORE.value, TRUE))
    if not native.parent:
        return (*prepared, *loop)
    inside = For(_PARENT.value, search_of(native.parent), loop)
    return (*prepared, Define(_SEEN.value, New("HashSet")), inside)


def _follow(native: NativeClass, helper: NativeAttribute) -> tuple[Statement, ...]:
    repeated = Binary(NEXT, "==", _START)
    given = Binary(Binary(NEXT, "!=", _EMPTY), "&&", _MORE)
    step = (
        Assign(NEXT.value, NULL),
        *_one_page(native, helper, _START),
        If(repeated, (_repeats(native),)),
        Assign(_START.value, Conditional(given, NEXT, NULL)),
    )
    return (Define(_START.value, _from(native, _EMPTY)), While(Binary(_START, "!=", NULL), step))


def _count(native: NativeClass, operation: Operation, helper: NativeAttribute) -> tuple[Statement, ...]:
    paging = operation.paging
    following = Binary(_START, "+", _COUNT if counts_objects(paging) else Number(1))
    found = Binary(_FIRST, "!=", NULL)
    noted = (
        Assign(_FIRST.value, Conditional(Binary(_FIRST, "==", NULL), _uid(_ITEM), _FIRST)),
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
    start = Define(_START.value, _from(native, Number(paging.first)))
    return (start, Define(_PREVIOUS.value, NULL), While(Binary(_START, "!=", NULL), step))


def _from(native: NativeClass, first: Expression) -> Expression:
    """Return where a list starts; inside an object, only where the last list was read to its end."""
    return Conditional(_MORE, first, NULL) if native.parent else first


def _one_page(
    native: NativeClass, helper: NativeAttribute, start: Expression, *noted: Statement
) -> tuple[Statement, ...]:
    handled: Statement = Assign(_MORE.value, Invoke(_RESULTS, "handle", (_ITEM,)))
    value = start
    if native.parent:
        handled = If(Invoke(_SEEN, "add", (_uid(_ITEM),)), (handled,))
        value = Binary(Binary(_uid(_PARENT), "+", LINE), "+", start)
    wanted = Invoke(Invoke(None, "attributeFilter", (Text(helper.name),)), "eq", (value,))
    return (
        DefineClosure(_PAGE.value, (_ITEM.value,), (*noted, handled, Return(_MORE))),
        Do(search_of(native.name, wanted, _PAGE)),
    )


def _uid(found: Name) -> Expression:
    return Member(Member(found, "uid"), "uidValue")


def _repeats(native: NativeClass) -> Throw:
    sentence = Text(f"{native.name}: the server answers the same page again")
    return Throw(New("ConnectorException", (sentence,)))
