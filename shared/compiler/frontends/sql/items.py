"""What stands in the parentheses of CREATE TABLE: columns, keys, and what says nothing about shape."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from shared.compiler.frontends.sql.catalogue import Catalogue, with_column
from shared.compiler.frontends.sql.clauses import IDENTIFIER, NAME, Unbalanced, enclosed, names, qualified, unquoted
from shared.compiler.frontends.sql.columns import Definition, definitions, may_alias_row
from shared.compiler.reading import codes
from shared.compiler.reading.sql_tables import ForeignKey, Table

_CONSTRAINT: Final = re.compile(
    rf"(?:constraint\s+(?:{IDENTIFIER}\s+)?)?(?:(?P<primary>primary\s+key)|(?P<foreign>foreign\s+key)"
    rf"|(?P<unique>unique)(?=\s*(?:\(|key\b|index\b|(?:non)?clustered\b|nulls\b|{IDENTIFIER}\s*\()))\b[^(]*+\(",
    re.IGNORECASE,
)
_REFERENCES: Final = re.compile(rf"\s*references\s+(?P<table>{NAME})\s*(?P<columns>\()?", re.IGNORECASE)
_LIKE: Final = re.compile(rf"like\s+(?P<table>{NAME})", re.IGNORECASE)
_SILENT: Final = re.compile(
    rf"(?:constraint\s+{IDENTIFIER}\s+)?(?:check\s*\(|exclude\s+(?:using|\()|not\s+null\b)|period\s+for\b|supplemental\s+log\b"
    rf"|(?:fulltext\s+|spatial\s+)?(?:index|key)\b\s*(?:{IDENTIFIER}\s*)?(?:using\s+\w+\s*|(?:non)?clustered\s*)?\((?!\d)"
    rf"|index\s+{IDENTIFIER}\s+(?:unique|(?:non)?clustered)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of the list, and the line it begins on."""

    text: str
    line: int


def with_items(table: Table, items: Sequence[Item], catalogue: Catalogue) -> tuple[Table, int]:
    """Return `table` with what `items` add to it, and how many of them cannot be read."""
    columns: list[Item] = []
    broken = 0
    constraints: list[tuple[Item, re.Match[str]]] = []
    for item in items:
        if found := _CONSTRAINT.match(item.text):
            constraints.append((item, found))
        elif like := _LIKE.match(item.text):
            table = _copied(table, catalogue.find(like["table"]))
        elif not _SILENT.match(item.text):
            columns.append(item)
    read = definitions([item.text for item in columns], catalogue.product)
    broken += sum(definition is None for definition in read)
    table = _with_columns(table, zip(columns, read, strict=True), catalogue)
    for item, found in constraints:
        changed = _constrained(table, item, found, catalogue)
        broken += changed is None
        table = changed or table
    return (_numbered(table, columns) if catalogue.product == "sqlite" else table), broken


def _numbered(table: Table, items: Iterable[Item]) -> Table:
    """Return `table` with its key closed to clients, where SQLite numbers the rows with it."""
    numbers = {unquoted(item.text.split(maxsplit=1)[0]) for item in items if may_alias_row(item.text)}
    column = table.column(table.primary_key[0]) if len(table.primary_key) == 1 else None
    return with_column(table, replace(column, generated=True)) if column and column.name in numbers else table


def _copied(table: Table, original: Table | None) -> Table:
    return replace(table, columns=(*table.columns, *original.columns)) if original else table


def _with_columns(table: Table, read: Iterable[tuple[Item, Definition | None]], catalogue: Catalogue) -> Table:
    for item, definition in read:
        if definition is None:
            continue
        table = with_column(table, catalogue.column(definition, item.line))
        table = replace(table, foreign_keys=(*table.foreign_keys, *catalogue.references(definition, item.line)))
        if definition.primary_key:
            table = replace(table, primary_key=(definition.name,))
        if definition.unique:
            table = replace(table, keys=(*table.keys, (definition.name,)))
    return table


def _constrained(table: Table, item: Item, found: re.Match[str], catalogue: Catalogue) -> Table | None:
    """Return `table` with one more key; None where the key cannot be read."""
    try:
        start, end = enclosed(item.text, found.end() - 1)
        columns = names(item.text[start:end])
        if not columns:
            return None
        if found["primary"]:
            return replace(table, primary_key=columns)
        if found["unique"]:
            return replace(table, keys=(*table.keys, columns))
        key = _foreign_key(item, columns, end + 1, catalogue)
    except Unbalanced:
        return None
    return replace(table, foreign_keys=(*table.foreign_keys, key)) if key else None


def _foreign_key(item: Item, columns: tuple[str, ...], after: int, catalogue: Catalogue) -> ForeignKey | None:
    found = _REFERENCES.match(item.text, after)
    if not found:
        return None
    targets = slice(*enclosed(item.text, found.start("columns"))) if found["columns"] else slice(0)
    schema, table = qualified(found["table"])
    return ForeignKey(
        columns=columns, schema=schema, table=table, targets=names(item.text[targets]), source=catalogue.at(item.line)
    )


def broken_note(table: Table, broken: int, line: int, catalogue: Catalogue) -> None:
    """Say that `broken` entries of a statement about `table` were left out; nothing where none was."""
    if broken:
        message = f"{broken} of the definitions for the table {table.qualified!r} cannot be read and were left out"
        catalogue.report(codes.SQL_STATEMENT_BROKEN, message, line)
