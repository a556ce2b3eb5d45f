"""Column definitions, read with sqlglot in the product's own dialect."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel, SqlglotError

from shared.compiler.frontends.sql.products import Product

logging.getLogger("sqlglot").disabled = True  # its warnings quote the document

# sqlglot is made for statements that run; what else it may raise for broken ones is not documented.
PROBLEMS: Final = (SqlglotError, RecursionError, ValueError, TypeError, AttributeError, LookupError, AssertionError)
# What sqlglot does not read, in words it does read. States of constraints (Oracle, SQL Language Reference,
# "constraint_state") and where indexes lie say nothing about values.
_SPELLINGS: Final = tuple(
    (re.compile(rf"('(?:[^']|'')*+'|\"[^\"]*+\")|{pattern}", re.IGNORECASE), better)
    for pattern, better in (
        (r"\b(?:not\s+deferrable|(?:no)?rely|(?:en|dis)able(?:\s+(?:no)?validate)?|(?:in)?visible|sparse)\b", ""),
        (r"\b(?:not\s+for\s+replication|rowguidcol|on\s+conflict\s+\w+|with\s*\([^()]*\)\s*on\s*\[?\w+\]?)", ""),
        (r"\busing\s+index\b(?:\s+(?:tablespace\s+)?[\w\"]+)?(?:\s*\([^()]*\))?", ""),
        (
            r"\b(?:(?:min|max)value|start\s+with|increment\s+by|cache)\s+-?\d+|\bno(?:cache|order|cycle|keep|scale)\b",
            "",
        ),
        (r"\bforeign\s+key\s+(?=references\b)", ""),
        (r"\bbit\s+varying\b", "varbit"),
        (r"\binterval\s+(?:year|day)\s*(?:\(\d+\))?\s+to\s+(?:month|second)\s*(?:\(\d+\))?", "interval"),
        (r"\blong\s+raw\b", "blob"),
        (r"\bsub_type\s+\w+", ""),
        (r"\bunsigned\s+big\s+int\b", "bigint"),
    )
)
_UNTYPED: Final = re.compile(r"(\S+)\s+generated\s+always\s+as\s*\(", re.IGNORECASE)
_VERSIONED: Final = re.compile(r"\S+\s+\[?(?:rowversion|timestamp)\]?", re.IGNORECASE)
_COUNTED: Final = re.compile(r"\bdefault\b.*\bnextval\b", re.IGNORECASE)
_WHOLE_NUMBER: Final = re.compile(r"^\S+\s+integer\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A table that a column refers to, and the columns meant there."""

    schema: str
    table: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What the definition of one column says; `type` is "" where it has none, `nullable` None where it is silent."""

    name: str
    type: str
    nullable: bool | None = None
    primary_key: bool = False
    unique: bool = False
    generated: bool = False
    has_default: bool = False
    comment: str = ""
    references: tuple[Reference, ...] = field(default=())


def definitions(items: Sequence[str], written_for: Product) -> list[Definition | None]:
    """Return what each of `items`, column definitions such as `id int NOT NULL`, says; None for what is none."""
    try:
        return _parsed(items, written_for)
    except PROBLEMS:
        return [_alone(item, written_for) for item in items]


def _alone(item: str, written_for: Product) -> Definition | None:
    try:
        return _parsed([item], written_for)[0]
    except PROBLEMS:
        return None


def _parsed(items: Sequence[str], written_for: Product) -> list[Definition | None]:
    """
    Return the definitions in one go.

    Raises:
        SqlglotError, and other members of `PROBLEMS`: one of them at least is broken.
    """
    listed = ", ".join(map(_spelled, items))
    table = sqlglot.parse_one(f"CREATE TABLE t ({listed})", dialect=written_for, error_level=ErrorLevel.IMMEDIATE)
    found = table.this.expressions if isinstance(table.this, exp.Schema) else []
    if len(found) != len(items):
        message = "the definitions run into each other"
        raise ValueError(message)
    return [_definition(node, item, written_for) for node, item in zip(found, items, strict=True)]


def _spelled(item: str) -> str:
    if computed := _UNTYPED.match(item):
        return f"{computed[1]} variant"
    for pattern, better in _SPELLINGS:
        item = pattern.sub(lambda found, better=better: found[1] or better, item)  # type: ignore[misc]  # no type for defaults
    return item


def _definition(node: exp.Expr, item: str, written_for: Product) -> Definition | None:
    if isinstance(node, exp.Identifier):
        return Definition(name=node.name, type="")  # SQLite's columns need no type
    if not isinstance(node, exp.ColumnDef) or not node.name:
        return None
    kinds: list[exp.Expr] = [
        each.kind if isinstance(each, exp.ColumnConstraint) else each for each in node.args["constraints"] or ()
    ]
    written = node.args.get("kind")
    key = any(isinstance(kind, exp.PrimaryKeyColumnConstraint) for kind in kinds)
    return Definition(
        name=node.name,
        type=_type(written, written_for) if written is not None else "",
        nullable=_nullable(kinds),
        primary_key=key,
        unique=any(isinstance(kind, exp.UniqueColumnConstraint) for kind in kinds),
        generated=any(map(_generates, kinds)) or _is_numbered(item, written_for, key=key),
        has_default=any(isinstance(kind, exp.DefaultColumnConstraint) for kind in kinds),
        comment=next((kind.this.name for kind in kinds if isinstance(kind, exp.CommentColumnConstraint)), ""),
        references=tuple(_references(kinds)),
    )


def may_alias_row(item: str) -> bool:
    """Return whether SQLite numbers the column if it is the key (sqlite.org, "ROWIDs and the INTEGER PRIMARY KEY")."""
    return _WHOLE_NUMBER.match(item) is not None


def _is_numbered(item: str, written_for: Product, *, key: bool) -> bool:
    """Return whether the product counts without saying so in a constraint: a sequence, a key, a row version."""
    if written_for == "sqlite":
        return key and may_alias_row(item)
    if _UNTYPED.match(item) or _COUNTED.search(item):
        return True
    return written_for == "tsql" and _VERSIONED.match(item) is not None


def _type(written: exp.Expr, written_for: Product) -> str:
    """Return the type in sqlglot's own spelling, the same for all products."""
    text: str = written.sql(copy=False)
    # Oracle's DATE has a time (SQL Language Reference, "DATE Data Type").
    return "TIMESTAMP" if written_for == "oracle" and text.upper() == "DATE" else text


def _nullable(kinds: Sequence[exp.Expr]) -> bool | None:
    found = [kind for kind in kinds if isinstance(kind, exp.NotNullColumnConstraint)]
    return bool(found[-1].args.get("allow_null")) if found else None


def _generates(kind: exp.Expr) -> bool:
    always = (
        exp.GeneratedAsIdentityColumnConstraint,
        exp.AutoIncrementColumnConstraint,
        exp.ComputedColumnConstraint,
        exp.GeneratedAsRowColumnConstraint,
    )
    return isinstance(kind, always)


def _references(kinds: Sequence[exp.Expr]) -> Iterator[Reference]:
    for kind in kinds:
        if isinstance(kind, exp.Reference) and (table := kind.find(exp.Table)):
            targets = kind.this.expressions if isinstance(kind.this, exp.Schema) else ()
            yield Reference(schema=table.db, table=table.name, targets=tuple(target.name for target in targets))
