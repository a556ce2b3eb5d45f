"""CREATE: tables, types and indexes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from shared.compiler.frontends.sql.catalogue import MAX_COLUMNS, UNDESCRIBED, Catalogue, enumerated
from shared.compiler.frontends.sql.clauses import NAME, Unbalanced, enclosed, names, qualified, split
from shared.compiler.frontends.sql.items import Item, broken_note, with_items
from shared.compiler.frontends.sql.statements import Statement
from shared.compiler.frontends.sql.views import create_view, queried
from shared.compiler.reading import codes
from shared.compiler.reading.sql_tables import Table
from shared.kernel.diagnostics import Severity

_TABLE: Final = re.compile(
    rf"create\s+(?P<kind>(?:\w+\s+){{0,4}}?)table\s+(?:if\s+not\s+exists\s+)?(?P<name>{NAME})\s*(?P<body>\()?",
    re.IGNORECASE,
)
_COMMENT: Final = re.compile(r"\bcomment\s*=?\s*'((?:[^'\\]|''|\\.)*+)'", re.IGNORECASE)
_INHERITS: Final = re.compile(r"\binherits\s*\(([^()]{1,1000})\)", re.IGNORECASE)
_QUERY: Final = re.compile(r"\bas\s*\(?\s*(?=select\b|with\b)", re.IGNORECASE)
_ENUM: Final = re.compile(
    rf"create\s+type\s+(?P<name>{NAME})\s+as\s+enum\s*\((?P<values>.*)\)", re.IGNORECASE | re.DOTALL
)
_ALIAS: Final = re.compile(
    rf"create\s+(?:domain\s+(?P<domain>{NAME})(?:\s+as)?|type\s+(?P<type>{NAME})\s+from)\s+"
    r"(?P<base>\[?[\w.]+\]?(?:\s+(?:varying|precision|varying\s*))?(?:\s*\([^()]{0,40}\))?(?:\[\])*)",
    re.IGNORECASE,
)
_OTHER_TYPE: Final = re.compile(rf"create\s+type\s+(?:if\s+not\s+exists\s+)?(?P<name>{NAME})", re.IGNORECASE)
_INDEX: Final = re.compile(
    rf"create\s+unique\s+(?:(?:non)?clustered\s+)?index\s+(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?(?:{NAME}\s+)?on\s+"
    rf"(?:only\s+)?(?P<table>{NAME})\s*(?:using\s+\w+\s*)?\(",
    re.IGNORECASE,
)
_FOLDED: Final = re.compile(r"\b(?:lower|upper)\s*\(\s*\(?\s*([\w\"`.]+)\s*\)?(?:\s*::\s*\w+)?\s*\)", re.IGNORECASE)
_LITERAL: Final = re.compile(r"'((?:[^']|'')*)'")


def create(statement: Statement, catalogue: Catalogue) -> None:
    """Add to `catalogue` what a CREATE statement defines."""
    words = statement.text[:300].lower()
    if re.match(r"create\s+(?:[^\s(]+\s+){0,8}?view\b", words):
        create_view(statement, catalogue)
    elif re.match(r"create\s+(?:\w+\s+){0,4}?table\b", words):
        _create_table(statement, catalogue)
    elif re.match(r"create\s+(?:type|domain)\b", words):
        _create_type(statement.text, catalogue)
    else:
        _create_index(statement.text, catalogue)


def _create_table(statement: Statement, catalogue: Catalogue) -> None:
    found = _TABLE.match(statement.text)
    if not found:
        catalogue.report(codes.SQL_STATEMENT_BROKEN, "a table without a name cannot be read", statement.line)
        return
    if "temp" in found["kind"].lower() or found["name"].lstrip("[").startswith("#"):
        catalogue.pass_over(found["name"])
        return
    schema, name = qualified(found["name"])
    table = Table(name=name, schema=schema, source=catalogue.at(statement.line))
    if found["body"]:
        _define(table, statement, found.start("body"), catalogue)
    elif query := _QUERY.search(statement.text, found.end()):
        queried(table, statement.text[query.end() :], catalogue)
    else:
        catalogue.pass_over(found["name"])


def _define(table: Table, statement: Statement, opening: int, catalogue: Catalogue) -> None:
    """Add `table` with what the parenthesis at `opening` lists."""
    try:
        start, end = enclosed(statement.text, opening)
        items = [
            Item(text=text, line=statement.line_at(start + at)) for text, at in split(statement.text[start:end])
        ]  # fmt: skip
    except Unbalanced:
        message = f"the definition of the table {table.qualified!r} cannot be read: its parentheses do not match"
        catalogue.report(codes.SQL_STATEMENT_BROKEN, message, statement.line, Severity.ERROR)
        return
    if len(items) > MAX_COLUMNS:
        message = f"the table {table.qualified!r} has more than {MAX_COLUMNS} columns; the rest was left out"
        catalogue.report(codes.SQL_TOO_MUCH, message, statement.line)
    tail = statement.text[end:]
    described = _COMMENT.search(tail)
    base = replace(table, comment=_text(described[1]) if described else "")
    if inherited := _INHERITS.search(tail):
        parents = (catalogue.find(parent) for parent in inherited[1].split(","))
        base = replace(base, columns=tuple(column for parent in parents if parent for column in parent.columns))
    whole, broken = with_items(base, items[:MAX_COLUMNS], catalogue)
    broken_note(whole, broken, statement.line, catalogue)
    if whole.columns:
        catalogue.put(whole)


def _text(literal: str) -> str:
    return " ".join(literal.replace("''", "'").replace("\\'", "'").split())


def _create_type(text: str, catalogue: Catalogue) -> None:
    if found := _ENUM.match(text):
        values = tuple(value.replace("''", "'") for value in _LITERAL.findall(found["values"]))
        catalogue.define_type(found["name"], enumerated(values))
    elif found := _ALIAS.match(text):
        catalogue.define_type(found["domain"] or found["type"], catalogue.typed(found["base"]) or UNDESCRIBED)
    elif found := _OTHER_TYPE.match(text):
        catalogue.define_type(found["name"], UNDESCRIBED)


def _create_index(text: str, catalogue: Catalogue) -> None:
    """Add the key that a unique index on plain columns is; one with a condition is none."""
    found = _INDEX.match(text)
    table = catalogue.find(found["table"]) if found else None
    if not found or table is None:
        return
    try:
        start, end = enclosed(text, found.end() - 1)
        listed = names(_FOLDED.sub(r"\1", text[start:end]))
    except Unbalanced:
        return
    columns = [column.name for name in listed if (column := table.column(name))]
    # A key over an expression, or with a condition, does not make its columns unique.
    if len(columns) == len(listed) > 0 and not re.search(r"\bwhere\b", text[end:], re.IGNORECASE):
        catalogue.put(replace(table, keys=(*table.keys, tuple(columns))))
