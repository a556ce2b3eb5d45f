"""The whole connector of a database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from shared.compiler.backends.sql.lower import mapping, mapping_script, table_schema
from shared.compiler.backends.sql.plan import TableClass, planned_tables
from shared.compiler.backends.sql.rules import broken
from shared.compiler.model.connector import ConnectorModel
from shared.compiler.writing.drafts import Draft, DraftConnector
from shared.compiler.writing.findings import Findings
from shared.compiler.writing.form import Layout
from shared.compiler.writing.groovy.syntax import Statement
from shared.compiler.writing.names import file_stems
from shared.compiler.writing.scripts import ConfigurationProperty, Summary

_TEMPLATE: Final = "the generic low-code SQL connector"
_PROPERTIES: Final = (
    ConfigurationProperty(name="jdbcUrl", meaning="Address of the database, as its JDBC driver wants it."),
    ConfigurationProperty(name="username", meaning="Name of the account to connect with."),
    ConfigurationProperty(name="password", meaning="Password of that account.", secret=True),
    ConfigurationProperty(name="testConnectionQuery", meaning="Query that tests the connection; may stay empty."),
)
_NOTES: Final = (
    "The connector reads tables, columns and keys from the database itself; put the JDBC driver into its `lib` folder.",
)
_READS: Final = ("search.all", "search.id", "search.filter")
_WRITES: Final = ("create", "update", "delete")


def connector(model: ConnectorModel, layout: Layout = "separate") -> DraftConnector:
    """
    Return the schema scripts of the tables in `model`, and every finding about what they cannot say.

    Raises AssertionError when a script breaks a rule of the SQL connector.
    """
    findings = Findings.none()
    tables = planned_tables(model, findings)
    for relation in model.relations:
        sentence = f"`{relation.name}` follows from the keys of its tables."
        findings.add("GRV063", relation.name, "relation", sentence, relation.source)
    drafts = tuple(_drafts(tables, layout))
    if problems := broken(drafts):
        raise AssertionError("; ".join(problems))
    return DraftConnector(
        drafts=drafts,
        classes=tuple(map(_summary, tables)),
        findings=findings.all(),
        authentication="database account",
        properties=_PROPERTIES,
        template=_TEMPLATE,
        notes=_NOTES,
        yaml_schemas=True,
    )


def _drafts(tables: tuple[TableClass, ...], layout: Layout) -> Iterator[Draft]:
    for table, stem in zip(tables, file_stems(it.name for it in tables), strict=True):
        merged = layout == "merged"
        yield _draft(table, f"{stem}.native", table_schema(table, *(mapping(table) if merged else ())))
        apart = () if merged else mapping_script(table)
        if apart:
            yield _draft(table, f"{stem}.connid", apart)


def _draft(table: TableClass, stem: str, tree: tuple[Statement, ...]) -> Draft:
    return Draft(
        stem=f"{stem}.schema",
        tree=tree,
        phase="schema",
        operation="schema",
        intent=stem.rpartition(".")[2],
        object_class=table.label,
    )


def _summary(table: TableClass) -> Summary:
    operations = _READS if table.read_only else (*_READS, *_WRITES)
    uid = table.uid or "primary key"
    return Summary(object_class=table.label, uid=uid, name=table.naming or uid, operations=operations)
