"""Pieces of trees that several kinds of script share."""

from __future__ import annotations

from functools import cache
from typing import Final
from urllib.parse import quote

from shared.compiler.writing.groovy.expressions import Expression, Invoke, Member, Name, Text
from shared.compiler.writing.groovy.syntax import Assign, Block, Define, Do, Import, Statement, Try

REQUEST: Final = Name("request")
RESPONSE: Final = Name("response")
VALUE: Final = Name("value")
CONNECTOR_EXCEPTION: Final = Import("org.identityconnectors.framework.common.exceptions.ConnectorException")
BODY: Final = Invoke(RESPONSE, "body")
_NODES: Final = "jsonNodes"


@cache
def json_nodes() -> tuple[Statement, ...]:
    """Return the statements that find the JSON library's node factory: it moved between versions of the framework."""
    return (
        Define(_NODES),
        Try(
            (Assign(_NODES, _factory("tools.jackson.databind.node.JsonNodeFactory")),),
            "ClassNotFoundException",
            (Assign(_NODES, _factory("com.fasterxml.jackson.databind.node.JsonNodeFactory")),),
        ),
    )


def json_value(value: Expression) -> Expression:
    """Return `value` as a JSON node, by way of an object, whose `put` is the same in all versions of the library."""
    return Invoke(json_object("v", value), "get", (Text("v"),))


def json_object(name: str, value: Expression) -> Expression:
    """Return a JSON object with one property."""
    return Invoke(Invoke(Name(_NODES), "objectNode"), "put", (Text(name), value))


def in_class(name: str, *body: Statement) -> Block:
    """Return the block that opens, or opens again, the object class `name`."""
    return Block("objectClass", (Text(name),), body)


def in_search(name: str, *body: Statement) -> Block:
    """Return the block of the searches of the object class `name`."""
    return in_class(name, Block("search", (), body))


def equals(attribute: str) -> Expression:
    """Return the filter for one value of `attribute`."""
    return _single(Invoke(_attribute(attribute), "eq"))


def contains(attribute: str) -> Expression:
    """Return the filter for a part of the value of `attribute`."""
    return _single(Invoke(_attribute(attribute), "contains"))


def query(parameter: str, value: Expression) -> Do:
    """Return the statement that sends a query parameter; the framework encodes its value, but not its name."""
    return Do(Invoke(REQUEST, "queryParameter", (Text(quote(parameter, safe="[]$,;:@!()*'/?")), value)))


def search_of(name: str, *arguments: Expression) -> Invoke:
    """Return the call that searches the object class `name` from inside a script."""
    return Invoke(Invoke(None, "objectClass", (Text(name),)), "search", arguments)


def chained(start: Expression, *names: str) -> Expression:
    """Return `start` followed by property after property."""
    for name in names:
        start = Member(start, name)
    return start


def _factory(name: str) -> Expression:
    return Member(Invoke(Name("Class"), "forName", (Text(name),)), "instance")


def _attribute(name: str) -> Expression:
    return Invoke(None, "attribute", (Text(name),))


def _single(specification: Expression) -> Expression:
    return Invoke(specification, "anySingleValue")
