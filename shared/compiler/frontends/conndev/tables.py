"""Exported tables: each stands in a document of its own, so foreign keys mostly lead to other documents."""

from __future__ import annotations

from shared.compiler.reading import codes
from shared.compiler.reading.exports import Exported
from shared.compiler.reading.sql_classes import Declared, declared
from shared.compiler.reading.sql_table_json import tables_from_json
from shared.compiler.reading.sql_tables import Table
from shared.compiler.reading.sql_ties import across
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
        found = across(self._tables, declared(self._tables))
        self.findings += [each for each in found.findings if each.code != codes.SQL_TABLE_UNKNOWN]
        return found
