"""Tables described in JSON: by a connector that looked at the database, or by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Final

from shared.compiler.model.types import Anything
from shared.compiler.reading import codes
from shared.compiler.reading.sql_tables import Column, ForeignKey, Table
from shared.compiler.reading.sql_types import is_serial, value_type
from shared.kernel.diagnostics import Diagnostic, Location, Severity

MAX_TABLES: Final = 10_000
MAX_COLUMNS: Final = 4_000
_DEFINITION: Final = re.compile(
    r"foreign\s+key\s*\(([^()]{1,500})\)\s*references\s+([^\s(]{1,300})\s*(?:\(([^()]{1,500})\))?", re.IGNORECASE
)
_Json = Mapping[str, Any]


def tables_from_json(root: object, document: str, at: str = "") -> tuple[tuple[Table, ...], tuple[Diagnostic, ...]]:
    """
    Return the tables in `root`, which stands at the pointer `at` of `document`, and what could not be read.

    `root` is one table, a list of tables, or `{"tables": [...]}`. A table is `{"name", "schema", "columns": [...]}`;
    its columns may also stand as JSON text under `tableContent`, as connectors export them. Never raises.
    """
    reader = _Reader(document)
    found = [table for value, place in islice(_tables(root, at), MAX_TABLES) if (table := reader.table(value, place))]
    return tuple(found), tuple(reader.findings)


def _tables(root: object, at: str) -> Iterator[tuple[object, str]]:
    if isinstance(root, Mapping) and "tables" in root:
        yield from _tables(root["tables"], f"{at}/tables")
    elif isinstance(root, list):
        yield from ((value, f"{at}/{i}") for i, value in enumerate(root))
    else:
        yield root, at


class _Reader:
    def __init__(self, document: str) -> None:
        self._document = document
        self.findings: list[Diagnostic] = []

    def table(self, value: object, at: str) -> Table | None:
        """Return the table `value`; None, with a finding, where it is none."""
        outer = value if isinstance(value, Mapping) else {}
        node = _content(outer)
        name = _text(node, "name", "table", "tableName") or _text(outer, "name")
        columns = list(self._columns(node.get("columns"), f"{at}/columns"))
        if not name or not columns:
            self._report("what stands here is no table with a name and columns", at)
            return None
        inline = [each for column, each in columns if each and column]
        return Table(
            name=name,
            schema=_text(node, "schema", "databaseSchema") or _text(outer, "schema"),
            kind="view" if "view" in (_text(outer, "tableType") or _text(node, "tableType")).lower() else "table",
            columns=tuple(column for column, _ in columns),
            primary_key=_texts(node.get("primaryKey")) or self._marked(node, "primaryKey"),
            keys=tuple((name,) for name in self._marked(node, "unique")),
            foreign_keys=(*inline, *self._foreign_keys(node.get("foreignKeys"), f"{at}/foreignKeys")),
            comment=_text(node, "comment", "description") or _text(outer, "description"),
            source=Location(self._document, at),
        )

    def _columns(self, value: object, at: str) -> Iterator[tuple[Column, ForeignKey | None]]:
        for place, node in _entries(value, at):
            if name := _text(node, "name", "column"):
                here = Location(self._document, place)
                yield self._column(node, name, here), _reference(node, name, here)
            else:
                self._report("what stands here is no column with a name", place)

    def _column(self, node: _Json, name: str, here: Location) -> Column:
        written = _text(node, "typeName", "type", "databaseType", "dataType")
        typed = value_type(written)
        if typed is None:
            message = f"the type {written[:40]!r} of the column {name!r} is unknown"
            self.findings.append(codes.finding(codes.SQL_TYPE_UNKNOWN, Severity.WARNING, message, here))
        kind, several = typed or (Anything(), False)
        return Column(
            name=name,
            type=kind,
            multivalued=several,
            nullable=node.get("nullable") is not False,
            generated=any(node.get(key) is True for key in ("autoIncrement", "generated", "identity"))
            or is_serial(written),
            has_default=node.get("defaultValue") is not None,
            comment=_text(node, "comment", "description"),
            source=here,
        )

    def _marked(self, node: _Json, key: str) -> tuple[str, ...]:
        """Return the names of the columns whose flag `key` is set."""
        columns = (column for _, column in _entries(node.get("columns"), ""))
        return tuple(_text(column, "name", "column") for column in columns if column.get(key) is True)

    def _foreign_keys(self, value: object, at: str) -> Iterator[ForeignKey]:
        for place, node in _entries(value, at):
            found = _declared(node, Location(self._document, place))
            if found is None:
                self._report("what stands here is no foreign key with columns and a table", place)
            else:
                yield found

    def _report(self, message: str, at: str) -> None:
        here = Location(self._document, at)
        self.findings.append(codes.finding(codes.SQL_TABLE_MALFORMED, Severity.WARNING, message, here))


def _content(node: _Json) -> _Json:
    """Return the table that an export carries as text, else the table itself."""
    try:
        inner = json.loads(_text(node, "tableContent"))
    except (ValueError, RecursionError):
        return node
    return inner if isinstance(inner, Mapping) else node


def _entries(value: object, at: str) -> Iterator[tuple[str, _Json]]:
    """Yield the mappings in the list `value`; exports write a list of one as the bare mapping."""
    found = [value] if isinstance(value, Mapping) else value if isinstance(value, list) else []
    for i, entry in enumerate(found[:MAX_COLUMNS]):
        yield f"{at}/{i}", entry if isinstance(entry, Mapping) else {}


def _reference(node: _Json, column: str, here: Location) -> ForeignKey | None:
    """Return the foreign key that a column declares about itself."""
    inner = node.get("foreignKey")
    said = inner if isinstance(inner, Mapping) else node
    schema, table = _qualified(_text(said, "referencedTable"))
    target = _text(said, "referencedColumn")
    if not table:
        return None
    return ForeignKey(
        columns=(column,),
        schema=_text(said, "referencedSchema") or schema,
        table=table,
        targets=(target,) if target else (),
        source=here,
    )


def _declared(node: _Json, here: Location) -> ForeignKey | None:
    if found := _DEFINITION.search(_text(node, "definition")):
        columns, table, targets = found[1], found[2], found[3] or ""
        return _foreign_key(_names(columns), table, _names(targets), here)
    columns_, targets_ = _texts(node.get("columns")), _texts(node.get("referencedColumns"))
    return _foreign_key(columns_, _text(node, "referencedTable"), targets_, here)


def _foreign_key(columns: tuple[str, ...], table: str, targets: tuple[str, ...], here: Location) -> ForeignKey | None:
    schema, name = _qualified(table)
    if not columns or not name:
        return None
    return ForeignKey(columns=columns, schema=schema, table=name, targets=targets, source=here)


def _qualified(name: str) -> tuple[str, str]:
    """Return schema and name of a table, quotes dropped."""
    parts = [part.strip().strip('"`[]') for part in name.split(".")]
    return (parts[-2] if len(parts) > 1 else "", parts[-1])


def _names(text: str) -> tuple[str, ...]:
    return tuple(name for part in text.split(",") if (name := part.strip().strip('"`[]')))


def _text(node: _Json, *keys: str) -> str:
    """Return the first text under one of `keys`; exports may write a text as a list of one."""
    for key in keys:
        value = node.get(key)
        first = value[0] if isinstance(value, list) and len(value) == 1 else value
        if isinstance(first, str) and first.strip():
            return first.strip()
    return ""


def _texts(value: object) -> tuple[str, ...]:
    found = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return tuple(each for each in found if isinstance(each, str) and each)
