"""From an answer to objects: check its status, find the objects, complete them."""

from __future__ import annotations

from shared.compiler.backends.groovy.lower.calls import BODY, RESPONSE, json_object
from shared.compiler.backends.groovy.plan.native import NativeClass
from shared.compiler.backends.groovy.plan.paths import endpoint, selector
from shared.compiler.model.operation import Operation
from shared.compiler.writing.groovy.expressions import (
    NULL,
    Binary,
    Expression,
    Invoke,
    ListOf,
    Name,
    New,
    Not,
    Number,
    Operator,
    Text,
)
from shared.compiler.writing.groovy.syntax import Block, Command, Define, Do, For, If, Return, Statement, Throw

_ITEM, _ITEMS, _ENTRY, _KEY, _NAME = Name("item"), Name("items"), Name("entry"), Name("key"), Name("name")
_NOT_FOUND, _NO_CONTENT, _FIRST_ERROR = 404, 204, 400


def response_format(operation: Operation) -> tuple[Statement, ...]:
    """Return the declaration that the body is an array; an object is the framework's default."""
    bare_list = operation.collection == "array" and not operation.answer_path
    return (Command("responseFormat", (Name("JSON_ARRAY"),)),) if bare_list else ()


def list_extractor(native: NativeClass, operation: Operation, *before: Statement) -> Block:
    """
    Return the closure that finds the objects of a list; `before` runs once the status is known to be good.

    The framework never looks at the status of a search, so an error would read as an empty list.
    """
    empty = (_when_status("==", _NO_CONTENT, Return(ListOf())),) if _NO_CONTENT in operation.success else ()
    completed = completion(native) if native.reading.operation is operation else ()
    return Block("objectExtractor", (), (*_checked(operation), *empty, *before, *_listed(native, operation, completed)))


def item_extractor(native: NativeClass, operation: Operation) -> Block:
    """Return the closure that finds the one object of an answer, or nothing when the server does not know it."""
    unknown = _when_status("==", _NOT_FOUND, Return(ListOf()))
    checked = (unknown, *_checked(operation))
    if operation.collection == "array":
        return Block("objectExtractor", (), (*checked, *_listed(native, operation, completion(native))))
    absent = (If(Not(Invoke(_ITEM, "isObject")), (Return(ListOf()),)),) if operation.answer_path else ()
    found = (Define(_ITEM.value, located(operation)), *absent, *completion(native), Return(ListOf((_ITEM,))))
    return Block("objectExtractor", (), (*checked, *found))


def completion(native: NativeClass) -> tuple[Statement, ...]:
    """
    Return the statements that give `item` an empty list for each attribute that may be updated and is missing.

    An update reads the object first and fails on an attribute it does not find there; with an empty list of values it
    does not. A password is emptied even where it is there, because its value is never taken over.
    """
    updatable = [it for it in native.attributes if it.updatable]
    secrets = dict.fromkeys(it.path[0] for it in updatable if it.role in {"password", "secret"})
    emptied = tuple(Do(Invoke(_ITEM, "putArray", (Text(it),))) for it in secrets)
    names = dict.fromkeys(it.path[0] for it in updatable if it.path[0] not in secrets)
    if not names:
        return emptied
    value = Invoke(_ITEM, "get", (_NAME,))
    missing = Binary(Binary(value, "==", NULL), "||", Invoke(value, "isNull"))
    fill = If(missing, (Do(Invoke(_ITEM, "putArray", (_NAME,))),))
    return (For(_NAME.value, ListOf(tuple(map(Text, names))), (fill,)), *emptied)


def located(operation: Operation) -> Expression:
    """Return the part of the body that holds the answer, found by JSON Pointer (RFC 6901)."""
    return at(operation.answer_path)


def at(path: tuple[str, ...]) -> Expression:
    """Return the part of the body that `path` leads to, or the body itself."""
    if not path:
        return BODY
    pointer = "".join(f"/{step.replace('~', '~0').replace('/', '~1')}" for step in path)
    return Invoke(BODY, "at", (Text(pointer),))


def wraps_identifiers(operation: Operation) -> bool:
    """Return True when the list answers bare identifiers that have to be made objects."""
    return operation.element == "identifier" and operation.collection in {"array", "map"}


def _listed(native: NativeClass, operation: Operation, completed: tuple[Statement, ...]) -> tuple[Statement, ...]:
    if operation.collection == "map":
        return (*_keyed(native, operation, completed), Return(_ITEMS))
    if wraps_identifiers(operation):
        wrapped = json_object(_uid_property(native), Invoke(_ENTRY, "asText"))
        return (*_collected(_ENTRY.value, located(operation), wrapped, completed), Return(_ITEMS))
    found = located(operation) if operation.collection == "array" else ListOf((located(operation),))
    if not completed:
        return (Return(found),)
    return (Define(_ITEMS.value, found), For(_ITEM.value, _ITEMS, completed), Return(_ITEMS))


def _keyed(native: NativeClass, operation: Operation, completed: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """Return the loop over an object whose keys are identifiers, added where the value does not repeat them."""
    source = Define("entries", located(operation))
    parsed = Invoke(New("groovy.json.JsonSlurper"), "parseText", (Invoke(Name("entries"), "toString"),))
    names = Invoke(parsed, "keySet")
    uid = Text(_uid_property(native))
    if operation.element == "identifier":
        return (source, *_collected(_KEY.value, names, json_object(uid.value, _KEY), completed))
    unnamed = Binary(Invoke(_ITEM, "get", (uid,)), "==", NULL)
    named = (If(unnamed, (Do(Invoke(_ITEM, "put", (uid, _KEY))),)), *completed)
    entry = Invoke(Name("entries"), "get", (_KEY,))
    return (source, *_collected(_KEY.value, names, entry, named))


def _collected(
    variable: str, source: Expression, item: Expression, completed: tuple[Statement, ...]
) -> tuple[Statement, ...]:
    add = Do(Invoke(_ITEMS, "add", (_ITEM,)))
    return (Define(_ITEMS.value, ListOf()), For(variable, source, (Define(_ITEM.value, item), *completed, add)))


def _uid_property(native: NativeClass) -> str:
    return native.attribute(native.uid).path[0]


def _checked(operation: Operation) -> tuple[Statement, ...]:
    path = endpoint(operation, selecting=selector(operation)).path
    sentence = Binary(Text(f"{operation.method} {path}: HTTP "), "+", Invoke(RESPONSE, "statusCode"))
    return (_when_status(">=", _FIRST_ERROR, Throw(New("ConnectorException", (sentence,)))),)


def _when_status(operator: Operator, status: int, then: Statement) -> If:
    return If(Binary(Invoke(RESPONSE, "statusCode"), operator, Number(status)), (then,))
