"""What a relational database says about its tables, whether it was told in SQL or in JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shared.compiler.model.types import AttributeType
from shared.kernel.diagnostics import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKey:
    """Columns that hold the key of a row in `table` (`schema` "" when unqualified); `targets` "" means its key."""

    columns: tuple[str, ...]
    schema: str = ""
    table: str
    targets: tuple[str, ...] = ()
    source: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """
    One column.

    `generated` says that the database always makes the value itself; `has_default` that it makes one when none is sent.
    """

    name: str
    type: AttributeType
    multivalued: bool = False
    nullable: bool = True
    generated: bool = False
    has_default: bool = False
    comment: str = ""
    source: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table or view; `keys` are the sets of columns declared unique beside the primary key."""

    name: str
    schema: str = ""
    kind: Literal["table", "view"] = "table"
    columns: tuple[Column, ...] = ()
    primary_key: tuple[str, ...] = ()
    keys: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    comment: str = ""
    source: Location

    @property
    def qualified(self) -> str:
        """Return the name with its schema, if it has one."""
        return f"{self.schema}.{self.name}" if self.schema else self.name

    def column(self, name: str) -> Column | None:
        """Return the column called `name`, in any case, if there is one."""
        folded = name.lower()
        return next((column for column in self.columns if column.name.lower() == folded), None)
