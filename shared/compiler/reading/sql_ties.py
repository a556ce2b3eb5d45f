"""Foreign keys to tables of other documents: exports, descriptions of tables and migrations come one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from shared.compiler.model.relation import Relation
from shared.compiler.reading import codes
from shared.compiler.reading.sql_classes import Declared
from shared.compiler.reading.sql_keys import is_link, telling
from shared.compiler.reading.sql_tables import ForeignKey, Table


def across(tables: Sequence[Table], found: Declared) -> Declared:
    """
    Return what is `found` in `tables`, with undirected relations for foreign keys to tables that are not among them.

    Whether another document describes those is known when all are read, so these are not complained of here.
    """
    known = {name.lower() for table in tables for name in (table.name, table.qualified)}
    outward = tuple(
        each for table in tables for each in _outward(table) if not {each.subject.lower(), each.object.lower()} <= known
    )
    open_ = {place for each in outward for place in each.source}
    told = tuple(each for each in found.findings if each.code != codes.SQL_TABLE_UNKNOWN or each.at not in open_)
    return replace(found, relations=(*found.relations, *outward), findings=told)


def _outward(table: Table) -> Iterator[Relation]:
    """Yield what the foreign keys of `table` tie together: itself and others, or only others when it is a mere link."""
    keys = telling(table)
    if is_link(table):
        for first, second in combinations(keys, 2):
            linked = _relation(first.table, second.table, first)
            yield replace(linked, link_class=table.qualified, kind="link_object")
    else:
        for key in keys:
            column = key.columns[0] if len(key.columns) == 1 else ""
            yield replace(_relation(table.qualified, key.table, key), subject_attribute=column)


def _relation(subject: str, object_: str, key: ForeignKey) -> Relation:
    """Return a relation without a name: who receives access is decided where words count."""
    return Relation(name="", subject=subject, object=object_, kind="foreign_key", source=(key.source,))
