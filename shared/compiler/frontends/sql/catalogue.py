"""The tables and types that a script has defined so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from shared.compiler.frontends.sql.clauses import qualified
from shared.compiler.frontends.sql.columns import Definition
from shared.compiler.frontends.sql.products import Product
from shared.compiler.model.types import Anything, AttributeType, Scalar
from shared.compiler.reading import codes
from shared.compiler.reading.sql_tables import Column, ForeignKey, Table
from shared.compiler.reading.sql_types import is_serial, value_type
from shared.kernel.diagnostics import Diagnostic, Location, Severity

MAX_TABLES: Final = 10_000
MAX_COLUMNS: Final = 4_000
_Typed = tuple[AttributeType, bool]


class Catalogue:
    """Collects what the statements of one document define; `product` is the database it was written for."""

    def __init__(self, document: str, written_for: Product) -> None:
        self.product = written_for
        self.findings: list[Diagnostic] = []
        self._document = document
        self._tables: dict[str, Table] = {}
        self._types: dict[str, _Typed] = {}
        self._passed_over: set[str] = set()

    @property
    def tables(self) -> tuple[Table, ...]:
        """Return the tables and views in the order of their definition."""
        return tuple(self._tables.values())

    def at(self, line: int) -> Location:
        """Return the place of `line`."""
        return Location(self._document, f"line {line}")

    def report(self, code: str, message: str, line: int, severity: Severity = Severity.WARNING) -> None:
        """Keep a finding about `line`."""
        self.findings.append(codes.finding(code, severity, message, self.at(line)))

    def find(self, name: str) -> Table | None:
        """Return the table that `name`, with or without a schema, means."""
        schema, bare = qualified(name)
        if found := self._tables.get(f"{schema}.{bare}".lower() if schema else bare.lower()):
            return found
        candidates = (table for table in self._tables.values() if table.name.lower() == bare.lower())
        return next((table for table in candidates if not (schema and table.schema)), None)

    def put(self, table: Table) -> None:
        """Add `table`, or replace the one of the same name."""
        key = table.qualified.lower()
        if key not in self._tables and len(self._tables) >= MAX_TABLES:
            message = f"the document defines more than {MAX_TABLES} tables"
            self.findings.append(codes.finding(codes.SQL_TOO_MUCH, Severity.WARNING, message, table.source))
        else:
            self._tables[key] = replace(table, columns=table.columns[:MAX_COLUMNS])

    def drop(self, name: str) -> None:
        """Forget the table that `name` means, if there is one."""
        if table := self.find(name):
            del self._tables[table.qualified.lower()]

    def pass_over(self, name: str) -> None:
        """Remember that the table `name` is none of its own: temporary, or a part of another one."""
        self._passed_over.add(qualified(name)[1].lower())

    def is_passed_over(self, name: str) -> bool:
        """Return whether a statement has defined `name`, and it is no table of its own."""
        return qualified(name)[1].lower() in self._passed_over

    def define_type(self, name: str, typed: _Typed) -> None:
        """Remember the type that a statement defines."""
        self._types[qualified(name)[1].lower()] = typed

    def typed(self, written: str) -> _Typed | None:
        """Return the type `written`, one of the document's own before one that all databases know; None if unknown."""
        array = written.upper().startswith("ARRAY<")
        bare = written[6:-1] if array else written
        own = self._types.get(qualified(bare.partition("(")[0])[1].lower())
        if own is not None:
            return own[0], own[1] or array
        return value_type(written)

    def column(self, definition: Definition, line: int) -> Column:
        """Return the column that `definition` on `line` defines; an unknown type costs a finding."""
        typed = self.typed(definition.type)
        if typed is None and definition.type:
            message = f"the type {definition.type[:40]!r} of the column {definition.name!r} is unknown"
            self.report(codes.SQL_TYPE_UNKNOWN, message, line)
        kind, several = typed or (Anything(), False)
        return Column(
            name=definition.name,
            type=kind,
            multivalued=several,
            nullable=definition.nullable is not False,
            generated=definition.generated or is_serial(definition.type),
            has_default=definition.has_default,
            comment=definition.comment,
            source=self.at(line),
        )

    def references(self, definition: Definition, line: int) -> tuple[ForeignKey, ...]:
        """Return the foreign keys that `definition` declares about its own column."""
        return tuple(
            ForeignKey(
                columns=(definition.name,), schema=to.schema, table=to.table, targets=to.targets, source=self.at(line)
            )
            for to in definition.references
        )


def enumerated(values: tuple[str, ...]) -> _Typed:
    """Return the type of a text that is one of `values`."""
    return Scalar(json_type="string", values=values), False


UNDESCRIBED: Final[_Typed] = (Anything(), False)
"""A type that the document defines with parts of its own."""


def with_column(table: Table, column: Column) -> Table:
    """Return `table` with `column` in the place of the one of its name, or at the end."""
    columns: Mapping[str, Column] = {each.name.lower(): each for each in table.columns} | {column.name.lower(): column}
    return replace(table, columns=tuple(columns.values()))
