"""
A list inside other objects: it is asked for once for each of them.

Each request is a search by the helper attribute, whose value is the identifier of the object around the list. An
object found inside several others is answered once.
"""

from __future__ import annotations

from shared.compiler.backends.groovy.lower.answers import list_extractor, response_format
from shared.compiler.backends.groovy.lower.calls import REQUEST, VALUE, equals, search_of
from shared.compiler.backends.groovy.lower.paging import paging_support, single_result
from shared.compiler.backends.groovy.plan.native import NativeClass
from shared.compiler.backends.groovy.plan.paths import IDENTIFIER, endpoint, selector
from shared.compiler.model.operation import Operation
from shared.compiler.writing.groovy.expressions import FALSE, TRUE, Expression, Invoke, Member, Name, New, Text
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
)

_RESULTS, _SEEN, _MORE, _ITEM = Name("results"), Name("seen"), Name("more"), Name("item")
_INSIDE, _PARENT = Name("inside"), Name("parent")


def list_inside(native: NativeClass, operation: Operation) -> tuple[Statement, ...]:
    """Return the request for the list inside one parent and the loop over all parents."""
    helper = next(it for it in native.attributes if it.role == "parent")
    placed = Do(Invoke(REQUEST, "pathParameter", (Text(IDENTIFIER), VALUE)))
    one = Block(
        "endpoint",
        (Text(endpoint(operation, selecting=selector(operation)).path),),
        (
            *response_format(operation),
            list_extractor(native, operation),
            *paging_support(operation),
            *single_result(operation),
            Command("emptyFilterSupported", (FALSE,)),
            Block("supportedFilter", (equals(helper.name),), (placed,)),
        ),
    )
    every = (Command("emptyFilterSupported", (TRUE,)), Block("implementation", (), _loop(native, helper.name)))
    return (one, Block("custom", (), every))


def _loop(native: NativeClass, helper: str) -> tuple[Statement, ...]:
    new = Invoke(_SEEN, "add", (_uid(_ITEM),))
    handle = If(new, (Assign(_MORE.value, Invoke(_RESULTS, "handle", (_ITEM,))),))
    wanted = Invoke(Invoke(None, "attributeFilter", (Text(helper),)), "eq", (_uid(_PARENT),))
    search = If(_MORE, (Do(search_of(native.name, wanted, _INSIDE)),))
    return (
        Define(_RESULTS.value, Invoke(None, "resultHandler")),
        Define(_SEEN.value, New("HashSet")),
        Define(_MORE.value, TRUE),
        DefineClosure(_INSIDE.value, (_ITEM.value,), (handle, Return(_MORE))),
        For(_PARENT.value, search_of(native.parent), (search,)),
    )


def _uid(found: Name) -> Expression:
    return Member(Member(found, "uid"), "uidValue")
