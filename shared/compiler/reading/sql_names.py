"""Foreign keys that only the names of columns give away, in databases that declare none (MyISAM, many generators)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from shared.compiler.model.types import Scalar
from shared.compiler.reading import codes
from shared.compiler.reading.sql_tables import Column, ForeignKey, Table
from shared.compiler.reading.words import folded, noun
from shared.kernel.diagnostics import Diagnostic, Location, Severity

_PLAIN: Final = frozenset(["id", "pk", "uuid", "guid", "name", "key", "code", "email", "type", "value", "title"])
_ENDINGS: Final = ("id", "uuid", "guid")
_TELLING: Final = 4
_Target = tuple[Table, Column]


def with_named_keys(tables: Sequence[Table], document: str) -> tuple[tuple[Table, ...], tuple[Diagnostic, ...]]:
    """
    Return `tables` with a foreign key for each column that is called after the key of one other table alone.

    `user_id` is the key of `users` and `app_users`, `groupName` the key `groupName` of another table. Databases that
    declare any foreign key say all of it themselves. One finding tells what was concluded.
    """
    if any(table.foreign_keys for table in tables) or len(tables) < 2:  # noqa: PLR2004 - a key needs two tables
        return tuple(tables), ()
    targets = _targets(tables)
    made = tuple(replace(table, foreign_keys=_named(table, targets)) for table in tables)
    count = sum(len(table.foreign_keys) for table in made)
    if not count:
        return made, ()
    message = f"no foreign key is declared; {count} were concluded from the names of columns"
    return made, (codes.finding(codes.SQL_KEYS_CONCLUDED, Severity.INFO, message, Location(document, "")),)


def _targets(tables: Sequence[Table]) -> Mapping[str, _Target | None]:
    """Return the table that a column of a name means, None where several may be meant."""
    found: dict[str, _Target | None] = {}
    for table in tables:
        key = table.column(table.primary_key[0]) if len(table.primary_key) == 1 else None
        for name in _spellings(table, key) if key else ():
            found[name] = (table, key) if name not in found and key else None
    return found


def _spellings(table: Table, key: Column) -> set[str]:
    """Return how columns that hold the key of `table` may be called: `user_id`, or as the key itself."""
    own = folded(key.name)
    words = noun(table.name)
    short = words[1:] if len(words) > 1 and len(words[0]) < _TELLING else words
    called = {"".join(each) for each in (words, short, words[-1:]) if each}
    ending = own if own in _ENDINGS else "id" if own in {f"{name}id" for name in called} else ""
    made = {f"{name}{ending}" for name in called if ending}
    return made | ({own} if own not in _PLAIN and len(own) >= _TELLING else set())


def _named(table: Table, targets: Mapping[str, _Target | None]) -> tuple[ForeignKey, ...]:
    alone = table.primary_key[0].lower() if len(table.primary_key) == 1 else ""
    made = []
    for column in table.columns:
        target = targets.get(folded(column.name))
        if target is None or target[0] is table or column.name.lower() == alone or not _is_alike(column, target[1]):
            continue
        other, key = target
        made.append(ForeignKey(columns=(column.name,), schema=other.schema, table=other.name, targets=(key.name,),
                               source=column.source))  # fmt: skip
    return tuple(made)


def _is_alike(column: Column, key: Column) -> bool:
    kinds = [each.type.json_type for each in (column, key) if isinstance(each.type, Scalar)]
    return len(kinds) == 2 and kinds[0] == kinds[1]  # noqa: PLR2004 - of both
