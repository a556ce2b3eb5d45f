"""A table as the SQL connector's schema scripts."""

from __future__ import annotations

from collections.abc import Iterator

from shared.compiler.backends.sql.plan import TableClass
from shared.compiler.writing.groovy.expressions import TRUE, Text
from shared.compiler.writing.groovy.syntax import Block, Command, Statement


def table_schema(table: TableClass, *after: Statement) -> tuple[Statement, ...]:
    """Return the script that says which table the class is, followed by `after`."""
    return (Block("objectClass", (Text(table.name),), (*_body(table), *after)),)


def mapping(table: TableClass) -> tuple[Statement, ...]:
    """Return the statements that say which columns are the UID and the name, for inside the class."""
    mapped = ((table.uid, "__UID__"), (table.naming, "__NAME__"))
    return tuple(_named(column, name) for column, name in mapped if column)


def mapping_script(table: TableClass) -> tuple[Statement, ...]:
    """Return the script of its own with what `mapping` says; nothing where the connector finds all by itself."""
    statements = mapping(table)
    return (Block("objectClass", (Text(table.name),), statements),) if statements else ()


def _body(table: TableClass) -> Iterator[Statement]:
    if table.description:
        yield Command("description", (Text(table.description),))
    yield Block("sql", (), (Command("table", (Text(table.table),)),))
    if table.schema:
        yield Command("namespace", (Text(table.schema),))
    if table.read_only:
        yield Command("readOnly", (TRUE,))
    yield from (_named(column, name) for column, name in table.renamed)


def _named(column: str, name: str) -> Block:
    """Return the declaration that ConnId knows `column` as `name`."""
    return Block("attribute", (Text(column),), (Block("connId", (), (Command("name", (Text(name),)),)),))
