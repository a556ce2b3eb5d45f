"""Tables as object classes, their columns as attributes, their foreign keys as relations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.relation import Relation
from shared.compiler.model.types import Attribute, AttributeType, Reference, Scalar
from shared.compiler.reading import codes
from shared.compiler.reading.sql_keys import identifier, is_link, naming, own, telling
from shared.compiler.reading.sql_tables import Column, ForeignKey, Table
from shared.compiler.reading.words import pascal, singular, words
from shared.kernel.diagnostics import Diagnostic, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What a database declares, in the model's terms."""

    object_classes: tuple[ObjectClass, ...] = ()
    relations: tuple[Relation, ...] = ()
    findings: tuple[Diagnostic, ...] = ()


def declared(tables: Sequence[Table]) -> Declared:
    """
    Return one object class for each of `tables`, and one relation for each two that belong together.

    A class is called as its table, singular, in PascalCase (`app_users` is `AppUser`); `schema_name` keeps the table's
    own name. Confidence is left to whoever knows the words.
    """
    names, renamed = _names(tables)
    directory = _Directory(tables, names)
    return Declared(
        object_classes=tuple(_object_class(table, directory) for table in tables),
        relations=tuple(_relations(tables, directory)),
        findings=(*renamed, *directory.unknown()),
    )


def _names(tables: Iterable[Table]) -> tuple[dict[str, str], tuple[Diagnostic, ...]]:
    """Return the class name of each table by its qualified name; a name that is taken gets the schema before it."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    findings = []
    for table in tables:
        wanted = class_name(table.name)
        spare = (f"{class_name(table.schema)}{wanted}", pascal(words(table.name)))
        name = next((each for each in (wanted, *spare) if each.lower() not in taken), f"{wanted}{len(taken) + 1}")
        if name != wanted:
            message = f"two tables would be called {wanted}; {table.qualified!r} is called {name}"
            findings.append(codes.finding(codes.RENAMED_CLASS, Severity.INFO, message, table.source))
        taken.add(name.lower())
        names[table.qualified.lower()] = name
    return names, tuple(findings)


def class_name(table: str) -> str:
    """Return the name of the objects in a table called `table`, singular, in PascalCase."""
    found = words(table)
    return pascal((*found[:-1], singular(found[-1]))) if found else table


class _Directory:
    """Finds the table that a foreign key means, with or without a schema."""

    def __init__(self, tables: Sequence[Table], names: Mapping[str, str]) -> None:
        self._tables = tables
        self._names = names
        self._known = {table.qualified.lower(): table for table in tables}
        self._bare: dict[str, Table] = {}
        for table in tables:
            self._bare.setdefault(table.name.lower(), table)

    def name(self, table: Table) -> str:
        """Return the class name of `table`."""
        return self._names[table.qualified.lower()]

    def target(self, holder: Table, key: ForeignKey) -> Table | None:
        """Return the table that `key` of the table `holder` points at."""
        schema = key.schema or holder.schema
        qualified = f"{schema}.{key.table}".lower() if schema else key.table.lower()
        return self._known.get(qualified) or self._bare.get(key.table.lower())

    def unknown(self) -> Iterator[Diagnostic]:
        """Yield one finding for each foreign key that points at no known table."""
        for table in self._tables:
            for key in table.foreign_keys:
                if self.target(table, key) is None:
                    message = f"the foreign key of {table.qualified!r} points at {key.table!r}, which is not described"
                    yield codes.finding(codes.SQL_TABLE_UNKNOWN, Severity.WARNING, message, key.source)


def _object_class(table: Table, directory: _Directory) -> ObjectClass:
    return ObjectClass(
        name=directory.name(table),
        schema_name=table.qualified,
        protocol="sql",
        description=table.comment or f"One row of the {table.kind} {table.qualified}.",
        identifier=identifier(table),
        naming=naming(table),
        attributes=tuple(_attribute(column, table, directory) for column in table.columns),
        source=(table.source,),
    )


def _attribute(column: Column, table: Table, directory: _Directory) -> Attribute:
    key = column.name.lower() in {name.lower() for name in table.primary_key}
    creatable = table.kind == "table" and not column.generated
    return Attribute(
        name=column.name,
        type=_type(column, table, directory),
        description=column.comment,
        multivalued=column.multivalued,
        required=creatable and not column.has_default and (key or not column.nullable),
        creatable=creatable,
        updatable=creatable and not key,
        readable=True,
        returned_by_default=True,
        source=(column.source,),
    )


def _type(column: Column, table: Table, directory: _Directory) -> AttributeType:
    folded = (column.name.lower(),)
    for key in table.foreign_keys:
        target = directory.target(table, key) if tuple(map(str.lower, key.columns)) == folded else None
        kind = _key_type(column, key, target) if target else None
        if target and kind:
            return Reference(object_class=directory.name(target), json_type=kind.json_type)
    return column.type


def _key_type(column: Column, key: ForeignKey, target: Table) -> Scalar | None:
    """Return what `column` holds of `target`; a column without a type of its own has that of the other's key."""
    chosen = identifier(target)
    if chosen is None or tuple(map(str.lower, key.targets)) not in {(), (chosen.attribute.lower(),)}:
        return None
    other = target.column(chosen.attribute)
    return next((each.type for each in (column, other) if each and isinstance(each.type, Scalar)), None)


def _relations(tables: Iterable[Table], directory: _Directory) -> Iterator[Relation]:
    """Yield links first: what a link table ties together is no mere reference."""
    seen: set[frozenset[str]] = set()
    ordered = sorted(tables, key=lambda table: not is_link(table))
    for relation in (found for table in ordered for found in _of(table, directory)):
        pair = frozenset((relation.subject, relation.object))
        if pair not in seen:
            seen.add(pair)
            yield relation


def _of(table: Table, directory: _Directory) -> Iterator[Relation]:
    keys = [(key, target) for key in telling(table) if (target := directory.target(table, key))]
    if is_link(table):
        for (first, one), (_, other) in combinations(keys, 2):
            yield _relation((directory.name(one), directory.name(other)), first, link=directory.name(table))
    if not is_link(table) or own(table):
        for key, target in keys:
            yield _relation((directory.name(table), directory.name(target)), key)


def _relation(pair: tuple[str, str], key: ForeignKey, link: str = "") -> Relation:
    """Return a relation without a name: who receives access, and so what it is called, is decided where words count."""
    return Relation(
        name="",
        subject=pair[0],
        subject_attribute="" if link or len(key.columns) > 1 else key.columns[0],
        object=pair[1],
        link_class=link,
        kind="link_object" if link else "foreign_key",
        source=(key.source,),
    )
