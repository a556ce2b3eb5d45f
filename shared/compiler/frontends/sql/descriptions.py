"""What scripts say about tables and columns for people to read."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from shared.compiler.frontends.sql.catalogue import Catalogue, with_column
from shared.compiler.frontends.sql.clauses import NAME, unquoted
from shared.compiler.frontends.sql.statements import Statement

_LITERAL: Final = r"N?'(?P<text>(?:[^'\\]|''|\\.)*+)'"
_COMMENT: Final = re.compile(
    rf"comment\s+on\s+(?P<what>table|(?:materialized\s+)?view|column)\s+(?P<name>{NAME})\s+is\s+{_LITERAL}",
    re.IGNORECASE,
)
_PROPERTY: Final = re.compile(r"@(\w{1,20})\s*=\s*N?'((?:[^']|'')*)'", re.IGNORECASE)


def comment(statement: Statement, catalogue: Catalogue) -> None:
    """Keep the description that COMMENT ON gives to a table or a column."""
    if not (found := _COMMENT.match(statement.text)):
        return
    text = " ".join(found["text"].replace("''", "'").split())
    if found["what"].lower() == "column":
        table_name, _, column = found["name"].rpartition(".")
        _describe(catalogue, table_name, unquoted(column), text)
    else:
        _describe(catalogue, found["name"], "", text)


def describe(statement: Statement, catalogue: Catalogue) -> None:
    """Keep the description that SQL Server's sp_addextendedproperty gives to a table or a column."""
    said = {name.lower(): value.replace("''", "'") for name, value in _PROPERTY.findall(statement.text)}
    if said.get("name", "").lower() == "ms_description" and "level1name" in said:
        text = " ".join(said.get("value", "").split())
        name = ".".join(said[key] for key in ("level0name", "level1name") if said.get(key))
        _describe(catalogue, name, said.get("level2name", ""), text)


def _describe(catalogue: Catalogue, name: str, column_name: str, text: str) -> None:
    table = catalogue.find(name)
    column = table.column(column_name) if table else None
    if table and column:
        catalogue.put(with_column(table, replace(column, comment=text)))
    elif table and not column_name:
        catalogue.put(replace(table, comment=text))
