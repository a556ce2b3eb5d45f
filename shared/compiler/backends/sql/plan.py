"""
What of a table needs saying.

The SQL connector reads the database's own catalogue: columns, types, keys and references need no script, and the rows
of a table with a UID can be searched, created, updated and deleted without one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.object_class import Choice, ObjectClass
from shared.compiler.model.types import Attribute, Scalar
from shared.compiler.writing.findings import Findings
from shared.compiler.writing.names import folded, legal, unused
from shared.compiler.writing.special_names import ENABLED, PASSWORD


@dataclass(frozen=True, slots=True, kw_only=True)
class TableClass:
    """
    One table as an object class.

    `schema` is "" where the table's name alone tells it from the others. `uid` and `naming` are columns, "" where the
    connector has to find them itself. `renamed` lists columns with the ConnId name each gets.
    """

    name: str
    label: str
    description: str
    table: str
    schema: str = ""
    read_only: bool = False
    uid: str = ""
    naming: str = ""
    renamed: tuple[tuple[str, str], ...] = ()


def planned_tables(model: ConnectorModel, findings: Findings) -> tuple[TableClass, ...]:
    """Return the tables and views of `model` that can be managed, in its order."""
    places = {it.name: _place(it) for it in model.object_classes}
    shared = Counter(table.lower() for _, table in places.values())
    planned: dict[str, TableClass] = {}
    for documented in model.object_classes:
        name = legal(documented.name)
        if name.lower() in planned:
            sentence = f"`{documented.name}` has the same name as `{planned[name.lower()].label}`."
            findings.add("GRV003", documented.name, "class", sentence, documented.source)
            continue
        schema, table = places[documented.name]
        place = (schema if shared[table.lower()] > 1 else "", table)
        planned[name.lower()] = _planned(documented, name, place, findings)
    return tuple(planned.values())


def _place(documented: ObjectClass) -> tuple[str, str]:
    """Return the schema ("" where none is named) and the table of a class."""
    schema, _, table = (documented.schema_name or documented.name).rpartition(".")
    return schema, table


def _planned(documented: ObjectClass, name: str, place: tuple[str, str], findings: Findings) -> TableClass:
    uid = _column(documented, documented.identifier)
    if not uid:
        sentence = f"No single column of `{place[1]}` is its key."
        remedy = "A table without a primary key cannot be managed: give it one, or exclude it from the scan."
        findings.add("GRV061", documented.name, "class", sentence, documented.source, remedy=remedy)
    naming = _column(documented, documented.naming)
    _warn_of_passwords(documented, findings)
    return TableClass(
        name=name,
        label=documented.name,
        description=" ".join(documented.description.split()),
        schema=place[0],
        table=place[1],
        read_only=not any(it.creatable or it.updatable for it in documented.attributes),
        uid=uid,
        naming=naming if naming != uid else "",
        renamed=tuple(_renamed(documented, {uid, naming}, findings)),
    )


def _column(documented: ObjectClass, choice: Choice | None) -> str:
    return choice.attribute if choice and documented.attribute(choice.attribute) else ""


def _warn_of_passwords(documented: ObjectClass, findings: Findings) -> None:
    for it in documented.attributes:
        if folded(it.name) in PASSWORD:
            sentence = f"`{it.name}` is an ordinary column to the SQL connector: whoever reads a row reads its value."
            remedy = "Leave it out of the mappings, or hide it behind a view."
            findings.add("GRV062", documented.name, it.name, sentence, it.source, remedy=remedy)


def _renamed(documented: ObjectClass, mapped: set[str], findings: Findings) -> Iterator[tuple[str, str]]:
    """Yield the columns that ConnId knows by another name: the one that enables, and those with no legal name."""
    columns = [it for it in documented.attributes if it.name not in mapped]
    enabling = min((it for it in columns if _enables(it)), key=lambda it: ENABLED.index(folded(it.name)), default=None)
    taken = [it.name for it in documented.attributes]
    for it in columns:
        if it is enabling:
            yield it.name, "__ENABLE__"
        elif legal(it.name) != it.name:
            name = unused(f"column_{legal(it.name)}" if it.name.startswith("__") else legal(it.name), taken)
            taken.append(name)
            findings.add("GRV005", documented.name, it.name, f"`{it.name}` is called `{name}`.", it.source)
            yield it.name, name


def _enables(attribute: Attribute) -> bool:
    is_flag = isinstance(attribute.type, Scalar) and attribute.type.json_type == "boolean"
    return is_flag and not attribute.multivalued and folded(attribute.name) in ENABLED
