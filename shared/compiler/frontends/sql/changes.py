"""ALTER TABLE and DROP TABLE."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from shared.compiler.frontends.sql.catalogue import Catalogue, with_column
from shared.compiler.frontends.sql.clauses import IDENTIFIER, NAME, Unbalanced, enclosed, split, unquoted
from shared.compiler.frontends.sql.items import Item, broken_note, with_items
from shared.compiler.frontends.sql.statements import Statement
from shared.compiler.reading import codes
from shared.compiler.reading.sql_tables import Column, Table

_ALTER: Final = re.compile(
    rf"alter\s+table\s+(?:only\s+)?(?:if\s+exists\s+)?(?:only\s+)?(?P<name>{NAME})\s+(?:with\s+(?:no)?check\s+)?",
    re.IGNORECASE,
)
_DROP: Final = re.compile(
    r"drop\s+table\s+(?:if\s+exists\s+)?(?P<names>[^;()]{1,2000}?)(?:\s+(?:cascade|restrict|purge).*)?$",
    re.IGNORECASE | re.DOTALL,
)
_DEFAULT_FOR: Final = re.compile(
    rf"(?:constraint\s+{IDENTIFIER}\s+)?default\b.*\bfor\s+(?P<column>{IDENTIFIER})", re.IGNORECASE | re.DOTALL
)
_ACTION: Final = re.compile(
    r"(?:add|alter|auto_increment|change|check|convert|default|disable|drop|enable|engine|modify|nocheck|owner|rename|set"
    r"|validate)\b",
    re.IGNORECASE,
)
_CHANGE: Final = re.compile(r"(?:add|alter|change|drop|modify|rename)\b", re.IGNORECASE)
_ADD: Final = re.compile(r"add\s+(?:column\s+)?(?:if\s+not\s+exists\s+)?", re.IGNORECASE)
_REDEFINE: Final = re.compile(
    rf"(?:modify\s+(?:column\s+)?|change\s+(?:column\s+)?(?P<old>{IDENTIFIER})\s+)", re.IGNORECASE
)
_ALTER_COLUMN: Final = re.compile(
    rf"alter\s+(?:column\s+)?(?P<column>{IDENTIFIER})\s+(?P<rest>.+)", re.IGNORECASE | re.DOTALL
)
_DROP_COLUMN: Final = re.compile(rf"drop\s+column\s+(?:if\s+exists\s+)?(?P<column>{IDENTIFIER})", re.IGNORECASE)
_RENAME: Final = re.compile(
    rf"rename\s+(?:column\s+)?(?P<old>{IDENTIFIER})\s+to\s+(?P<new>{IDENTIFIER})", re.IGNORECASE
)
_TYPE: Final = re.compile(
    r"(?:set\s+data\s+)?type\s+(?P<type>.+?)(?:\s+using\b.*|\s+collate\b.*)?$", re.IGNORECASE | re.DOTALL
)
_POSITION: Final = re.compile(r"\s+(?:first|after\s+\S+)\s*$", re.IGNORECASE)


def alter(statement: Statement, catalogue: Catalogue) -> None:
    """Change the table that an ALTER TABLE statement is about; what says nothing about its shape is passed over."""
    found = _ALTER.match(statement.text)
    table = catalogue.find(found["name"]) if found else None
    if not found or table is None:
        _unknown(statement, found, catalogue)
        return
    broken = 0
    try:
        for action in _actions(statement, found.end()):
            table, failed = _changed(table, action, catalogue)
            broken += failed
    except Unbalanced:
        broken += 1
    broken_note(table, broken, statement.line, catalogue)
    catalogue.put(table)


def _unknown(statement: Statement, found: re.Match[str] | None, catalogue: Catalogue) -> None:
    """Say that an unknown table is changed; who owns a table, or a sequence called one, says nothing about shape."""
    if found and (catalogue.is_passed_over(found["name"]) or not _CHANGE.match(statement.text, found.end())):
        return
    name = found["name"][:80] if found else ""
    message = f"a statement changes the table {name!r}, which is not described"
    catalogue.report(codes.SQL_TABLE_UNKNOWN, message, statement.line)


def _actions(statement: Statement, start: int) -> Iterator[Item]:
    """Yield the actions; SQL Server says ADD only once for all that it adds."""
    adding = False
    for text, at in split(statement.text[start:]):
        bare = _ACTION.match(text) is None
        adding = text[:4].lower() == "add " or (adding and bare)
        yield Item(text=f"ADD {text}" if adding and bare else text, line=statement.line_at(start + at))


def _changed(table: Table, action: Item, catalogue: Catalogue) -> tuple[Table, int]:
    text = action.text
    if added := _ADD.match(text):
        return _added(table, replace(action, text=text[added.end() :]), catalogue)
    if redefined := _REDEFINE.match(text):
        return _redefined(table, replace(action, text=text[redefined.end() :]), redefined["old"] or "", catalogue)
    if altered := _ALTER_COLUMN.match(text):
        return _altered(table, replace(action, text=altered["rest"].strip()), altered["column"], catalogue)
    if dropped := _DROP_COLUMN.match(text):
        return _without(table, unquoted(dropped["column"])), 0
    renamed = _RENAME.match(text)
    column = table.column(unquoted(renamed["old"])) if renamed else None
    if renamed and column:
        return _renamed(table, column, unquoted(renamed["new"])), 0
    return table, 0


def _added(table: Table, item: Item, catalogue: Catalogue) -> tuple[Table, int]:
    if default := _DEFAULT_FOR.match(item.text):
        column = table.column(unquoted(default["column"]))
        return (with_column(table, replace(column, has_default=True)) if column else table), 0
    if item.text.lower().startswith("partition"):
        return table, 0
    return with_items(table, _unwrapped(item), catalogue)


def _unwrapped(item: Item) -> list[Item]:
    """Return the entries of `(a int, b int)`, or the one entry that stands without parentheses."""
    if not item.text.startswith("("):
        return [replace(item, text=_POSITION.sub("", item.text))]
    start, end = enclosed(item.text, 0)
    return [replace(item, text=text) for text, _ in split(item.text[start:end])]


def _redefined(table: Table, item: Item, old: str, catalogue: Catalogue) -> tuple[Table, int]:
    """Return `table` with columns defined anew; Oracle's MODIFY may name only what changes."""
    broken = 0
    for entry in _unwrapped(item):
        name = unquoted(entry.text.split(maxsplit=1)[0])
        before = table.column(unquoted(old) or name)
        rest = entry.text.partition(" ")[2].strip()
        if before and re.match(r"(?:constraint\s+\S+\s+)?(?:not\s+)?null\b|default\b", rest, re.IGNORECASE):
            table, failed = _altered(table, replace(entry, text=f"set {rest}"), before.name, catalogue)
        else:
            renamed = _renamed(table, before, name) if before else table
            table, failed = with_items(renamed, [entry], catalogue)
        broken += failed
    return table, broken


