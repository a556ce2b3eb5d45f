"""What the keys of tables mean: which column identifies a row, which names it, and which tables only link others."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Final

from shared.compiler.model.object_class import Choice
from shared.compiler.model.types import Scalar
from shared.compiler.reading.sql_tables import Column, ForeignKey, Table
from shared.compiler.reading.words import words

_NAMES: Final = (
    ("username", "login", "logon", "loginname", "principal", "handle", "uid"),
    ("name", "displayname", "title", "label"),
    ("email", "mail", "emailaddress", "upn"),
    ("code", "slug", "key", "number", "alias", "identifier"),
)
_LOGIN: Final = ("user", "login", "account", "principal", "logon")
_ACTORS: Final = frozenset(["creator", "updater", "modifier", "editor", "deleter", "author", "reviser"])
_LEAST_ENDS: Final = 2
_MOST_ENDS: Final = 3
_MOST_OWN: Final = 2


def identifier(table: Table) -> Choice | None:
    """Return the column that identifies a row: the primary key, or else another key, where it is a single column."""
    if len(table.primary_key) == 1 and (column := table.column(table.primary_key[0])):
        return Choice(attribute=column.name, reason=f"It is the primary key of the table {table.qualified!r}.")
    for key in () if table.primary_key else table.keys:
        column = table.column(key[0]) if len(key) == 1 else None
        if column and not column.nullable:
            return Choice(attribute=column.name, reason=f"It is the only key of the table {table.qualified!r}.")
    return None


def naming(table: Table) -> Choice | None:
    """Return the column that names a row: text, declared unique, alone rather than within something, by its name."""
    ranked = [
        ((len(key), _rank(column.name)), column)
        for key in (*table.keys, table.primary_key)
        for column in map(table.column, key)
        if column and _is_text(column) and _rank(column.name) < _least(table, key)
    ]
    if not ranked:
        return None
    (alone, _), column = min(ranked, key=lambda each: each[0])
    within = "" if alone == 1 else ", together with other columns"
    return Choice(attribute=column.name, reason=f"It is unique in the table {table.qualified!r}{within}.")


def _least(table: Table, key: tuple[str, ...]) -> int:
    """Return how badly a column of `key` may be called: an identifier or a part of a key need not be a name."""
    if key == table.primary_key:
        return len(_NAMES) - 1
    return len(_NAMES) if len(key) > 1 else len(_NAMES) + 1


def _rank(column: str) -> int:
    """Return how well a column of this name names a row, 0 best."""
    found = words(column)
    last = found[-1] if found else ""
    if last == "name" and found[-2:-1] and found[-2] in _LOGIN:
        return 0
    return next((i for i, names in enumerate(_NAMES) if last in names or "".join(found) in names), len(_NAMES))


def _is_text(column: Column) -> bool:
    kind = column.type
    plain = isinstance(kind, Scalar) and kind.json_type == "string" and kind.format not in {"uuid", "binary", "json"}
    return plain and not column.multivalued


def telling(table: Table) -> tuple[ForeignKey, ...]:
    """Return the foreign keys of `table` but those that only record who wrote the row."""
    return tuple(key for key in table.foreign_keys if not any(map(_is_record, key.columns)))


def _is_record(column: str) -> bool:
    found = words(column)
    return "by" in found[1:] or bool(found and found[0] in _ACTORS)


def is_link(table: Table) -> bool:
    """
    Return whether the rows of `table` only tie rows of two or three other tables together.

    Its key is made of foreign keys, or it has hardly anything but foreign keys, and none of it may be missing.
    """
    keys = telling(table)
    ends = {column.lower() for key in keys for column in key.columns}
    if table.kind == "view" or not _LEAST_ENDS <= len(keys) <= _MOST_ENDS:
        return False
    if any(len(key) > 1 and {name.lower() for name in key} <= ends for key in (table.primary_key, *table.keys)):
        return True
    return len(own(table)) <= _MOST_OWN and naming(table) is None and all(map(_is_present, _held(table, keys)))


def _is_present(column: Column | None) -> bool:
    return column is not None and not column.nullable


def _held(table: Table, keys: Sequence[ForeignKey]) -> list[Column | None]:
    return [table.column(name) for name in chain.from_iterable(key.columns for key in keys)]


def own(table: Table) -> tuple[Column, ...]:
    """Return the columns that say something of their own: no key, no reference, no record of time or writer."""
    tied = {name.lower() for key in table.foreign_keys for name in key.columns} | {n.lower() for n in table.primary_key}
    return tuple(column for column in table.columns if column.name.lower() not in tied and not _is_time(column))


def _is_time(column: Column) -> bool:
    return column.generated or (isinstance(column.type, Scalar) and column.type.format in {"date-time", "date"})
