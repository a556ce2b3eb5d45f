"""Broken scripts and descriptions: never an exception, never slow, always the same."""

from __future__ import annotations

import json

import pytest

from shared.compiler.pipeline import Document, digest
from shared.compiler.reading import codes
from tests.compiler import mutants
from tests.compiler.documents import Json
from tests.compiler.sql.scripts import SCRIPTS, digested
from tests.compiler.watchdog import within

MUTANTS = 100
TABLE: Json = {
    "name": "users",
    "schema": "hr",
    "primaryKey": ["id"],
    "columns": [
        {"name": "id", "type": "int", "nullable": False},
        {"name": "o", "foreignKey": {"referencedTable": "x"}},
    ],
    "foreignKeys": [{"definition": "FOREIGN KEY (o) REFERENCES x (y)"}],
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_broken_scripts_never_raise(name: str) -> None:
    for script in mutants.of_text(SCRIPTS[name], MUTANTS):
        with within():
            found = digested(script)

        assert all(each.code in codes.MEANINGS for each in found.diagnostics)


def test_broken_descriptions_never_raise() -> None:
    for root in mutants.of_value({"tables": [TABLE, TABLE]}, MUTANTS):
        found = digest([Document(name="t.json", data=json.dumps(root).encode())])

        assert all(each.code in codes.MEANINGS for each in found.diagnostics)


@pytest.mark.parametrize(
    "script",
    [
        "CREATE TABLE t (" * 20_000,
        "CREATE TABLE t (a int DEFAULT " + "(" * 50_000 + ");",
        "CREATE TABLE t (a int);\nINSERT INTO t VALUES ('" + "it''s" * 200_000,
        "CREATE TABLE t (a int);\n" + "/* " * 100_000,
        "CREATE TABLE t (" + "a int, " * 20_000 + "b int);",
        "CREATE VIEW v AS SELECT " + "(SELECT " * 5_000,
        "CREATE TABLE t (a int);\n" + "$a$ " * 50_000,
        "CREATE TABLE t (a int);\n" + "delimiter x\n" * 50_000,
    ],
    ids=range(8),
)
def test_long_and_deep_scripts_are_read_in_time(script: str) -> None:
    with within():
        digested(script)