def _altered(table: Table, item: Item, name: str, catalogue: Catalogue) -> tuple[Table, int]:
    """Return `table` with one column changed in one respect, or defined anew as SQL Server does."""
    column = table.column(unquoted(name))
    text = item.text.lower()
    if column is None:
        return table, 1
    if changed := _flagged(column, text):
        return with_column(table, changed), 0
    if typed := _TYPE.match(item.text):
        known = catalogue.typed(_standard(typed["type"]))
        return (with_column(table, replace(column, type=known[0], multivalued=known[1])) if known else table), int(
            not known
        )
    if text.startswith(("drop", "set", "add", "restart", "reset")):
        return table, 0
    return with_items(table, [replace(item, text=f"{name} {item.text}")], catalogue)


def _standard(written: str) -> str:
    array = re.fullmatch(r"(.+?)\s*(?:\[\d*\])+", written.strip())
    return f"ARRAY<{array[1]}>" if array else written.strip()


def _flagged(column: Column, text: str) -> Column | None:
    if re.search(r"\badd\s+generated\b|\bset\s+generated\b|\bnextval\b", text):
        return replace(column, generated=True)
    if re.match(r"set\s+(?:constraint\s+\S+\s+)?not\s+null", text):
        return replace(column, nullable=False)
    if re.match(r"drop\s+not\s+null|set\s+null", text):
        return replace(column, nullable=True)
    if re.match(r"(?:set|drop)\s+default", text) or text.startswith("set default"):
        return replace(column, has_default=text.startswith("set"))
    return None


def _without(table: Table, name: str) -> Table:
    folded = name.lower()
    return replace(
        table,
        columns=tuple(column for column in table.columns if column.name.lower() != folded),
        keys=tuple(key for key in table.keys if folded not in map(str.lower, key)),
        foreign_keys=tuple(key for key in table.foreign_keys if folded not in map(str.lower, key.columns)),
    )


def _renamed(table: Table, column: Column, new: str) -> Table:
    def name(old: str) -> str:
        return new if old.lower() == column.name.lower() else old

    return replace(
        table,
        columns=tuple(replace(each, name=name(each.name)) for each in table.columns),
        primary_key=tuple(map(name, table.primary_key)),
        keys=tuple(tuple(map(name, key)) for key in table.keys),
        foreign_keys=tuple(replace(key, columns=tuple(map(name, key.columns))) for key in table.foreign_keys),
    )


def drop(statement: Statement, catalogue: Catalogue) -> None:
    """Forget the tables that a DROP TABLE statement names: a script often defines them anew."""
    found = _DROP.match(statement.text)
    for name in found["names"].split(",") if found else ():
        catalogue.drop(name)
