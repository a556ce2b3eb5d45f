"""Schema scripts of a database in YAML: the SQL connector heeds them, and its documents have a `sql` block."""

from __future__ import annotations

from collections.abc import Iterator

from shared.compiler.backends.yaml.lower import Document, unknown
from shared.compiler.writing.groovy.expressions import Text
from shared.compiler.writing.groovy.syntax import Block, Command, Statement
from shared.compiler.writing.yaml import Value


def tables(tree: tuple[Statement, ...]) -> tuple[tuple[str, Document], ...]:
    """Return the YAML documents that say what the schema script `tree` says, each with its class."""
    return tuple(_class(it) for it in tree)


def _class(statement: Statement) -> tuple[str, Document]:
    match statement:
        case Block("objectClass", (Text(name),), body):
            attributes: Document = {}
            place: Document = {}
            document: Document = {"objectClass": name}
            for it in body:
                document |= dict(_description(it))
                place |= dict(_place(it))
                attributes |= dict(_attribute(it))
            parts: dict[str, Value] = {"sql": place, "attributes": attributes}
            return name, document | {key: value for key, value in parts.items() if value}
        case _:
            raise unknown(statement)


def _description(statement: Statement) -> Iterator[tuple[str, Value]]:
    match statement:
        case Command("description", (Text(text),)):
            yield "description", text


def _place(statement: Statement) -> Iterator[tuple[str, Value]]:
    """Yield where the rows are; that a view is read only the connector sees for itself, and YAML has no word for it."""
    match statement:
        case Block("sql", (), (Command("table", (Text(table),)),)):
            yield "table", table
        case Command("namespace", (Text(schema),)):
            yield "schema", schema


def _attribute(statement: Statement) -> Iterator[tuple[str, Value]]:
    match statement:
        case Block("attribute", (Text(column),), (Block("connId", (), (Command("name", (Text(name),)),)),)):
            yield column, {"connId": {"name": name}}
