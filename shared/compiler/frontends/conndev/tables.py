"""Exported tables: each stands in a document of its own, so foreign keys mostly lead to other documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from shared.compiler.model.relation import Relation
from shared.compiler.reading import codes
from shared.compiler.reading.exports import Exported
from shared.compiler.reading.sql_classes import Declared, declared
from shared.compiler.reading.sql_keys import is_link, telling
from shared.compiler.reading.sql_table_json import tables_from_json
from shared.compiler.reading.sql_tables import ForeignKey, Table
from shared.kernel.diagnostics import Diagnostic


class Tables:
    """The tables of one export."""

    def __init__(self, document: str) -> None:
        self._document = document
        self._tables: list[Table] = []
        self.findings: list[Diagnostic] = []

    def add(self, node: Exported) -> None:
        """Take in an exported table."""
        names = ("name", "schema", "tableType", "tableContent")
        plain = {name: text for name in names if (text := node.text(name))}
        tables, findings = tables_from_json(plain, self._document, node.pointer)
        self._tables += tables
        self.findings += findings

    def declared(self) -> Declared:
        """Return the tables as classes; foreign keys to tables of other documents become undirected relations."""
        found = declared(self._tables)
        self.findings += [each for each in found.findings if each.code != codes.SQL_TABLE_UNKNOWN]
        known = {name.lower() for table in self._tables for name in (table.name, table.qualified)}
        outward = (each for table in self._tables for each in _outward(table) if each.object.lower() not in known)
        return Declared(object_classes=found.object_classes, relations=(*found.relations, *outward))


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
