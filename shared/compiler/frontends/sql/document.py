"""Read the tables of a database, from a script or from JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Any, Final, TypeAlias

from shared.compiler.frontends.sql.catalogue import Catalogue
from shared.compiler.frontends.sql.changes import alter, drop
from shared.compiler.frontends.sql.creations import create
from shared.compiler.frontends.sql.descriptions import comment, describe
from shared.compiler.frontends.sql.products import product
from shared.compiler.frontends.sql.statements import Statement, statements
from shared.compiler.model.connector import Application
from shared.compiler.model.fragment import Fragment
from shared.compiler.reading import codes
from shared.compiler.reading.definition_languages import decoded
from shared.compiler.reading.documents import Document
from shared.compiler.reading.sql_classes import declared
from shared.compiler.reading.sql_names import with_named_keys
from shared.compiler.reading.sql_table_json import tables_from_json
from shared.compiler.reading.sql_tables import Table
from shared.compiler.reading.sql_ties import across
from shared.kernel.diagnostics import Diagnostic, Location, Severity
from shared.kernel.errors import Invalid

MAX_STATEMENTS: Final = 50_000
MAX_LENGTH: Final = 500_000
_Read: TypeAlias = "tuple[Fragment, tuple[Diagnostic, ...]]"
_HANDLERS: Final[Mapping[str, Callable[[Statement, Catalogue], None]]] = {
    "create": create, "alter": alter, "drop": drop, "comment": comment, "exec": describe, "execute": describe,
}  # fmt: skip


def read_script(document: Document) -> _Read:
    """Return what the data definitions in the script `document` declare, and what could not be read."""
    try:
        script = decoded(document)
    except Invalid as problem:
        at = Location(document.name, "")
        message = f"the document is not readable: {problem}"
        return Fragment(), (codes.finding(codes.DOC_UNREADABLE, Severity.ERROR, message, at),)
    return _script(script, document.name)


def _script(script: str, document: str) -> _Read:
    catalogue = Catalogue(document, product(script))
    found = statements(script, catalogue.product)
    for statement in islice(found, MAX_STATEMENTS):
        _handle(statement, catalogue)
    if (rest := next(found, None)) is not None:
        message = f"the document holds more than {MAX_STATEMENTS} statements about tables; the rest was left out"
        catalogue.report(codes.SQL_TOO_MUCH, message, rest.line)
    return _fragment(catalogue.tables, tuple(catalogue.findings), document)


def _handle(statement: Statement, catalogue: Catalogue) -> None:
    if len(statement.text) > MAX_LENGTH:
        message = f"a statement is longer than {MAX_LENGTH} characters and was left out"
        catalogue.report(codes.SQL_TOO_MUCH, message, statement.line)
        return
    first = re.match(r"\w+", statement.text)
    handler = _HANDLERS.get(first[0].lower()) if first else None
    if handler:
        handler(statement, catalogue)


def read(root: Mapping[str, Any] | list[Any], document: str) -> _Read:
    """Return what the tables described in the JSON value `root` declare, and what could not be read."""
    tables, findings = tables_from_json(root, document)
    return _fragment(tables, findings, document)


def _fragment(tables: Sequence[Table], findings: tuple[Diagnostic, ...], document: str) -> _Read:
    if not tables:
        nothing = codes.finding(
            codes.SQL_NO_TABLE, Severity.ERROR, "the document describes no table", Location(document, "")
        )
        return Fragment(), (*findings, nothing)
    tied, concluded = with_named_keys(tables, document)
    found = across(tied, declared(tied))
    fragment = Fragment(
        application=Application(protocols=("sql",), source=(Location(document, ""),)),
        object_classes=found.object_classes,
        relations=found.relations,
    )
    return fragment, (*findings, *concluded, *found.findings)
