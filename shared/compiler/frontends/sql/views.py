"""CREATE VIEW: the columns of a query, as far as it says where they come from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, TypeAlias

import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel

from shared.compiler.frontends.sql.catalogue import Catalogue
from shared.compiler.frontends.sql.clauses import NAME, names, qualified
from shared.compiler.frontends.sql.columns import PROBLEMS
from shared.compiler.frontends.sql.statements import Statement
from shared.compiler.model.types import Anything
from shared.compiler.reading import codes
from shared.compiler.reading.sql_tables import Column, Table
from shared.kernel.diagnostics import Severity

_Sources: TypeAlias = "dict[str, Table | None]"

_VIEW: Final = re.compile(
    rf"create\s+(?:[^\s(]+\s+){{0,8}}?view\s+(?:if\s+not\s+exists\s+)?(?P<name>{NAME})\s*(?:\((?P<columns>[^()]{{1,9000}})\))?"
    r"[^()]{0,400}?\bas\s+(?=select\b|with\b|\()",
    re.IGNORECASE,
)


def create_view(statement: Statement, catalogue: Catalogue) -> None:
    """Add the view that `statement` defines."""
    found = _VIEW.match(statement.text)
    if not found:
        message = "a view without a name or a query cannot be read"
        catalogue.report(codes.SQL_STATEMENT_BROKEN, message, statement.line)
        return
    schema, name = qualified(found["name"])
    view = Table(name=name, schema=schema, kind="view", source=catalogue.at(statement.line))
    named = names(found["columns"]) if found["columns"] else ()
    queried(view, statement.text[found.end() :], catalogue, named)


def queried(table: Table, query: str, catalogue: Catalogue, named: tuple[str, ...] = ()) -> None:
    """Add `table`, whose rows are the answer to `query`; `named` are the names given to its columns, if any."""
    parsed = _parsed(query, catalogue)
    sources = _sources(parsed, catalogue) if parsed else {}
    found = [column for each in parsed.selects for column in _projected(each, sources, table)] if parsed else []
    if not parsed or not found:
        message = f"the columns of {table.qualified!r} cannot be told from its query, so it was left out"
        catalogue.findings.append(codes.finding(codes.SQL_STATEMENT_BROKEN, Severity.WARNING, message, table.source))
        return
    columns = [replace(column, nullable=True, generated=False, source=table.source) for column in found]
    renamed = [replace(column, name=name) for column, name in zip(columns, named, strict=False)] or columns
    unique = tuple({column.name.lower(): column for column in renamed}.values())
    catalogue.put(replace(table, columns=unique, primary_key=_key(parsed, sources, unique)))


def _parsed(query: str, catalogue: Catalogue) -> exp.Query | None:
    try:
        parsed = sqlglot.parse_one(query, dialect=catalogue.product, error_level=ErrorLevel.IMMEDIATE)
    except PROBLEMS:
        return None
    return parsed if isinstance(parsed, exp.Query) else None


def _sources(query: exp.Query, catalogue: Catalogue) -> dict[str, Table | None]:
    return {table.alias_or_name.lower(): catalogue.find(table.name) for table in query.find_all(exp.Table)}


def _projected(projection: exp.Expr, sources: _Sources, view: Table) -> Iterator[Column]:
    """Yield the columns that one entry of a select list gives."""
    if projection.is_star:
        wanted = projection.table.lower() if isinstance(projection, exp.Column) else ""
        tables = [table for name, table in sources.items() if table and wanted in {"", name}]
        yield from (column for table in tables for column in table.columns)
        return
    inner = projection.this if isinstance(projection, exp.Alias) else projection
    known = _origin(inner, sources) if isinstance(inner, exp.Column) else None
    if name := projection.alias_or_name:
        yield replace(known, name=name) if known else Column(name=name, type=Anything(), source=view.source)


def _origin(column: exp.Column, sources: _Sources) -> Column | None:
    qualifier = column.table.lower()
    tables = [sources.get(qualifier)] if qualifier else list(sources.values())
    return next((found for table in tables if table and (found := table.column(column.name))), None)


def _key(query: exp.Query, sources: _Sources, columns: tuple[Column, ...]) -> tuple[str, ...]:
    """Return the key of the one table that `query` reads row by row, if all of it is among `columns`."""
    tables = list(sources.values())
    by_row = isinstance(query, exp.Select) and not any(query.args.get(part) for part in ("joins", "group", "distinct"))
    if len(tables) != 1 or tables[0] is None or not by_row:
        return ()
    key = tables[0].primary_key
    present = {column.name.lower() for column in columns}
    return key if all(name.lower() in present for name in key) else ()
